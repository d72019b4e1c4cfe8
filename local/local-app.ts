import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Hono } from 'hono';
import { warehouseId } from '../events/ids.ts';
import { createApi } from '../functions/api/app.ts';
import { contentTypeOf, readArtifact } from '../functions/shared/artifacts.ts';
import { outputFiles } from '../functions/shared/output-files.ts';
import { currentPointer, runRecord } from '../functions/shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../functions/shared/score-keys.ts';
import { announced } from './announced-objects.ts';
import { consoleApp } from './console-app.ts';
import { executionPort } from './execution-port.ts';
import { openFileDoor, ownOnly } from './file-door.ts';
import { rfc3339 } from './interpreter/clock.ts';
import type { Wire } from './wire.ts';

/**
 * What the laptop serves: the API and the console, as on AWS, and under `/outputs/{warehouse}/{file}` the files of the current run, which on
 * AWS lie in the bucket. These need no key: who can reach them can read the folder.
 */
export function localApp(wire: Wire): Hono {
  const objects = announced(wire);
  const door = openFileDoor({
    objects,
    scratch: join(wire.folder.scratch, 'uploads'),
    now: () => wire.clock.now(),
  });
  const api = createApi({
    objects,
    scores: wire.scores,
    executions: executionPort(wire.executions),
    links: door.links,
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
  app.route('/', door.app);
  app.route('/', consoleApp());
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
