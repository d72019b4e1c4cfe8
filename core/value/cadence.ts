import type { CustomerRollup } from '../rollup/customer-rollup.ts';

/** How often this base orders, and how silences of it ended: what one customer's own few gaps are read against. */
export type CadenceModel = {
  readonly version: 1;
  /** Median over customers (≥ 2 gaps, else ≥ 1) of their own median gap, in days; null when nobody ordered twice. */
  readonly cohort_days: number | null;
  /** Gaps the cohort counts for beside a customer's own: 2. */
  readonly prior_gaps: number;
  /** Chance to be ordering again within 12 months of a silence of that many own cadences; ratios ascending. */
  readonly returns: readonly {
    readonly ratio: number;
    readonly came_back: number;
    /** Silences that did not end in 12 months; those still open count by the share of the 12 months already waited. */
    readonly stayed_away: number;
    /** (came_back + ½) ÷ (came_back + stayed_away + 1), averaged with its neighbours where it would rise with the ratio. */
    readonly share: number;
  }[];
};

const priorGaps = 2;
const yearDays = 365.25;
/** Silences a point of the curve needs; the curve ends where fewer were seen, and its last share holds beyond. */
const fewest = 5;
const ratios = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20];

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

/**
 * A customer's usual days between orders: the geometric mean of its own median gap and the cohort's, weighted by its
 * number of gaps and `prior_gaps`. Customers with one order have the cohort's. Null when neither is known.
 */
export function cadenceDays(row: CustomerRollup, model: CadenceModel): number | null {
  const gaps = Math.max(0, row.order_days - 1);
  if (row.gap_days_median === null || gaps === 0) return model.cohort_days;
  const own = Math.max(1, row.gap_days_median);
  if (model.cohort_days === null) return own;
  const { prior_gaps: prior, cohort_days: cohort } = model;
  return Math.exp((gaps * Math.log(own) + prior * Math.log(cohort)) / (gaps + prior));
}

/**
 * Measures the cohort's cadence and how its silences end, from one row per customer (`buyingRows`).
 * A silence of r cadences "came back" when the customer's longest finished gap reached r cadences and ended within a
 * year from there: an actuarial (life-table) rate, so silences that are still open count by the time already waited.
 * O(customers × 13).
 */
export function fitCadence(rows: readonly CustomerRollup[]): CadenceModel {
  const medians = (least: number): number[] =>
    rows
      .filter((row) => row.gap_days_median !== null && row.order_days - 1 >= least)
      .map((row) => Math.max(1, row.gap_days_median ?? 1))
      .sort((a, b) => a - b);
  const own = medians(2).length > 0 ? medians(2) : medians(1);
  const middle = own.length >> 1;
  const cohort =
    own.length === 0 ? null : own.length % 2 === 1 ? own[middle]! : (own[middle - 1]! + own[middle]!) / 2;
  const base: CadenceModel = { version: 1, cohort_days: cohort, prior_gaps: priorGaps, returns: [] };
  const returns: CadenceModel['returns'][number][] = [];
  for (const ratio of ratios) {
    let cameBack = 0;
    let stayedAway = 0;
    for (const row of rows) {
      const cadence = cadenceDays(row, base);
      if (cadence === null || row.recency_days === null) continue;
      const after = (row.gap_days_max ?? 0) - ratio * cadence;
      if (after >= 0 && after <= yearDays) cameBack += 1;
      if (after > yearDays) stayedAway += 1;
      const waited = row.recency_days - ratio * cadence;
      if (waited >= 0) stayedAway += Math.min(1, waited / yearDays);
    }
    if (returns.length > 0 && cameBack + stayedAway < fewest) break;
    returns.push({ ratio, came_back: cameBack, stayed_away: stayedAway, share: 0 });
  }
  return { ...base, returns: neverRising(returns) };
}

/** Pools neighbours whose shares rise (pool adjacent violators): a longer silence is never likelier to end. */
function neverRising(points: CadenceModel['returns']): CadenceModel['returns'] {
  const share = (back: number, away: number): number => (back + 0.5) / (back + away + 1);
  const pools: { back: number; away: number; size: number }[] = [];
  for (const point of points) {
    let pool = { back: point.came_back, away: point.stayed_away, size: 1 };
    for (let before = pools.at(-1); before !== undefined; before = pools.at(-1)) {
      if (
        share(before.back / before.size, before.away / before.size) >=
        share(pool.back / pool.size, pool.away / pool.size)
      )
        break;
      pools.pop();
      pool = { back: pool.back + before.back, away: pool.away + before.away, size: pool.size + before.size };
    }
    pools.push(pool);
  }
  const shares = pools.flatMap(({ back, away, size }) =>
    Array<number>(size).fill(share(back / size, away / size)),
  );
  return points.map((point, i) => ({ ...point, share: shares[i]! }));
}

/** Chance, 0–1, that a silence of `ratio` own cadences ends with an order within 12 months; straight lines between ratios. */
export function returnShare(model: CadenceModel, ratio: number): number {
  const { returns } = model;
  const above = returns.findIndex((point) => point.ratio > ratio);
  if (above === 0) return returns[0]?.share ?? 0.5;
  const low = returns[(above === -1 ? returns.length : above) - 1];
  if (low === undefined) return 0.5;
  const high = above === -1 ? undefined : returns[above];
  if (high === undefined) return low.share;
  return low.share + ((high.share - low.share) * (ratio - low.ratio)) / (high.ratio - low.ratio);
}
