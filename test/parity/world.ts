import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Json, ObjectStore, ScoreStore } from '../../functions/shared/ports.ts';
import { openDynamoScores } from '../../functions/shared/stores/dynamodb-scores.ts';
import { createExecutions, type Executions } from '../../local/executions.ts';
import type { Clock } from '../../local/interpreter/clock.ts';
import type { ExecutionRecord } from '../../local/journal.ts';
import { openJournal } from '../../local/journal.ts';
import { localApp } from '../../local/local-app.ts';
import { openWire } from '../../local/wire.ts';
import type { Server } from '../contracts/servers/child-server.ts';
import { createTable, localDynamo } from '../contracts/servers/dynamodb.ts';
import type { Deployed } from './assembly.ts';
import { startBusEndpoint } from './bus-endpoint.ts';
import { type Guarded, guard } from './guarded-servers.ts';
import { startLambda } from './lambda.ts';
import { startSfnEndpoint } from './sfn-endpoint.ts';

export type Answer = { readonly status: number; readonly body: Json };

/** The pipeline with its stores and its API, on a laptop or as deployed. */
export type World = {
  readonly objects: ObjectStore;
  readonly scores: ScoreStore;
  readonly executions: Executions;
  /** Asks the API. */
  readonly ask: (method: string, path: string, secret: string, body?: Json) => Promise<Answer>;
  /** Every record of the score store that a run's content decides: no keys, no counts of requests, no names of executions. */
  readonly items: () => Promise<{ readonly [key: string]: Json }>;
  readonly close: () => Promise<void>;
};

