import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { KindredError } from '../functions/shared/errors.ts';
import type { ObjectStore, ScoreStore } from '../functions/shared/ports.ts';
import { rfc3339, systemClock } from './interpreter/clock.ts';
import { ensureFolder, stateFolder } from './state-folder.ts';

/** Where a command works: this machine's state folder, or a deployment. */
export type Stores = {
  readonly place: 'laptop' | 'aws';
  readonly objects: ObjectStore;
  readonly scores: ScoreStore;
  /** The people's folder on a laptop, the bucket's address on AWS. */
  readonly inbox: (warehouse: string) => string;
  readonly close: () => void;
};

const outputs = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * Opens the stores of a state folder, or, given the outputs file of a deployment (`npm run deploy -- --outputs-file outputs.json`),
 * those of AWS with the credentials of whoever runs the command.
 */
export async function openStores(state: string, outputsFile: string): Promise<Stores> {
  const now = (): string => rfc3339(systemClock.now());
  if (outputsFile === '') {
    const folder = stateFolder(state);
    ensureFolder(folder.root, '--state');
    const { openFolderObjects } = await import('../functions/shared/stores/folder-objects.ts');
    const { openSqliteScores } = await import('../functions/shared/stores/sqlite-scores.ts');
    const objects = await openFolderObjects(folder.bucket, { now });
    const scores = openSqliteScores(folder.scores, { now });
    return {
      place: 'laptop',
      objects,
      scores,
      inbox: (warehouse) => `${folder.inbox}/${warehouse}/`,
      close: () => {
        scores.close();
        objects.close();
      },
    };
  }
  const told = Object.assign({}, ...Object.values(readOutputs(outputsFile))) as Record<string, string>;
  const [bucket, table] = [told['BucketName'], told['TableName']];
  if (bucket === undefined || table === undefined)
    throw notOutputs(outputsFile, 'no BucketName and TableName');
  const { openS3Objects } = await import('../functions/shared/stores/s3-objects.ts');
  const { openDynamoScores } = await import('../functions/shared/stores/dynamodb-scores.ts');
  return {
    place: 'aws',
    objects: openS3Objects({ bucket }),
    scores: openDynamoScores({ table, now }),
    inbox: (warehouse) => `s3://${bucket}/inbox/${warehouse}/`,
    close: () => undefined,
  };
}

function readOutputs(file: string): z.infer<typeof outputs> {
  try {
    return outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw notOutputs(file, error instanceof Error ? error.message.slice(0, 200) : String(error));
  }
}

const notOutputs = (file: string, received: string): KindredError =>
  new KindredError('BadRequest', [
    {
      name: '--outputs',
      file,
      allowed: 'what cdk deploy --outputs-file wrote',
      received,
      remedy: 'deploy with npm run deploy -- --outputs-file outputs.json and name that file',
    },
  ]);
