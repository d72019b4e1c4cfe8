import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectedText, sampleSeed, sampleTruth } from '../../examples/expected.ts';

it('EXPECTED.md states what the generator plants today', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../examples/EXPECTED.md'), 'utf8');
  expect(page).toBe(expectedText(await sampleTruth(sampleSeed)));
});
