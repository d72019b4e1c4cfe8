import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { KindredError } from '../errors.ts';
import type { Item, Json, ScoreStore, StoredItem } from '../ports.ts';
import { awsError, awsFailure, unavailable } from './aws-failure.ts';
import { type CheckedItem, checkItem, checkKey, checkPage } from './item-limits.ts';

export type DynamoOptions = {
  readonly table: string;
  /** A client of one's own; otherwise one is made from the process's region and credentials. */
  readonly client?: DynamoDBClient;
  /** The clock that decides what has expired, RFC 3339. */
  readonly now?: () => string;
  /** Waits between resends of what the table left unprocessed. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** A number in [0, 1) that spreads the waits of many writers. */
  readonly jitter?: () => number;
};

const batchItems = 25;
/** Batches under way at once. */
const inFlight = 4;
/** Sends of one batch before giving up: with waits that double from 50 ms to 5 s, about 25 s at most. */
const maxSends = 10;
const firstWaitMs = 50;
const longestWaitMs = 5_000;

type Attributes = Record<string, AttributeValue>;

/**
 * A score store in a DynamoDB table with the string keys `pk` and `sk`. Attributes: `value` (JSON text), `revision`, `expires`
 * (switch the table's TTL on for it: it removes what is hidden already) and `writer`, by which a conditional write that is sent
 * again knows its own first attempt. The client retries single calls; here only unprocessed items of a batch are sent again, with
 * backoff and jitter, ten times at most. Needs dynamodb:GetItem, PutItem, DeleteItem, Query and BatchWriteItem.
 */
export function openDynamoScores(options: DynamoOptions): ScoreStore {
  const { table: TableName, sleep = pause, jitter = Math.random } = options;
  const client = options.client ?? makeClient();
  const now = options.now ?? (() => new Date().toISOString());
  const seconds = (): string => String(Math.floor(Date.parse(now()) / 1000));
  const resource = `table ${TableName}`;
  const failure = (error: unknown): unknown => awsFailure(error, resource);

  async function read(partition: string, sort: string): Promise<Attributes | null> {
    try {
      const reply = await client.send(
        new GetItemCommand({ TableName, Key: keyOf(partition, sort), ConsistentRead: true }),
      );
      return reply.Item ?? null;
    } catch (error) {
      throw failure(error);
    }
  }

  /** A put under a condition; false when it did not hold. */
  async function putIf(
    checked: CheckedItem,
    revision: number,
    condition: string,
    values: Attributes,
  ): Promise<boolean> {
    const writer = randomUUID();
    try {
      await client.send(
        new PutItemCommand({
          TableName,
          Item: { ...attributesOf(checked, revision), writer: { S: writer } },
          ConditionExpression: condition,
          ExpressionAttributeValues: { ...values, ':now': { N: seconds() } },
        }),
      );
      return true;
    } catch (error) {
      const told = awsError(error);
      if (told === null) throw error;
      const refused = told.name === 'ConditionalCheckFailedException';
      if (refused && told.attempts === 1) return false;
      if (!refused && told.attempts === 1) throw failure(error);
      // An earlier attempt may have taken effect without its answer reaching us.
      const current = await read(checked.partition, checked.sort);
      if (current?.['writer']?.S === writer) return true;
      if (refused) return false;
      throw failure(error);
    }
  }

  const create = async (item: Item): Promise<boolean> =>
    await putIf(checkItem(item), 1, 'attribute_not_exists(pk) OR expires <= :now', {});

  /** Sends one batch until nothing of it is left. */
  async function sendBatch(items: readonly CheckedItem[]): Promise<void> {
    let left: WriteRequest[] = items.map((item) => ({ PutRequest: { Item: attributesOf(item, 1) } }));
    for (let send = 1; ; send += 1) {
      try {
        const reply = await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: left } }));
        left = reply.UnprocessedItems?.[TableName] ?? [];
      } catch (error) {
        throw failure(error);
      }
      if (left.length === 0) return;
      if (send === maxSends)
        throw unavailable(undefined, resource, `${left.length} items unprocessed after ${maxSends} sends`);
      await sleep(jitter() * Math.min(longestWaitMs, firstWaitMs * 2 ** (send - 1)));
    }
  }

  return {
    get: async (partition, sort) => {
      checkKey(partition, sort);
      const found = await read(partition, sort);
      return found === null || expired(found, Number(seconds())) ? null : storedItem(found);
    },
    putIfAbsent: create,
    compareAndSet: async (item, expected) =>
      expected === 0
        ? await create(item)
        : await putIf(
            checkItem(item),
            expected + 1,
            'revision = :expected AND (attribute_not_exists(expires) OR expires > :now)',
            { ':expected': { N: String(expected) } },
          ),
    batchPut: async (items) => {
      const batches = inBatches(items.map(checkItem));
      let next = 0;
      let failed = false;
      const worker = async (): Promise<void> => {
        for (let batch = batches[next++]; batch !== undefined && !failed; batch = batches[next++]) {
          try {
            await sendBatch(batch);
          } catch (error) {
            failed = true;
            throw error;
          }
        }
      };
      const ends = await Promise.allSettled(Array.from({ length: inFlight }, worker));
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
    queryPrefix: async (partition, prefix, page) => {
      checkPage(partition, prefix, page);
      const start = startAfter(partition, prefix, page.after);
      if (start === 'past the end') return { items: [], next: null };
      const found: StoredItem[] = [];
      let from = start;
      do {
        try {
          const reply = await client.send(
            new QueryCommand({
              TableName,
              ConsistentRead: true,
              KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
              FilterExpression: 'attribute_not_exists(expires) OR expires > :now',
              ExpressionAttributeValues: {
                ':pk': { S: partition },
                ':now': { N: seconds() },
                ...(prefix === '' ? {} : { ':prefix': { S: prefix } }),
              },
              Limit: page.limit + 1 - found.length,
              ExclusiveStartKey: from,
            }),
          );
          found.push(...(reply.Items ?? []).map(storedItem));
          from = reply.LastEvaluatedKey;
        } catch (error) {
          throw failure(error);
        }
      } while (from !== undefined && found.length <= page.limit);
      const items = found.slice(0, page.limit);
      return { items, next: found.length > page.limit ? (items.at(-1)?.sort ?? null) : null };
    },
    delete: async (partition, sort) => {
      checkKey(partition, sort);
      try {
        await client.send(new DeleteItemCommand({ TableName, Key: keyOf(partition, sort) }));
      } catch (error) {
        throw failure(error);
      }
    },
  };
}

