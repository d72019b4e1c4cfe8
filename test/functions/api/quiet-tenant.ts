import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTenant } from '../../../examples/generate.ts';
import type { Scope } from '../../../functions/shared/api-key.ts';
import { addKey } from '../../../local/api-keys.ts';
import { startClosedDrop } from '../../../local/closed-drop.ts';
import { dropFiles } from '../../../local/drop-files.ts';
import { localApp } from '../../../local/local-app.ts';
import { openWire, type Wire } from '../../../local/wire.ts';

/** Tenants that were published for real, on a machine whose pipeline does nothing any more: requests start what ends at once. */
export type QuietTenants = {
  readonly wire: Wire;
  readonly app: ReturnType<typeof localApp>;
  readonly keyOf: (warehouse: string, scopes?: readonly Scope[], perMinute?: number) => Promise<string>;
  readonly close: () => Promise<void>;
};

const all: readonly Scope[] = ['read', 'run', 'admin'];

/** Publishes the same small company under each warehouse; a few seconds each. */
export async function quietTenants(
  warehouses: readonly string[],
  size = { customers: 120, orders: 1500, prospects: 200 },
): Promise<QuietTenants> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-quiet-'));
  const state = join(folder, 'state');
  const publishing = await openWire({ state });
  for (const [seed, warehouse] of warehouses.entries()) {
    const files = join(folder, `files-${warehouse}`);
    await generateTenant({ seed: seed + 7, ...size }, files);
    const drop = { warehouse, files: dropFiles([files]).files, settings: null, asOf: null };
    const ended = await publishing.executions.ended((await startClosedDrop(publishing, drop)).name);
    if (ended.status !== 'SUCCEEDED') throw new Error(`${warehouse}: ${ended.error}: ${ended.cause}`);
  }
  await publishing.close();
  const wire = await openWire({
    state,
    invoke: async (_, payload) =>
      JSON.stringify(payload).includes('"action":"ticket"') ? { outcome: 'ignored' } : null,
  });
  return {
    wire,
    app: localApp(wire),
    keyOf: async (warehouse, scopes = all, perMinute = 10_000_000) =>
      (
        await addKey(wire.scores, {
          warehouse,
          scopes,
          now: '2026-07-01T00:00:00Z',
          expiresAt: null,
          note: 'test',
          requestsPerMinute: perMinute,
        })
      ).secret,
    close: async () => {
      await wire.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
