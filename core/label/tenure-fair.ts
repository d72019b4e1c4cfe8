import { type BestRule, bestCount, rankByValue } from './best-customers.ts';
import type { LabelInput } from './label-input.ts';

export type TenureFair = {
  /** Months a customer must have been observed to be judged. */
  readonly least_months: number;
  /** Customers of the base judged, too young to be judged, and best among those judged. */
  readonly judged: number;
  readonly too_young: number;
  readonly best: number;
};

/**
 * Months of observation below which a rate per month is luck: 6, or a third of a shorter window, at least 1.
 *
 * @example
 * leastTenureMonths(36); // => 6
 * leastTenureMonths(9); // => 3
 */
export function leastTenureMonths(windowMonths: number): number {
  return Math.max(1, Math.min(6, Math.floor(windowMonths / 3)));
}

/**
 * The other answer to "who is best": money per month observed, among customers observed long enough. Totals favour those
 * who have been customers for long; this variant does not, and says nothing (null) of the young instead of calling them
 * not best. Ranked by money ÷ months observed, exactly, ties by customer_id; the same rule (share or Pareto) as the label.
 *
 * @param money money of each customer of the base in 1/10,000, in the base's order; null where unknown
 * @returns the label by customer, null for those too young or unknown
 * @example
 * tenureFair([], [], { share: 0.2 }, 36).summary; // => {"least_months":6,"judged":0,"too_young":0,"best":0}
 */
export function tenureFair(
  base: readonly LabelInput[],
  money: readonly (number | null)[],
  rule: BestRule,
  windowMonths: number,
): { readonly labels: ReadonlyMap<string, 0 | 1 | null>; readonly summary: TenureFair } {
  const least = leastTenureMonths(windowMonths);
  const old = base.flatMap((row, index) => {
    const amount = money[index] ?? null;
    return row.months_observed < least || amount === null
      ? []
      : [{ customer_id: row.customer_id, value: amount / row.months_observed, money_e4: amount }];
  });
  const ranked = rankByValue(old);
  const count = bestCount(rule, ranked, old.length);
  const best = new Set(ranked.slice(0, count).map((customer) => customer.customer_id));
  const judged = new Set(old.map((customer) => customer.customer_id));
  return {
    labels: new Map(
      base.map(({ customer_id }) => [
        customer_id,
        best.has(customer_id) ? 1 : judged.has(customer_id) ? 0 : null,
      ]),
    ),
    summary: {
      least_months: least,
      judged: old.length,
      too_young: base.filter((row) => row.months_observed < least).length,
      best: count,
    },
  };
}
