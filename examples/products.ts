import type { Draws } from './draws.ts';

/** One article of the distributor: list price in cents. */
export type Product = {
  readonly product_id: string;
  readonly category: number;
  readonly price_cents: number;
};

export type Category = {
  readonly name: string;
  /** Usual margin as a share of the selling price. */
  readonly margin: number;
  /** Median list price in dollars. */
  readonly price: number;
  /** Demand by month, January first; 1 is an average month. */
  readonly season: readonly number[];
};

const flat = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.9];
const spring = [0.7, 0.8, 1.1, 1.3, 1.4, 1.3, 1.1, 1, 1, 0.9, 0.8, 0.6];
const winter = [1.5, 1.3, 1.1, 0.9, 0.7, 0.6, 0.6, 0.7, 0.9, 1.1, 1.3, 1.3];

export const categories: readonly Category[] = [
  { name: 'Pumps', margin: 0.24, price: 1_450, season: spring },
  { name: 'Valves', margin: 0.27, price: 310, season: spring },
  { name: 'Motors & Drives', margin: 0.22, price: 980, season: flat },
  { name: 'Instrumentation', margin: 0.31, price: 520, season: flat },
  { name: 'Pipe & Fittings', margin: 0.25, price: 64, season: spring },
  { name: 'Seals & Packing', margin: 0.38, price: 46, season: flat },
  { name: 'Bearings', margin: 0.34, price: 58, season: flat },
  { name: 'Filters', margin: 0.35, price: 39, season: flat },
  { name: 'Lubricants', margin: 0.3, price: 72, season: winter },
  { name: 'Safety', margin: 0.33, price: 24, season: flat },
  { name: 'Tools & Abrasives', margin: 0.36, price: 31, season: flat },
  { name: 'Fasteners', margin: 0.41, price: 12, season: flat },
];

/** Articles by category, each list in rising price. */
export type ProductRange = readonly (readonly Product[])[];

/** About 36 articles a category, with prices spread around its median. */
export function createProductRange(draws: Draws): ProductRange {
  return categories.map((category, index) => {
    const prices = Array.from({ length: 36 }, () =>
      Math.max(150, Math.round(category.price * 100 * Math.exp(0.8 * draws.normal()))),
    ).sort((a, b) => a - b);
    return prices.map((price_cents, place) => ({
      product_id: `P-${100 + index}${String(place + 1).padStart(3, '0')}`,
      category: index,
      price_cents,
    }));
  });
}
