import { foldsOf } from '../model/folds.ts';
import { quantileSorted } from '../stats/quantile.ts';

/** Customers of about the same forecast, and what they then brought. In the log's unit, over the tested stretch. */
export type ValueBand = {
  readonly customers: number;
  /** The band holds forecasts up to this; the last band has no end. */
  readonly up_to: number | null;
  readonly predicted: number;
  readonly actual: number;
  /** A tenth of the band brought less, a tenth more. */
  readonly low: number;
  readonly high: number;
};

/** How forecasts compared with what came, on a stretch the forecast did not see. */
export type ValueCalibration = {
  /** Days the tested forecast looked ahead. */
  readonly days: number;
  readonly customers: number;
  /** All that was predicted ÷ all that came; null when nothing came. */
  readonly total_ratio: number | null;
  /** Share of customers whose actual value lay in the range made from other customers; 0.8 is meant. */
  readonly covered: number;
  readonly bands: readonly ValueBand[];
};

/** Share of customers a range is meant to hold. */
export const rangeShare = 0.8;
const mostBands = 10;
const leastInBand = 30;

/**
 * Compares forecasts with what came, in up to ten bands of equal size (at least 30 customers each), and says how far actual
 * values spread in each. `covered` is cross-fitted: each half of the customers against ranges made from the other half.
 * O(n log n).
 *
 * @example
 * calibrateValue(['a', 'b'], Float64Array.of(10, 20), Float64Array.of(5, 25), 365).bands.map((band) => [band.predicted, band.actual]); // => [[15, 15]]
 */
export function calibrateValue(
  ids: readonly string[],
  predicted: Float64Array,
  actual: Float64Array,
  days: number,
): ValueCalibration {
  const rows = Array.from(predicted.keys());
  const total = actual.reduce((sum, value) => sum + value, 0);
  const half = foldsOf(ids, 2, 42);
  let inside = 0;
  for (const side of [0, 1]) {
    const others = bandsOf(
      rows.filter((row) => half[row] !== side),
      predicted,
      actual,
    );
    for (const row of rows) {
      if (half[row] !== side || others.length === 0) continue;
      const { low, high } = rangeAt(others, predicted[row]!);
      if (actual[row]! >= low - 1e-9 && actual[row]! <= high + 1e-9) inside += 1;
    }
  }
  return {
    days,
    customers: rows.length,
    total_ratio: total > 0 ? predicted.reduce((sum, value) => sum + value, 0) / total : null,
    covered: rows.length === 0 ? 0 : inside / rows.length,
    bands: bandsOf(rows, predicted, actual),
  };
}

function bandsOf(rows: readonly number[], predicted: Float64Array, actual: Float64Array): ValueBand[] {
  const sorted = [...rows].sort((a, b) => predicted[a]! - predicted[b]! || actual[a]! - actual[b]!);
  const count = Math.min(mostBands, Math.max(1, Math.floor(sorted.length / leastInBand)));
  if (sorted.length === 0) return [];
  return Array.from({ length: count }, (_, band) => {
    const from = Math.round((band * sorted.length) / count);
    const to = Math.round(((band + 1) * sorted.length) / count);
    const own = sorted.slice(from, to);
    const values = Float64Array.from(own, (row) => actual[row]!).sort();
    const last = own.at(-1)!;
    const next = sorted[to];
    return {
      customers: own.length,
      up_to: next === undefined ? null : (predicted[last]! + predicted[next]!) / 2,
      predicted: mean(own, predicted),
      actual: mean(own, actual),
      low: quantileSorted(values, (1 - rangeShare) / 2),
      high: quantileSorted(values, (1 + rangeShare) / 2),
    };
  });
}

const mean = (rows: readonly number[], values: Float64Array): number =>
  rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;

/**
 * The range that held four fifths of the customers with about this forecast, in the bands' unit and stretch: the band's own
 * range moved in proportion to the forecast's place in it. A forecast of 0 has the band's range as it is.
 *
 * @example
 * const band = { customers: 40, up_to: null, predicted: 100, actual: 90, low: 40, high: 180 };
 * rangeAt([band], 200); // => { low: 80, high: 360 }
 */
export function rangeAt(
  bands: readonly ValueBand[],
  predicted: number,
): { readonly low: number; readonly high: number } {
  const band = bands.find(({ up_to }) => up_to === null || predicted <= up_to) ?? bands.at(-1);
  if (band === undefined) throw new RangeError('a range needs at least one band');
  const scale = band.predicted > 0 && predicted > 0 ? predicted / band.predicted : 1;
  return { low: band.low * scale, high: band.high * scale };
}
