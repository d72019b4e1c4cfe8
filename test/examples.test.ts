import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { runInNewContext, Script } from 'node:vm';
import { describe, expect, it } from 'vitest';

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

type Answer = { readonly actual: unknown; readonly promised: string };

/** The answers an example promises, with what the code gives for each. An expression may span several lines. */
function answers(code: string, scope: Record<string, unknown>): Answer[] {
  const found: Answer[] = [];
  const take = (actual: unknown, promised: string): void => {
    found.push({ actual, promised });
  };
  const script: string[] = [];
  let waiting: string[] = [];
  for (const line of code.split('\n')) {
    const [, last, promised] = /^(.*?);?[ \t]*\/\/ => (.*)$/.exec(line) ?? [];
    if (last === undefined || promised === undefined) {
      waiting.push(line);
      continue;
    }
    waiting.push(last);
    const start = waiting.findLastIndex((_, index) => isExpression(waiting.slice(index).join('\n')));
    if (start < 0) throw new SyntaxError(`no expression before => ${promised}`);
    script.push(...waiting.slice(0, start));
    script.push(`__take((${waiting.slice(start).join('\n')}), ${JSON.stringify(promised)});`);
    waiting = [];
  }
  // The host's own constructors, so that arrays made in an example equal arrays made here.
  runInNewContext([...script, ...waiting].join('\n'), { ...hosts, ...scope, __take: take });
  return found;
}

function isExpression(text: string): boolean {
  try {
    return new Script(`(${text})`) instanceof Script;
  } catch {
    return false;
  }
}

const hosts = {
  Array,
  Float64Array,
  Int32Array,
  Int8Array,
  JSON,
  Map,
  Math,
  Number,
  Object,
  Set,
  String,
  TextEncoder,
  Uint8Array,
  Uint32Array,
};

/** Through JSON, as the promised value is written: typed arrays and unset fields play no part. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    ArrayBuffer.isView(inner) && !(inner instanceof DataView) ? Array.from(Object.values(inner)) : inner,
  );
  return text === undefined ? undefined : JSON.parse(text);
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
      const wrong = own.flatMap(({ line, code }) => {
        const taken = answers(code, { ...scope });
        const promises = code.split('\n').filter((text) => text.includes('// =>')).length;
        const missed = promises - taken.length;
        return [
          ...(missed > 0 ? [`${file}:${line}: ${missed} promises are not on an expression`] : []),
          ...taken.flatMap(({ actual, promised }) => {
            const value: unknown = runInNewContext(`(${promised})`, {});
            const same = isDeepStrictEqual(plain(actual), plain(value));
            return same
              ? []
              : [`${file}:${line}: promised ${promised}, got ${JSON.stringify(plain(actual))}`];
          }),
        ];
      });
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
