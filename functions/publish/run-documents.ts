import * as z from 'zod';
import type { Target } from '../../core/rank/target.ts';
import { reportPage } from '../../core/report/report-page.ts';
import type { Artifact, RunState } from '../../events/step.ts';
import { readArtifact, writeArtifact } from '../shared/artifacts.ts';
import {
  accountingDocument,
  archetypesDocument,
  filtersDocument,
  labelSummaryDocument,
  modelsDocument,
  traitDocument,
} from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { targetLines } from '../shared/target-record.ts';
import { readBestCustomers } from './best-customers.ts';
import { gatherReport, type ReportSources } from './gather-report.ts';
import { runManifest } from './run-manifest.ts';

export type RunDocuments = {
  readonly artifacts: { readonly [name: string]: Artifact };
  readonly currency: string;
};

const pools = z.record(z.string(), z.number());

/** Writes what people read: the report, the best customers, and the manifest with the hash of everything but itself. */
export async function writeRunDocuments(ports: StepPorts, state: RunState): Promise<RunDocuments> {
  const { objects } = ports;
  const folder = `runs/${state.warehouse}/${state.run}`;
  const sources = await readSources(ports, state);
  const { summary, best } = sources;
  const documents = {
    report: await writeArtifact(objects, `${folder}/report.html`, reportPage(gatherReport(sources))),
    'top-customers-json': await writeJson(objects, `${folder}/top-customers.json`, {
      currency: summary.currency,
      metric: summary.metric.used,
      words: summary.words,
      base: summary.base,
      best: summary.best,
      best_total: summary.best_total,
      best_share_of_positive: summary.best_share_of_positive,
      pareto_curve: summary.pareto_curve,
      customers: best,
    }),
  };
  const written = { ...state.artifacts, ...documents };
  const manifest = await writeJson(
    objects,
    `${folder}/manifest.json`,
    await runManifest(ports, { ...state, artifacts: written }, sources),
  );
  return { artifacts: { ...documents, manifest }, currency: summary.currency };
}

async function readSources(ports: StepPorts, state: RunState): Promise<ReportSources> {
  const { objects } = ports;
  const optional = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> =>
    state.artifacts[name] === undefined ? null : await readJson(objects, state, name, schema);
  const summary = await readJson(objects, state, 'label-summary', labelSummaryDocument);
  const filters = await optional('provider-filters', filtersDocument);
  return {
    state,
    summary,
    accounting: await readJson(objects, state, 'accounting', accountingDocument),
    best: await readBestCustomers(ports, state, summary),
    traits: await readJson(objects, state, 'traits', traitDocument),
    archetypes: await optional('archetypes', archetypesDocument),
    models: await optional('models', modelsDocument),
    backtest: await optional('backtest', z.json()),
    pools: (await optional('pools', pools)) ?? {},
    targets: await readTargets(ports, state),
    filters: (filters?.filters ?? [])
      .map(({ archetype, sales_navigator }) => ({ archetype, words: sales_navigator }))
      .filter(({ words }) => words.length > 0),
  };
}

async function readTargets(ports: StepPorts, state: RunState): Promise<readonly Target[]> {
  const artifact = state.artifacts['targets'];
  return artifact === undefined ? [] : [...targetLines(await readArtifact(ports.objects, artifact))];
}
