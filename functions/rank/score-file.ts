import type * as z from 'zod';
import type { LeadValue } from '../../core/model/feature-row.ts';
import { leadFeatures, scoreLead } from '../../core/rank/score-lead.ts';
import { tierLabels } from '../../core/rank/target.ts';
import type { Job, JobResult } from '../../events/ticket.ts';
import { type CsvCell, csvLines } from '../shared/csv.ts';
import { modelsDocument, traitDocument } from '../shared/documents.ts';
import { KindredError } from '../shared/errors.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { scoredKey, scoredSummaryKey, scoreJobDocument, scoreJobKey } from '../shared/request-keys.ts';
import { runRecord } from '../shared/run-record.ts';
import { runSort, warehousePartition } from '../shared/score-keys.ts';
import { settingsSchema } from '../shared/settings.ts';
import { readLeadFile } from './lead-file.ts';

const added = [
  'kindred_score',
  'kindred_tier',
  'kindred_confidence',
  'kindred_segment',
  'kindred_archetype',
  'kindred_closest_best_customer',
  'kindred_reasons',
  'kindred_ignored',
] as const;

/** Bad rows the summary names; the file names them all. */
const namedRows = 1_000;

/**
 * Scores every row of a staged CSV file with the run its job names. A column is a feature when it is called like one, or when
 * the job says so; the others are carried along and named in the summary. The answer is the file with columns beside it: every
 * row that came in, in order; a row that cannot be read has no score, and says why under `kindred_ignored`.
 */
export async function scoreFile(ports: StepPorts, job: Job): Promise<JobResult> {
  const { warehouse, request } = job;
  const wanted = await jobOf(ports, job);
  const stored = await ports.scores.get(warehousePartition(warehouse), runSort(wanted.run));
  const bytes = await ports.objects.get(wanted.key);
  if (stored === null || bytes === null)
    throw gone(stored === null ? `run ${wanted.run}` : 'the staged file');
  const { state } = runRecord.parse(stored.value);
  const models = await readJson(ports.objects, state, 'models', modelsDocument);
  const { traits } = await readJson(ports.objects, state, 'traits', traitDocument);
  const { tiers } = await readJson(ports.objects, state, 'settings', settingsSchema);
  const { known } = leadFeatures(models);
  const { headers, rows } = readLeadFile(bytes);
  const features = headers.map((header) => {
    const name = new Map(Object.entries(wanted.columns)).get(header) ?? plain(header);
    return known.includes(name) ? name : null;
  });
  if (rows.length > 0 && features.every((name) => name === null)) throw noFeature(headers, known);
  const lines = rows.map(({ cells: row, fault }): readonly CsvCell[] => {
    const carried = headers.map((_, at) => asGiven(row[at] ?? ''));
    if (fault !== null)
      return [...carried, ...added.map((name) => (name === 'kindred_ignored' ? fault : null))];
    const values: Record<string, LeadValue> = {};
    for (const [at, name] of features.entries()) {
      const cell = row[at] ?? '';
      if (name !== null && cell.trim() !== '') values[name] = cell;
    }
    const score = scoreLead(models, traits, values, tiers);
    return [
      ...carried,
      score.score,
      tierLabels[score.tier],
      score.match_confidence,
      score.matched_segment,
      score.matched_archetype,
      score.closest_best_customer?.name ?? score.closest_best_customer?.customer_id ?? null,
      score.reasons.reasons
        .filter(({ points }) => points !== 0)
        .slice(0, 3)
        .map(({ words }) => words)
        .join('; '),
      score.ignored_features.map(({ feature, reason }) => `${feature}: ${reason}`).join('; '),
    ];
  });
  await ports.objects.put(scoredKey(warehouse, request), csvLines([[...headers, ...added], ...lines]), {
    contentType: 'text/csv; charset=utf-8',
  });
  const bad = rows.flatMap(({ fault }, at) => (fault === null ? [] : [{ row: at + 1, reason: fault }]));
  const summary = {
    request,
    run: wanted.run,
    rows: rows.length,
    features: [...new Set(features.filter((name) => name !== null))],
    unused_columns: headers.filter((_, at) => features[at] === null),
    bad: bad.length,
    bad_rows: bad.slice(0, namedRows),
  };
  await ports.objects.put(scoredSummaryKey(warehouse, request), `${JSON.stringify(summary, null, 1)}\n`, {
    contentType: 'application/json',
  });
  return {
    outcome: 'scored',
    warehouse,
    request,
    facts: {
      rows: rows.length,
      bad: bad.length,
      features: summary.features.length,
      unused_columns: summary.unused_columns.length,
    },
  };
}

async function jobOf(
  ports: StepPorts,
  { warehouse, request }: Job,
): Promise<z.infer<typeof scoreJobDocument>> {
  const bytes = await ports.objects.get(scoreJobKey(warehouse, request));
  if (bytes === null) throw gone('the request');
  return scoreJobDocument.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** A number below zero is a number, not a formula to guard against. */
const asGiven = (cell: string): CsvCell => (/^-\d+([.,]\d+)*$/.test(cell) ? { decimal: cell } : cell);

/** A header as features are called: `Annual Revenue` is `annual_revenue`. */
const plain = (header: string): string =>
  header
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

const gone = (what: string): KindredError =>
  new KindredError('NotFound', [
    { name: what, allowed: 'one that is kept', received: 'nothing', remedy: 'stage the file and ask again' },
  ]);

const noFeature = (headers: readonly string[], known: readonly string[]): KindredError =>
  new KindredError('BadRequest', [
    {
      name: 'columns',
      allowed: known.join(', '),
      received: headers.join(', ').slice(0, 200),
      remedy: 'call at least one column like a feature, or say in columns which it is',
    },
  ]);
