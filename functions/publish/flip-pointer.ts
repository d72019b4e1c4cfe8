import { KindredError } from '../shared/errors.ts';
import type { ScoreStore } from '../shared/ports.ts';
import { currentPointer, ticketRecord } from '../shared/run-record.ts';
import { currentSort, ticketSort, warehousePartition } from '../shared/score-keys.ts';

/** Concurrent publishers of one warehouse are few; more losses than this mean that something else is wrong. */
const attempts = 8;

/** True while no newer ticket than this generation exists: a run that is not the newest must not publish. */
export async function isNewest(scores: ScoreStore, warehouse: string, generation: number): Promise<boolean> {
  const stored = await scores.get(warehousePartition(warehouse), ticketSort);
  return stored === null || ticketRecord.parse(stored.value).generation <= generation;
}

/**
 * Makes a run the current one with one conditional write. False when a newer generation has published or taken a ticket:
 * then nothing changes. Flipping to the run that is current already succeeds and writes nothing.
 */
export async function flipPointer(
  scores: ScoreStore,
  warehouse: string,
  run: string,
  generation: number,
): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (!(await isNewest(scores, warehouse, generation))) return false;
    const stored = await scores.get(warehousePartition(warehouse), currentSort);
    const current = stored === null ? null : currentPointer.parse(stored.value);
    if (current !== null && current.generation > generation) return false;
    if (current !== null && current.run === run && current.generation === generation) return true;
    const item = { partition: warehousePartition(warehouse), sort: currentSort, value: { run, generation } };
    if (await scores.compareAndSet(item, stored?.revision ?? 0)) return true;
  }
  throw new KindredError('StoreUnavailable', [
    {
      name: 'pointer',
      allowed: 'one conditional write',
      received: `${attempts} lost races`,
      remedy: 'publish again; if it stays so, look for a process that writes the pointer in a loop',
    },
  ]);
}
