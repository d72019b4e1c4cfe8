import { publishRequest, publishResult } from '../../events/step.ts';
import { openDuckdb } from '../shared/duckdb.ts';
import { stepHandler } from '../shared/lambda.ts';
import { config } from './config.ts';
import { run } from './run.ts';

/** The Lambda door of the publish step: publish a run, hand out a stored one again, or report a failure. */
export const handler = stepHandler(
  { step: 'publish', config, request: publishRequest, answer: publishResult, run, openTables: openDuckdb },
  process.env,
);
