import type { FeatureTable, KnownWhen, Population } from './feature-table.ts';

/**
 * The contract of every model in Kindred: `params → fit → fitted (plain JSON) → score`. Fitting never changes its
 * input; a second fit forgets the first; the fitted value is versioned JSON that can be stored, compared and scored
 * without the training data.
 */
export type Model<Params, Fitted extends FittedBase> = {
  readonly name: string;
  /** Features a fit may use; the firewall refuses a table that holds others. */
  readonly needs: { readonly population: Population; readonly known: readonly KnownWhen[] };
  readonly defaults: Params;
  /** `target` per row: 0/1 for classifiers, a value for regressors. `weights` default to 1. */
  readonly fit: (table: FeatureTable, target: Float64Array, params: Params, weights?: Float64Array) => Fitted;
  /** One score per row: log-odds for classifiers, the predicted value (on the model's own scale) for regressors. */
  readonly score: (fitted: Fitted, table: FeatureTable) => Float64Array;
  /** base + sum(contributions of a row) = score of the row, within 1e-9; asserted at run time. */
  readonly explain: (fitted: Fitted, table: FeatureTable) => Explanation;
};

export type FittedBase = {
  readonly model: string;
  readonly version: number;
  /** Names of the features used, in the order of `contributions`. */
  readonly features: readonly string[];
};

/** Row-major contributions: row r, feature f at `contributions[r * features.length + f]`. */
export type Explanation = {
  readonly features: readonly string[];
  readonly base: number;
  readonly contributions: Float64Array;
};
