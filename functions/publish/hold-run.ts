import type { RunState } from '../../events/step.ts';
import type { ScoreStore, StepPorts } from '../shared/ports.ts';
import { currentPointer, type RunRecord, runRecord } from '../shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../shared/score-keys.ts';
import { readSettings } from '../shared/warehouse-settings.ts';

/**
 * Whether a run must wait for somebody's approval before readers see it: the warehouse's settings of this moment ask for one.
 * A run that was approved before needs no second approval, nor does the current one.
 */
export async function needsApproval(ports: StepPorts, { warehouse, run }: RunState): Promise<boolean> {
  if ((await readSettings(ports.objects, warehouse)).approval === 'none') return false;
  const partition = warehousePartition(warehouse);
  const pointer = await ports.scores.get(partition, currentSort);
  if (pointer !== null && currentPointer.parse(pointer.value).run === run) return false;
  const stored = await ports.scores.get(partition, runSort(run));
  return stored === null || runRecord.parse(stored.value).approved_by === undefined;
}

/** Notes on a run's record where it stands. */
export async function markRun(
  scores: ScoreStore,
  warehouse: string,
  run: string,
  status: RunRecord['status'],
): Promise<void> {
  const partition = warehousePartition(warehouse);
  const stored = await scores.get(partition, runSort(run));
  if (stored === null) return;
  const record = runRecord.parse(stored.value);
  if (record.status === status) return;
  await scores.compareAndSet(
    { partition, sort: runSort(run), value: { ...record, status } },
    stored.revision,
  );
}
