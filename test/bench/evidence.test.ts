import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { partOf, quickParts } from '../../bench/evidence/parts.ts';
import {
  oneKindSeeds,
  oneKindSize,
  tenantLine,
  tenantSeeds,
  tenantSize,
  traitStepColumns,
} from '../../bench/evidence/tenant-figures.ts';
import { judgeTenant } from '../../bench/judge-tenant.ts';
import { smallPlan, smallSeeds, tenantFigures, tenantRow } from '../../bench/similarity-figures.ts';

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

  it('whole runs: the first seed again, as far as the traits step decides', {
    timeout: 600_000,
  }, async () => {
    const seed = tenantSeeds[0]!;
    const again = tenantLine({ seed, figures: await judgeTenant(seed, tenantSize) });
    const shown = partOf(page, 'tenants')
      .split('\n')
      .find((line) => line.startsWith(`| ${seed} |`));
    const cells = (line: string): readonly string[] => line.split(' | ').slice(0, traitStepColumns + 1);
    expect(cells(shown ?? '')).toEqual(cells(again));
    const one = await judgeTenant(oneKindSeeds[0]!, oneKindSize);
    expect(one['archetypes']).toBe(1);
  });

  it('look-alikes: the first small tenant again', { timeout: 300_000 }, async () => {
    const row = tenantRow(await tenantFigures(smallSeeds[0]!, smallPlan));
    expect(partOf(page, 'look-alikes').split('\n')).toContain(row);
  });
});

describe('the figures are what the product promises', () => {
  const number = (part: string, pattern: RegExp): number => Number(pattern.exec(partOf(page, part))?.[1]);

  it('on whole runs', () => {
    const worst = (words: string): number =>
      number('tenants', new RegExp(`\\| ${words}[^|]*\\| [\\d.]+ \\| ([\\d.]+)`));
    const mean = (words: string): number => number('tenants', new RegExp(`\\| ${words}[^|]*\\| ([\\d.]+)`));
    expect(mean('archetypes against planted')).toBeGreaterThanOrEqual(0.8);
    expect(mean('share of the planted traits')).toBeGreaterThanOrEqual(0.6);
    expect(worst('traits among the strongest that are not there')).toBeLessThanOrEqual(2);
    expect(worst('existing customers listed as strangers')).toBe(0);
    expect(mean('true fits among the 100')).toBeGreaterThanOrEqual(0.5);
    expect(partOf(page, 'tenants')).toMatch(/holds the true lift on (\d+) of \1 tenants/);
  });

  it('on look-alikes', () => {
    expect(partOf(page, 'look-alikes')).toContain('every interval lies above 0');
  });
});
