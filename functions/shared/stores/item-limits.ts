import { KindredError } from '../errors.ts';
import type { Item } from '../ports.ts';

/** DynamoDB's limits, which both score stores hold to. */
export const maxItemBytes = 400 * 1024;
export const maxPartitionBytes = 2048;
export const maxSortBytes = 1024;
/** What the names of the attributes, the revision, the expiry and the writer's mark may take of an item. */
const overheadBytes = 160;

/** An item with its value as JSON text, ready to be stored. */
export type CheckedItem = {
  readonly partition: string;
  readonly sort: string;
  readonly json: string;
  readonly expires: number | null;
};

/**
 * Lets an item pass that every score store can hold: keys of 1 to 2,048 and 1,024 bytes without NUL, at most 400 KB (409,600
 * bytes of keys, JSON and 160 bytes for the rest), `expires` in whole seconds. `BadRequest` names the key of any other.
 */
export function checkItem(item: Item): CheckedItem {
  checkKey(item.partition, item.sort);
  if (item.expires !== undefined && !(Number.isSafeInteger(item.expires) && item.expires > 0))
    throw refused(item, 'expires in whole seconds since 1970', String(item.expires), 'round it');
  const json = JSON.stringify(item.value);
  const bytes = itemBytes(item.partition, item.sort, json);
  if (bytes > maxItemBytes)
    throw refused(
      item,
      `an item of at most ${maxItemBytes} bytes`,
      `${bytes} bytes`,
      'store the large part as an object and keep its key here',
    );
  return { partition: item.partition, sort: item.sort, json, expires: item.expires ?? null };
}

/** The size of an item as it counts towards {@link maxItemBytes}. */
export function itemBytes(partition: string, sort: string, json: string): number {
  return (
    Buffer.byteLength(partition, 'utf8') +
    Buffer.byteLength(sort, 'utf8') +
    Buffer.byteLength(json, 'utf8') +
    overheadBytes
  );
}

/** `BadRequest` unless both halves of a key can be stored as they stand. */
export function checkKey(partition: string, sort: string): void {
  for (const [name, text, limit] of [
    ['partition', partition, maxPartitionBytes],
    ['sort', sort, maxSortBytes],
  ] as const) {
    const bytes = Buffer.byteLength(text, 'utf8');
    if (bytes === 0 || bytes > limit || text.includes('\0') || !text.isWellFormed())
      throw refused(
        { partition, sort },
        `a ${name} key of 1 to ${limit} bytes of UTF-8 without NUL`,
        `${bytes} bytes`,
        'use a shorter, plain key',
      );
  }
}

/** `BadRequest` unless keys are as above (an empty prefix is every key) and a page is 1 to 10,000 items. */
export function checkPage(
  partition: string,
  prefix: string,
  page: { readonly limit: number; readonly after?: string },
): void {
  for (const sort of [prefix, page.after ?? '']) checkKey(partition, sort === '' ? '-' : sort);
  if (Number.isInteger(page.limit) && page.limit >= 1 && page.limit <= 10_000) return;
  throw refused(
    { partition, sort: prefix },
    'a page of 1 to 10,000 items',
    String(page.limit),
    'ask for fewer',
  );
}

function refused(
  key: { readonly partition: string; readonly sort: string },
  allowed: string,
  received: string,
  remedy: string,
): KindredError {
  const name = `${key.partition.slice(0, 100)} / ${key.sort.slice(0, 100)}`;
  return new KindredError('BadRequest', [{ name, allowed, received, remedy }]);
}
