import type { Account } from './accounts.ts';
import { buyingStyles } from './buying-style.ts';
import { monthOf } from './calendar.ts';
import type { Draws } from './draws.ts';
import { categories, type ProductRange } from './products.ts';

export type OrderLine = {
  readonly product_id: string;
  readonly category: number;
  readonly quantity: number;
  /** Cents. */
  readonly revenue: number;
  readonly cost: number;
};

/** The lines of one order of an account on a day: what it has taken up by then, in season, around its usual order value. */
export function drawOrderLines(
  account: Account,
  day: number,
  range: ProductRange,
  draws: Draws,
): OrderLine[] {
  const habits = buyingStyles[account.style];
  const month = monthOf(day);
  const open = account.categories.filter((entry) => entry.from <= day);
  const goal =
    account.order_cents * Math.exp(habits.order_spread * draws.normal() - habits.order_spread ** 2 / 2);
  const count = Math.max(1, Math.round(habits.lines * draws.gamma(3)));
  const weights = Array.from({ length: count }, () => 0.3 + draws.next());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => {
    const category = pickCategory(open, month, draws);
    const products = range[category]!;
    const share = (goal * weight) / total;
    const product = products[draws.int(affordable(products, share))]!;
    const quantity = Math.max(1, Math.round(share / product.price_cents));
    const revenue = Math.max(1, Math.round(quantity * product.price_cents * (1 + 0.03 * draws.normal())));
    const rate = categories[category]!.margin + habits.margin + account.margin_offset + 0.03 * draws.normal();
    return {
      product_id: product.product_id,
      category,
      quantity,
      revenue,
      cost: Math.round(revenue * (1 - rate)),
    };
  });
}

function pickCategory(open: Account['categories'], month: number, draws: Draws): number {
  let found = open[0]!.category;
  let sum = 0;
  for (const { category } of open) {
    const weight = categories[category]!.season[month]!;
    sum += weight;
    if (draws.next() * sum < weight) found = category;
  }
  return found;
}

/** How many of a category's products, from the cheapest, cost no more than the sum; at least one. */
function affordable(products: ProductRange[number], cents: number): number {
  let low = 0;
  let high = products.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (products[middle]!.price_cents <= cents) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}
