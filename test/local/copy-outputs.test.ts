import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunState } from '../../events/step.ts';
import { writeArtifact } from '../../functions/shared/artifacts.ts';
import { type FolderObjects, openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { checkOutFolder, copyOutputs } from '../../local/copy-outputs.ts';

const hash = '0'.repeat(32);
const run = `run_${hash}`;
const base = `runs/acme/${run}`;

describe('outputs', () => {
  let root: string;
  let objects: FolderObjects;
  let state: RunState;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'kindred-out-'));
    objects = await openFolderObjects(join(root, 'bucket'));
    const put = (key: string, text: string) => writeArtifact(objects, key, text);
    state = {
      warehouse: 'acme',
      generation: 1,
      cause: 'rerun',
      execution: { id: 'x', started_at: '2026-01-01T00:00:00Z' },
      landing: `land_${hash}`,
      run,
      as_of: '2026-01-01',
      previous_run: null,
      facts: {},
      artifacts: {
        settings: await put(`${base}/settings.json`, 's'),
        manifest: await put(`${base}/manifest.json`, JSON.stringify({ run })),
        targets: await put(`${base}/targets.csv`, 't'),
        hubspot: await put(`${base}/exports/hubspot.csv`, 'h'),
        quarantine: await put('landed/acme/l/quarantine.csv', 'q'),
        'table-orders': await put('landed/acme/l/orders.parquet', 'p'),
      },
    };
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const names = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();

  it('are the run’s own files and the quarantine, without settings and landed tables', async () => {
    const out = join(root, 'deep', 'out');
    const written = await copyOutputs(objects, state, out);
    expect(written).toEqual(['exports/hubspot.csv', 'manifest.json', 'quarantine.csv', 'targets.csv']);
    expect(names(out)).toEqual(written);
    expect(readFileSync(join(out, 'targets.csv'), 'utf8')).toBe('t');
  });

  it('replace those of an earlier run as a whole', async () => {
    const out = join(root, 'out');
    await copyOutputs(objects, state, out);
    writeFileSync(join(out, 'older.csv'), '');
    const { targets: _, ...fewer } = state.artifacts;
    await copyOutputs(objects, { ...state, artifacts: fewer }, out);
    expect(names(out)).toEqual(['exports/hubspot.csv', 'manifest.json', 'quarantine.csv']);
    expect(readdirSync(root).sort()).toEqual(['bucket', 'out']);
  });

  it('leave the old ones as they were when an artifact is not the one recorded', async () => {
    const out = join(root, 'out');
    await copyOutputs(objects, state, out);
    const before = names(out);
    await objects.put(`${base}/targets.csv`, 'tampered');
    await expect(copyOutputs(objects, state, out)).rejects.toMatchObject({ code: 'Integrity' });
    expect(names(out)).toEqual(before);
    expect(readdirSync(root).sort()).toEqual(['bucket', 'out']);
  });

  it('never take the place of a folder with other things in it, or of a file', () => {
    mkdirSync(join(root, 'documents'));
    writeFileSync(join(root, 'documents', 'thesis.txt'), 'years of work');
    expect(() => checkOutFolder(join(root, 'documents'))).toThrow(/holds thesis.txt/);
    expect(() => checkOutFolder(join(root, 'documents', 'thesis.txt'))).toThrow(
      /thesis.txt: allowed a folder/,
    );
    expect(() => checkOutFolder(join(root, 'documents', 'thesis.txt', 'out'))).toThrow(/--out/);
    checkOutFolder(join(root, 'new'));
    expect(existsSync(join(root, 'new'))).toBe(false);
  });
});
