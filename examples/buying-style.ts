import type { Company } from './company.ts';
import type { Draws } from './draws.ts';
import { categories } from './products.ts';

/** How a customer buys; the best customers of each style are one planted archetype. */
export type BuyingStyle = 'high-frequency-mro' | 'large-project' | 'contract-replenishment';

export type StyleHabits = {
  readonly words: string;
  /** Orders a month of a customer that earns 1,500 dollars of margin a month, and how they grow with that margin. */
  readonly orders_per_month: number;
  readonly growth: number;
  readonly lines: number;
  /** Added to each category's margin. */
  readonly margin: number;
  /** Shape of the gamma gaps between orders: 1 is chance, 14 a calendar. */
  readonly regularity: number;
  /** Product categories in the order customers take them up. */
  readonly path: readonly string[];
  readonly categories_at_start: number;
  readonly months_per_category: number;
  readonly lead_days: readonly [number, number];
  readonly late_share: number;
  readonly sites: readonly [number, number];
  readonly terms_days: number;
  /** Mean days paid after the due date. */
  readonly pays_late_days: number;
  readonly return_share: number;
  readonly quotes_per_year: number;
  /** Spread of the order value, as the standard deviation of its logarithm. */
  readonly order_spread: number;
};

export const buyingStyles: Readonly<Record<BuyingStyle, StyleHabits>> = {
  'high-frequency-mro': {
    words:
      'many small orders across most categories for running repairs; in-house maintenance, continuous plants',
    orders_per_month: 5.2,
    growth: 0.5,
    lines: 3.1,
    margin: 0.05,
    regularity: 2.2,
    path: [
      'Safety',
      'Tools & Abrasives',
      'Fasteners',
      'Lubricants',
      'Bearings',
      'Seals & Packing',
      'Filters',
      'Pipe & Fittings',
      'Valves',
    ],
    categories_at_start: 4,
    months_per_category: 3,
    lead_days: [1, 3],
    late_share: 0.05,
    sites: [1, 2],
    terms_days: 30,
    pays_late_days: 6,
    return_share: 0.035,
    quotes_per_year: 0.6,
    order_spread: 0.55,
  },
  'large-project': {
    words:
      'few large orders of equipment to changing sites with long lead times; machinery builders, contractors',
    orders_per_month: 0.75,
    growth: 0.1,
    lines: 5.5,
    margin: -0.06,
    regularity: 1.3,
    path: ['Pumps', 'Valves', 'Pipe & Fittings', 'Motors & Drives', 'Instrumentation'],
    categories_at_start: 3,
    months_per_category: 7,
    lead_days: [28, 70],
    late_share: 0.24,
    sites: [4, 9],
    terms_days: 60,
    pays_late_days: 14,
    return_share: 0.006,
    quotes_per_year: 5,
    order_spread: 0.65,
  },
  'contract-replenishment': {
    words:
      'the same few categories at fixed intervals under contract, by EDI; multi-site plants, utilities, automotive',
    orders_per_month: 1.4,
    growth: 0.12,
    lines: 2,
    margin: -0.06,
    regularity: 16,
    path: ['Filters', 'Seals & Packing', 'Bearings', 'Lubricants'],
    categories_at_start: 2,
    months_per_category: 14,
    lead_days: [7, 12],
    late_share: 0.03,
    sites: [2, 3],
    terms_days: 30,
    pays_late_days: -1,
    return_share: 0.004,
    quotes_per_year: 0.8,
    order_spread: 0.25,
  },
};

const styleNames = Object.keys(buyingStyles) as readonly BuyingStyle[];

const categoryIndex = new Map(categories.map((category, index) => [category.name, index]));
/** The style's path as category indices. */
export const categoryPath = (style: BuyingStyle): readonly number[] =>
  buyingStyles[style].path.map((name) => categoryIndex.get(name) ?? 0);

/** Draws a style: firmographics pull towards one, chance decides. */
export function drawBuyingStyle(company: Company, draws: Draws): BuyingStyle {
  const { sector } = company.industry;
  const yes = (value: boolean): number => (value ? 1 : 0);
  const continuous = ['food', 'chemicals', 'plastics', 'paper', 'primary'].includes(sector);
  const pull: Readonly<Record<BuyingStyle, number>> = {
    'high-frequency-mro':
      1.5 * yes(company.maintenance_model === 'in-house') +
      1.2 * yes(company.shift_pattern === '3-shift') +
      0.9 * yes(continuous),
    'large-project':
      2 * yes(sector === 'machinery') +
      2.6 * yes(sector === 'construction') +
      0.8 * yes(company.employees >= 200 && company.employees < 500) -
      0.6,
    'contract-replenishment':
      2.6 * yes(company.edi) +
      1.3 * yes(company.facility_count >= 3) +
      1.6 * yes(sector === 'vehicles' || sector === 'utilities') -
      0.5,
  };
  const weights = styleNames.map((style) => Math.exp(1.25 * pull[style]));
  let goal = draws.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, style] of styleNames.entries()) {
    goal -= weights[index]!;
    if (goal < 0) return style;
  }
  return 'high-frequency-mro';
}
