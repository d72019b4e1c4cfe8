import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { pollockScore, pollockTable, SHOWN } from '../../../bench/pollock-figures.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/landing.md'), 'utf8');

it('files polluted as real ones are: at least 9.4 of 10, weighted, as the page shows', async () => {
  const score = await pollockScore(SHOWN);
  expect(score.weighted).toBeGreaterThanOrEqual(9.4);
  expect(score.simple).toBeGreaterThanOrEqual(9.4);
  expect(page).toContain(pollockTable(score));
  // Each loss stands explained below the table.
  for (const { kind, score: of } of score.kinds)
    if (of < 9.995) expect(page).toContain(`**${kind.replaceAll('_', ' ')}**`);
}, 600_000);
