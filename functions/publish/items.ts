import type { Target } from '../../core/rank/target.ts';
import type { RunState } from '../../events/step.ts';
import { readArtifact } from '../shared/artifacts.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { Item, Json, StepPorts } from '../shared/ports.ts';
import { readLabels, readRollups, runViews } from '../shared/run-tables.ts';
import { customerPartition, rankSort, targetPartition } from '../shared/score-keys.ts';
import { withTables } from '../shared/step-tables.ts';
import { targetLine } from '../shared/target-lines.ts';

/** Items sent to the store at a time: bounded memory, whatever the list's length. */
const chunk = 1000;

export type ItemCounts = { readonly lists: { readonly [list: string]: number }; readonly customers: number };

/** Writes the listed targets and the customers of a run as items of their own keys. Running it again writes the same items. */
export async function writeItems(ports: StepPorts, state: RunState): Promise<ItemCounts> {
  const lists: { [list: string]: number } = {};
  let pending: Item[] = [];
  const flush = async (): Promise<void> => {
    await ports.scores.batchPut(pending);
    pending = [];
  };
  for (const target of await listedTargets(ports, state)) {
    lists[target.list] = Math.max(lists[target.list] ?? 0, target.rank);
    pending.push({
      partition: targetPartition(state.warehouse, state.run, target.list, target.rank),
      sort: rankSort(target.rank),
      value: target as unknown as Json,
    });
    if (pending.length >= chunk) await flush();
  }
  const customers = await customerItems(ports, state);
  for (const item of customers) {
    pending.push(item);
    if (pending.length >= chunk) await flush();
  }
  await flush();
  return { lists, customers: customers.length };
}
