import { warehouseId } from '../../events/ids.ts';

/** What an object key of the inbox says. `file` is the name below the warehouse's folder. */
export type InboxObject = {
  readonly warehouse: string;
  readonly file: string;
  /** The object `_READY`, at any depth: it closes the drop at once and holds no data. */
  readonly ready: boolean;
};

/** Where a warehouse's files arrive. */
export const inboxPrefix = (warehouse: string): string => `inbox/${warehouse}/`;

/**
 * Reads an object key, taken literally: `inbox/{warehouse}/{file}`. Null for other prefixes, for a warehouse id that is
 * none, and for folder markers, which end in a slash.
 *
 * @example
 * inboxObject('inbox/acme/2026/Orders.csv'); // => { warehouse: 'acme', file: '2026/Orders.csv', ready: false }
 * inboxObject('inbox/acme/2026/_READY'); // => { warehouse: 'acme', file: '2026/_READY', ready: true }
 * inboxObject('landed/acme/x.csv'); // => null
 * inboxObject('inbox/acme/folder/'); // => null
 */
export function inboxObject(key: string): InboxObject | null {
  const [root, warehouse, ...rest] = key.split('/');
  const file = rest.join('/');
  if (root !== 'inbox' || file === '' || file.endsWith('/')) return null;
  const parsed = warehouseId.safeParse(warehouse);
  return parsed.success ? { warehouse: parsed.data, file, ready: file.split('/').at(-1) === '_READY' } : null;
}
