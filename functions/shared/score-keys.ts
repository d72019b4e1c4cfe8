/**
 * Where every record of the score store lives. A warehouse's few control records share one partition; the many records of a
 * run are spread over buckets, so that no partition takes the writes of a whole list.
 */

/** Ranks per bucket: a page of targets touches one or two partitions. */
const ranksPerBucket = 500;
const customerBuckets = 64;

export const warehousePartition = (warehouse: string): string => `warehouse#${warehouse}`;
/** The newest ticket: value `{generation, execution}`. */
export const ticketSort = 'ticket';
/** The pointer readers follow: value `{run, generation}`. */
export const currentSort = 'current';
/** One record per run: value `{status, state, …}`. */
export const runSort = (run: string): string => `run#${run}`;
export const runPrefix = 'run#';

/** Ranks as text that sorts as numbers do. */
export const rankSort = (rank: number): string => String(rank).padStart(9, '0');

export const targetPartition = (warehouse: string, run: string, list: string, rank: number): string =>
  `${warehouse}#${run}#${list}#${Math.floor((rank - 1) / ranksPerBucket)}`;

export const customerPartition = (warehouse: string, run: string, customer: string): string =>
  `${warehouse}#${run}#customer#${bucketOf(customer)}`;

/** Every partition a list of so many ranks is spread over. */
export const targetPartitions = (
  warehouse: string,
  run: string,
  list: string,
  last: number,
): readonly string[] =>
  Array.from(
    { length: Math.ceil(last / ranksPerBucket) },
    (_, bucket) => `${warehouse}#${run}#${list}#${bucket}`,
  );

/** Every partition the customers of a run are spread over. */
export const customerPartitions = (warehouse: string, run: string): readonly string[] =>
  Array.from({ length: customerBuckets }, (_, bucket) => `${warehouse}#${run}#customer#${bucket}`);

/** FNV-1a over UTF-16 units: spreads ids, promises nothing else. */
function bucketOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193) >>> 0;
  return hash % customerBuckets;
}

/** API keys by the hash of the secret: value `{warehouse, scopes, expires, …}`. */
export const apiKeyPartition = (keyHash: string): string => `apikey#${keyHash}`;
export const apiKeySort = 'key';
/** The same keys as listed for their warehouse. */
export const apiKeyListSort = (keyId: string): string => `apikey#${keyId}`;
export const apiKeyListPrefix = 'apikey#';

/** Executions of a warehouse: value `{id, cause, …}`, by name and as a list that begins with the newest. */
export const executionSort = (name: string): string => `execution#${name}`;
export const executionListPrefix = 'executions#';
export const executionListSort = (startedMs: number, name: string): string =>
  `${executionListPrefix}${String(10 ** 14 - startedMs).padStart(15, '0')}#${name}`;
/** When a key last opened something: value `{at}`. */
export const apiKeyUseSort = (keyId: string): string => `keyuse#${keyId}`;
/** What came of the last webhook: value `{at, id, delivered, result}`. */
export const webhookSort = 'webhook';
/** Requests of a key in one minute: value `{taken}`. */
export const rateSort = (keyId: string, minute: number): string => `rate#${keyId}#${minute}`;
/** What was answered to a request with an Idempotency-Key. */
export const idempotencySort = (hash: string): string => `idempotency#${hash}`;
/** The audit log, one entry a change, in order. */
export const auditPrefix = 'audit#';
export const auditSort = (number: number): string => `${auditPrefix}${String(number).padStart(12, '0')}`;
export const auditHeadSort = 'audit-head';
/** Versions of the settings: value `{version, sha256, …}`. */
export const settingsVersionSort = 'settings-version';

/** What providers were paid: one record per month and per run. */
export const budgetPartition = (warehouse: string): string => `warehouse#${warehouse}#budget`;
export const monthBudgetSort = (month: string): string => `month#${month}`;
export const monthBudgetPrefix = 'month#';
export const runBudgetSort = (run: string): string => `run#${run}`;

/** Answers of a provider, by what was asked: never shared between warehouses. */
export const answerPartition = (warehouse: string, provider: string, question: string): string =>
  `warehouse#${warehouse}#answers#${provider}#${bucketOf(question) % answerBuckets}`;
const answerBuckets = 16;
/** All partitions of a provider's answers. */
export const answerPartitions = (warehouse: string, provider: string): string[] =>
  Array.from(
    { length: answerBuckets },
    (_, bucket) => `warehouse#${warehouse}#answers#${provider}#${bucket}`,
  );

/** Part of a run's id: rewriting it lets the next run of the same files ask providers anew. */
export const enrichmentSnapshotKey = (warehouse: string): string => `snapshots/${warehouse}/enrichment.json`;
