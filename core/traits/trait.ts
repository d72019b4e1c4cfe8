import type { FeatureCategory, Population } from '../model/feature-table.ts';

/** What a company must show to have the trait. Ranges are half-open [from, to); null is open-ended. */
export type TraitCondition =
  | { readonly kind: 'level'; readonly level: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: number | null; readonly to: number | null };

/**
 * One row of the lift table: how much more often best customers have something than the rest do. Companies whose value
 * is unknown are in neither rate. `lift` is shrunk toward 1; `lift_low`..`lift_high` is its 95 % interval.
 */
export type Trait = {
  /** Stable: feature + condition, e.g. `employees:200-500`, `industry=Machinery`, `naics~333`. */
  readonly id: string;
  readonly feature: string;
  /** As a rep would say it: "200–500 employees", "Industry: Machinery". */
  readonly words: string;
  readonly category: FeatureCategory;
  readonly population: Population;
  readonly condition: TraitCondition;
  readonly best_with: number;
  readonly best_known: number;
  readonly rest_with: number;
  readonly rest_known: number;
  readonly rate_best: number;
  readonly rate_rest: number;
  readonly lift: number;
  readonly lift_low: number;
  readonly lift_high: number;
  /** Fisher exact, two-sided; q is Benjamini–Hochberg over every trait tried. */
  readonly p_value: number;
  readonly q_value: number;
  /** Share of the base whose value is known. */
  readonly coverage: number;
  /** 1, 2, … for the 5–10 strongest after near-duplicates are removed; null for the others. */
  readonly strongest: number | null;
};
