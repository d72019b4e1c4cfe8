import type { Archetypes } from '../../core/cluster/archetypes.ts';
import type { Segments } from '../../core/cluster/segments.ts';
import type { Channels } from '../../core/ga4/channel-effectiveness.ts';
import type { LabelSummary } from '../../core/label/label-summary.ts';
import { roundMoney } from '../../core/money/round-money.ts';
import type { EnrichmentSummary } from '../../core/provider/enrichment-summary.ts';
import type { QuotesDocument } from '../../core/quotes/quotes-document.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { ListName, Target } from '../../core/rank/target.ts';
import { percent } from '../../core/report/numbers.ts';
import type { BestCustomerRow, ReportView } from '../../core/report/report-view.ts';
import { createRandom } from '../../core/stats/random.ts';
import type { Accounting } from '../../core/tables/accounting.ts';
import type { TraitDocument } from '../../core/traits/trait-document.ts';
import type { ValueDocument } from '../../core/value/value-document.ts';
import type { WinBack } from '../../core/value/win-back.ts';
import type { RunState } from '../../events/step.ts';
import { evidenceView } from './evidence-view.ts';
import { forecastView } from './forecast-view.ts';
import { groupsView } from './groups-view.ts';
import { coverageRows, type Exclusion, exclusionCounts, fileRow } from './quality-view.ts';

/** Rows a reader can take in; the files hold the rest. */
const shownBest = 50;
const shownTargets: Readonly<Record<ListName, number>> = {
  'tier-a': 150,
  'tier-b': 50,
  'win-back': 60,
  nurture: 0,
};
const drawn = 10;

export type ReportSources = {
  readonly state: RunState;
  readonly summary: LabelSummary;
  readonly accounting: Accounting;
  readonly best: readonly BestCustomerRow[];
  readonly traits: TraitDocument;
  readonly archetypes: Archetypes | null;
  readonly segments: Segments | null;
  readonly channels?: Channels | null;
  readonly models: LeadModels | null;
  readonly backtest: unknown;
  readonly value: ValueDocument | null;
  readonly quotes: QuotesDocument | null;
  readonly pools: { readonly [pool: string]: number };
  readonly targets: readonly Target[];
  readonly filters: ReportView['filters'];
  readonly enrichment: EnrichmentSummary | null;
  readonly winBack: readonly WinBack[];
  readonly exclusions: readonly Exclusion[];
  readonly weights: ReportView['weights'];
};

const metricWords: Readonly<Record<string, string>> = {
  'total-margin': 'gross margin',
  'margin-rate': 'gross margin a month',
  revenue: 'revenue',
  composite: 'a composite of revenue, repeat rate, frequency, consistency and breadth',
};

/** Everything the report says, picked from a run's documents. */
export function gatherReport(sources: ReportSources): Omit<ReportView, 'changed' | 'learning'> {
  const { state, summary, accounting, best, traits, archetypes, models, targets, pools } = sources;
  const window = summary.windows.find((candidate) => candidate.name === 'label');
  const count = (list: ListName): number => targets.filter((target) => target.list === list).length;
  return {
    warehouse: state.warehouse,
    run: state.run,
    as_of: state.as_of,
    currency: summary.currency,
    window: { from: window?.from ?? '', to: window?.to ?? '' },
    value: {
      metric: summary.metric.used,
      words: metricWords[summary.metric.used] ?? summary.metric.used,
      fallback: summary.metric.used === summary.metric.requested ? null : summary.metric.reason,
      is_money: summary.metric.used !== 'composite',
    },
    totals: {
      customers: summary.accounts,
      base: summary.base,
      best: summary.best,
      revenue: Number(summary.revenue),
      margin: summary.margin === null ? null : Number(summary.margin),
      best_value: Number(summary.best_total),
      best_share: summary.best_share_of_positive,
      negative_margin: summary.basis === 'margin' ? summary.negative_customers : 0,
    },
    pareto: paretoOf(summary),
    best: best.slice(0, shownBest),
    traits: {
      strongest: traits.traits
        .filter((trait) => trait.strongest !== null)
        .sort((a, b) => (a.strongest ?? 0) - (b.strongest ?? 0)),
      tried: traits.tried,
      note: traits.note,
      avoid: traits.avoid.slice(0, 5),
    },
    channels: sources.channels ?? null,
    ...groupsView(archetypes, sources.segments, best),
    ...forecastView(sources.value, sources.quotes, nameIn(best)),
    evidence: evidenceView(sources.backtest, models),
    similarity: {
      method: methodWords(models),
      because:
        models === null
          ? 'nothing is known of customers that candidates could have too, so nobody is more similar than another.'
          : `${models.similarity.mode_because}. ${models.similarity.chosen_because}`,
      canary: canaryWords(models),
    },
    lists: {
      'tier-a': count('tier-a'),
      'tier-b': count('tier-b'),
      nurture: count('nurture'),
      'win-back': count('win-back'),
    },
    weights: sources.weights,
    targets: targets.filter((target) => target.rank <= shownTargets[target.list]),
    win_back: winBackOf(sources),
    pools: Object.entries(pools)
      .filter(([pool]) => !['customers', 'prospects', 'known_account'].includes(pool))
      .map(([pool, size]) => ({ pool: pool.replaceAll('_', '-'), count: size })),
    coverage: coverageRows(accounting, models),
    exclusions: exclusionCounts(sources.exclusions),
    files: accounting.files.map(fileRow),
    warnings: [...new Set([...accounting.warnings, ...accounting.fallbacks, ...summary.warnings])],
    checks: drawChecks(targets),
    filters: sources.filters,
    enrichment: sources.enrichment,
  };
}

