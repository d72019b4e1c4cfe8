import { openDynamoScores } from '../../functions/shared/stores/dynamodb-scores.ts';
import { scoreStoreContract } from './score-store.contract.ts';
import type { Server } from './servers/child-server.ts';
import { createTable, localDynamo, startDynalite } from './servers/dynamodb.ts';

let server: Server | null = null;

scoreStoreContract({
  name: 'DynamoDB (dynalite)',
  open: async (now) => {
    server = await startDynalite();
    const client = localDynamo(server);
    await createTable(client, 'scores');
    return openDynamoScores({ table: 'scores', client, now });
  },
  close: async () => {
    await server?.close();
  },
  histories: 15,
});
