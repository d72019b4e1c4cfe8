import { DynamoDBClient as Client, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDynamoScores } from '../../../../functions/shared/stores/dynamodb-scores.ts';
import type { Server } from '../../../contracts/servers/child-server.ts';
import { createTable, localDynamo, startDynalite } from '../../../contracts/servers/dynamodb.ts';
import { type Exchange, type Reply, startProxy } from '../../../contracts/servers/proxy.ts';

const table = 'scores';
const closing: (() => Promise<void>)[] = [];
let dynalite: Server;
let direct: DynamoDBClient;

beforeAll(async () => {
  dynalite = await startDynalite();
  closing.push(dynalite.close);
  direct = localDynamo(dynalite);
  await createTable(direct, table);
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

type Decide = (
  exchange: Exchange,
  forward: (body?: Buffer | string) => Promise<Reply>,
) => Promise<Reply | null>;

/** A client whose every exchange with the table goes through `decide`. */
async function through(decide: Decide, maxAttempts = 3): Promise<DynamoDBClient> {
  const proxy = await startProxy(dynalite.endpoint, decide);
  closing.push(proxy.close);
  return new Client({
    endpoint: proxy.endpoint,
    region: 'us-east-1',
    maxAttempts,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

const operation = (exchange: Exchange): string =>
  String(exchange.headers['x-amz-target']).split('.')[1] ?? '';
const refusal = (status: number, type: string): Reply => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${type}`,
    message: 'as asked by the test',
  }),
});

/** Lets the table take only the first `taken` items of each batch and gives the others back, as DynamoDB may. */
const leaveUnprocessed =
  (taken: (batch: number) => number, sends: number[]): Decide =>
  async (exchange, forward) => {
    if (operation(exchange) !== 'BatchWriteItem') return await forward();
    const { RequestItems } = JSON.parse(exchange.body.toString());
    const writes: unknown[] = RequestItems[table];
    sends.push(writes.length);
    const count = taken(sends.length);
    if (count > 0) await forward(JSON.stringify({ RequestItems: { [table]: writes.slice(0, count) } }));
    const left = writes.slice(count);
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ UnprocessedItems: left.length === 0 ? {} : { [table]: left } }),
    };
  };

const items = (partition: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    partition,
    sort: `s${String(at).padStart(3, '0')}`,
    value: at,
  }));

describe('a batch', () => {
  it.each([1, 2, 24])(
    'sends again what the table leaves, %i item(s) at a time being taken',
    async (taken) => {
      const sends: number[] = [];
      const waits: number[] = [];
      const store = openDynamoScores({
        table,
        client: await through(leaveUnprocessed((send) => (send > 8 ? 25 : taken), sends)),
        sleep: async (milliseconds) => {
          waits.push(milliseconds);
        },
        jitter: () => 0.5,
      });
      const written = items(`left${taken}`, 25);
      await store.batchPut(written);
      expect(
        (await openDynamoScores({ table, client: direct }).queryPrefix(`left${taken}`, '', { limit: 100 }))
          .items,
      ).toHaveLength(25);
      expect(sends[0]).toBe(25);
      expect(sends[1]).toBe(25 - taken);
      expect(waits).toHaveLength(sends.length - 1);
      expect(waits.slice(0, 3)).toEqual([25, 50, 100].slice(0, waits.length));
    },
  );

  it('gives up on a table that takes nothing, with the count', async () => {
    const sends: number[] = [];
    const waits: number[] = [];
    const store = openDynamoScores({
      table,
      client: await through(leaveUnprocessed(() => 0, sends)),
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
      },
      jitter: () => 1,
    });
    await expect(store.batchPut(items('never', 3))).rejects.toMatchObject({
      code: 'StoreUnavailable',
      message: expect.stringContaining('3 items unprocessed after 10 sends'),
    });
    expect(sends).toHaveLength(10);
    expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('stops its other writers when one of them fails', async () => {
    let batches = 0;
    const client = await through(async (_exchange, forward) => {
      batches += 1;
      return batches === 2 ? refusal(400, 'AccessDeniedException') : await forward();
    });
    const store = openDynamoScores({ table, client });
    await expect(store.batchPut(items('stops', 500))).rejects.toMatchObject({ code: 'BadConfiguration' });
    expect(batches).toBeLessThan(20);
  });
});

describe('an answer that is lost', () => {
  /** Lets the first conditional put reach the table and cuts the connection before its answer. */
  const loseFirst = (): Decide => {
    let lost = false;
    return async (exchange, forward) => {
      const reply = await forward();
      if (lost || operation(exchange) !== 'PutItem') return reply;
      lost = true;
      return null;
    };
  };

  it('of a creation is known as one’s own', async () => {
    const store = openDynamoScores({ table, client: await through(loseFirst()) });
    const item = { partition: 'lost', sort: 'create', value: 1 };
    expect(await store.putIfAbsent(item)).toBe(true);
    expect(await store.putIfAbsent(item)).toBe(false);
    expect(await store.get('lost', 'create')).toMatchObject({ value: 1, revision: 1 });
  });

  it('of a swap is known as one’s own, and swaps once', async () => {
    const store = openDynamoScores({ table, client: await through(loseFirst()) });
    const plain = openDynamoScores({ table, client: direct });
    await plain.putIfAbsent({ partition: 'lost', sort: 'swap', value: 1 });
    expect(await store.compareAndSet({ partition: 'lost', sort: 'swap', value: 2 }, 1)).toBe(true);
    expect(await plain.get('lost', 'swap')).toMatchObject({ value: 2, revision: 2 });
  });

  it('is not taken for one’s own when somebody else was first with the same value', async () => {
    const plain = openDynamoScores({ table, client: direct });
    const item = { partition: 'lost', sort: 'race', value: 1 };
    let cut = true;
    const client = await through(async (exchange, forward) => {
      if (!cut || operation(exchange) !== 'PutItem') return await forward();
      cut = false;
      await plain.putIfAbsent(item);
      return null;
    });
    expect(await openDynamoScores({ table, client }).putIfAbsent(item)).toBe(false);
  });

  it('of every attempt is StoreUnavailable', async () => {
    const client = await through(async () => null, 2);
    await expect(
      openDynamoScores({ table, client }).putIfAbsent({ partition: 'p', sort: 's', value: 1 }),
    ).rejects.toMatchObject({ code: 'StoreUnavailable', retryable: true });
  });
});

describe('what DynamoDB may answer', () => {
  it.each([
    [400, 'ProvisionedThroughputExceededException', 'StoreUnavailable'],
    [400, 'ThrottlingException', 'StoreUnavailable'],
    [400, 'RequestLimitExceeded', 'StoreUnavailable'],
    [500, 'InternalServerError', 'StoreUnavailable'],
    [400, 'ResourceNotFoundException', 'BadConfiguration'],
    [400, 'AccessDeniedException', 'BadConfiguration'],
    [400, 'UnrecognizedClientException', 'BadConfiguration'],
  ])('%i %s becomes %s, naming the table', async (status, type, expected) => {
    const store = openDynamoScores({ table, client: await through(async () => refusal(status, type), 1) });
    const failure = { code: expected, problems: [{ name: `table ${table}` }] };
    const item = { partition: 'p', sort: 's', value: 1 };
    await expect(store.get('p', 's')).rejects.toMatchObject(failure);
    await expect(store.putIfAbsent(item)).rejects.toMatchObject(failure);
    await expect(store.compareAndSet(item, 1)).rejects.toMatchObject(failure);
    await expect(store.batchPut([item])).rejects.toMatchObject(failure);
    await expect(store.queryPrefix('p', '', { limit: 1 })).rejects.toMatchObject(failure);
    await expect(store.delete('p', 's')).rejects.toMatchObject(failure);
  });

  it('a request DynamoDB finds wrong is our fault, and comes as it is', async () => {
    const store = openDynamoScores({
      table,
      client: await through(async () => refusal(400, 'ValidationException')),
    });
    await expect(store.get('p', 's')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('an item that something else wrote is named', async () => {
    const store = openDynamoScores({
      table,
      client: await through(async () => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify({ Item: { pk: { S: 'p' }, sk: { S: 's' } } }),
      })),
    });
    await expect(store.get('p', 's')).rejects.toMatchObject({
      code: 'Integrity',
      problems: [{ name: 'p / s' }],
    });
  });
});
