import * as z from 'zod';
import type { TargetIndex } from '../../core/rank/target-index.ts';
import type { ApiPorts } from './ports.ts';
import { artifactReader, type PublishedRun } from './published-run.ts';
import { readTargetIndex } from './target-index-reader.ts';

const topCustomers = z.looseObject({
  customers: z.array(z.looseObject({ customer_id: z.string(), name: z.string().nullable().optional() })),
});
const readTop = artifactReader('top-customers-json', topCustomers);

type Named = { readonly id: string; readonly name: string | null };
type Place = { readonly list: string; readonly tier: string; readonly rank: number };
export type Moved = Named & { readonly from: Place; readonly to: Place };

/** Who comes, who goes and who moves between two runs of a warehouse; the first `limit` of each, with how many there are. */
export type RunChanges = {
  readonly best_customers: {
    readonly entered: readonly Named[];
    readonly left: readonly Named[];
    readonly same: number;
  };
  readonly targets: {
    readonly entered: readonly Named[];
    readonly left: readonly Named[];
    readonly moved: readonly Moved[];
    readonly entered_count: number;
    readonly left_count: number;
    readonly moved_count: number;
    readonly same: number;
  };
};

/** Compares what two runs say of the best customers and of the listed targets, by id. O(n). */
export async function compareRuns(
  ports: ApiPorts,
  from: PublishedRun,
  to: PublishedRun,
  limit: number,
): Promise<RunChanges> {
  const [bestBefore, bestAfter] = await Promise.all([bestOf(ports, from), bestOf(ports, to)]);
  const [before, after] = await Promise.all([placesOf(ports, from), placesOf(ports, to)]);
  const moved: Moved[] = [];
  let same = 0;
  for (const [id, now] of after) {
    const was = before.get(id);
    if (was === undefined) continue;
    if (was.place.tier === now.place.tier && was.place.list === now.place.list) same += 1;
    else moved.push({ id, name: now.name, from: was.place, to: now.place });
  }
  const missing = <T extends { readonly name: string | null }>(
    of: ReadonlyMap<string, T>,
    among: ReadonlyMap<string, unknown>,
  ): Named[] => [...of].filter(([id]) => !among.has(id)).map(([id, { name }]) => ({ id, name }));
  const entered = missing(after, before);
  const left = missing(before, after);
  return {
    best_customers: {
      entered: missing(bestAfter, bestBefore),
      left: missing(bestBefore, bestAfter),
      same: [...bestAfter.keys()].filter((id) => bestBefore.has(id)).length,
    },
    targets: {
      entered: entered.slice(0, limit),
      left: left.slice(0, limit),
      moved: moved.slice(0, limit),
      entered_count: entered.length,
      left_count: left.length,
      moved_count: moved.length,
      same,
    },
  };
}

async function bestOf(
  ports: ApiPorts,
  run: PublishedRun,
): Promise<ReadonlyMap<string, { readonly name: string | null }>> {
  const { customers } = await readTop(ports, run);
  return new Map(customers.map(({ customer_id, name }) => [customer_id, { name: name ?? null }]));
}

async function placesOf(
  ports: ApiPorts,
  run: PublishedRun,
): Promise<ReadonlyMap<string, { readonly name: string | null; readonly place: Place }>> {
  if (run.state.artifacts['target-index'] === undefined) return new Map();
  const { rows, columns }: TargetIndex = await readTargetIndex(ports, run);
  return new Map(
    Array.from({ length: rows }, (_, row) => {
      const name = columns.name[row];
      const place = {
        list: String(columns.list[row]),
        tier: String(columns.tier[row]),
        rank: Number(columns.rank[row]),
      };
      return [String(columns.target_id[row]), { name: typeof name === 'string' ? name : null, place }];
    }),
  );
}
