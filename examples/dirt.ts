import type { Draws } from './draws.ts';

/** What is wrong in each file on purpose, in a tenant of the usual size; smaller tenants have proportionally less. */
export const plantedDirt = {
  'Orders.csv': {
    duplicate_row: 120,
    bad_date: 35,
    text_amount: 28,
    missing_order_id: 15,
    missing_customer_id: 22,
    unknown_customer: 45,
    future_date: 12,
    blank_line: 10,
  },
  'OrderLines.csv.gz': { duplicate_row: 150, unknown_order: 40, text_amount: 20 },
  'Payments.csv': { bad_date: 18 },
  'Returns.csv': { total_row: 1 },
  'Customers.csv': { missing_customer_id: 2, blank_line: 3, line_break_in_name: 6 },
  'Prospects.csv': { missing_prospect_id: 8, bad_number: 15 },
} as const;

export type DirtyFile = keyof typeof plantedDirt;
export type DirtKind<F extends DirtyFile = DirtyFile> = F extends DirtyFile
  ? keyof (typeof plantedDirt)[F] & string
  : never;

/** Which rows of a file are followed (or spoilt) by which kind of dirt, and how often each kind occurs. */
export type DirtPlan<F extends DirtyFile> = {
  readonly at: ReadonlyMap<number, DirtKind<F>>;
  readonly counts: Readonly<Record<string, number>>;
};

/** Spreads a file's dirt over its rows: at most one kind a row, `share` of the usual counts, never fewer than one each. */
export function planDirt<F extends DirtyFile>(
  file: F,
  rows: number,
  share: number,
  draws: Draws,
): DirtPlan<F> {
  const kinds: readonly (readonly [string, number])[] = Object.entries(plantedDirt[file]);
  const counts = kinds.map(([kind, usual]) => [kind, Math.max(1, Math.round(usual * share))] as const);
  const list = draws.shuffle(counts.flatMap(([kind, count]) => Array<string>(count).fill(kind)));
  const places = draws.sample(rows, Math.min(rows, list.length));
  const at = new Map(Array.from(places, (row, index) => [row, list[index] as DirtKind<F>]));
  return { at, counts: Object.fromEntries(counts) };
}
