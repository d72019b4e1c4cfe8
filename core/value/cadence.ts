import type { CustomerRollup } from '../rollup/customer-rollup.ts';
import { upperGamma } from '../stats/incomplete-gamma.ts';
import { median } from '../stats/quantile.ts';

/** How this base orders and how customers leave it: what one customer's own few gaps are read against. */
export type CadenceModel = {
  readonly version: 1;
  /** Median over customers (≥ 2 gaps, else ≥ 1) of their own median gap, and of their mean gap, in days; null: nobody ordered twice. */
  readonly cohort_days: number | null;
  readonly cohort_mean_days: number | null;
  /** Median over customers of the gaps' standard deviation ÷ mean. */
  readonly cohort_variation: number;
  /** Gaps that the cohort counts for beside a customer's own: 2. */
  readonly prior_gaps: number;
  /** Chance that an order is a customer's last. */
  readonly dropout: number;
  /** Silences after which a customer counted as gone (P(alive) < 0.05): how many ended within 12 months after all. */
  readonly returned: {
    readonly came_back: number;
    /** Those still open count by the share of the 12 months already waited. */
    readonly stayed_away: number;
  };
};

const priorGaps = 2;
const priorVariationGaps = 4;
/** Where no customer has three orders, gaps are taken to be as chance would have them. */
const chanceVariation = 1;
const goneBelow = 0.05;
const yearDays = 365.25;

/**
 * The row of each customer that describes its buying: the label window's, or the feature window's where only that has
 * orders. Silence is always the label window's: days to the as-of date. By customer_id.
 */
export function buyingRows(rollups: readonly CustomerRollup[]): readonly CustomerRollup[] {
  const rows = new Map<string, CustomerRollup>();
  for (const row of rollups) if (row.window === 'label') rows.set(row.customer_id, row);
  for (const row of rollups) {
    if (row.window !== 'feature') continue;
    const label = rows.get(row.customer_id);
    if (label === undefined) rows.set(row.customer_id, row);
    else if (label.orders === 0 && row.orders > 0)
      rows.set(row.customer_id, {
        ...row,
        recency_days: label.recency_days,
        last_order_ever: label.last_order_ever,
      });
  }
  return [...rows.values()].sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
}

const gapsOf = (row: CustomerRollup): number => Math.max(0, row.order_days - 1);

/**
 * A customer's usual days between orders: the geometric mean of its own median gap and the cohort's, weighted by its
 * number of gaps and `prior_gaps`. Customers with one order have the cohort's. Null when neither is known.
 */
export function cadenceDays(row: CustomerRollup, model: CadenceModel): number | null {
  const own = row.gap_days_median === null ? null : Math.max(1, row.gap_days_median);
  return drawnIn(own, gapsOf(row), model.cohort_days, model.prior_gaps);
}

function drawnIn(own: number | null, gaps: number, cohort: number | null, prior: number): number | null {
  if (own === null || gaps === 0) return cohort;
  if (cohort === null) return own;
  const days = Math.exp((gaps * Math.log(own) + prior * Math.log(cohort)) / (gaps + prior));
  // A millionth of a day more or less must not decide whether 75 days are 2.5 times 30.
  return Math.round(days * 1e6) / 1e6;
}

/** Mean days between order days in the window; null below two. */
function meanGap(row: CustomerRollup): number | null {
  if (gapsOf(row) === 0 || row.months_since_first === null || row.gap_days_median === null) return null;
  // From the first order of the window to its last; the rollup counts both to the window's end.
  const span = row.months_since_first * 30.4375 - (row.recency_days ?? 0);
  return Math.max(1, span / gapsOf(row), row.gap_days_median / 2);
}

/**
 * Chance, 0–1, that a customer is still buying after `silence` days without an order: while it buys, its gaps follow a
 * gamma distribution with its own mean and variation (each drawn towards the cohort's), and each order is its last with
 * the base's `dropout` chance d. P = (1 − d) S ÷ ((1 − d) S + d), S = chance that a gap is longer than the silence.
 * The same idea as BG/NBD, with gaps as regular as the customer's own: a clockwork buyer is missed sooner than a
 * project buyer. Null when nobody has ordered twice.
 */
