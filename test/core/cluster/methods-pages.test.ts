import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { brokenPromises } from '../../broken-promises.ts';

const pages = [
  ['clusters', 6],
  ['value', 7],
  ['win-back', 7],
  ['quotes', 3],
] as const;

it.each(pages)('docs/methods/%s.md gives the answers of its worked example', async (name, promises) => {
  const path = resolve(import.meta.dirname, `../../../docs/methods/${name}.md`);
  const code = /```ts\n([\s\S]*?)```/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
  const scope: Record<string, unknown> = {};
  const lines: string[] = [];
  for (const line of code.split('\n')) {
    const from = /^import \{.*\} from '(.*)';$/.exec(line)?.[1];
    if (from === undefined) lines.push(line);
    else Object.assign(scope, await import(pathToFileURL(resolve(dirname(path), from)).href));
  }
  expect(lines.filter((line) => line.includes('// =>')).length).toBe(promises);
  expect(brokenPromises(`docs/methods/${name}.md`, lines.join('\n'), scope)).toEqual([]);
});
