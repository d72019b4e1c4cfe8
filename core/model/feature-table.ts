/** Who can have a feature: only a customer (it needs orders), only a prospect, or both. */
export type Population = 'customer' | 'prospect' | 'both';

/**
 * When a feature is known. `timeless`: the company's own nature (industry, place, size), which the orders do not
 * decide. `feature-window`: measured before the label window begins, fit for prediction. `label-window`: measured in
 * the window that decides who is best; descriptive only, never a model feature.
 */
export type KnownWhen = 'timeless' | 'feature-window' | 'label-window';

export type FeatureCategory = 'firmographic' | 'behavioural' | 'financial' | 'operational';

export type FeatureDefinition = {
  /** Column name, e.g. `employees`, `orders_per_month`, `attribute_business_type`. */
  readonly name: string;
  /** The field's word for it, for people: "Employees", "Orders per month". */
  readonly label: string;
  readonly category: FeatureCategory;
  readonly population: Population;
  readonly known: KnownWhen;
  /** Unit of a numeric feature ("employees", "USD", "days", "share", ""); null for categories. */
  readonly unit: string | null;
  /** How readers and range builders treat it. `hierarchy` are digit codes whose prefixes are levels (NAICS). */
  readonly form: 'numeric' | 'category' | 'boolean' | 'hierarchy';
};

/** Values where `known` is 1; 0 where it is not. NaN never stands in for "unknown". */
export type NumericColumn = {
  readonly kind: 'numeric';
  readonly values: Float64Array;
  readonly known: Uint8Array;
};
/** `codes` index `levels` (sorted); -1 is unknown. Booleans are levels "no", "yes". */
export type CategoryColumn = {
  readonly kind: 'category';
  readonly levels: readonly string[];
  readonly codes: Int32Array;
};
export type Column = NumericColumn | CategoryColumn;

/** Columns of equal length over the same rows, in a fixed order. Frozen by convention: nobody writes to it. */
export type FeatureTable = {
  readonly ids: readonly string[];
  readonly features: readonly FeatureDefinition[];
  /** Parallel to `features`. */
  readonly columns: readonly Column[];
};
