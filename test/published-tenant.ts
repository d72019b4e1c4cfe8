import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTenant } from '../examples/generate.ts';
import type { PlantedTruth } from '../examples/planted-truth.ts';
import { addKey } from '../local/api-keys.ts';
import { startClosedDrop } from '../local/closed-drop.ts';
import { dropFiles } from '../local/drop-files.ts';
import { localApp } from '../local/local-app.ts';
import { openWire, type Wire } from '../local/wire.ts';

/** A small tenant that went through the whole pipeline, served by the laptop's own application. */
export type PublishedTenant = {
  readonly wire: Wire;
  readonly app: ReturnType<typeof localApp>;
  readonly truth: PlantedTruth;
  readonly secret: string;
  /** Asks the API with the tenant's key. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
};

export const warehouse = 'acme';

/** Generates, drops, runs and serves; a few seconds. */
export async function publishTenant(
  size = { customers: 240, orders: 4000, prospects: 900 },
): Promise<PublishedTenant> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-tenant-'));
  const truth = await generateTenant({ seed: 7, ...size }, join(folder, 'files'));
  const wire = await openWire({ state: join(folder, 'state') });
  const drop = dropFiles([join(folder, 'files')]);
  const settings = drop.settings === null ? null : await readFile(drop.settings, 'utf8');
  const { name } = await startClosedDrop(wire, { warehouse, files: drop.files, settings, asOf: null });
  const ended = await wire.executions.ended(name);
  if (ended.status !== 'SUCCEEDED')
    throw new Error(
      `the run ended ${ended.status}: ${JSON.stringify(wire.failures().map(({ error }) => String(error)))}`,
    );
  const app = localApp(wire);
  const { secret } = await addKey(wire.scores, {
    warehouse,
    scopes: ['read', 'run'],
    now: '2026-07-01T00:00:00Z',
    expiresAt: null,
    note: 'test',
  });
  return {
    wire,
    app,
    truth,
    secret,
    ask: async (path, init = {}) =>
      await app.request(`/v1/warehouses/${warehouse}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${secret}`, ...init.headers },
      }),
    close: async () => {
      await wire.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