/** The laptop: one process, a folder and a file of SQLite. */
export async function openLocalWorld(folder: string, clock: Clock, quietSeconds: number): Promise<World> {
  const wire = await openWire({ state: folder, clock, quietSeconds });
  const app = localApp(wire);
  return {
    objects: wire.objects,
    scores: wire.scores,
    executions: wire.executions,
    ask: async (method, path, secret, body) => {
      const response = await app.request(path, {
        method,
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: z.json().parse(await response.json()) };
    },
    items: async () => {
      const database = new DatabaseSync(wire.folder.scores, { readOnly: true });
      const rows = database.prepare('SELECT partition, sort, value, revision FROM items').all();
      database.close();
      return itemsOf(
        rows.map((row) => ({
          partition: String(row['partition']),
          sort: String(row['sort']),
          value: String(row['value']),
          revision: String(row['revision']),
        })),
      );
    },
    close: () => wire.close(),
  };
}

/** As deployed, with what each function's role let through and what not. */
export type CloudWorld = World & { readonly guards: ReadonlyMap<string, Guarded> };

export type CloudOptions = {
  readonly deployed: Deployed;
  readonly s3: { readonly server: Server; readonly objects: ObjectStore };
  readonly dynamodb: Server;
  /** What a function in front of these servers is told beside its own environment. */
  readonly environment: { readonly [name: string]: string };
  readonly clock: Clock;
  readonly scratch: string;
};

/** As deployed: every function out of its asset in a process of its own, behind its own role. */
export async function openCloudWorld(options: CloudOptions): Promise<CloudWorld> {
  const { deployed, s3, dynamodb, clock } = options;
  const client = localDynamo(dynamodb);
  await createTable(client, deployed.table);
  const servers = { s3: s3.server.endpoint, dynamodb: dynamodb.endpoint };
  const guards = new Map<string, Guarded>();
  for (const each of deployed.functions.values()) guards.set(each.name, await guard(deployed, each, servers));
  const lambdas = new Map<string, ReturnType<typeof startLambda>>();
  const lambda = (name: string, extra: { readonly [name: string]: string } = {}) => {
    const running = lambdas.get(name);
    if (running !== undefined) return running;
    const [each, guarded] = [deployed.functions.get(name), guards.get(name)];
    if (each === undefined || guarded === undefined) throw new Error(`no function ${name}`);
    const endpoints = {
      AWS_ENDPOINT_URL_S3: guarded.s3.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: guarded.dynamodb.endpoint,
      ...options.environment,
      ...extra,
    };
    const started = startLambda(each, endpoints, join(options.scratch, name));
    lambdas.set(name, started);
    return started;
  };
  const bus = await startBusEndpoint();
  const executions = createExecutions({
    journal: openJournal(':memory:'),
    machine: { name: 'kindred', definition: deployed.definition, substitutions: deployed.substitutions },
    invoke: (name, payload) => lambda(name, { AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint }).invoke(payload),
    clock,
  });
  const sfn = await startSfnEndpoint(deployed.stateMachineArn, executions);
  const scores = openDynamoScores({ table: deployed.table, client });
  return {
    objects: s3.objects,
    scores,
    executions,
    guards,
    ask: async (method, path, secret, body) => {
      const api = lambda(deployed.api.name, { AWS_ENDPOINT_URL_SFN: sfn.endpoint });
      const answered = httpAnswer.parse(await api.invoke(httpEvent(method, path, secret, body)));
      return { status: answered.statusCode, body: z.json().parse(JSON.parse(answered.body)) };
    },
    items: async () => itemsOf(await scanned(client, deployed.table)),
    close: async () => {
      await executions.stop();
      for (const running of lambdas.values()) running.close();
      await sfn.close();
      await bus.close();
      for (const { s3: store, dynamodb: records } of guards.values()) {
        await store.close();
        await records.close();
      }
      client.destroy();
    },
  };
}

const httpAnswer = z.looseObject({ statusCode: z.int(), body: z.string() });

/** A request in API Gateway's payload format 2.0, as an HTTP API hands it to a Lambda. */
function httpEvent(method: string, target: string, secret: string, body?: Json): Json {
  const [path = '', query = ''] = target.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: {
      accept: '*/*',
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      host: 'abcdef1234.execute-api.us-east-1.amazonaws.com',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(query === '' ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdef1234',
      domainName: 'abcdef1234.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'abcdef1234',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8.9.1' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '01/Jul/2026:06:00:00 +0000',
      timeEpoch: 1_782_885_600_000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

type Stored = {
  readonly partition: string;
  readonly sort: string;
  readonly value: string;
  readonly revision: string;
};

function itemsOf(rows: readonly Stored[]): { readonly [key: string]: Json } {
  const isKey = ({ partition, sort }: Stored): boolean =>
    partition.startsWith('apikey#') ||
    /^(apikey|keyuse|rate|idempotency|executions?|audit)(#|-)/.test(sort) ||
    partition === 'system';
  return Object.fromEntries(
    rows
      .filter((row) => !isKey(row))
      .map(({ partition, sort, value, revision }): [string, Json] => [
        `${partition}/${sort}`,
        { revision, value: z.json().parse(JSON.parse(value)) },
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** A test may look at the whole table; Kindred's own functions may not. */
async function scanned(client: DynamoDBClient, TableName: string): Promise<readonly Stored[]> {
  const rows: Stored[] = [];
  let from: Record<string, never> | undefined | object;
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ...(from === undefined ? {} : { ExclusiveStartKey: { ...from } }) }),
    );
    for (const item of page.Items ?? [])
      rows.push({
        partition: item['pk']?.S ?? '',
        sort: item['sk']?.S ?? '',
        value: item['value']?.S ?? '',
        revision: item['revision']?.N ?? '',
      });
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
}

/** SHA-256 of every object under some prefixes, by key. */
export async function contents(
  objects: ObjectStore,
  prefixes: readonly string[],
): Promise<{ readonly [key: string]: string }> {
  const found: [string, string][] = [];
  for (const prefix of prefixes)
    for await (const { key } of objects.list(prefix)) {
      const bytes = await objects.get(key);
      found.push([
        key,
        createHash('sha256')
          .update(bytes ?? '')
          .digest('hex'),
      ]);
    }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Puts a folder's files into a warehouse's inbox, in the order of their names. */
export async function drop(
  objects: ObjectStore,
  folder: string,
  warehouse: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const key = name === 'icp.json' ? `settings/${warehouse}/icp.json` : `inbox/${warehouse}/${name}`;
    await objects.put(key, readFileSync(join(folder, name)));
  }
}

/**
 * Starts an execution for each event in turn, each when the one before has its ticket, and waits for all of them.
 *
 * @returns how each ended, in the order of the events
 */
export async function runEvents(
  world: World,
  name: string,
  events: readonly Json[],
): Promise<readonly ExecutionRecord[]> {
  const names = events.map((_, index) => `${name}-${index + 1}`);
  for (const [index, event] of events.entries()) {
    const each = names[index] ?? '';
    world.executions.start(each, event, null);
    while (
      world.executions.get(each)?.status === 'RUNNING' &&
      !world.executions.events(each).some(({ kind, state }) => kind === 'exited' && state === 'TakeTicket')
    )
      await new Promise((done) => setTimeout(done, 10));
  }
  return await Promise.all(names.map((each) => world.executions.ended(each)));
}