/** Five attempts with the client's own backoff and jitter; a table that says nothing for 10 s counts as gone. */
function makeClient(): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
}

const keyOf = (partition: string, sort: string): Attributes => ({ pk: { S: partition }, sk: { S: sort } });

const attributesOf = (item: CheckedItem, revision: number): Attributes => ({
  ...keyOf(item.partition, item.sort),
  value: { S: item.json },
  revision: { N: String(revision) },
  ...(item.expires === null ? {} : { expires: { N: String(item.expires) } }),
});

const expired = (item: Attributes, now: number): boolean =>
  item['expires']?.N !== undefined && Number(item['expires'].N) <= now;

function storedItem(item: Attributes): StoredItem {
  const { pk, sk, value, revision, expires } = item;
  if (pk?.S === undefined || sk?.S === undefined || value?.S === undefined || revision?.N === undefined)
    throw foreign(pk?.S, sk?.S);
  const json: Json = JSON.parse(value.S);
  return {
    partition: pk.S,
    sort: sk.S,
    value: json,
    ...(expires?.N === undefined ? {} : { expires: Number(expires.N) }),
    revision: Number(revision.N),
  };
}

function foreign(partition: string | undefined, sort: string | undefined): KindredError {
  return new KindredError('Integrity', [
    {
      name: `${partition} / ${sort}`,
      allowed: 'an item with the attributes value and revision',
      received: 'an item that something else wrote',
      remedy: 'give Kindred a table of its own',
    },
  ]);
}

/** Batches of 25. DynamoDB refuses a batch that names a key twice: of equal keys the last one counts. */
function inBatches(items: readonly CheckedItem[]): readonly (readonly CheckedItem[])[] {
  const last = new Map(items.map((item) => [`${item.partition}\0${item.sort}`, item]));
  const distinct = [...last.values()];
  return Array.from({ length: Math.ceil(distinct.length / batchItems) }, (_, at) =>
    distinct.slice(at * batchItems, (at + 1) * batchItems),
  );
}

/** Where a query starts: DynamoDB takes a start key within the prefix only. */
function startAfter(
  partition: string,
  prefix: string,
  after: string | undefined,
): Attributes | undefined | 'past the end' {
  if (after === undefined || after === '') return undefined;
  if (after.startsWith(prefix)) return keyOf(partition, after);
  return Buffer.compare(Buffer.from(after), Buffer.from(prefix)) < 0 ? undefined : 'past the end';
}
