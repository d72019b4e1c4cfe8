import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeTenant } from '../../bench/judge-tenant.ts';
import { acrossSeeds, type SeedSummary } from '../../examples/across-seeds.ts';

/** Seeds nobody looked at while the models were made, at a third of the sample's size. The full bench is `npm run bench -- planted`. */
const seeds = [9001, 9002, 9003];
const size = { customers: 900, orders: 27_000, prospects: 8_000 };

let summary: readonly SeedSummary[] = [];
beforeAll(async () => {
  const tenants = [];
  for (const seed of seeds) tenants.push({ seed, figures: await judgeTenant(seed, size) });
  summary = acrossSeeds(tenants, {
    trait_recall: 'high',
    false_traits: 'low',
    precision_100: 'high',
    precision_over_base: 'high',
    hidden_leaked: 'low',
    duplicates_leaked: 'low',
    lapsed_recall: 'high',
  });
}, 240_000);

afterAll(() => {
  for (const { name, mean, worst, worst_seed } of summary)
    console.log(
      `planted truth, ${seeds.length} tenants: ${name} mean ${mean.toFixed(3)}, worst ${worst.toFixed(3)} (seed ${worst_seed})`,
    );
});

const figure = (name: string): SeedSummary => {
  const found = summary.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no figure ${name}`);
  return found;
};

describe('tenants with a planted truth', () => {
  it('finds the planted traits, and hardly any that are not there', () => {
    expect(figure('trait_recall').mean).toBeGreaterThanOrEqual(0.6);
    expect(figure('trait_recall').worst).toBeGreaterThanOrEqual(0.4);
    expect(figure('false_traits').worst).toBeLessThanOrEqual(2);
  });
  it('puts companies that truly fit at the top of the list', () => {
    expect(figure('precision_over_base').mean).toBeGreaterThanOrEqual(10);
    expect(figure('precision_over_base').worst).toBeGreaterThanOrEqual(8);
  });
  it('lists no existing customer as a stranger, and no company twice', () => {
    expect(figure('hidden_leaked').worst).toBe(0);
    expect(figure('duplicates_leaked').worst).toBe(0);
  });
  it('has the lapsed customers on the win-back list', () => {
    expect(figure('lapsed_recall').worst).toBeGreaterThanOrEqual(0.9);
  });
});
