import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { brokenPromises } from '../../broken-promises.ts';

const path = resolve(import.meta.dirname, '../../../docs/methods/learning.md');

it('gives the answers of its worked example', async () => {
  const code = /```ts\n([\s\S]*?)```/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
  const scope: Record<string, unknown> = {};
  const lines: string[] = [];
  for (const line of code.split('\n')) {
    const from = /^import \{.*\} from '(.*)';$/.exec(line)?.[1];
    if (from === undefined) lines.push(line);
    else Object.assign(scope, await import(pathToFileURL(resolve(dirname(path), from)).href));
  }
  expect(lines.filter((line) => line.includes('// =>')).length).toBe(7);
  expect(brokenPromises('docs/methods/learning.md', lines.join('\n'), scope)).toEqual([]);
});
