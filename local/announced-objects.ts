import { objectEvent } from '../events/start.ts';
import type { Json, ObjectStore } from '../functions/shared/ports.ts';
import { sha256 } from '../functions/shared/sha256.ts';
import type { Executions } from './executions.ts';
import type { Clock } from './interpreter/clock.ts';

/**
 * The object store as people's requests see it: what comes to, or leaves, `inbox/` through it starts an execution, as the
 * bucket's own events do on AWS. What the pipeline writes goes past it.
 */
export function announced(wire: {
  readonly objects: ObjectStore;
  readonly executions: Executions;
  readonly clock: Clock;
}): ObjectStore {
  const { objects, executions, clock } = wire;
  let count = 0;
  const announce = (key: string, version: string | null): void => {
    if (!key.startsWith('inbox/')) return;
    const object: Json = version === null ? { key } : { key, 'version-id': version };
    const event = objectEvent.parse({
      source: 'aws.s3',
      'detail-type': version === null ? 'Object Deleted' : 'Object Created',
      detail: { bucket: { name: 'local' }, object },
    });
    count += 1;
    const name = `drop-${sha256(JSON.stringify([key, version, clock.now(), count])).slice(0, 32)}`;
    executions.start(name, event, key.split('/')[1] ?? null);
  };
  return {
    ...objects,
    put: async (key, body, options) => {
      const result = await objects.put(key, body, options);
      if (result.written) announce(key, result.version);
      return result;
    },
    copy: async (from, to) => {
      const copied = await objects.copy(from, to);
      if (copied) announce(to, (await objects.head(to))?.version ?? null);
      return copied;
    },
    delete: async (key) => {
      const before = await objects.head(key);
      await objects.delete(key);
      if (before !== null) announce(key, null);
    },
  };
}
