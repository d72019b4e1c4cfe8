import type { Accounting } from './accounting.ts';
import { type TableName, tableNames } from './canonical-tables.ts';

/** One way in which a table changed its shape since the drop before. `breaking`: what was known no longer is, or means something else. */
export type Drift = {
  readonly table: TableName;
  readonly column: string;
  readonly change: 'column lost' | 'column new' | 'type changed';
  /** SQL types; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly breaking: boolean;
};

type Tables = Accounting['tables'];

/**
 * How the tables of a landing differ in shape from those of an earlier one, in table and column order. Lost columns and changed
 * types break; new columns do not. A table that is gone altogether was withdrawn, and one that is new was added: neither
 * is drift. A column nobody had filled is not missed.
 *
 * @example
 * schemaDrift(
 *   { orders: { rows: 2, files: [], columns: [{ name: 'order_id', type: 'VARCHAR', filled: 2 }, { name: 'cogs', type: 'DECIMAL(18,4)', filled: 2 }] } },
 *   { orders: { rows: 2, files: [], columns: [{ name: 'order_id', type: 'VARCHAR', filled: 2 }] } },
 * ); // => [{ table: 'orders', column: 'cogs', change: 'column lost', before: 'DECIMAL(18,4)', after: null, breaking: true }]
 */
export function schemaDrift(before: Tables, after: Tables): readonly Drift[] {
  return tableNames.flatMap((table) => {
    const old = before[table];
    const now = after[table];
    if (old === undefined || now === undefined) return [];
    const types = new Map(now.columns.map(({ name, type }) => [name, type]));
    const known = new Set(old.columns.map(({ name }) => name));
    const changed = old.columns.flatMap(({ name, type, filled }): readonly Drift[] => {
      const current = types.get(name);
      if (current === type || filled === 0) return [];
      return current === undefined
        ? [{ table, column: name, change: 'column lost', before: type, after: null, breaking: true }]
        : [{ table, column: name, change: 'type changed', before: type, after: current, breaking: true }];
    });
    const added = now.columns
      .filter(({ name }) => !known.has(name))
      .map(
        ({ name, type }): Drift => ({
          table,
          column: name,
          change: 'column new',
          before: null,
          after: type,
          breaking: false,
        }),
      );
    return [...changed, ...added];
  });
}

/**
 * A drift in words.
 *
 * @example
 * driftText({ table: 'orders', column: 'cogs', change: 'column lost', before: 'DECIMAL(18,4)', after: null, breaking: true }); // => 'orders.cogs is gone (it was DECIMAL(18,4))'
 */
export function driftText({ table, column, change, before, after }: Drift): string {
  if (change === 'column lost') return `${table}.${column} is gone (it was ${before})`;
  if (change === 'column new') return `${table}.${column} is new (${after})`;
  return `${table}.${column} was ${before} and is now ${after}`;
}
