import { formatWholeMoney } from '../money/format-money.ts';
import { roundMoney } from '../money/round-money.ts';
import { netMoney, positiveMoney, type Valued } from './best-customers.ts';
import type { LabelInput } from './label-input.ts';
import { type LabelParams, otherPareto, otherShare } from './label-params.ts';
import type { ComparedSet, LabelSummary } from './label-summary.ts';
import type { CategoryShare } from './next-category.ts';
import { paretoCurve, shareOf } from './pareto-curve.ts';
import { proxyCheck } from './proxy-check.ts';
import type { TenureFair } from './tenure-fair.ts';
import type { MetricChoice } from './value-metric.ts';

/** What {@link summarise} is told. */
export type Labelled = {
  readonly accounts: readonly LabelInput[];
  readonly base: readonly LabelInput[];
  readonly ranked: readonly Valued[];
  readonly best: ReadonlySet<string>;
  readonly pareto: ReadonlySet<string>;
  readonly share: ReadonlySet<string>;
  readonly fair: { readonly labels: ReadonlyMap<string, 0 | 1 | null>; readonly summary: TenureFair };
  readonly shares: readonly CategoryShare[];
  readonly metric: MetricChoice;
  readonly params: LabelParams;
};

const mostCategories = 50;

/** The summary of a labelling, with the warnings a reader must see. */
export function summarise(labelled: Labelled): LabelSummary {
  const { accounts, base, ranked, best, pareto, share, fair, metric, params } = labelled;
  const { currency, plan } = params;
  const bestOnes = ranked.slice(0, best.size);
  const [net, positive, held] = [netMoney(ranked), positiveMoney(ranked), netMoney(bestOnes)];
  const margins = base.filter((row) => row.margin_e4 !== null);
  const basis = metric.used === 'total-margin' || metric.used === 'margin-rate' ? 'margin' : 'revenue';
  const overlapWithBest = (ids: ReadonlySet<string>): ComparedSet => ({
    size: ids.size,
    overlap: [...ids].filter((id) => best.has(id)).length,
  });
  const fairBest = new Set([...fair.labels].filter(([, label]) => label === 1).map(([id]) => id));
  const rule = params.best;
  const summary: Draft = {
    as_of: plan.as_of,
    currency,
    metric,
    proxy: basis === 'revenue' && (metric.requested === 'total-margin' || metric.requested === 'margin-rate'),
    basis,
    rule: 'share' in rule ? { kind: 'share', share: rule.share } : { kind: 'pareto', share: rule.pareto },
    accounts: accounts.length,
    base: base.length,
    best: best.size,
    unknown_value: base.length - ranked.length,
    cut_value: valueText(bestOnes.at(-1)?.value ?? null, metric, currency),
    revenue: roundMoney(total(accounts.map((row) => row.revenue_e4)), currency),
    margin:
      margins.length === 0 ? null : roundMoney(total(margins.map((row) => row.margin_e4 ?? 0)), currency),
    returns: roundMoney(total(accounts.map((row) => row.returns_e4)), currency),
    total: roundMoney(net, currency),
    total_positive: roundMoney(positive, currency),
    best_total: roundMoney(held, currency),
    best_share_of_net: shareOf(held, net),
    best_share_of_positive: shareOf(positiveMoney(bestOnes), positive),
    negative_customers: ranked.filter((customer) => (customer.money_e4 ?? 0) < 0).length,
    by_share: { share: 'share' in rule ? rule.share : otherShare, ...overlapWithBest(share) },
    by_pareto: { share: 'pareto' in rule ? rule.pareto : otherPareto, ...overlapWithBest(pareto) },
    tenure_fair: { ...fair.summary, overlap: overlapWithBest(fairBest).overlap },
    proxy_check: proxyCheck(base),
    categories: labelled.shares.slice(0, mostCategories),
    windows: plan.windows,
    history_months: plan.history_months,
    not_backtestable_because: plan.not_backtestable_because,
  };
  return {
    words: wordsOf(summary, held, currency),
    ...summary,
    warnings: warningsOf(labelled, summary),
    pareto_curve: paretoCurve(ranked, currency),
  };
}

type Draft = Omit<LabelSummary, 'words' | 'warnings' | 'pareto_curve'>;

function wordsOf(summary: Draft, held: bigint, currency: string): string {
  if (summary.base === 0) return 'No customer ordered in the window.';
  const shares = [
    summary.best_share_of_net === null
      ? null
      : `${percent(summary.best_share_of_net)} of the net ${summary.basis}`,
    summary.best_share_of_positive === null
      ? null
      : `${percent(summary.best_share_of_positive)} of all positive ${summary.basis}`,
  ].filter((part) => part !== null);
  return `The best ${summary.best} of ${summary.base} customers hold ${formatWholeMoney(held, currency)} of ${summary.basis}${
    shares.length === 0 ? '' : `: ${shares.join(', ')}`
  }.`;
}

function warningsOf({ base, ranked, best, params }: Labelled, summary: Draft): readonly string[] {
  const partial = base.filter((row) => row.orders_with_margin > 0 && row.orders_with_margin < row.orders);
  const last = ranked[best.size - 1];
  return [
    summary.metric.reason === null
      ? null
      : `${summary.metric.requested} was asked for, ${summary.metric.used} is used: ${summary.metric.reason}`,
    summary.base === 0 ? 'no customer ordered in the window: nobody is best' : null,
    summary.base > 0 && summary.best < 30
      ? `${summary.best} best customers: below 30 only traits and rules are trustworthy`
      : null,
    summary.basis === 'margin' && summary.unknown_value > 0
      ? `${summary.unknown_value} customers of the base have no known margin and are neither best nor not best`
      : null,
    summary.basis === 'margin' && partial.length > 0
      ? `${partial.length} customers have margin for some of their orders only; the others count as nothing`
      : null,
    last !== undefined && (last.money_e4 ?? 0) <= 0
      ? `the last best customer brings no positive ${summary.basis}: fewer customers are worth it than the rule selects`
      : null,
    params.currency === 'XXX' ? 'no currency is stated in the data or the settings' : null,
    summary.not_backtestable_because === null
      ? null
      : `predictions cannot be tested: ${summary.not_backtestable_because}`,
  ].filter((warning) => warning !== null);
}

function valueText(value: number | null, metric: MetricChoice, currency: string): string | null {
  if (value === null) return null;
  return metric.used === 'composite' ? value.toFixed(6) : roundMoney(value, currency);
}

const total = (amounts: readonly number[]): bigint => amounts.reduce((sum, e4) => sum + BigInt(e4), 0n);
const percent = (share: number): string =>
  `${share < 0.1 ? Math.round(share * 1000) / 10 : Math.round(share * 100)} %`;
