import { shareOf } from './pareto-curve.ts';

/** What a customer bought; empty where it is not known. */
export type Basket = {
  readonly customer_id: string;
  readonly categories: readonly string[];
  readonly best: boolean;
};

/** A category is suggested only when at least this share of the best customers buys it. */
export const leastBestShare = 0.2;

export type CategoryShare = {
  readonly category: string;
  /** Share of the best, and of the other customers whose categories are known, who buy it; six decimals. */
  readonly best_share: number;
  readonly rest_share: number | null;
};

/**
 * How common each category is among best customers and among the rest, most common among the best first, ties by name.
 * Customers without known categories count in neither. Empty when no best customer has any.
 *
 * @example
 * categoryShares([{ customer_id: 'a', categories: ['Seals'], best: true }]); // => [{"category":"Seals","best_share":1,"rest_share":null}]
 */
export function categoryShares(baskets: readonly Basket[]): readonly CategoryShare[] {
  const known = baskets.filter((basket) => basket.categories.length > 0);
  const bestSize = known.filter((basket) => basket.best).length;
  const restSize = known.length - bestSize;
  if (bestSize === 0) return [];
  const counts = new Map<string, { best: number; rest: number }>();
  for (const { categories, best } of known)
    for (const category of categories) {
      const count = counts.get(category) ?? { best: 0, rest: 0 };
      counts.set(category, {
        best: count.best + (best ? 1 : 0),
        rest: count.rest + (best ? 0 : 1),
      });
    }
  return [...counts]
    .sort(([a, x], [b, y]) => y.best - x.best || (a < b ? -1 : a > b ? 1 : 0))
    .map(([category, { best, rest }]) => ({
      category,
      best_share: shareOf(BigInt(best), BigInt(bestSize)) ?? 0,
      rest_share: shareOf(BigInt(rest), BigInt(restSize)),
    }));
}

/**
 * The most common category among best customers that this customer has not bought; null when every common one is
 * bought, or when nothing is known of what the customer buys. A hint for cross-selling, not a prediction.
 *
 * @example
 * nextCategory(['Seals'], [{ category: 'Seals', best_share: 1, rest_share: 0 }, { category: 'Pumps', best_share: 0.5, rest_share: 0 }]); // => 'Pumps'
 * nextCategory([], [{ category: 'Seals', best_share: 1, rest_share: 0 }]); // => null
 */
export function nextCategory(bought: readonly string[], shares: readonly CategoryShare[]): string | null {
  if (bought.length === 0) return null;
  const has = new Set(bought);
  return (
    shares.find(({ category, best_share }) => best_share >= leastBestShare && !has.has(category))?.category ??
    null
  );
}
