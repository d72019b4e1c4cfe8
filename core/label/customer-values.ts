import { divideHalfEven } from '../money/divide-half-even.ts';
import type { ValueMetric } from './customer-label.ts';
import type { LabelInput } from './label-input.ts';
import { midrankPercentiles } from './midrank-percentile.ts';
import { compositeMeasures } from './value-metric.ts';

/** Months of the base's mean rate that are mixed into each customer's own margin rate. */
export const marginRatePriorMonths = 6;

/** Money that shares and curves are taken of: margin for margin metrics, revenue for the others. Null where unknown. */
export function moneyOf(metric: ValueMetric, row: LabelInput): number | null {
  return metric === 'total-margin' || metric === 'margin-rate' ? row.margin_e4 : row.revenue_e4;
}

/**
 * Value of each customer of the base under a metric, in the base's order: integers of 1/10,000 for `total-margin` and
 * `revenue`; the same per month for `margin-rate`; mean percentile 0–1 for `composite`. Null where it is not known.
 *
 * The margin rate is shrunk: (margin + 6 · mean rate of the base) ÷ (months observed + 6), so that one lucky order of a
 * customer seen for a month does not outrank years of good business. Months are those from the first order in the
 * window on; rounded half-even to 1/10,000.
 *
 * @example
 * customerValues('revenue', []); // => []
 */
export function customerValues(metric: ValueMetric, base: readonly LabelInput[]): readonly (number | null)[] {
  if (metric === 'composite') return compositeValues(base);
  if (metric === 'margin-rate') return marginRates(base);
  return base.map((row) => moneyOf(metric, row));
}

function marginRates(base: readonly LabelInput[]): readonly (number | null)[] {
  const known = base.filter((row) => row.margin_e4 !== null);
  const margin = known.reduce((sum, row) => sum + BigInt(row.margin_e4 ?? 0), 0n);
  const months = known.reduce((sum, row) => sum + BigInt(row.months_observed), 0n);
  const prior = BigInt(marginRatePriorMonths);
  return base.map((row) =>
    row.margin_e4 === null
      ? null
      : Number(
          divideHalfEven(
            BigInt(row.margin_e4) * months + prior * margin,
            (BigInt(row.months_observed) + prior) * months,
          ),
        ),
  );
}

function compositeValues(base: readonly LabelInput[]): readonly (number | null)[] {
  const percentiles = compositeMeasures(base).map(({ of }) => midrankPercentiles(base.map(of)));
  return base.map((_, index) => {
    const known = percentiles.map((column) => column[index] ?? null).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
