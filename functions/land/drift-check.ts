import type { Accounting } from '../../core/tables/accounting.ts';
import { type Drift, driftText, schemaDrift } from '../../core/tables/schema-drift.ts';
import type { StepPorts } from '../shared/ports.ts';
import { currentPointer, runRecord } from '../shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../shared/score-keys.ts';
import { readLanding } from './store-landing.ts';
import type { Verdict } from './verdict.ts';

/** How a landing's tables differ in shape from those of the run being served; nothing where none is, or it cannot be read. */
export async function driftSinceCurrent(
  ports: StepPorts,
  warehouse: string,
  accounting: Accounting,
): Promise<readonly Drift[]> {
  const partition = warehousePartition(warehouse);
  const pointer = await ports.scores.get(partition, currentSort);
  if (pointer === null) return [];
  const { run } = currentPointer.parse(pointer.value);
  const record = await ports.scores.get(partition, runSort(run));
  const stored = record === null ? null : runRecord.safeParse(record.value);
  if (stored?.success !== true) return [];
  const before = await readLanding(ports.objects, warehouse, stored.data.state.landing);
  return before === null ? [] : schemaDrift(before.accounting.tables, accounting.tables);
}

/** Null when nothing broke; else the refusal, with every change. */
export function driftVerdict(drift: readonly Drift[]): Verdict | null {
  const breaking = drift.filter((change) => change.breaking);
  if (breaking.length === 0) return null;
  return {
    final: true,
    summary: `The files changed shape since the last accepted drop: ${breaking.map(driftText).join('; ')}.`,
    remedy: [
      'export the files as before, or accept the new shape: start the run yourself, or set "drift": "report" in icp.json',
    ],
    waitingFor: [],
  };
}
