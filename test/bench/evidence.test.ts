import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { partOf, quickParts } from '../../bench/evidence/parts.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/methods/evidence.md'), 'utf8');

describe('the page of evidence shows what its command gives', () => {
  it.each(Object.keys(quickParts))('%s', { timeout: 300_000 }, (part) => {
    const figures = quickParts[part]!();
    if (figures === null) {
      console.log(`skipped: the public data of "${part}" are not at hand (../shared/data)`);
      return;
    }
    expect(partOf(page, part)).toBe(figures.trim());
  });
});
