import { type BestRule, bestCount, rankByValue } from '../label/best-customers.ts';
import type { ValueMetric } from '../label/customer-label.ts';
import { customerValues, moneyOf } from '../label/customer-values.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { selectFeatures, selectRows } from '../model/select-rows.ts';
import type { CustomerRollup } from '../rollup/customer-rollup.ts';
import { behaviourDefaults, behaviourFeatures } from '../traits/behaviour-features.ts';
import { joinFeatures } from '../traits/join-features.ts';
import type { BacktestOrigin } from './backtest.ts';

export type OriginInput = {
  /** End of the feature window and start of the outcome; end of the outcome. YYYY-MM-DD. */
  readonly cut: string;
  readonly to: string;
  /** Customers by what they are; features that are not timeless are left out. */
  readonly companies: FeatureTable;
  /** Rollups of the window before the cut, and of the one after it. */
  readonly feature: readonly CustomerRollup[];
  readonly outcome: readonly CustomerRollup[];
  /** Who counts as best after the cut: the run's own metric and rule. */
  readonly metric: ValueMetric;
  readonly best: BestRule;
  readonly currency: string | null;
  /** Value foretold at the cut, by customer; null where nothing was foretold. */
  readonly forecast?: ReadonlyMap<string, number> | null;
};

/**
 * One cut of a backtest from rollups. Everybody who ordered in the feature window is ranked; best are those of them whose
 * value in the outcome window is in the best part of the ones that ordered in it. New customers of the outcome window
 * are not rows: nothing was known of them at the cut.
 */
export function backtestOrigin(input: OriginInput): BacktestOrigin {
  const position = new Map(input.companies.ids.map((id, row) => [id, row]));
  const before = input.feature
    .filter(({ orders, customer_id }) => orders > 0 && position.has(customer_id))
    .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
  const ids = before.map(({ customer_id }) => customer_id);
  const ranked = new Set(ids);
  const after = input.outcome.filter(({ orders, customer_id }) => orders > 0 && ranked.has(customer_id));
  const values = customerValues(input.metric, after);
  const order = rankByValue(
    after.map((rollup, i) => ({
      customer_id: rollup.customer_id,
      value: values[i] ?? null,
      money_e4: moneyOf(input.metric, rollup),
    })),
  );
  const best = new Set(
    order.slice(0, bestCount(input.best, order, after.length)).map(({ customer_id }) => customer_id),
  );
  const worth = new Map(after.map((rollup) => [rollup.customer_id, moneyOf(input.metric, rollup) ?? 0]));
  const timeless = input.companies.features
    .filter(({ known }) => known === 'timeless')
    .map(({ name }) => name);
  const companies = selectRows(
    selectFeatures(input.companies, timeless),
    ids.map((id) => position.get(id)!),
  );
  const behaviour = behaviourFeatures(ids, before, {
    ...behaviourDefaults,
    known: 'feature-window',
    currency: input.currency,
  });
  return {
    cut: input.cut,
    to: input.to,
    table: joinFeatures(companies, behaviour),
    best: Int8Array.from(ids, (id) => (best.has(id) ? 1 : 0)),
    value: Float64Array.from(ids, (id) => worth.get(id) ?? 0),
    revenue: Float64Array.from(before, ({ revenue_e4 }) => revenue_e4),
    margin: marginOf(input.metric, before),
    recencyDays: Float64Array.from(before, ({ recency_days }) => recency_days ?? 0),
    orders: Float64Array.from(before, ({ orders }) => orders),
    forecast: input.forecast ? Float64Array.from(ids, (id) => spread(input.forecast?.get(id) ?? 0)) : null,
  };
}

/** Margin before the cut in 1/10,000, 0 where unknown; null where margin does not decide who is best. */
function marginOf(metric: ValueMetric, before: readonly CustomerRollup[]): Float64Array | null {
  if (metric !== 'total-margin' && metric !== 'margin-rate') return null;
  return Float64Array.from(before, ({ margin_e4 }) => margin_e4 ?? 0);
}

/** Money on a scale a probability can follow: logarithmic away from 0, of either sign. Keeps the order. */
function spread(amount: number): number {
  return Math.sign(amount) * Math.log1p(Math.abs(amount));
}
