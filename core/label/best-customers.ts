import { ceilOfShare, holdsShare } from './decimal-share.ts';

/** A customer of the base as far as the selection needs it. */
export type Valued = {
  readonly customer_id: string;
  readonly value: number | null;
  /** Money in 1/10,000 that shares are taken of. */
  readonly money_e4: number | null;
};

/** `share`: the best part of the base by count. `pareto`: the best ones that together hold a part of all positive money. */
export type BestRule = { readonly share: number } | { readonly pareto: number };

/**
 * Customers whose value is known, highest first, ties by customer_id: a total order, whatever order they came in.
 *
 * @example
 * rankByValue([{ customer_id: 'b', value: 1, money_e4: 1 }, { customer_id: 'a', value: 1, money_e4: 1 }])[0].customer_id; // => 'a'
 */
export function rankByValue<T extends Valued>(base: readonly T[]): readonly T[] {
  return base
    .filter((customer) => customer.value !== null)
    .sort(
      (a, b) =>
        (b.value ?? 0) - (a.value ?? 0) ||
        (a.customer_id < b.customer_id ? -1 : a.customer_id > b.customer_id ? 1 : 0),
    );
}

/**
 * How many of the ranked customers are best. By share: ceil(share × base), the whole base counted, also those with a
 * loss or an unknown value. By Pareto: the shortest run from the top that holds the share of the positive money; losses
 * below do not shrink the whole, so shares never pass 100 %. 0 where nobody has positive money.
 *
 * @example
 * bestCount({ share: 0.2 }, [{ customer_id: 'a', value: 9, money_e4: 9 }], 6); // => 1
 */
export function bestCount(rule: BestRule, ranked: readonly Valued[], baseSize: number): number {
  if ('share' in rule) return Math.min(ranked.length, ceilOfShare(rule.share, baseSize));
  const positive = positiveMoney(ranked);
  if (positive === 0n) return 0;
  let held = 0n;
  for (const [index, customer] of ranked.entries()) {
    held += positiveMoney([customer]);
    if (holdsShare(held, rule.pareto, positive)) return index + 1;
  }
  return ranked.length;
}

/**
 * Sum of the money of customers who brought more than nothing, in 1/10,000.
 *
 * @example
 * String(positiveMoney([{ customer_id: 'a', value: 5, money_e4: 5 }, { customer_id: 'b', value: -9, money_e4: -9 }])); // => '5'
 */
export function positiveMoney(customers: readonly Valued[]): bigint {
  return customers.reduce((sum, { money_e4 }) => sum + BigInt(Math.max(0, money_e4 ?? 0)), 0n);
}

/**
 * Sum of the money of all customers, losses included, in 1/10,000.
 *
 * @example
 * String(netMoney([{ customer_id: 'a', value: 5, money_e4: 5 }, { customer_id: 'b', value: -9, money_e4: -9 }])); // => '-4'
 */
export function netMoney(customers: readonly Valued[]): bigint {
  return customers.reduce((sum, { money_e4 }) => sum + BigInt(money_e4 ?? 0), 0n);
}
