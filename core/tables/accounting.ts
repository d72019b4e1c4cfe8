import type { TableName } from './canonical-tables.ts';

/** What became of a row. A file's rows read are exactly the sum of these four. */
export type Disposition = 'accepted' | 'quarantined' | 'deduplicated' | 'superseded';

/** Exact sums as decimal strings; null where the file has no such column. */
export type ControlTotals = {
  readonly revenue: string | null;
  readonly margin: string | null;
  readonly quantity: string | null;
};

/** One file of a drop, row by row and cent by cent. */
export type FileAccounting = {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** `refused` files could not be read at all; `left-out` ones hold no table. `note` says why. */
  readonly verdict: 'landed' | 'refused' | 'left-out';
  readonly table: TableName | null;
  readonly carries: readonly TableName[];
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_quarantined: number;
  readonly rows_deduplicated: number;
  readonly rows_superseded: number;
  /** Lines that are no rows: preamble, blank, totals, group titles, repeated headers, rules. Not in `rows_read`. */
  readonly lines_skipped: { readonly [kind: string]: number };
  /** Cells emptied because they did not fit their column's type; their rows were kept. */
  readonly cells_emptied: { readonly [column: string]: number };
  /** Quarantined rows by code; a row counts under its first. */
  readonly quarantined_by: { readonly [code: string]: number };
  /** The first refusal of each of at most three kinds, in a sentence with line, column and value. */
  readonly examples: readonly string[];
  readonly totals: { readonly read: ControlTotals } & {
    readonly [disposition in Disposition]: ControlTotals;
  };
  readonly note: string | null;
};

export type TableColumn = {
  readonly name: string;
  /** SQL type in the parquet file. */
  readonly type: string;
  /** Rows that have a value. */
  readonly filled: number;
};

/** One canonical table as written. */
export type TableAccounting = {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  /** Files that gave rows, oldest first. */
  readonly files: readonly string[];
};

/** `accounting.json`: what landed, what did not, and what everything adds up to. */
export type Accounting = {
  readonly landing: string;
  readonly contract: string;
  /** In name order. */
  readonly files: readonly FileAccounting[];
  readonly tables: { readonly [table in TableName]?: TableAccounting };
  /** Of the canonical orders (revenue, margin) and order lines (quantity). */
  readonly totals: ControlTotals;
  readonly first_order_date: string | null;
  readonly last_order_date: string | null;
  readonly orders_with_margin: number;
  /** ISO code, `XXX` where neither settings nor data name one. */
  readonly currency: string;
  readonly warnings: readonly string[];
  /** What stands in for what is missing, e.g. "customers: derived from orders". */
  readonly fallbacks: readonly string[];
};
