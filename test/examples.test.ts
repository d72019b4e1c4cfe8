import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { brokenPromises } from './broken-promises.ts';

/**
 * Every `@example` in core and functions/shared is run, so that no document shows an answer the code does not give. An
 * example is a list of statements; an expression that ends in `; // => value` must give that JSON-like value, exactly. Only
 * the module's own exports are in scope.
 */
const root = resolve(import.meta.dirname, '..');

type Example = { readonly file: string; readonly line: number; readonly code: string };

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return entry.name.endsWith('.ts') ? [path.replaceAll('\\', '/')] : [];
    })
    .sort();
}

function examplesOf(file: string): Example[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^[ \t]*\* @example[ \t]*\n((?:[ \t]*\*(?!\/)(?! @).*\n)*)/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    code: (match[1] ?? '')
      .split('\n')
      .map((line) => line.replace(/^[ \t]*\* ?/, ''))
      .filter((line) => !line.startsWith('```'))
      .join('\n'),
  }));
}

const files = [...sources('core'), ...sources('functions/shared')];
const examples = files.flatMap(examplesOf);

describe('examples in the documentation', () => {
  it('are found', () => {
    expect(examples.length).toBeGreaterThan(100);
  });

  for (const file of files) {
    const own = examples.filter((example) => example.file === file && example.code.includes('// =>'));
    if (own.length === 0) continue;
    it(file, async () => {
      const scope: Record<string, unknown> = await import(pathToFileURL(join(root, file)).href);
      const wrong = own.flatMap(({ line, code }) => brokenPromises(`${file}:${line}`, code, { ...scope }));
      expect(wrong).toEqual([]);
    });
  }

  it('counts the public core files that have none', () => {
    const without = sources('core').filter(
      (file) =>
        /^export (?:async )?function /m.test(readFileSync(join(root, file), 'utf8')) &&
        !examples.some((example) => example.file === file && example.code.includes('// =>')),
    );
    process.stdout.write(
      `core files with public functions and no executed example: ${without.length}\n${without.map((file) => `  ${file}\n`).join('')}`,
    );
    expect(without.length).toBeLessThan(sources('core').length);
  });
});
