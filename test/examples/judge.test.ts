import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trait, TraitCondition } from '../../core/traits/trait.ts';
import { acrossSeeds } from '../../examples/across-seeds.ts';
import { generateTenant } from '../../examples/generate.ts';
import {
  judgeArchetypes,
  judgeList,
  judgeTraits,
  judgeWinBack,
  wronglyExcluded,
} from '../../examples/judge.ts';
import type { PlantedTruth } from '../../examples/planted-truth.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-judge-'));
let truth: PlantedTruth;
beforeAll(async () => {
  truth = await generateTenant({ seed: 11, customers: 400, orders: 6_000, prospects: 3_000 }, folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = (feature: string, condition: TraitCondition, other: Partial<Trait> = {}): Trait => ({
  id: `${feature} ${JSON.stringify(condition)}`,
  feature,
  words: feature,
  category: 'firmographic',
  population: 'both',
  condition,
  best_with: 40,
  best_known: 80,
  rest_with: 60,
  rest_known: 320,
  rate_best: 0.5,
  rate_rest: 0.1875,
  lift: 2.4,
  lift_low: 1.8,
  lift_high: 3.2,
  p_value: 1e-6,
  q_value: 1e-5,
  coverage: 0.8,
  strongest: 1,
  ...other,
});
const level = (text: string): TraitCondition => ({ kind: 'level', level: text });
const range = (from: number | null, to: number | null): TraitCondition => ({ kind: 'range', from, to });

describe('found traits', () => {
  it('are the planted ones in any form the files give them', () => {
    const verdict = judgeTraits(truth, [
      found('naics', { kind: 'prefix', prefix: '3339' }),
      found('industry', level('Chemical manufacturing')),
      found('employees', range(180, 450)),
      found('region', level('OH')),
      found('facility_count', range(4, null)),
      found('attribute_maintenance_model', level('In-House')),
      found('attribute_shift_pattern', level('3-shift')),
      found('edi', level('yes'), { population: 'customer', category: 'operational' }),
    ]);
    expect(verdict.recall).toBe(1);
    expect(verdict.missed).toEqual([]);
    expect(verdict.verdicts.planted).toHaveLength(8);
  });

  it('count once however often they are told, and only with a lift above 1', () => {
    const verdict = judgeTraits(truth, [
      found('naics', { kind: 'prefix', prefix: '333' }),
      found('industry', level('Machinery manufacturing')),
      found('edi', level('yes'), { lift: 0.5 }),
    ]);
    expect(verdict.recall).toBe(1 / 8);
    expect(verdict.verdicts.correlated).toEqual([found('edi', level('yes')).id]);
  });

  it('are told apart from decoys, leaks, consequences and chance', () => {
    const { verdicts, recall } = judgeTraits(truth, [
      found('annual_revenue', range(4e7, null)),
      found('employees', range(20, 60)),
      found('employees', range(100, null)),
      found('naics', { kind: 'prefix', prefix: '33' }),
      found('attribute_customer_class', level('A')),
      found('orders_per_month', range(4, null), { category: 'behavioural', population: 'customer' }),
      found('attribute_erp_system', level('SAP')),
      found('founded_year', range(1950, 1960)),
      found('attribute_unheard_of', level('x')),
    ]);
    expect(recall).toBe(0);
    expect(Object.fromEntries(Object.entries(verdicts).map(([kind, ids]) => [kind, ids.length]))).toEqual({
      planted: 0,
      correlated: 4,
      leak: 1,
      consequence: 1,
      false: 3,
    });
  });
});

describe('a net-new list', () => {
  const target = (target_id: string, rank: number, similarity = 100 - rank) =>
    ({ target_id, list: 'tier-a', pool: 'net-new', rank, similarity }) as const;

  it('is as precise as the share of its first k that fit', () => {
    const misses = Array.from({ length: 3_000 }, (_, i) => `P-${200_001 + i}`).filter(
      (id) =>
        !truth.fits.includes(id) &&
        !truth.hidden.some((entry) => entry.prospect_id === id) &&
        !truth.duplicates.some((entry) => entry.prospect_id === id),
    );
    const mixed = [...truth.fits.slice(0, 6), ...misses.slice(0, 14)].map((id, i) => target(id, i + 1));
    const judged = judgeList(truth, [...mixed].reverse(), 10);
    expect(judged.hits).toBe(6);
    expect(judged.precision).toBeCloseTo(0.6, 12);
    expect(judged.base_rate).toBeCloseTo(0.025, 3);
    expect(judged.precision_over_base).toBeCloseTo(0.6 / judged.base_rate, 12);
    expect(judged.hidden_leaked).toEqual([]);
    const byOther = mixed.map((one) => ({ ...one, similarity: one.rank }));
    expect(judgeList(truth, byOther, 10, 'similarity').hits).toBe(0);
  });

  it('passes over accounts that never ordered and counts a company once', () => {
    const { prospect_id, original_id } = truth.duplicates[0]!;
    const fitting: PlantedTruth = { ...truth, fits: [original_id] };
    const judged = judgeList(
      fitting,
      [target(truth.never_ordered[0]!, 1), target(original_id, 2), target(prospect_id, 3)],
      2,
    );
    expect(judged.hits).toBe(1);
    expect(judged.duplicates_leaked).toEqual([prospect_id]);
    expect(judgeList(fitting, [target(prospect_id, 1)], 1)).toMatchObject({
      hits: 1,
      duplicates_leaked: [],
    });
  });

  it('says which customers leaked into it', () => {
    const { prospect_id } = truth.hidden[0]!;
    expect(judgeList(truth, [target(prospect_id, 900)], 10).hidden_leaked).toEqual([prospect_id]);
    const winBack = { ...target(prospect_id, 1), pool: 'win-back' } as const;
    expect(judgeList(truth, [winBack], 10).hidden_leaked).toEqual([]);
  });
});

it('a win-back pool is judged by whom it misses and whom it takes for silent', () => {
  const [first, ...others] = truth.lapsed;
  const pool = [...others, truth.buying[0]!].map((target_id) => ({ target_id, pool: 'win-back' }) as const);
  const judged = judgeWinBack(truth, pool);
  expect(judged.missed).toEqual([first]);
  expect(judged.recall).toBeCloseTo(1 - 1 / truth.lapsed.length, 12);
  expect(judged.still_buying).toEqual([truth.buying[0]]);
  expect(judged.false_share).toBeCloseTo(1 / pool.length, 12);
  expect(judgeWinBack(truth, []).recall).toBe(0);
});

it('exclusions are wrong where they strike strangers', () => {
  const stranger = truth.namesakes[0]!.prospect_id;
  const excluded = [truth.hidden[0]!.prospect_id, truth.duplicates[0]!.prospect_id, stranger, 'C-10001'];
  expect(wronglyExcluded(truth, excluded)).toEqual([stranger]);
});

it('archetypes are judged whatever the clusters are called', () => {
  const numbers = new Map(truth.best.map((id) => [id, truth.styles[id]!.length]));
  expect(judgeArchetypes(truth, numbers)).toEqual({ adjusted_rand: 1, customers: truth.best.length });
  const alike = new Map(truth.best.map((id) => [id, 'everybody']));
  expect(judgeArchetypes(truth, alike).adjusted_rand).toBe(0);
  expect(judgeArchetypes(truth, new Map([['nobody', 1]])).customers).toBe(0);
});

it('seeds are summed up as mean and worst, worst by what is good', () => {
  const tenants = [
    { seed: 1, figures: { recall: 1, leaked: 0 } },
    { seed: 2, figures: { recall: 0.5, leaked: 0 } },
    { seed: 3, figures: { recall: 0.9, leaked: 3 } },
  ];
  expect(acrossSeeds(tenants, { recall: 'high', leaked: 'low' })).toEqual([
    { name: 'recall', mean: (1 + 0.5 + 0.9) / 3, worst: 0.5, worst_seed: 2 },
    { name: 'leaked', mean: 1, worst: 3, worst_seed: 3 },
  ]);
  expect(() => acrossSeeds(tenants, { precision: 'high' })).toThrow(RangeError);
  expect(() => acrossSeeds([], { recall: 'high' })).toThrow(RangeError);
});