export function stillBuying(row: CustomerRollup, model: CadenceModel, silence: number): number | null {
  const mean = drawnIn(meanGap(row), gapsOf(row), model.cohort_mean_days, model.prior_gaps);
  if (mean === null) return null;
  const known = row.gap_variation === null ? 0 : gapsOf(row) - 1;
  const own = row.gap_variation ?? 0;
  const mixed = (known * own + priorVariationGaps * model.cohort_variation) / (known + priorVariationGaps);
  const variation = Math.min(2, Math.max(0.15, mixed));
  const shape = 1 / (variation * variation);
  const longer = upperGamma(shape, (Math.max(0, silence) / mean) * shape);
  const staying = (1 - model.dropout) * longer;
  return staying / (staying + model.dropout);
}

/**
 * Measures a base from one row per customer (`buyingRows`): its cadence, how often an order is the last (by iterating
 * customers gone ÷ order days to a fixed point), and how many silences long enough to mean "gone" ended after all (an
 * actuarial rate). O(customers × 30).
 *
 * @example
 * fitCadence([]).cohort_days; // => null
 */
export function fitCadence(rows: readonly CustomerRollup[]): CadenceModel {
  const repeaters = (least: number) =>
    rows.filter((row) => row.gap_days_median !== null && gapsOf(row) >= least);
  const used = repeaters(2).length > 0 ? repeaters(2) : repeaters(1);
  const variations = used.flatMap((row) => (row.gap_variation === null ? [] : [row.gap_variation]));
  let model: CadenceModel = {
    version: 1,
    cohort_days: used.length === 0 ? null : median(used.map((row) => Math.max(1, row.gap_days_median ?? 1))),
    cohort_mean_days: used.length === 0 ? null : median(used.map((row) => meanGap(row) ?? 1)),
    cohort_variation: variations.length === 0 ? chanceVariation : median(variations),
    prior_gaps: priorGaps,
    dropout: 0.02,
    returned: { came_back: 0, stayed_away: 0 },
  };
  const buyers = rows.filter((row) => row.order_days > 0 && row.recency_days !== null);
  const orderDays = buyers.reduce((sum, row) => sum + row.order_days, 0);
  for (let round = 0; round < 30 && orderDays > 0; round += 1) {
    const gone = buyers.reduce(
      (sum, row) => sum + 1 - (stillBuying(row, model, row.recency_days ?? 0) ?? 1),
      0,
    );
    // Half a customer more keeps the chance off 0, where nobody could ever be gone.
    model = { ...model, dropout: Math.min(0.9, (gone + 0.5) / (orderDays + 1)) };
  }
  return { ...model, returned: returnedOf(buyers, model) };
}

function returnedOf(rows: readonly CustomerRollup[], model: CadenceModel): CadenceModel['returned'] {
  let cameBack = 0;
  let stayedAway = 0;
  for (const row of rows) {
    const after = goneAfter(row, model);
    if (after === null) continue;
    const gap = (row.gap_days_max ?? 0) - after;
    if (gap >= 0 && gap <= yearDays) cameBack += 1;
    if (gap > yearDays) stayedAway += 1;
    const waited = (row.recency_days ?? 0) - after;
    if (waited >= 0) stayedAway += Math.min(1, waited / yearDays);
  }
  return { came_back: cameBack, stayed_away: stayedAway };
}

/** Days of silence from which on a customer counts as gone; null when that would take over 20 years. */
function goneAfter(row: CustomerRollup, model: CadenceModel): number | null {
  const gone = (days: number): boolean => (stillBuying(row, model, days) ?? 1) < goneBelow;
  let [low, high] = [0, 20 * yearDays];
  if (!gone(high)) return null;
  while (high - low > 0.5) {
    const middle = (low + high) / 2;
    if (gone(middle)) high = middle;
    else low = middle;
  }
  return high;
}
