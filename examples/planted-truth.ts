import type { BuyingStyle } from './buying-style.ts';
import type { DirtyFile } from './dirt.ts';
import type { TraitForm } from './planted-traits.ts';
import type { HiddenCustomer } from './prospect-file.ts';
import type { QuoteBook } from './quote-file.ts';

/** How often the best customers truly have a planted trait, and the rest. `lift` is the ratio of the two rates. */
export type RealisedTrait = {
  readonly id: string;
  readonly words: string;
  readonly population: 'customer' | 'both';
  readonly forms: readonly TraitForm[];
  readonly effect: number;
  /** Share of all customers with an order that have it. */
  readonly prevalence: number;
  readonly rate_best: number;
  readonly rate_rest: number;
  readonly lift: number;
  /** Share of the truly fitting prospects, and of all net-new prospects, that have it; null for customers only. */
  readonly rate_fits: number | null;
  readonly rate_prospects: number | null;
};

export type Decoy = {
  readonly feature: string;
  readonly kind: 'correlated' | 'null' | 'leak';
  readonly with: string | null;
};

/**
 * What is true of a generated tenant and stands in none of its files: the answers that a run is held against.
 * Money in cents, or in 1/10,000 where
 * named so. Best customers are the top fifth of those with an order by margin after returns, ties by id.
 */
export type PlantedTruth = {
  readonly seed: number;
  /** The day after the last order: the end of the window, not in it. */
  readonly as_of: string;
  readonly months: number;
  readonly rows: Readonly<Record<string, number>>;
  /** Dirty rows by file and kind. They come on top of `rows`, except for those that spoil a field of a good row. */
  readonly dirt: Readonly<Record<DirtyFile, Readonly<Record<string, number>>>>;
  readonly money: {
    readonly revenue_cents: number;
    readonly margin_cents: number;
    readonly returned_cents: number;
    /** After returns, each at its order's own margin rate, rounded half-even to 1/10,000. */
    readonly net_margin_e4: number;
    readonly best_net_margin_e4: number;
    /** Revenue of the orders whose customer is in no file; not in `revenue_cents`. */
    readonly unknown_customer_cents: number;
    readonly negative_margin_customers: number;
  };
  readonly never_ordered: readonly string[];
  readonly best: readonly string[];
  /** The last 12 months as a backtest's outcome: who had ordered before them, and the top fifth of those who ordered in them. */
  readonly last_year: { readonly known: number; readonly best: readonly string[] };
  readonly traits: readonly RealisedTrait[];
  readonly prerequisites: readonly { readonly id: string; readonly words: string }[];
  readonly decoys: readonly Decoy[];
  /** The buying style of every customer with an order; among best customers these are the archetypes. */
  readonly styles: Readonly<Record<string, BuyingStyle>>;
  /** Good customers that have been silent for at least 4 of their own median gaps. */
  readonly lapsed: readonly string[];
  /** Customers that would still order tomorrow: calling them lapsed is a mistake. */
  readonly buying: readonly string[];
  readonly hidden: readonly HiddenCustomer[];
  readonly duplicates: readonly { readonly prospect_id: string; readonly original_id: string }[];
  readonly namesakes: readonly { readonly prospect_id: string; readonly customer_id: string }[];
  readonly fits: readonly string[];
  /** Net-new prospects: all rows but hidden customers and repeats. */
  readonly net_new: number;
  /** What the best possible ranking of the prospects' rows would reach. */
  readonly ceiling: { readonly precision_at_100: number; readonly precision_at_500: number };
  readonly in_market: readonly string[];
  readonly quotes: QuoteBook;
};