/** Names of best customers; the largest forecasts are nearly always theirs. */
function nameIn(best: readonly BestCustomerRow[]): (id: string) => string | null {
  const names = new Map(best.map((row) => [row.customer_id, row.name]));
  return (id) => names.get(id) ?? null;
}

function paretoOf(summary: LabelSummary): ReportView['pareto'] {
  const points = summary.pareto_curve.flatMap((point) =>
    point.share_of_positive === null
      ? []
      : [{ customers: point.share_of_customers, value: point.share_of_positive }],
  );
  if (points.length < 2 || summary.best_share_of_positive === null || summary.base === 0) return null;
  return {
    points: [{ customers: 0, value: 0 }, ...points],
    cut: { customers: summary.best / summary.base, value: summary.best_share_of_positive },
    of: `${summary.negative_customers > 0 ? 'all positive' : 'the'} ${summary.basis}`,
    instead: otherRule(summary),
    tenure_fair: summary.tenure_fair,
  };
}

/** The best customers by the rule that was not asked for, so that a reader sees how much hangs on it. */
function otherRule({
  rule,
  by_share,
  by_pareto,
}: LabelSummary): NonNullable<ReportView['pareto']>['instead'] {
  const other = rule.kind === 'share' ? by_pareto : by_share;
  return {
    rule:
      rule.kind === 'share'
        ? `the fewest that hold ${percent(other.share)}`
        : `the first ${percent(other.share)} of customers`,
    size: other.size,
    overlap: other.overlap,
  };
}

/** Worth of the lapsed customers on the list; margin where any is known, else revenue. */
function winBackOf({ winBack, targets, summary }: ReportSources): ReportView['win_back'] {
  const listed = new Set(
    targets.filter((target) => target.list === 'win-back').map((target) => target.target_id),
  );
  const rows = winBack.filter((row) => listed.has(row.customer_id));
  const of = rows.some((row) => row.recoverable_margin_e4_12m !== null) ? 'margin' : 'revenue';
  const worth = (row: WinBack): number =>
    (of === 'margin' ? row.recoverable_margin_e4_12m : row.recoverable_revenue_e4_12m) ?? 0;
  const units = (e4: number): number => Number(roundMoney(e4, summary.currency));
  return {
    facts: new Map(
      rows.map((row) => [
        row.customer_id,
        {
          recoverable: units(worth(row)),
          last_order_date: row.last_order_date,
          silence_days: row.silence_days,
          cadence_days: row.cadence_days,
          p_recoverable: row.p_recoverable,
        },
      ]),
    ),
    of,
    total: units(rows.reduce((sum, row) => sum + worth(row), 0)),
    assumed: rows.some((row) => row.p_recoverable_from === 'assumed'),
  };
}

function methodWords(models: LeadModels | null): string {
  const chosen = models?.similarity.methods.find((method) => method.method === models.similarity.chosen);
  return chosen?.words ?? 'no model';
}

function canaryWords(models: LeadModels | null): string | null {
  const canary = models?.similarity.canary ?? null;
  if (canary === null) return null;
  return `With labels shuffled the same method scores ${canary.auc.toFixed(2)} AUC (chance is 0.50): ${canary.passed ? 'it learns nothing where there is nothing to learn' : 'it finds something where there is nothing, so read its scores with care'}.`;
}

/** Ten listed targets, drawn with the run's own seed so that the report stays the same. */
function drawChecks(targets: readonly Target[]): readonly Target[] {
  const worked = targets.filter((target) => target.list !== 'nurture');
  const random = createRandom(42);
  return Array.from(
    random.sample(worked.length, Math.min(drawn, worked.length)),
    (index) => worked[index]!,
  ).sort((a, b) => b.score - a.score || (a.target_id < b.target_id ? -1 : 1));
}
