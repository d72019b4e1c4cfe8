import type { ScoreStore } from '../../functions/shared/ports.ts';
import type { FaultPlan } from './fault-plan.ts';

/** Items a batch writes at a time: as in DynamoDB, a batch that fails may have been written in part. */
const atATime = 25;

/** The same store, with every call under a plan. A batch counts once per 25 items, so that it can fail half-way. */
export function faultyScores(store: ScoreStore, plan: FaultPlan): ScoreStore {
  const target = (partition: string, sort: string): string => `${partition}/${sort}`;
  return {
    get: (partition, sort) => plan.around('get', target(partition, sort), () => store.get(partition, sort)),
    putIfAbsent: (item) =>
      plan.around('putIfAbsent', target(item.partition, item.sort), () => store.putIfAbsent(item)),
    compareAndSet: (item, expected) =>
      plan.around('compareAndSet', target(item.partition, item.sort), () =>
        store.compareAndSet(item, expected),
      ),
    batchPut: async (items) => {
      for (let at = 0; at < items.length; at += atATime) {
        const part = items.slice(at, at + atATime);
        const first = part[0];
        if (first !== undefined)
          await plan.around('batchPut', target(first.partition, first.sort), () => store.batchPut(part));
      }
    },
    queryPrefix: (partition, prefix, page) =>
      plan.around('queryPrefix', target(partition, prefix), () => store.queryPrefix(partition, prefix, page)),
    delete: (partition, sort) =>
      plan.around('delete', target(partition, sort), () => store.delete(partition, sort)),
  };
}
