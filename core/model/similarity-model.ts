import type { Calibration } from './calibrate.ts';
import type { Driver } from './drivers.ts';
import type { FeatureDefinition } from './feature-table.ts';
import type { HeldOutFigures } from './held-out-figures.ts';
import type { ModelUncertainty } from './model-uncertainty.ts';
import type { PercentileTable } from './percentile-table.ts';
import type { SimilarityFit } from './similarity-fit.ts';
import type { TrainingSupport } from './training-support.ts';
import type { DroppedFeature } from './usable-features.ts';

export type MethodName =
  | 'weighted-traits'
  | 'scorecard-both'
  | 'scorecard-rest'
  | 'scorecard-background'
  | 'nearest-best'
  | 'text'
  | 'boosting'
  | 'blend'
  | 'two-scorecards'
  | 'two-step'
  | 'forest'
  | 'legacy';

/** One method's evidence, or why it has none. */
export type MethodReport = {
  readonly method: MethodName;
  /** For people: what it does. */
  readonly words: string;
  /** May it be chosen? The baseline never may. */
  readonly eligible: boolean;
  /** Why it was not tried or may not be chosen; null when it competes. */
  readonly not_eligible_because: string | null;
  readonly figures: HeldOutFigures | null;
  /** How far its criterion is behind the best method's, on the same held-out customers. */
  readonly behind_best: { readonly difference: number; readonly error: number } | null;
};

/** `traits-only`: fewer than 30 best customers. `scorecard`: up to 100. `all`: trees compete too. */
export type SimilarityMode = 'traits-only' | 'scorecard' | 'all';

/**
 * Everything needed to score and explain any company, and the evidence for the method chosen. Plain JSON.
 */
export type SimilarityModel = {
  readonly version: 1;
  readonly mode: SimilarityMode;
  readonly mode_because: string;
  readonly chosen: MethodName;
  readonly chosen_because: string;
  /**
   * Whether the chosen method found held-out best customers more often than chance (one-sided 5 %). Null where none could
   * be held out. Where false, similarity is no more than a guess, and is to be said so.
   */
  readonly better_than_chance: boolean | null;
  readonly counts: {
    readonly best: number;
    readonly rest: number;
    readonly candidates: number;
    /** Companies of each side that took part in fitting. */
    readonly best_sampled: number;
    readonly rest_sampled: number;
    readonly candidates_sampled: number;
  };
  readonly folds: number;
  readonly seed: number;
  /** Features a company may come with, and those left out with the reason. */
  readonly features: readonly FeatureDefinition[];
  readonly dropped: readonly DroppedFeature[];
  readonly methods: readonly MethodReport[];
  /** The chosen method on shuffled labels: its AUC must lie in [low, high] around 0.5. Null when too small to try. */
  readonly canary: {
    readonly auc: number;
    readonly low: number;
    readonly high: number;
    readonly passed: boolean;
  } | null;
  readonly fit: SimilarityFit;
  /** Points (log-odds × 100) → similarity 0–100, the percentile in the reference universe. */
  readonly reference: {
    readonly population: 'candidates' | 'customers';
    readonly size: number;
    readonly table: PercentileTable;
  };
  /**
   * Log-odds → probability that a company is among the best once it is a customer, from cross-fitted scores of customers.
   * Null where no customer was held out.
   */
  readonly calibration: Calibration | null;
  /** Null where no fold models were fitted. */
  readonly uncertainty: ModelUncertainty | null;
  readonly support: TrainingSupport;
  /** What moves scores, over a sample of the reference. */
  readonly drivers: readonly Driver[];
};

/** Log-odds become points by this factor. */
export const pointsPerLogOdds = 100;
