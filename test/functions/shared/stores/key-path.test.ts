import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyPath } from '../../../../functions/shared/stores/key-path.ts';

describe('where an object is shown in a folder', () => {
  it.each([
    ['inbox/acme/Orders 2026.csv', 'inbox/acme/Orders 2026.csv'],
    ['a', 'a%'],
    ['a/b', 'a/b%'],
    ['a.d/b.csv', 'a.d%/b.csv'],
    ['a//b', 'a/%%/b%'],
    ['a/', 'a/%'],
    ['50%.csv', '50%25.csv'],
    ['a:b?.csv', 'a%3Ab%3F.csv'],
    ['dot.', 'dot%2E%'],
    ['x/./y', 'x/%2E/y%'],
    ['nul.txt', '%6Eul.txt'],
    ['Größe 中.csv', 'Größe 中.csv'],
  ])('%s is %s', (key, path) => {
    expect(keyPath(key).join('/')).toBe(path);
  });

  it('is a path no file system refuses, and a different one for each key, also below one another', () => {
    const piece = fc.constantFrom('a', 'b', '.', '%', '%2E', ' ', ':', 'é', 'con', '.csv', 'x'.repeat(120));
    const segment = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(''));
    const key = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 2, maxLength: 30 }), (keys) => {
        const paths = keys.map(keyPath);
        for (const name of paths.flat()) {
          expect(name).toMatch(/^[^<>:"/\\|?*]+$/);
          expect(name).not.toMatch(/[. ]$|^\.\.?$|^con(\.|$)/);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        }
        const objects = paths.map((path) => path.join('/'));
        const folders = paths.flatMap((path) =>
          path.slice(1).map((_, at) => path.slice(0, at + 1).join('/')),
        );
        expect(new Set(objects).size).toBe(keys.length);
        expect(folders.filter((folder) => objects.includes(folder))).toEqual([]);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
