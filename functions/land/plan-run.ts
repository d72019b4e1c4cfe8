import type { Accounting } from '../../core/tables/accounting.ts';
import { canonicalJson } from '../../core/tables/canonical-json.ts';
import { dayAfter } from '../../core/tables/day-after.ts';
import { type Drift, driftText } from '../../core/tables/schema-drift.ts';
import type { Artifact, LandResult, RunState } from '../../events/step.ts';
import type { Ticket } from '../../events/ticket.ts';
import { KindredError } from '../shared/errors.ts';
import { writeJson } from '../shared/json-artifacts.ts';
import type { ObjectStore, StepPorts } from '../shared/ports.ts';
import { currentPointer, runRecord } from '../shared/run-record.ts';
import { currentSort, enrichmentSnapshotKey, runSort, warehousePartition } from '../shared/score-keys.ts';
import type { Settings } from '../shared/settings.ts';
import { sha256 } from '../shared/sha256.ts';
import { freezeOutcomes } from './freeze-outcomes.ts';

/** Raised whenever the same landing, date and settings would score as other bytes than before. */
export const SCORING_CONTRACT = 'scoring-2';

/**
 * Where what runs use beside a landing is frozen; absent ones count as empty. Outcomes are frozen apart: what a run
 * uses of them goes into its id, not all that was ever reported (see {@link freezeOutcomes}).
 */
export const snapshotKeys = (warehouse: string): { readonly [name: string]: string } => ({
  enrichment: enrichmentSnapshotKey(warehouse),
  exchange_rates: `snapshots/${warehouse}/exchange-rates.json`,
  suppression: `snapshots/${warehouse}/suppression.json`,
});

/** A landing as it is stored. */
export type StoredLanding = {
  readonly landing: string;
  readonly accounting: Accounting;
  /** `accounting`, `mapping`, `quarantine`, `table-…`. */
  readonly artifacts: { readonly [name: string]: Artifact };
};

/**
 * Plans the run of a landing: its date, its id, its resolved settings. The id is a hash of everything the results depend on;
 * when a run of that id was published before, the outcome is `duplicate` with its stored state under this ticket.
 */
export async function planRun(
  ports: StepPorts,
  ticket: Ticket,
  { landing, accounting, artifacts }: StoredLanding,
  given: Settings,
  drift: readonly Drift[],
): Promise<LandResult> {
  const settings = contentSettings(given);
  const { warehouse, generation, cause, execution } = ticket;
  const asOf = asOfDate(ticket, accounting, settings);
  const snapshots: Record<string, string> = {};
  for (const [name, key] of Object.entries(snapshotKeys(warehouse)))
    snapshots[name] = await snapshotHash(ports.objects, key);
  const learning = await freezeOutcomes(ports, {
    warehouse,
    asOf,
    maturityDays: settings.learning.maturity_days,
    holdBack: settings.learning.hold_back > 0,
    outcomesTable: artifacts['table-outcomes'],
  });
  snapshots['outcomes'] = learning === null ? '' : sha256(canonicalJson(learning));
  const id = sha256(canonicalJson({ landing, as_of: asOf, settings, snapshots, contract: SCORING_CONTRACT }));
  const run = `run_${id.slice(0, 32)}`;
  const partition = warehousePartition(warehouse);
  const stored = await ports.scores.get(partition, runSort(run));
  if (stored !== null) {
    const record = runRecord.safeParse(stored.value);
    if (record.success)
      return { outcome: 'duplicate', state: { ...record.data.state, generation, cause, execution } };
  }
  const current = await ports.scores.get(partition, currentSort);
  const state: RunState = {
    warehouse,
    generation,
    cause,
    execution,
    landing,
    run,
    as_of: asOf,
    previous_run: current === null ? null : currentPointer.parse(current.value).run,
    artifacts: {
      ...artifacts,
      settings: await writeJson(ports.objects, `runs/${warehouse}/${run}/settings.json`, settings),
      ...(learning === null
        ? {}
        : { outcomes: await writeJson(ports.objects, `runs/${warehouse}/${run}/outcomes.json`, learning) }),
    },
    facts: { land: { ...landFacts(accounting), ...driftFacts(drift) } },
  };
  return { outcome: 'landed', state };
}

/** What of the settings a run's content depends on: who is told of it, and who approves it, changes none of its bytes. */
function contentSettings({
  approval: _,
  webhook: __,
  ...content
}: Settings): Omit<Settings, 'approval' | 'webhook'> {
  return content;
}

/** The start event's date, else the settings', else by cause: ticks mean their own day, drops the day after their last order. */
export function asOfDate(
  ticket: Ticket,
  accounting: Pick<Accounting, 'last_order_date'>,
  settings: Pick<Settings, 'as_of'>,
): string {
  const wanted = ticket.as_of ?? settings.as_of ?? (ticket.cause === 'schedule' ? 'today' : 'data');
  if (wanted === 'today') return ticket.today ?? ticket.execution.started_at.slice(0, 10);
  if (wanted !== 'data') return wanted;
  if (accounting.last_order_date === null)
    throw new KindredError('NothingToRun', [
      {
        name: 'orders',
        allowed: 'at least one dated order',
        received: 'none',
        remedy: 'drop an orders file',
      },
    ]);
  return dayAfter(accounting.last_order_date);
}

async function snapshotHash(objects: ObjectStore, key: string): Promise<string> {
  const bytes = await objects.get(key);
  return bytes === null ? '' : sha256(bytes);
}

/** What changed in shape, in as many words as a fact may have. */
function driftFacts(drift: readonly Drift[]): RunState['facts'][string] {
  if (drift.length === 0) return {};
  const words = drift.map(driftText).join('; ');
  return { drift: words.length > 400 ? `${words.slice(0, 397)}...` : words };
}

function landFacts(accounting: Accounting): RunState['facts'][string] {
  const sum = (
    name: 'rows_read' | 'rows_accepted' | 'rows_quarantined' | 'rows_deduplicated' | 'rows_superseded',
  ): number => accounting.files.reduce((total, file) => total + file[name], 0);
  return {
    files: accounting.files.length,
    rows_read: sum('rows_read'),
    rows_accepted: sum('rows_accepted'),
    rows_quarantined: sum('rows_quarantined'),
    rows_deduplicated: sum('rows_deduplicated'),
    rows_superseded: sum('rows_superseded'),
    orders: accounting.tables.orders?.rows ?? 0,
    customers: accounting.tables.customers?.rows ?? 0,
    prospects: accounting.tables.prospects?.rows ?? 0,
    revenue: accounting.totals.revenue,
    margin: accounting.totals.margin,
    currency: accounting.currency,
    last_order_date: accounting.last_order_date,
    warnings: accounting.warnings.length,
  };
}
