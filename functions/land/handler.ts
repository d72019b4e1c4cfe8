import * as z from 'zod';
import {
  checkDropRequest,
  landRequest,
  landResult,
  pollRequest,
  readRequest,
  subjectRequest,
} from '../../events/step.ts';
import { checkRequest, job, jobResult, ticket, ticketRequest } from '../../events/ticket.ts';
import { openDuckdb } from '../shared/duckdb.ts';
import { stepHandler } from '../shared/lambda.ts';
import { config } from './config.ts';
import { run } from './run.ts';

/** The Lambda door of the landing step: take a ticket, check it after the quiet time, land the drop or a queried source. */
export const handler = stepHandler(
  {
    step: 'land',
    config,
    request: z.discriminatedUnion('action', [
      ticketRequest,
      checkRequest,
      checkDropRequest,
      subjectRequest,
      landRequest,
      pollRequest,
      readRequest,
    ]),
    answer: z.union([ticket, job, jobResult, landResult]),
    run: (ports, request, { KINDRED_QUIET_SECONDS }) =>
      run(ports, request, {
        defaultQuietSeconds: KINDRED_QUIET_SECONDS,
        openQueries: async (target) => (await import('./sources/bigquery.ts')).openBigquery(target),
      }),
    openTables: openDuckdb,
  },
  process.env,
);
