import type { ObjectInfo, ObjectStore } from '../../functions/shared/ports.ts';
import type { FaultPlan } from './fault-plan.ts';

/** The same store, with every call under a plan. A listing counts once: it fails at its beginning or at its end. */
export function faultyObjects(store: ObjectStore, plan: FaultPlan): ObjectStore {
  return {
    put: (key, body, options) => plan.around('put', key, () => store.put(key, body, options)),
    get: (key, version) => plan.around('get', key, () => store.get(key, version)),
    materialize: (key, scratch, version) =>
      plan.around('materialize', key, () => store.materialize(key, scratch, version)),
    head: (key) => plan.around('head', key, () => store.head(key)),
    list: async function* (prefix) {
      const found = await plan.around('list', prefix, () => all(store.list(prefix)));
      yield* found;
    },
    copy: (from, to) => plan.around('copy', to, () => store.copy(from, to)),
    delete: (key) => plan.around('delete', key, () => store.delete(key)),
    purgeReplaced: (prefix) => plan.around('purgeReplaced', prefix, () => store.purgeReplaced(prefix)),
    purge: (key) => plan.around('purge', key, () => store.purge(key)),
  };
}

async function all(list: AsyncIterable<ObjectInfo>): Promise<readonly ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const info of list) found.push(info);
  return found;
}
