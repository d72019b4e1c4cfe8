import {
  isMatured,
  type LearningData,
  type MaturedOutcome,
  outcomeKindOf,
  type ReportedOutcome,
} from '../../core/learn/outcome.ts';
import { registrableDomain } from '../../core/match/registrable-domain.ts';
import { e4FromDecimalText } from '../../core/money/decimal-text.ts';
import type { Artifact, RunState } from '../../events/step.ts';
import { openArtifact } from '../shared/artifacts.ts';
import { targetIndexDocument } from '../shared/documents.ts';
import { readJson } from '../shared/json-artifacts.ts';
import { reportedOutcomes, withOutcomes } from '../shared/outcome-record.ts';
import type { Cell, StepPorts, TableEngine } from '../shared/ports.ts';
import { type RunRecord, runRecord } from '../shared/run-record.ts';
import { runPrefix, warehousePartition } from '../shared/score-keys.ts';

/** Earlier runs looked through for the place a company had; older ones teach little of today's scores. */
const mostRuns = 24;

type Wanted = {
  readonly warehouse: string;
  readonly asOf: string;
  readonly maturityDays: number;
  readonly holdBack: boolean;
  readonly outcomesTable: Artifact | undefined;
};

/**
 * What a run learns from: the outcomes of its own files and of the API, each matured one with the place its company had in the last
 * run before the contact. Runs of the same as-of date or later do not count, so planning a run again finds the same. Null
 * where nothing was ever reported or held back.
 */
export async function freezeOutcomes(ports: StepPorts, wanted: Wanted): Promise<LearningData | null> {
  const reported = await reportedOutcomes(ports.objects, wanted.warehouse);
  if (wanted.outcomesTable === undefined && reported.length === 0 && !wanted.holdBack) return null;
  const scratch = await ports.scratch();
  const engine = await ports.openTables(scratch);
  try {
    const fromFiles = await fileOutcomes(ports, engine, scratch, wanted.outcomesTable);
    const { outcomes, unreadable } = merged(fromFiles, reported);
    if (outcomes.length === 0 && unreadable === 0 && !wanted.holdBack) return null;
    const old = outcomes.filter(({ contacted_at }) =>
      isMatured(contacted_at, wanted.asOf, wanted.maturityDays),
    );
    const runs = await earlierRuns(ports, wanted.warehouse, wanted.asOf);
    const matured: MaturedOutcome[] = [];
    const heldBack = new Map<string, string>();
    let open = old;
    for (const { state } of runs.slice(0, mostRuns)) {
      const scores = state.artifacts['targets-parquet'];
      // A run that is no longer kept has a record, perhaps, but no scores.
      if (scores === undefined || (await ports.objects.head(scores.key)) === null) continue;
      const path = await openArtifact(ports.objects, scores, scratch);
      const domains = await domainsOf(ports, state, open);
      const idOf = (target: string): string => domains.get(registrableDomain(target) ?? '') ?? target;
      const places = await placesOf(
        engine,
        path,
        open.map(({ target }) => idOf(target)),
      );
      open = open.filter((outcome) => {
        const place =
          outcome.contacted_at < state.as_of
            ? undefined
            : (places.get(outcome.target) ?? places.get(idOf(outcome.target)));
        if (place === undefined) return true;
        matured.push({ ...outcome, ...place, run: state.run, listed_at: state.as_of });
        return false;
      });
      if (isMatured(state.as_of, wanted.asOf, wanted.maturityDays))
        for (const id of await heldBackIn(engine, path)) heldBack.set(id, state.as_of);
    }
    const byTarget = new Map(outcomes.map((outcome) => [outcome.target, outcome]));
    return {
      version: 1,
      contacts: outcomes.map(({ target, contacted_at }) => ({ target, contacted_at })),
      matured: matured.sort(byPlace),
      held_back: [...heldBack]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([target_id, listed_at]) => {
          const known = byTarget.get(target_id);
          return {
            target_id,
            listed_at,
            outcome: known?.outcome ?? null,
            value_e4: known?.value_e4 ?? null,
          };
        }),
      censored: outcomes.length - old.length,
      unlisted: open.length,
      unreadable,
    };
  } finally {
    await engine.close();
  }
}

const byPlace = (a: MaturedOutcome, b: MaturedOutcome): number =>
  a.target_id !== b.target_id
    ? a.target_id < b.target_id
      ? -1
      : 1
    : a.contacted_at < b.contacted_at
      ? -1
      : 1;

type FileRow = {
  readonly target: string;
  readonly contacted_at: string;
  readonly word: string;
  readonly value_e4: number | null;
};

