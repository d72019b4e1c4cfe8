import { type BestRule, bestCount, rankByValue, type Valued } from './best-customers.ts';
import type { CustomerLabel } from './customer-label.ts';
import { customerValues, moneyOf } from './customer-values.ts';
import type { LabelInput } from './label-input.ts';
import { type LabelParams, otherPareto, otherShare } from './label-params.ts';
import type { LabelSummary } from './label-summary.ts';
import { categoryShares, nextCategory } from './next-category.ts';
import { summarise } from './summarise-labels.ts';
import { tenureFair } from './tenure-fair.ts';
import { chooseMetric } from './value-metric.ts';

/**
 * Says who the best customers are. Base: customers with an order in the window, those with a loss included. Value by the
 * metric asked for or its fallback; best by share or Pareto; ties by customer_id. Beside the label: the Pareto set, the
 * tenure-fair variant, the next category to offer, and a summary with the warnings a reader must see.
 *
 * @param rollups rows of the label window, one per account
 * @returns one label per account in the order of customer_id (UTF-16), whatever order the rows came in
 * @example
 * const plan = { as_of: '2026-07-01', history_from: null, history_months: 0, horizon_months: null, windows: [], not_backtestable_because: null };
 * labelCustomers([], { metric: 'revenue', best: { share: 0.2 }, currency: 'USD', plan }).labels; // => []
 */
export function labelCustomers(
  rollups: readonly LabelInput[],
  params: LabelParams,
): { readonly labels: readonly CustomerLabel[]; readonly summary: LabelSummary } {
  const accounts = [...rollups].sort((a, b) =>
    a.customer_id < b.customer_id ? -1 : a.customer_id > b.customer_id ? 1 : 0,
  );
  const base = accounts.filter((row) => row.orders > 0);
  const metric = chooseMetric(params.metric, base);
  const values = customerValues(metric.used, base);
  const money = base.map((row) => moneyOf(metric.used, row));
  const valued: readonly Valued[] = base.map((row, index) => ({
    customer_id: row.customer_id,
    value: values[index] ?? null,
    money_e4: money[index] ?? null,
  }));
  const ranked = rankByValue(valued);
  const idsOf = (rule: BestRule): ReadonlySet<string> =>
    new Set(ranked.slice(0, bestCount(rule, ranked, base.length)).map((customer) => customer.customer_id));
  const best = idsOf(params.best);
  const pareto = 'pareto' in params.best ? best : idsOf({ pareto: otherPareto });
  const share = 'share' in params.best ? best : idsOf({ share: otherShare });
  const fair = tenureFair(base, money, params.best, params.plan.windows[0]?.months ?? 1);
  const shares = categoryShares(
    base.map(({ customer_id, categories }) => ({ customer_id, categories, best: best.has(customer_id) })),
  );
  const rankById = new Map(ranked.map((customer, index) => [customer.customer_id, index + 1]));
  const valueById = new Map(ranked.map((customer) => [customer.customer_id, customer.value]));
  const labels = accounts.map(({ customer_id, categories }): CustomerLabel => {
    const rank = rankById.get(customer_id) ?? null;
    return {
      customer_id,
      label: rank === null ? null : best.has(customer_id) ? 1 : 0,
      value: valueById.get(customer_id) ?? null,
      rank,
      pareto: pareto.has(customer_id),
      tenure_fair: fair.labels.get(customer_id) ?? null,
      next_category: nextCategory(categories, shares),
    };
  });
  const summary = summarise({ accounts, base, ranked, best, pareto, share, fair, shares, metric, params });
  return { labels, summary };
}
