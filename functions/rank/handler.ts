import * as z from 'zod';
import { runState, scoreFileRequest, stepResult } from '../../events/step.ts';
import { jobResult } from '../../events/ticket.ts';
import { openDuckdb } from '../shared/duckdb.ts';
import { stepHandler } from '../shared/lambda.ts';
import { config } from './config.ts';
import { run } from './run.ts';
import { scoreFile } from './score-file.ts';

/** The Lambda door of the rank step: the run's state in, what the step wrote and counted out; or a file to score. */
export const handler = stepHandler(
  {
    step: 'rank',
    config,
    request: z.union([runState, scoreFileRequest]),
    answer: z.union([stepResult, jobResult]),
    run: (ports, request) => ('action' in request ? scoreFile(ports, request.job) : run(ports, request)),
    openTables: openDuckdb,
  },
  process.env,
);
