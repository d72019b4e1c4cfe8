import { randomBytes } from 'node:crypto';
import { handle } from 'hono/aws-lambda';
import { readEnv } from '../shared/env.ts';
import { makeLog } from '../shared/powertools.ts';
import { openDynamoScores } from '../shared/stores/dynamodb-scores.ts';
import { openS3Links } from '../shared/stores/s3-links.ts';
import { openS3Objects } from '../shared/stores/s3-objects.ts';
import { openSfnExecutions } from '../shared/stores/sfn-executions.ts';
import { createApi } from './app.ts';
import { config } from './config.ts';

const environment = readEnv(config, process.env);
const bucket = {
  bucket: environment.KINDRED_BUCKET,
  pathStyle: environment.KINDRED_S3_STYLE === 'path',
};
const now = (): string => new Date().toISOString();

/** The Lambda door of the API: API Gateway's payload 2.0 in and out. */
export const handler = handle(
  createApi({
    objects: openS3Objects({ ...bucket, versioned: environment.KINDRED_S3_VERSIONS === 'kept' }),
    links: openS3Links(bucket),
    scores: openDynamoScores({ table: environment.KINDRED_TABLE, now }),
    executions: openSfnExecutions({ stateMachineArn: environment.KINDRED_STATE_MACHINE }),
    now,
    randomBytes: (count) => randomBytes(count),
    log: makeLog('api'),
  }),
);
