import type { LandRequest, LandResult, PollRequest, ReadRequest } from '../../events/step.ts';
import type { Ticket } from '../../events/ticket.ts';
import { readArtifact } from '../shared/artifacts.ts';
import { type ErrorCode, KindredError, problemText } from '../shared/errors.ts';
import { writeOutbox } from '../shared/outbox.ts';
import type { StepPorts } from '../shared/ports.ts';
import { proposalKey } from '../shared/request-keys.ts';
import type { Settings } from '../shared/settings.ts';
import { sha256File } from '../shared/sha256.ts';
import { readTombstones } from '../shared/tombstones.ts';
import { proposedSettings, readSettings } from '../shared/warehouse-settings.ts';
import { driftSinceCurrent, driftVerdict } from './drift-check.ts';
import { inboxObject, inboxPrefix } from './inbox-key.ts';
import { byAge, landFiles } from './land-files.ts';
import { landStatus } from './land-status.ts';
import { planRun, type StoredLanding } from './plan-run.ts';
import type { DropFile } from './source-file.ts';
import { erasedUsers } from './sources/erased-users.ts';
import { beginGa4, pollGa4, readGa4, storedPlan } from './sources/ga4.ts';
import { readResult } from './sources/ga4-jobs.ts';
import { landGa4 } from './sources/ga4-landed.ts';
import type { Ga4Plan } from './sources/ga4-plan.ts';
import type { OpenQueries } from './sources/query-service.ts';
import {
  landingId,
  readLanding,
  readMapping,
  rememberedLanding,
  rememberInputs,
  storeLanding,
} from './store-landing.ts';
import { withoutErased } from './subject-job.ts';
import { isNewest } from './ticket.ts';
import { usable, type Verdict } from './verdict.ts';

/** What a person can put right: told in the outbox, not thrown. */
const forThePerson: ReadonlySet<ErrorCode> = new Set([
  'BadSettings',
  'CurrencyUndecided',
  'HostileFile',
  'MappingUndecided',
  'NothingToRun',
  'SchemaDrift',
  'SourceRefused',
  'TooManyBadRows',
]);

/** What is known so far, for the answer when nothing runs. */
type Seen = { files: readonly DropFile[]; landing: StoredLanding | null };

/**
 * Lands what is in the warehouse's inbox and plans the run. Unless the run goes on (then publishing answers) or a newer drop
 * took over, the client finds the answer in the outbox. What a person can put right, in the settings or the files, is an
 * outcome; only what a person cannot is an error. Where the settings name a source to be queried, its jobs are started
 * first, and the answer is `querying`.
 */
export async function land(
  ports: StepPorts,
  { ticket, source }: LandRequest,
  open: OpenQueries,
): Promise<LandResult> {
  return await answered(ports, ticket, async (settings, seen) => {
    const { warehouse } = ticket;
    const scratch = await ports.scratch();
    const read = await readSource(ports, open, ticket, settings, source);
    if (read !== null && read.outcome !== 'ready') return read;
    seen.files = await withoutErased(
      ports,
      warehouse,
      await arrivedFiles(ports, warehouse, scratch),
      await readTombstones(ports.objects, warehouse),
    );
    seen.landing =
      read !== null
        ? await landQueried(ports, warehouse, read.plan, seen.files, settings)
        : ((await rememberedLanding(ports.objects, warehouse, seen.files, settings)) ??
          (await landAnew(ports, warehouse, seen.files, settings, scratch)));
    const { landing } = seen;
    const mapping = await readMapping(ports.objects, landing);
    const drift = await driftSinceCurrent(ports, warehouse, landing.accounting);
    const verdict =
      usable(landing.accounting, mapping, settings) ??
      // Who asks for a run has seen the files; what arrives by itself has to keep its shape.
      (ticket.cause === 'rerun' || ticket.cause === 'preview' || settings.drift === 'report'
        ? null
        : driftVerdict(drift));
    if (!(await isNewest(ports.scores, ticket))) return superseded(ticket);
    const dated = read === null ? ticket : { ...ticket, as_of: read.plan.as_of };
    if (verdict === null) return await planRun(ports, dated, landing, settings, drift);
    return await answer(ports, ticket, { ...seen, verdict, waitHours: settings.wait_hours });
  });
}

/** Looks at the jobs of a queried source, or reads on in its results. */
export async function goOnWithSource(
  ports: StepPorts,
  request: PollRequest | ReadRequest,
  open: OpenQueries,
): Promise<LandResult> {
  return await answered(ports, request.ticket, async ({ source }) => {
    if (source === undefined) throw sourceGone();
    return request.action === 'poll-source'
      ? await pollGa4(ports, open, request, source.ga4)
      : await readGa4(ports, open, request, source.ga4);
  });
}

/** Does the work of the newest ticket; what a person can put right becomes the answer in the outbox. */
async function answered(
  ports: StepPorts,
  ticket: Ticket,
  work: (settings: Settings, seen: Seen) => Promise<LandResult>,
): Promise<LandResult> {
  if (!(await isNewest(ports.scores, ticket))) return superseded(ticket);
  const seen: Seen = { files: [], landing: null };
  try {
    return await work(await settingsOf(ports, ticket), seen);
  } catch (error) {
    if (!(error instanceof KindredError) || !forThePerson.has(error.code)) throw error;
    if (!(await isNewest(ports.scores, ticket))) return superseded(ticket);
    const verdict: Verdict = {
      final: true,
      summary: error.problems.map(problemText).join('; '),
      remedy: error.problems.map(({ remedy }) => remedy),
      waitingFor: [],
    };
    return await answer(ports, ticket, { ...seen, verdict, waitHours: 0 });
  }
}

