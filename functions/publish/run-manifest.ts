import * as z from 'zod';
import type { RunState } from '../../events/step.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { controlTotals } from './control-totals.ts';
import type { ReportSources } from './gather-report.ts';

/** What depends on the run before as well: it belongs to the pair, and is not among what this run's input decides. */
const ofThePair: readonly string[] = ['report', 'what-changed'];

/**
 * `manifest.json`: what went in, how it was understood, what was chosen, and every artifact with its hash. Says nothing of
 * clocks, hosts or executions, so the same input gives the same bytes.
 */
export async function runManifest(
  ports: StepPorts,
  state: RunState,
  sources: ReportSources,
): Promise<unknown> {
  const { accounting, summary, traits, models } = sources;
  return {
    version: 1,
    warehouse: state.warehouse,
    landing: state.landing,
    run: state.run,
    as_of: state.as_of,
    currency: summary.currency,
    settings: await readJson(ports.objects, state, 'settings', z.json()),
    inputs: accounting.files,
    tables: accounting.tables,
    control_totals: controlTotals(state, sources),
    label: {
      metric: summary.metric,
      rule: summary.rule,
      base: summary.base,
      best: summary.best,
      best_total: summary.best_total,
      by_share: summary.by_share,
      by_pareto: summary.by_pareto,
      tenure_fair: summary.tenure_fair,
      windows: summary.windows,
    },
    traits: {
      tried: traits.tried,
      strongest: traits.traits.filter((trait) => trait.strongest !== null).map((trait) => trait.id),
    },
    similarity:
      models === null
        ? null
        : {
            mode: models.similarity.mode,
            chosen: models.similarity.chosen,
            because: models.similarity.chosen_because,
            canary: models.similarity.canary,
            dropped: models.similarity.dropped,
            methods: models.similarity.methods,
          },
    value:
      sources.value === null
        ? null
        : {
            of: sources.value.of,
            words: sources.value.words,
            horizon_months: sources.value.horizon_months,
            chosen: sources.value.model?.chosen ?? null,
            figures: sources.value.model?.figures ?? [],
            calibration: sources.value.model?.calibration ?? null,
            prospects:
              models === null
                ? null
                : { figures: models.value.figures, unavailable_because: models.value.unavailable_because },
          },
    backtest: sources.backtest,
    pools: sources.pools,
    enrichment:
      sources.enrichment === null
        ? null
        : {
            status: sources.enrichment.status,
            because: sources.enrichment.because,
            providers: sources.enrichment.providers,
            coverage: sources.enrichment.coverage,
            conflicts: sources.enrichment.conflicts,
          },
    credits:
      state.artifacts['branch-distances'] === undefined
        ? []
        : ['Places of postal codes: GeoNames (https://www.geonames.org), CC BY 4.0'],
    warnings: [...new Set([...accounting.warnings, ...accounting.fallbacks, ...summary.warnings])],
    artifacts: Object.fromEntries(
      Object.entries(state.artifacts)
        .filter(([name]) => !ofThePair.includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, artifact]) => [
          name,
          {
            file: artifact.key.slice(artifact.key.lastIndexOf('/') + 1),
            sha256: artifact.sha256,
            bytes: artifact.bytes,
          },
        ]),
    ),
  };
}