async function fileOutcomes(
  ports: StepPorts,
  engine: TableEngine,
  scratch: string,
  table: Artifact | undefined,
): Promise<readonly FileRow[]> {
  if (table === undefined) return [];
  const path = await openArtifact(ports.objects, table, scratch);
  const columns = await columnsOf(engine, path);
  const optional = (name: string): string =>
    columns.includes(name) ? `CAST(${name} AS VARCHAR) AS ${name}` : `CAST(NULL AS VARCHAR) AS ${name}`;
  const rows = await engine.query(
    `SELECT target, CAST(contacted_at AS VARCHAR) AS contacted_at, ${optional('outcome')}, ${optional('value')} FROM read_parquet('${path}') ORDER BY ALL`,
  );
  return rows.map((row) => ({
    target: String(row['target']),
    contacted_at: String(row['contacted_at']),
    word: text(row['outcome']) ?? 'open',
    value_e4: text(row['value']) === null ? null : e4FromDecimalText(String(row['value'])),
  }));
}

const text = (cell: Cell | undefined): string | null =>
  typeof cell === 'string' && cell !== '' ? cell : null;

/** One outcome per company and day; what the API said wins over a file. */
function merged(
  files: readonly FileRow[],
  reported: readonly ReportedOutcome[],
): { readonly outcomes: readonly ReportedOutcome[]; readonly unreadable: number } {
  const readable = files.flatMap(({ word, ...row }): ReportedOutcome[] => {
    const outcome = outcomeKindOf(word);
    return outcome === null ? [] : [{ ...row, outcome }];
  });
  return { outcomes: withOutcomes(readable, reported), unreadable: files.length - readable.length };
}

/** Published runs of earlier dates, the latest first; of one date the first that was published. */
async function earlierRuns(ports: StepPorts, warehouse: string, asOf: string): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for (let after: string | undefined; ; ) {
    const page = await ports.scores.queryPrefix(warehousePartition(warehouse), runPrefix, {
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const item of page.items) {
      const record = runRecord.safeParse(item.value);
      if (record.success && record.data.status === 'published' && record.data.state.as_of < asOf)
        records.push(record.data);
    }
    if (page.next === null) break;
    after = page.next;
  }
  return records.sort((a, b) =>
    a.state.as_of !== b.state.as_of
      ? a.state.as_of > b.state.as_of
        ? -1
        : 1
      : a.state.generation - b.state.generation,
  );
}

type Place = Pick<
  MaturedOutcome,
  'target_id' | 'pool' | 'list' | 'similarity' | 'opportunity' | 'slot' | 'propensity'
>;

/** Ids of listed companies by domain, where an outcome names its company so. */
async function domainsOf(
  ports: StepPorts,
  state: RunState,
  outcomes: readonly ReportedOutcome[],
): Promise<ReadonlyMap<string, string>> {
  const named = new Set(outcomes.flatMap(({ target }) => registrableDomain(target) ?? []));
  if (named.size === 0 || state.artifacts['target-index'] === undefined) return new Map();
  const { columns } = await readJson(ports.objects, state, 'target-index', targetIndexDocument);
  const found = new Map<string, string>();
  for (const [row, domain] of columns.domain.entries()) {
    const key = typeof domain === 'string' ? registrableDomain(domain) : null;
    if (key !== null && named.has(key) && !found.has(key)) found.set(key, String(columns.target_id[row]));
  }
  return found;
}

/** Where a run put the companies of some outcomes, by id. */
async function placesOf(
  engine: TableEngine,
  path: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Place>> {
  if (ids.length === 0) return new Map();
  const columns = await columnsOf(engine, path);
  const slot = columns.includes('slot') ? 'slot, propensity' : `'ranked' AS slot, 1.0::DOUBLE AS propensity`;
  await engine.run('DROP TABLE IF EXISTS called');
  await engine.load(
    'called',
    { target_id: 'VARCHAR' },
    [...new Set(ids)].sort().map((target_id) => ({ target_id })),
  );
  const rows = await engine.query(
    `SELECT target_id, pool, list, similarity, opportunity, ${slot} FROM read_parquet('${path}') JOIN called USING (target_id) ORDER BY target_id`,
  );
  return new Map(
    rows.map((row) => [
      String(row['target_id']),
      {
        target_id: String(row['target_id']),
        pool: row['pool'] === 'win-back' ? 'win-back' : 'net-new',
        list: String(row['list']) as Place['list'],
        similarity: Number(row['similarity']),
        opportunity: Number(row['opportunity']),
        slot: String(row['slot']) as Place['slot'],
        propensity: Number(row['propensity']),
      },
    ]),
  );
}

async function heldBackIn(engine: TableEngine, path: string): Promise<readonly string[]> {
  if (!(await columnsOf(engine, path)).includes('slot')) return [];
  const rows = await engine.query(
    `SELECT target_id FROM read_parquet('${path}') WHERE slot = 'held-back' ORDER BY target_id`,
  );
  return rows.map((row) => String(row['target_id']));
}

async function columnsOf(engine: TableEngine, path: string): Promise<readonly string[]> {
  const rows = await engine.query(`SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet('${path}'))`);
  return rows.map((row) => String(row['column_name']));
}
