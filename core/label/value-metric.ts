import type { ValueMetric } from './customer-label.ts';
import type { LabelInput } from './label-input.ts';

/** Margin decides only when at least this share of the orders in the window has it. */
export const leastMarginCoverage = 0.8;
/** A composite needs revenue and at least this many more measures. */
const leastFurtherMeasures = 2;

/** What a composite averages, in the order DESIGN names them. */
const measures = [
  ['revenue', (row) => row.revenue_e4],
  ['repeat rate', (row) => row.repeat_rate],
  ['order frequency', (row) => row.orders_per_month],
  ['consistency', (row) => row.consistency],
  ['category breadth', (row) => row.category_breadth],
] as const satisfies readonly (readonly [string, (row: LabelInput) => number | null])[];

export type CompositeMeasure = {
  readonly name: string;
  readonly of: (row: LabelInput) => number | null;
};

export type MetricChoice = {
  readonly requested: ValueMetric;
  readonly used: ValueMetric;
  /** Why another metric is used than asked for; null when it is the same. */
  readonly reason: string | null;
  /** Share of the orders in the window whose margin is known; null without orders. */
  readonly margin_coverage: number | null;
  /** Names of the measures a composite averages; empty for other metrics. */
  readonly components: readonly string[];
};

/**
 * Decides what "valuable" means on these data. Margin metrics need the margin of at least 80 % of the orders in the window;
 * else they fall back to the composite; that needs two measures beside revenue that are known for 80 % of the base and
 * differ between customers; else it falls back to revenue. The reason is for every output that shows a ranking.
 *
 * @param base rollups of the label window of customers with an order in it
 * @example
 * chooseMetric('total-margin', []).used; // => 'revenue'
 * chooseMetric('revenue', []).reason; // => null
 */
export function chooseMetric(requested: ValueMetric, base: readonly LabelInput[]): MetricChoice {
  const orders = base.reduce((sum, row) => sum + row.orders, 0);
  const withMargin = base.reduce((sum, row) => sum + row.orders_with_margin, 0);
  const coverage = orders === 0 ? null : withMargin / orders;
  const components = compositeMeasures(base).map(({ name }) => name);
  const compositeWorks = components.length > leastFurtherMeasures;
  const choose = (used: ValueMetric, reason: string | null): MetricChoice => ({
    requested,
    used,
    reason,
    margin_coverage: coverage,
    components: used === 'composite' ? components : [],
  });
  const reasons: string[] = [];
  if (requested === 'total-margin' || requested === 'margin-rate') {
    if (coverage !== null && coverage >= leastMarginCoverage) return choose(requested, null);
    reasons.push(
      coverage === null || coverage === 0
        ? 'no order in the window has a margin'
        : `only ${Math.floor(coverage * 100)} % of the orders in the window have a margin, at least ${leastMarginCoverage * 100} % are needed`,
    );
  }
  if (requested === 'revenue') return choose('revenue', null);
  if (compositeWorks) {
    if (requested === 'composite') return choose('composite', null);
    reasons.push(`customers are ranked by their mean percentile of ${listed(components)}`);
    return choose('composite', reasons.join('; '));
  }
  reasons.push('too few measures beside revenue are known and differ between customers', 'ranked by revenue');
  return choose('revenue', reasons.join('; '));
}

/**
 * The measures a composite can average here: known for at least 80 % of the base and not the same for everybody.
 *
 * @example
 * compositeMeasures([]); // => []
 */
export function compositeMeasures(base: readonly LabelInput[]): readonly CompositeMeasure[] {
  return measures
    .filter(([, of]) => {
      const known = base.map(of).filter((value) => value !== null);
      return known.length >= leastMarginCoverage * base.length && new Set(known).size > 1;
    })
    .map(([name, of]) => ({ name, of }));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
