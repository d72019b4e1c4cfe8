import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresTable, ga4Figures } from '../../../bench/ga4-figures.ts';

describe('docs/methods/ga4.md', () => {
  it('shows what both statements say of the same rows', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/methods/ga4.md'), 'utf8');
    expect(page).toContain(figuresTable(await ga4Figures()));
  }, 600_000);
});
