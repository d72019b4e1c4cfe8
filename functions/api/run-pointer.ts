import { currentPointer, runRecord, ticketRecord } from '../shared/run-record.ts';
import { currentSort, runSort, ticketSort, warehousePartition } from '../shared/score-keys.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';
import type { PublishedRun } from './published-run.ts';

/**
 * Leads readers to a stored run with one conditional write. The pointer keeps its place in the queue, so that a run under way
 * publishes after it as if nothing had happened. `conflict` when another pointer was written meanwhile.
 */
export async function leadReadersTo(ports: ApiPorts, warehouse: string, run: string): Promise<void> {
  const partition = warehousePartition(warehouse);
  const stored = await ports.scores.get(partition, currentSort);
  const held = await ports.scores.get(partition, ticketSort);
  const generation =
    stored === null
      ? held === null
        ? 1
        : ticketRecord.parse(held.value).generation
      : currentPointer.parse(stored.value).generation;
  const item = { partition, sort: currentSort, value: { run, generation } };
  if (!(await ports.scores.compareAndSet(item, stored?.revision ?? 0)))
    throw new ApiProblem('conflict', 'another run was published at this moment: look again');
}

/** Marks a held run as approved, then leads readers to it. Approving again after a crash between the two does the rest. */
export async function approveRun(ports: ApiPorts, { state, run }: PublishedRun, key: string): Promise<void> {
  const partition = warehousePartition(state.warehouse);
  const stored = await ports.scores.get(partition, runSort(run));
  if (stored === null) throw new ApiProblem('not_found', 'no such run');
  await leadReadersTo(ports, state.warehouse, run);
  const record = runRecord.parse(stored.value);
  await ports.scores.compareAndSet(
    { partition, sort: runSort(run), value: { ...record, status: 'published', approved_by: key } },
    stored.revision,
  );
}
