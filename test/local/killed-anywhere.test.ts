import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateTenant } from '../../examples/generate.ts';
import { startClosedDrop } from '../../local/closed-drop.ts';
import { copyOutputs } from '../../local/copy-outputs.ts';
import { dropFiles } from '../../local/drop-files.ts';
import { openJournal } from '../../local/journal.ts';
import { runOutcome } from '../../local/run-outcome.ts';
import { openWire } from '../../local/wire.ts';
import { fileHashes as hashes } from './file-hashes.ts';

/** Real runs, on a machine that may be busy. */
vi.setConfig({ testTimeout: 120_000 });
const root = mkdtempSync(join(tmpdir(), 'kindred-killed-'));
const exports = join(root, 'exports');
beforeAll(async () => {
  await generateTenant({ seed: 5, customers: 80, orders: 800, prospects: 60 }, exports);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the pipeline on one machine', () => {
  it('killed at every transition in turn, every step done twice, ends in the same bytes', async () => {
    class Killed extends Error {}
    const { files, settings } = dropFiles([exports]);
    const drop = {
      warehouse: 'acme',
      files,
      settings: settings === null ? null : readFileSync(settings, 'utf8'),
      asOf: null,
    };
    const outputs = async (name: string, kill: boolean): Promise<number> => {
      const state = join(root, name);
      mkdirSync(state);
      for (let life = 1; ; life += 1) {
        let writes = 0;
        const wire = await openWire({
          state,
          journal: (path) => {
            const journal = openJournal(path);
            return {
              ...journal,
              write: (execution, event) => {
                writes += 1;
                // the first write of a life repeats the one the last life died at
                if (kill && writes > 1) throw new Killed();
                journal.write(execution, event);
              },
            };
          },
        });
        try {
          const execution = await startClosedDrop(wire, drop);
          const outcome = await runOutcome(await wire.executions.ended(execution.name), wire);
          if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
          await copyOutputs(wire.objects, outcome.state, join(root, `${name}-out`));
          return life;
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        } finally {
          await wire.close();
        }
      }
    };
    expect(await outputs('whole', false)).toBe(1);
    expect(await outputs('broken', true)).toBeGreaterThan(20);
    expect(hashes(join(root, 'broken-out'))).toEqual(hashes(join(root, 'whole-out')));
  });
});
