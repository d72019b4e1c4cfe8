import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../functions/shared/sha256.ts';
import { openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { objectStoreContract } from './object-store.contract.ts';

const roots: string[] = [];
function newRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'kindred-folder-'));
  roots.push(root);
  return root;
}
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

objectStoreContract({ name: 'folder', open: () => openFolderObjects(newRoot()) });

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

describe('the folder as a person finds it', () => {
  it('shows current bytes under their key, and takes empty folders away', async () => {
    const root = newRoot();
    const store = await openFolderObjects(root);
    await store.put('inbox/acme/Orders 2026.csv', 'one');
    await store.put('inbox/acme/Orders 2026.csv', 'two');
    expect(readFileSync(join(root, 'objects/inbox/acme/Orders 2026.csv'), 'utf8')).toBe('two');
    await store.delete('inbox/acme/Orders 2026.csv');
    expect(existsSync(join(root, 'objects/inbox'))).toBe(false);
    expect(existsSync(join(root, 'objects'))).toBe(true);
  });

  it('keeps content once, and only while a key has or had it', async () => {
    const root = newRoot();
    const store = await openFolderObjects(root);
    await store.put('a', 'shared');
    await store.put('b', 'shared');
    await store.put('a', 'own');
    expect(files(join(root, 'blobs'))).toEqual([sha256('shared'), sha256('own')].sort());
    await store.purge('a');
    expect(files(join(root, 'blobs'))).toEqual([sha256('shared')]);
    await store.purge('b');
    expect(files(join(root, 'blobs'))).toEqual([]);
    expect(files(join(root, 'arriving'))).toEqual([]);
  });

  it('keeps its content from being edited by accident', async () => {
    const root = newRoot();
    const store = await openFolderObjects(root);
    await store.put('report.html', '<p>');
    expect(statSync(join(root, 'objects/report.html')).mode & 0o222).toBe(0);
  });

  it('is there for the next process', async () => {
    const root = newRoot();
    const first = await openFolderObjects(root);
    await first.put('a', 'one');
    const { version } = await first.put('a', 'two');
    first.close();
    const second = await openFolderObjects(root);
    expect(await second.head('a')).toMatchObject({ version, bytes: 3 });
  });

  it('names content that somebody removed', async () => {
    const root = newRoot();
    const store = await openFolderObjects(root);
    const { version } = await store.put('a.csv', 'one');
    rmSync(join(root, 'blobs', version.slice(0, 2), version));
    await expect(store.get('a.csv')).rejects.toMatchObject({ code: 'Integrity', message: /a\.csv/ });
    await store.put('a.csv', 'one');
    expect(await store.get('a.csv')).not.toBeNull();
  });

  it('mends content that was cut short, when it is put again', async () => {
    const root = newRoot();
    const store = await openFolderObjects(root);
    const { version } = await store.put('a.csv', 'one');
    const blob = join(root, 'blobs', version.slice(0, 2), version);
    chmodSync(blob, 0o644);
    writeFileSync(blob, '');
    await store.put('a.csv', 'one');
    expect(readFileSync(blob, 'utf8')).toBe('one');
  });

  it('names the folder it cannot write', async () => {
    const root = newRoot();
    writeFileSync(join(root, 'taken'), '');
    const place = join(root, 'taken', 'state');
    await expect(openFolderObjects(place)).rejects.toMatchObject({
      code: 'NotWritable',
      problems: [{ name: place }],
    });
  });

  it('refuses an index of another version', async () => {
    const root = newRoot();
    (await openFolderObjects(root)).close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(root, 'index.sqlite'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(openFolderObjects(root)).rejects.toMatchObject({ code: 'BadConfiguration' });
  });

  it('names an index that is damaged', async () => {
    const root = newRoot();
    writeFileSync(
      join(root, 'index.sqlite'),
      'this is not a database, and long enough to be looked at '.repeat(99),
    );
    await expect(openFolderObjects(root)).rejects.toMatchObject({ code: 'Integrity' });
  });
});

const program = (root: string, body: string): string[] => [
  '--input-type=module-typescript',
  '-e',
  `import { openFolderObjects } from ${JSON.stringify(resolve('functions/shared/stores/folder-objects.ts'))};
   const store = await openFolderObjects(${JSON.stringify(root)});
   ${body}`,
];

describe('several processes on one folder', () => {
  it('lets exactly one of them create, and counts every swap', async () => {
    const root = newRoot();
    (await openFolderObjects(root)).close();
    const body = `
      const created = await store.put('once', String(process.pid), { ifAbsent: true });
      let swaps = 0;
      while (swaps < 15) {
        const bytes = await store.get('counter');
        const count = bytes === null ? 0 : Number(new TextDecoder().decode(bytes));
        const etag = (await store.head('counter'))?.etag;
        const put = await store.put('counter', String(count + 1), etag === undefined ? { ifAbsent: true } : { ifMatch: etag });
        if (put.written && (bytes !== null) === (etag !== undefined)) swaps += 1;
        else if (put.written) throw new Error('swapped what was not read');
      }
      console.log(created.written ? 'created' : 'late');`;
    const ends = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<string>((done, fail) => {
            const child = spawn(process.execPath, program(root, body), {
              stdio: ['ignore', 'pipe', 'inherit'],
            });
            let output = '';
            child.stdout.on('data', (chunk) => {
              output += String(chunk);
            });
            child.on('exit', (code) => (code === 0 ? done(output.trim()) : fail(new Error(`exit ${code}`))));
          }),
      ),
    );
    expect(ends.sort()).toEqual(['created', 'late', 'late']);
  });

  it('says so when the disk takes no more, and is whole afterwards', async (context) => {
    context.skip(
      process.platform === 'win32',
      'the limit on file sizes that stands for a full disk is POSIX',
    );
    const root = newRoot();
    (await openFolderObjects(root)).close();
    const body = `
      await store.put('small', 'fits');
      const error = await store.put('large', 'x'.repeat(3_000_000)).catch((failure) => failure);
      console.log(error.code, error.problems?.[0]?.name === ${JSON.stringify(root)}, await store.head('large'));
      await store.put('small', 'fits again');`;
    const output = execFileSync(
      'sh',
      ['-c', 'trap "" XFSZ; ulimit -f 2000; exec "$0" "$@"', process.execPath, ...program(root, body)],
      { encoding: 'utf8' },
    );
    expect(output.trim()).toBe('NotWritable true null');
    const store = await openFolderObjects(root);
    expect(await store.head('small')).toMatchObject({ bytes: 10 });
    expect(files(join(root, 'arriving'))).toEqual([]);
  });

  it('is whole after a process was killed in the middle of its puts', async () => {
    const root = newRoot();
    const body = `
      for (let at = 0; ; at += 1) {
        const kept = store.put('k/' + (at % 7), 'x'.repeat(2000) + at);
        if (at === 60) process.kill(process.pid, 'SIGKILL');
        await kept;
      }`;
    expect(() => execFileSync(process.execPath, program(root, body), { stdio: 'ignore' })).toThrow();
    const store = await openFolderObjects(root);
    let seen = 0;
    for await (const info of store.list('')) {
      const bytes = await store.get(info.key);
      expect(sha256(bytes ?? '')).toBe(info.version);
      seen += 1;
    }
    expect(seen).toBe(7);
    await store.put('k/0', 'after');
    expect(await store.head('k/0')).toMatchObject({ bytes: 5 });
  });
});
