import type { Archetypes } from '../../core/cluster/archetypes.ts';
import type { LabelSummary } from '../../core/label/label-summary.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { ListName, Target } from '../../core/rank/target.ts';
import type { BestCustomerRow, ReportView } from '../../core/report/report-view.ts';
import { createRandom } from '../../core/stats/random.ts';
import type { Accounting } from '../../core/tables/accounting.ts';
import type { TraitDocument } from '../../core/traits/trait-document.ts';
import type { RunState } from '../../events/step.ts';
import { evidenceView } from './evidence-view.ts';

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
  readonly models: LeadModels | null;
  readonly backtest: unknown;
  readonly pools: { readonly [pool: string]: number };
  readonly targets: readonly Target[];
  readonly filters: readonly { readonly archetype: string; readonly words: readonly string[] }[];
};

const metricWords: Readonly<Record<string, string>> = {
  'total-margin': 'gross margin',
  'margin-rate': 'gross margin a month',
  revenue: 'revenue',
  composite: 'a composite of revenue, repeat rate, frequency, consistency and breadth',
};

/** Everything the report says, picked from a run's documents. */
export function gatherReport(sources: ReportSources): ReportView {
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
    },
    archetypes:
      (archetypes?.k ?? 0) > 1
        ? (archetypes?.archetypes ?? []).map(({ name, size, description, message_angle }) => ({
            name,
            size,
            description,
            message_angle,
          }))
        : [],
    archetypes_note: archetypes === null ? null : `One kind: ${archetypes.because}.`,
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
    targets: targets.filter((target) => target.rank <= shownTargets[target.list]),
    pools: Object.entries(pools)
      .filter(([pool]) => !['customers', 'prospects', 'known_account'].includes(pool))
      .map(([pool, size]) => ({ pool: pool.replaceAll('_', '-'), count: size })),
    files: accounting.files.map((file) => ({
      file: file.file,
      table: file.table ?? file.verdict,
      read: file.rows_read,
      accepted: file.rows_accepted,
      quarantined: file.rows_quarantined,
      deduplicated: file.rows_deduplicated,
      superseded: file.rows_superseded,
    })),
    warnings: [...new Set([...accounting.warnings, ...accounting.fallbacks, ...summary.warnings])],
    checks: drawChecks(targets),
    filters: sources.filters,
  };
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
