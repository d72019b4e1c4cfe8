import * as z from 'zod';
import type { RunState } from '../../events/step.ts';
import type { StepPorts } from '../shared/ports.ts';
import { runRecord } from '../shared/run-record.ts';
import {
  customerPartition,
  rankSort,
  runPrefix,
  targetPartition,
  warehousePartition,
} from '../shared/score-keys.ts';

const index = z.looseObject({
  rows: z.int(),
  columns: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.null()]))),
});

/**
 * Takes what is served about a subject out of the score store, in every run, at once: pages of targets skip what is not there,
 * a customer or target asked for by id is not found. The documents of those runs follow when the warehouse has been run anew.
 */
export async function eraseRecords(
  ports: StepPorts,
  warehouse: string,
  ids: ReadonlySet<string>,
  theirs: (text: string) => boolean,
): Promise<number> {
  let removed = 0;
  for await (const state of runsOf(ports, warehouse)) {
    for (const id of ids) {
      await ports.scores.delete(customerPartition(warehouse, state.run, id), id);
      removed += 1;
    }
    const artifact = state.artifacts['target-index'];
    const bytes = artifact === undefined ? null : await ports.objects.get(artifact.key);
    if (bytes === null) continue;
    const { rows, columns } = index.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const looked = ['target_id', 'name', 'domain'].flatMap((name) => columns[name] ?? []);
    for (let row = 0; row < rows; row += 1) {
      const named = [0, 1, 2].some((at) => {
        const value = looked[at * rows + row];
        return typeof value === 'string' && (theirs(value) || (at === 0 && ids.has(value)));
      });
      if (!named) continue;
      const rank = Number(columns['rank']?.[row]);
      const partition = targetPartition(warehouse, state.run, String(columns['list']?.[row]), rank);
      await ports.scores.delete(partition, rankSort(rank));
      removed += 1;
    }
  }
  return removed;
}

async function* runsOf(ports: StepPorts, warehouse: string): AsyncIterable<RunState> {
  for (let after: string | undefined; ; ) {
    const page = await ports.scores.queryPrefix(warehousePartition(warehouse), runPrefix, {
      limit: 50,
      ...(after === undefined ? {} : { after }),
    });
    for (const item of page.items) yield runRecord.parse(item.value).state;
    if (page.next === null) return;
    after = page.next;
  }
}
