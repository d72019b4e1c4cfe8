import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { warehouseId } from '../events/ids.ts';
import { createApi } from '../functions/api/app.ts';
import { contentTypeOf, readArtifact } from '../functions/shared/artifacts.ts';
import { currentPointer, runRecord } from '../functions/shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../functions/shared/score-keys.ts';
import { outputFiles } from './copy-outputs.ts';
import { executionPort } from './execution-port.ts';
import { rfc3339 } from './interpreter/clock.ts';
import type { Wire } from './wire.ts';

/** What a page from here may do: show itself, with the styles and scripts it carries. */
const ownOnly =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * What the laptop serves: the API, as on AWS, and under `/outputs/{warehouse}/{file}` the files of the current run, which on
 * AWS lie in the bucket. These need no key: who can reach them can read the folder.
 */
export function localApp(wire: Wire): Hono {
  const api = createApi({
    objects: wire.objects,
    scores: wire.scores,
    executions: executionPort(wire.executions),
    now: () => rfc3339(wire.clock.now()),
    randomBytes: (count) => randomBytes(count),
    log: wire.log,
  });
  const app = new Hono();
  app.get('/outputs/:warehouse/:file{.+}', async (context) => {
    const { warehouse, file } = context.req.param();
    const bytes = warehouseId.safeParse(warehouse).success
      ? await currentOutput(wire, warehouse, file)
      : null;
    if (bytes === null) return context.text('no such file in the current run\n', 404);
    return context.body(new Uint8Array(bytes), 200, {
      'content-type': contentTypeOf(file),
      'content-security-policy': ownOnly,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
  app.all('*', (context) => api.fetch(context.req.raw));
  return app;
}

async function currentOutput(wire: Wire, warehouse: string, file: string): Promise<Uint8Array | null> {
  const partition = warehousePartition(warehouse);
  const pointer = await wire.scores.get(partition, currentSort);
  if (pointer === null) return null;
  const stored = await wire.scores.get(partition, runSort(currentPointer.parse(pointer.value).run));
  if (stored === null) return null;
  const files = await outputFiles(wire.objects, runRecord.parse(stored.value).state);
  const artifact = files.get(file);
  return artifact === undefined ? null : readArtifact(wire.objects, artifact);
}
