import Papa from 'papaparse';
import * as z from 'zod';
import type { WhatChanged } from '../../core/changes/what-changed.ts';
import type { Target } from '../../core/rank/target.ts';
import { reportPage, summaryPage } from '../../core/report/report-page.ts';
import type { Artifact, RunState } from '../../events/step.ts';
import { readArtifact, writeArtifact } from '../shared/artifacts.ts';
import {
  accountingDocument,
  archetypesDocument,
  channelsDocument,
  enrichmentSummaryDocument,
  filtersDocument,
  labelSummaryDocument,
  learningDocument,
  modelsDocument,
  quotesDocument,
  segmentsDocument,
  traitDocument,
  valueDocument,
  winBackDocument,
} from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { runRecord } from '../shared/run-record.ts';
import { runSort, warehousePartition } from '../shared/score-keys.ts';
import { settingsSchema } from '../shared/settings.ts';
import { targetLines } from '../shared/target-record.ts';
import { readBestCustomers } from './best-customers.ts';
import { writeExports } from './exports.ts';
import { gatherReport, type ReportSources } from './gather-report.ts';
import { runManifest } from './run-manifest.ts';
import { whatChanged } from './what-changed.ts';

export type RunDocuments = {
  readonly artifacts: { readonly [name: string]: Artifact };
  readonly currency: string;
};

const pools = z.record(z.string(), z.number());
const excluded = z.object({ side: z.string(), reason: z.string() });

/** Writes what people read: the report, the best customers, and the manifest with the hash of everything but itself. */
export async function writeRunDocuments(ports: StepPorts, state: RunState): Promise<RunDocuments> {
  const { objects } = ports;
  const folder = `runs/${state.warehouse}/${state.run}`;
  const sources = await readSources(ports, state);
  const { summary, best } = sources;
  const changed = await changesSince(ports, state);
  const learning = await readJson(objects, state, 'learning', learningDocument);
  const view = { ...gatherReport(sources), changed, learning };
  const settings = await readJson(objects, state, 'settings', settingsSchema);
  const documents = {
    ...(changed === null
      ? {}
      : { 'what-changed': await writeJson(objects, `${folder}/what-changed.json`, changed) }),
    ...(await writeExports(ports, state, sources.targets, settings.exports)),
    report: await writeArtifact(objects, `${folder}/report.html`, reportPage(view)),
    'icp-summary': await writeArtifact(objects, `${folder}/icp-summary.html`, summaryPage(view)),
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

/** What is different from the run readers see until now; null for the first, and where that run cannot be read any more. */
async function changesSince(ports: StepPorts, state: RunState): Promise<WhatChanged | null> {
  if (state.previous_run === null || state.previous_run === state.run) return null;
  const stored = await ports.scores.get(warehousePartition(state.warehouse), runSort(state.previous_run));
  const previous = stored === null ? null : runRecord.safeParse(stored.value);
  if (previous === null || !previous.success) return null;
  return await whatChanged(ports, previous.data.state, state);
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
    segments: await optional('segments', segmentsDocument),
    channels: await optional('channels', channelsDocument),
    backtest: await optional('backtest', z.json()),
    value: await optional('value', valueDocument),
    quotes: await optional('quotes', quotesDocument),
    pools: (await optional('pools', pools)) ?? {},
    targets: await readTargets(ports, state),
    enrichment: await optional('enrichment', enrichmentSummaryDocument),
    filters: (filters?.filters ?? [])
      .map(({ archetype, sales_navigator, not_expressible }) => ({
        archetype,
        words: sales_navigator,
        not_expressible,
      }))
      .filter(({ words, not_expressible }) => words.length + not_expressible.length > 0),
    winBack: (await optional('win-back', winBackDocument)) ?? [],
    exclusions: await readExclusions(ports, state),
    weights: (await readJson(objects, state, 'learning', learningDocument)).weights.used,
  };
}

async function readTargets(ports: StepPorts, state: RunState): Promise<readonly Target[]> {
  const artifact = state.artifacts['targets'];
  return artifact === undefined ? [] : [...targetLines(await readArtifact(ports.objects, artifact))];
}

async function readExclusions(ports: StepPorts, state: RunState): Promise<ReportSources['exclusions']> {
  const artifact = state.artifacts['exclusions'];
  if (artifact === undefined) return [];
  const text = new TextDecoder().decode(await readArtifact(ports.objects, artifact));
  return z.array(excluded).parse(Papa.parse(text, { header: true, skipEmptyLines: true }).data);
}
