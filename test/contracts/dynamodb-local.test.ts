import { describe } from 'vitest';
import { openDynamoScores } from '../../functions/shared/stores/dynamodb-scores.ts';
import { scoreStoreContract } from './score-store.contract.ts';
import type { Server } from './servers/child-server.ts';
import { createTable, dynamoLocalMissing, localDynamo, startDynamoLocal } from './servers/dynamodb.ts';

const missing = dynamoLocalMissing();
if (missing !== null) console.info(`skipped: ${missing}`);

const title = `AWS's DynamoDB Local${missing === null ? '' : ` (skipped: ${missing})`}`;

describe.skipIf(missing !== null)(title, () => {
  let server: Server | null = null;
  scoreStoreContract({
    name: "DynamoDB (AWS's DynamoDB Local)",
    open: async (now) => {
      server = await startDynamoLocal();
      const client = localDynamo(server);
      await createTable(client, 'scores');
      return openDynamoScores({ table: 'scores', client, now });
    },
    close: async () => {
      await server?.close();
    },
    histories: 15,
  });
});
