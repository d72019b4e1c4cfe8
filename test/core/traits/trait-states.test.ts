import { expect, it } from 'vitest';
import { categoryFeature, numericFeature, plantedTable } from '../../../bench/planted-table.ts';
import type { FeatureTable } from '../../../core/model/feature-table.ts';
import { liftTable } from '../../../core/traits/lift-table.ts';
import { strongestTraits } from '../../../core/traits/strongest.ts';
import { suspectColumns } from '../../../core/traits/suspect-columns.ts';
import { conditionStates, rowStates } from '../../../core/traits/trait-condition.ts';
import {
  covers,
  disjoint,
  sameGround,
  traitBeyond,
  traitCorrelation,
} from '../../../core/traits/trait-overlap.ts';

it('knows what it cannot know', () => {
  const codes = {
    kind: 'category',
    levels: ['3', '33', '333', '3331', '42'],
    codes: Int32Array.of(0, 1, 2, 3, 4, -1),
  } as const;
  expect([...conditionStates(codes, { kind: 'prefix', prefix: '333' })]).toEqual([-1, -1, 1, 1, 0, -1]);
  expect([...conditionStates(codes, { kind: 'level', level: '333' })]).toEqual([0, 0, 1, 0, 0, -1]);
  expect([...conditionStates(codes, { kind: 'range', from: 1, to: 2 })]).toEqual([-1, -1, -1, -1, -1, -1]);
  const numbers = {
    kind: 'numeric',
    values: Float64Array.of(1, 2, 3, 0),
    known: Uint8Array.of(1, 1, 1, 0),
  } as const;
  expect([...conditionStates(numbers, { kind: 'range', from: 2, to: 3 })]).toEqual([0, 1, 0, -1]);
  expect([...conditionStates(numbers, { kind: 'range', from: null, to: 2 })]).toEqual([1, 0, 0, -1]);
  expect([...conditionStates(numbers, { kind: 'level', level: '2' })]).toEqual([-1, -1, -1, -1]);
  const table: FeatureTable = {
    ids: ['a', 'b', 'c', 'd'],
    features: [numericFeature('x')],
    columns: [numbers],
  };
  expect([...rowStates(table, 'x', { kind: 'range', from: 3, to: null })]).toEqual([0, 0, 1, -1]);
});

it('sees when one trait stands for another', () => {
  const { table, label } = plantedTable(31, {
    companies: 1000,
    bestShare: 0.2,
    plants: [{ prevalence: 0.3, lift: 2.5 }],
    categories: 1,
    numbers: 0,
  });
  const truth = rowStates(table, 'plant0', { kind: 'level', level: 'A' });
  const noise = rowStates(table, 'category0', { kind: 'level', level: 'L0' });
  const half = truth.map((state, row) => (state === 1 && row % 2 === 0 ? 1 : 0));
  expect(traitCorrelation(truth, truth, label)).toBe(1);
  expect(Math.abs(traitCorrelation(truth, noise, label))).toBeLessThan(0.1);
  expect(traitBeyond(half, [], label).p).toBeLessThan(1e-4);
  expect(traitBeyond(half, [truth], label).p).toBeGreaterThan(0.05);
  expect(traitBeyond(truth, [half, noise], label).p).toBeLessThan(1e-4);
});

it('compares wordings', () => {
  const range = (from: number | null, to: number | null, feature = 'x') =>
    ({ feature, condition: { kind: 'range', from, to } }) as const;
  const code = (prefix: string) => ({ feature: 'naics', condition: { kind: 'prefix', prefix } }) as const;
  expect(sameGround(range(1, 2), range(5, null))).toBe(true);
  expect(sameGround(range(1, 2), range(1, 2, 'y'))).toBe(false);
  expect(sameGround(code('33'), code('3339'))).toBe(true);
  expect(sameGround(code('333'), code('325'))).toBe(false);
  expect(covers(range(null, null), range(3, 4))).toBe(true);
  expect(covers(range(3, 4), range(3, null))).toBe(false);
  expect(disjoint(range(3, 4), range(4, null))).toBe(true);
  expect(disjoint(range(3, 5), range(4, null))).toBe(false);
  expect(disjoint(code('333'), code('325'))).toBe(false);
});

it('bars columns that give the label away, unless the settings vouch for them', () => {
  const { table, label } = plantedTable(32, {
    companies: 500,
    bestShare: 0.2,
    plants: [],
    categories: 0,
    numbers: 0,
  });
  const codes = label.map((best, row) => (row % 17 === 0 ? 1 - best : best));
  const graded = (name: string, known: 'timeless' | 'label-window'): FeatureTable => ({
    ids: table.ids,
    features: [{ ...categoryFeature(name), known, population: 'customer' }],
    columns: [{ kind: 'category', levels: ['B', 'A'], codes: Int32Array.from(codes) }],
  });
  const undeclared = graded('attribute_customer_class', 'label-window');
  const [suspect] = suspectColumns(undeclared, label);
  expect(suspect?.feature).toBe('attribute_customer_class');
  expect(suspect?.reason).toMatch(/AUC 0\.9\d/);
  const chosen = strongestTraits(undeclared, label, liftTable(undeclared, label));
  expect(chosen.suspect).toEqual([suspect]);
  expect(chosen.traits.every(({ strongest }) => strongest === null)).toBe(true);
  expect(suspectColumns(graded('attribute_product_line', 'label-window'), label)).toEqual([]);
  expect(suspectColumns(graded('attribute_customer_class', 'timeless'), label)).toEqual([]);
});
