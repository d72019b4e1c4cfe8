import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generateTenant } from '../../examples/generate.ts';
import { startClosedDrop } from '../../local/closed-drop.ts';
import { dropFiles } from '../../local/drop-files.ts';
import { runOutcome } from '../../local/run-outcome.ts';
import { startTick } from '../../local/scheduler.ts';
import { openWire } from '../../local/wire.ts';

it('a day later a tick makes one new run, as of its own date; the same tick again makes none', async () => {
  const root = mkdtempSync(join(tmpdir(), 'kindred-tick-'));
  await generateTenant({ seed: 9, customers: 60, orders: 500, prospects: 40 }, join(root, 'exports'));
  const wire = await openWire({ state: join(root, 'state') });
  const published = async (name: string) => {
    const ended = await runOutcome(await wire.executions.ended(name), wire);
    if (ended.kind !== 'published') throw new Error(JSON.stringify(ended));
    return ended.state;
  };
  const { files } = dropFiles([join(root, 'exports')]);
  const drop = await startClosedDrop(wire, { warehouse: 'acme', files, settings: null, asOf: null });
  const { run, as_of } = await published(drop.name);
  expect(as_of < '2026-07-02').toBe(true);
  const due = Date.parse('2026-07-02T05:00:00Z');
  const tick = startTick(wire.executions, 'acme', due);
  expect(await published(tick.execution.name)).toMatchObject({
    as_of: '2026-07-02',
    cause: 'schedule',
    previous_run: run,
  });
  expect(startTick(wire.executions, 'acme', due)).toMatchObject({ started: false });
  expect(wire.executions.list({ limit: 100 })).toHaveLength(2);
  await wire.close();
  rmSync(root, { recursive: true, force: true });
}, 120_000);
