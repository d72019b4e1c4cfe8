import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { traitFigures } from '../../../bench/trait-figures.ts';
import { brokenPromises } from '../../broken-promises.ts';

const path = resolve(import.meta.dirname, '../../../docs/methods/traits.md');
const page = readFileSync(path, 'utf8');

it('gives the answers of its worked example', async () => {
  const code = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const scope: Record<string, unknown> = {};
  const lines: string[] = [];
  for (const line of code.split('\n')) {
    const from = /^import \{.*\} from '(.*)';$/.exec(line)?.[1];
    if (from === undefined) lines.push(line);
    else Object.assign(scope, await import(pathToFileURL(resolve(dirname(path), from)).href));
  }
  expect(lines.filter((line) => line.includes('// =>')).length).toBe(10);
  expect(brokenPromises('docs/methods/traits.md', lines.join('\n'), scope)).toEqual([]);
});

it('shows the figures that its command gives', () => {
  const [, shown] = page.split(/<!-- (?:figures|end of figures) -->\n/);
  expect(shown?.trimEnd()).toBe(traitFigures());
});
