import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { smallTrial } from '../../../bench/matching-figures.ts';
import { listedCompanies, matchingTrial } from '../../../bench/matching-trial.ts';
import { duplicateProspects } from '../../../core/match/duplicate-prospects.ts';
import { brokenPromises } from '../../broken-promises.ts';

const path = resolve(import.meta.dirname, '../../../docs/methods/matching.md');
const page = readFileSync(path, 'utf8');
const companies = listedCompanies();
if (companies === null) console.log('skipped: the Inc. 5000 list is not at hand (../shared/data)');

it('gives the answers of its worked example', async () => {
  const code = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const scope: Record<string, unknown> = {};
  const lines: string[] = [];
  for (const line of code.split('\n')) {
    const from = /^import \{.*\} from '(.*)';$/.exec(line)?.[1];
    if (from === undefined) lines.push(line);
    else Object.assign(scope, await import(pathToFileURL(resolve(dirname(path), from)).href));
  }
  expect(lines.filter((line) => line.includes('// =>')).length).toBe(5);
  expect(brokenPromises('docs/methods/matching.md', lines.join('\n'), scope)).toEqual([]);
});

it.skipIf(companies === null)('shows the small trial as its command gives it', () => {
  expect(page).toContain(smallTrial(companies ?? []));
});

it.skipIf(companies === null)('keeps its promise on real companies it was not tuned on', () => {
  const trial = matchingTrial(companies ?? [], 4711, { customers: 1500, copies: 1500, strangers: 1000 });
  expect(trial.linkage.fit.fitted).toBe(true);
  expect(trial.right / trial.said).toBeGreaterThanOrEqual(0.99);
  expect(trial.right / trial.copies).toBeGreaterThanOrEqual(0.95);
  expect(trial.hard['same name in another city']?.merged).toBe(0);
});

it.skipIf(companies === null)('merges none of the rows that repeat a domain', () => {
  expect(duplicateProspects(companies ?? []).filter((match) => match.decision === 'same')).toEqual([]);
});
