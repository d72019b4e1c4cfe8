import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  contentTypeOf,
  openArtifact,
  readArtifact,
  writeArtifact,
} from '../../../functions/shared/artifacts.ts';
import { sha256 } from '../../../functions/shared/sha256.ts';
import { openFolderObjects } from '../../../functions/shared/stores/folder-objects.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-artifacts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const objects = await openFolderObjects(join(folder, 'store'));

describe('an artifact', () => {
  it('is told by key, hash and size, whether written from bytes, text or a file', async () => {
    const file = join(folder, 'source.csv');
    writeFileSync(file, 'é\n');
    const expected = { sha256: sha256('é\n'), bytes: 3 };
    expect(await writeArtifact(objects, 'a/text.csv', 'é\n')).toEqual({ key: 'a/text.csv', ...expected });
    expect(await writeArtifact(objects, 'a/bytes.csv', new TextEncoder().encode('é\n'))).toMatchObject(
      expected,
    );
    expect(await writeArtifact(objects, 'a/file.csv', { file })).toMatchObject(expected);
  });

  it('is read back, and opened as a file, verified', async () => {
    const artifact = await writeArtifact(objects, 'b/data.json', '{}');
    expect(new TextDecoder().decode(await readArtifact(objects, artifact))).toBe('{}');
    expect(readFileSync(await openArtifact(objects, artifact, join(folder, 'scratch')), 'utf8')).toBe('{}');
  });

  it('that is gone, or is not the one recorded, is named', async () => {
    const artifact = await writeArtifact(objects, 'c/data.json', '{}');
    const failure = { code: 'Integrity', problems: [{ name: 'c/data.json' }] };
    await objects.put('c/data.json', '{"changed":true}');
    await expect(readArtifact(objects, artifact)).rejects.toMatchObject(failure);
    await expect(openArtifact(objects, artifact, join(folder, 'scratch'))).rejects.toMatchObject(failure);
    await objects.delete('c/data.json');
    await expect(readArtifact(objects, artifact)).rejects.toMatchObject(failure);
    await expect(openArtifact(objects, artifact, join(folder, 'scratch'))).rejects.toMatchObject(failure);
  });

  it('has the media type of its extension', () => {
    expect(contentTypeOf('runs/x/report.html')).toBe('text/html; charset=utf-8');
    expect(contentTypeOf('runs/x.html/report')).toBe('application/octet-stream');
    expect(contentTypeOf('a.toString')).toBe('application/octet-stream');
    expect(contentTypeOf('a.constructor')).toBe('application/octet-stream');
  });
});