/** The warehouse's settings; for a preview those proposed. */
async function settingsOf(ports: StepPorts, { warehouse, proposal }: Ticket): Promise<Settings> {
  const proposed =
    proposal === undefined
      ? null
      : await proposedSettings(ports.objects, proposalKey(warehouse, 'preview', proposal));
  return proposed ?? (await readSettings(ports.objects, warehouse));
}

/** The source as far as it is: null where the settings name none. */
async function readSource(
  ports: StepPorts,
  open: OpenQueries,
  ticket: Ticket,
  settings: Settings,
  source: string | undefined,
): Promise<LandResult | { readonly outcome: 'ready'; readonly plan: Ga4Plan } | null> {
  if (settings.source === undefined) return null;
  if (source === undefined) return await beginGa4(ports, open, ticket, settings, settings.source.ga4);
  return { outcome: 'ready', plan: await storedPlan(ports, ticket, source) };
}

/** Lands a source that was read, with the files beside it; an equal landing that is stored already is handed out. */
async function landQueried(
  ports: StepPorts,
  warehouse: string,
  plan: Ga4Plan,
  files: readonly DropFile[],
  settings: Settings,
): Promise<StoredLanding> {
  const result = await readResult(ports.objects, warehouse, plan.source);
  if (result === null) throw sourceGone();
  const erased = await erasedUsers(ports, warehouse);
  const landed = await landGa4(ports, plan, result, files, settings, erased);
  const tables = new Map(
    landed.accounting.files.flatMap(({ file, table }) => (table === null ? [] : [[file, table] as const])),
  );
  const source = erased === null ? plan.source : `${plan.source} without erased ${erased.generation}`;
  const landing = landingId(files, tables, settings, landed.arrivalCuts, source);
  return (
    (await readLanding(ports.objects, warehouse, landing)) ??
    (await storeLanding(ports.objects, warehouse, landing, landed))
  );
}

const sourceGone = (): KindredError =>
  new KindredError('SourceRefused', [
    {
      name: 'source in icp.json',
      allowed: 'the source this run began with',
      received: 'another, or none',
      remedy: 'run again with the settings as they are now',
    },
  ]);

/** The inbox's files on the local disk, oldest first, each pinned to the version that was listed. */
async function arrivedFiles(
  ports: StepPorts,
  warehouse: string,
  scratch: string,
): Promise<readonly DropFile[]> {
  const files: DropFile[] = [];
  for await (const { key, version, modified } of ports.objects.list(inboxPrefix(warehouse))) {
    const object = inboxObject(key);
    if (object === null || object.ready) continue;
    const path = await ports.objects.materialize(key, scratch, version);
    // Withdrawn between listing and reading: its own event starts the next run.
    if (path === null) continue;
    files.push({ file: object.file, path, arrived: modified, sha256: await sha256File(path) });
  }
  return files.sort(byAge);
}

async function landAnew(
  ports: StepPorts,
  warehouse: string,
  files: readonly DropFile[],
  settings: Settings,
  scratch: string,
): Promise<StoredLanding> {
  const engine = await ports.openTables(scratch);
  try {
    const landed = await landFiles(engine, scratch, files, settings);
    const tables = new Map(
      landed.accounting.files.flatMap(({ file, table }) => (table === null ? [] : [[file, table] as const])),
    );
    const landing = landingId(files, tables, settings, landed.arrivalCuts);
    const stored =
      (await readLanding(ports.objects, warehouse, landing)) ??
      (await storeLanding(ports.objects, warehouse, landing, landed));
    await rememberInputs(ports.objects, warehouse, files, settings, { landing, cuts: landed.arrivalCuts });
    return stored;
  } finally {
    await engine.close();
  }
}

type Answer = {
  readonly files: readonly DropFile[];
  readonly landing: StoredLanding | null;
  readonly verdict: Verdict;
  readonly waitHours: number;
};

/** Tells the client why nothing runs. A drop that was closed on purpose waits for nothing. */
async function answer(
  ports: StepPorts,
  ticket: Ticket,
  { files, landing, verdict, waitHours }: Answer,
): Promise<LandResult> {
  const outcome =
    verdict.final || ticket.cause === 'rerun' || ticket.cause === 'preview' ? 'rejected' : 'waiting';
  const answered = { outcome, warehouse: ticket.warehouse, reason: verdict.summary.slice(0, 2000) } as const;
  // A preview answers whoever asked for it; the client's outbox tells of drops.
  if (ticket.cause === 'preview') return answered;
  const status = landStatus(ticket, outcome, verdict, landing, newestArrival(files), waitHours);
  const quarantine = landing?.artifacts['quarantine'];
  const refused = landing?.accounting.files.some(({ rows_quarantined }) => rows_quarantined > 0) === true;
  await writeOutbox(
    ports.objects,
    status,
    refused && quarantine !== undefined ? await readArtifact(ports.objects, quarantine) : undefined,
  );
  return answered;
}

function newestArrival(files: readonly DropFile[]): string | null {
  return files.at(-1)?.arrived ?? null;
}

function superseded({ warehouse }: Ticket): LandResult {
  return { outcome: 'superseded', warehouse, reason: 'a newer drop of this warehouse took over' };
}
