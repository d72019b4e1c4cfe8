export type ValueMetric = 'total-margin' | 'margin-rate' | 'revenue' | 'composite';

/** 1 best, 0 not best, null unknown (no order in the window, or a value that is not known). */
export type CustomerLabel = {
  readonly customer_id: string;
  readonly label: 0 | 1 | null;
  /**
   * The value metric: integers of 1/10,000 for money metrics (per month for `margin-rate`); a mean percentile 0–1 for
   * `composite`. Null outside the base.
   */
  readonly value: number | null;
  /** 1 = highest value; ties by customer_id. Null where the value is. */
  readonly rank: number | null;
  /** Belongs to the customers that make the Pareto share of positive value. */
  readonly pareto: boolean;
  /** Best among customers old enough, by value per month observed; null for those too young to tell. */
  readonly tenure_fair: 0 | 1 | null;
  /** The category most best customers buy and this one does not; null when none is known. */
  readonly next_category: string | null;
};
