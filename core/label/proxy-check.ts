import { spearman } from '../stats/spearman.ts';
import { rankByValue, type Valued } from './best-customers.ts';
import { ceilOfShare } from './decimal-share.ts';
import type { LabelInput } from './label-input.ts';

/** How well revenue stands in for margin, where both are known. */
export type ProxyCheck = {
  readonly customers: number;
  /** Spearman's rank correlation of revenue and margin, −1 to 1, six decimals; null when one of them is the same for everybody. */
  readonly rank_correlation: number | null;
  /** Size of the top fifth by each, and how many customers are in both. */
  readonly top: number;
  readonly overlap: number;
};

/**
 * Compares the ranking by revenue with the ranking by margin over the customers of the base whose margin is known. Null
 * below two of them. Read it before trusting revenue as a proxy: a low overlap means the proxy picks other customers.
 *
 * @example
 * proxyCheck([]); // => null
 */
export function proxyCheck(base: readonly LabelInput[]): ProxyCheck | null {
  const known = base.filter((row) => row.margin_e4 !== null);
  if (known.length < 2) return null;
  const top = ceilOfShare(0.2, known.length);
  const byRevenue = topIds(
    known.map((row) => valued(row.customer_id, row.revenue_e4)),
    top,
  );
  const byMargin = topIds(
    known.map((row) => valued(row.customer_id, row.margin_e4)),
    top,
  );
  const correlation = spearman(
    known.map((row) => row.revenue_e4),
    known.map((row) => row.margin_e4 ?? 0),
  );
  return {
    customers: known.length,
    rank_correlation: correlation === null ? null : Math.round(correlation * 1e6) / 1e6,
    top,
    overlap: [...byRevenue].filter((id) => byMargin.has(id)).length,
  };
}

const valued = (customer_id: string, value: number | null): Valued => ({
  customer_id,
  value,
  money_e4: value,
});

function topIds(customers: readonly Valued[], count: number): ReadonlySet<string> {
  return new Set(
    rankByValue(customers)
      .slice(0, count)
      .map((customer) => customer.customer_id),
  );
}
