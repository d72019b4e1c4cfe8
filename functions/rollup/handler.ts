import { runState, stepResult } from '../../events/step.ts';
import { openDuckdb } from '../shared/duckdb.ts';
import { stepHandler } from '../shared/lambda.ts';
import { config } from './config.ts';
import { run } from './run.ts';

/** The Lambda door of the rollup step: the run's state in, what the step wrote and counted out. */
export const handler = stepHandler(
  { step: 'rollup', config, request: runState, answer: stepResult, run, openTables: openDuckdb },
  process.env,
);
