import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarityDefaults } from '../../../core/model/choose-similarity.ts';
import { similarityConfidence } from '../../../core/model/confidence.ts';
import { contrastRows } from '../../../core/model/contrast.ts';
import { crossFit, splitFolds } from '../../../core/model/cross-fit.ts';
import { buildLookalikeSet, side } from '../../../core/model/lookalike-set.ts';
import { jackknifeUncertainty } from '../../../core/model/model-uncertainty.ts';
import { percentileOf, percentileTable } from '../../../core/model/percentile-table.ts';
import { preferSimpler } from '../../../core/model/prefer-simpler.ts';
import { stackTables } from '../../../core/model/stack-tables.ts';
import { supportShare, trainingSupport } from '../../../core/model/training-support.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { plantWorld, tableOf } from './planted-world.ts';

describe('the percentile table', () => {
  it('never falls, spans 0–100 and agrees with counting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1, maxLength: 400 }),
        (values) => {
          const table = percentileTable(Float64Array.from(values));
          let last = -1;
          for (let score = -310; score <= 310; score += 7) {
            const percent = percentileOf(table, score);
            expect(percent).toBeGreaterThanOrEqual(last);
            last = percent;
            const below = values.filter((value) => value < score).length;
            const equal = values.filter((value) => value === score).length;
            const exact = (100 * (below + equal / 2)) / values.length;
            // Between knots the table is linear: off by no more than a knot's worth, or half a lump of equal values.
            const lump = Math.max(...values.map((value) => values.filter((other) => other === value).length));
            expect(Math.abs(percent - exact)).toBeLessThanOrEqual(
              1.5 + (100 * lump) / values.length + 100 / values.length,
            );
          }
          expect(percentileOf(table, -301)).toBe(0);
          expect(percentileOf(table, 301)).toBe(100);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('the contrast', () => {
  const world = plantWorld(3, { customers: 100, prospects: 300 });
  const set = buildLookalikeSet({ ...world, texts: null }, similarityDefaults.samples, 42);

  it('weighs ordinary customers and candidates alike in the mixture', () => {
    const { rows, weights, target } = contrastRows(set, 'both');
    const weight = (where: number): number =>
      rows.reduce((sum, row, i) => sum + (set.sides[row] === where ? weights[i]! : 0), 0);
    expect(weight(side.rest)).toBeCloseTo(weight(side.background), 9);
    expect(weight(side.rest) + weight(side.background)).toBeCloseTo(380, 9);
    expect(weight(side.best)).toBe(target.reduce((sum, value) => sum + value, 0));
  });

  it('takes one side alone where asked, or where there is no other', () => {
    const sidesOf = (contrast: 'rest' | 'background'): number[] =>
      [...new Set(Array.from(contrastRows(set, contrast).rows, (row) => set.sides[row]!))].sort();
    expect(sidesOf('rest')).toEqual([side.rest, side.best]);
    expect(sidesOf('background')).toEqual([side.best, side.background]);
  });

  it('is of the same companies whatever their order, and thins each side by the hash of its ids', () => {
    const samples = { best: 10, rest: 30, background: 50 };
    const thin = buildLookalikeSet({ ...world, texts: null }, samples, 42);
    const counts = [0, 0, 0];
    for (const where of thin.sides) counts[where]! += 1;
    expect(counts).toEqual([30, 10, 50]);
  });
});

describe('cross-fitting', () => {
  it('never shows a held-out company to the fit, and ranks every best customer once', () => {
    const world = plantWorld(3, { customers: 150, prospects: 300 });
    const set = buildLookalikeSet({ ...world, texts: null }, similarityDefaults.samples, 42);
    const seen: string[] = [];
    const ranks = crossFit(splitFolds(set, 5, 1), (train) => {
      const known = new Set(train.table.ids);
      return (held) => {
        expect(held.table.ids.filter((id) => known.has(id))).toEqual([]);
        seen.push(...held.table.ids);
        return Float64Array.from(held.sides, (where) => (where === side.best ? 1 : 0));
      };
    });
    expect(seen.sort()).toEqual([...set.table.ids].sort());
    expect(ranks.rows.length).toBe(30);
    expect(new Set(ranks.amongMarket)).toEqual(new Set([1]));
    expect(new Set(ranks.amongRest)).toEqual(new Set([1]));
  });
});

describe('preferring the simpler', () => {
  const random = createRandom(5);
  const base = Array.from({ length: 200 }, () => random.next());
  const figures = (better: number, rows = 200): Map<number, number> =>
    new Map(base.slice(0, rows).map((value, row) => [row, value + better + 0.05 * random.normal()]));

  it('takes the complex one only when it is better by more than a standard error', () => {
    const card = { name: 'card', complexity: 2, figures: figures(0) };
    expect(preferSimpler([card, { name: 'trees', complexity: 5, figures: figures(0.2) }]).name).toBe('trees');
    const close = preferSimpler([card, { name: 'trees', complexity: 5, figures: figures(0.015) }]);
    expect(close.name).toBe('card');
    expect(close.best).toBe('trees');
  });

  it('takes the earlier of equals unless the other is better row by row', () => {
    const first = { name: 'first', complexity: 2, figures: figures(0) };
    expect(preferSimpler([first, { name: 'second', complexity: 2, figures: figures(0.002) }]).name).toBe(
      'first',
    );
    expect(preferSimpler([first, { name: 'second', complexity: 2, figures: figures(0.05) }]).name).toBe(
      'second',
    );
  });

  it('does not let one lucky fold win', () => {
    const lucky = new Map(
      base.map((value, row) => [row, value + 0.01] as const).filter(([, value]) => value > 0.6),
    );
    const all = { name: 'all', complexity: 2, figures: new Map(base.map((value, row) => [row, value])) };
    expect(preferSimpler([all, { name: 'lucky', complexity: 6, figures: lucky }]).name).toBe('all');
  });
});

describe('confidence', () => {
  const table = percentileTable(Float64Array.from({ length: 1000 }, (_, i) => i - 500));
  const model = (error: number) => ({
    reference: { population: 'candidates' as const, size: 1000, table },
    uncertainty: { points_error_by_tenth: new Array<number>(10).fill(error) },
  });

  it('names the one of the three that limits it', () => {
    const fine = { points: 300, known: 1, support: 1 };
    expect(similarityConfidence(model(20), fine)).toMatchObject({ level: 'high', limited_by: 'nothing' });
    expect(similarityConfidence(model(80), fine)).toMatchObject({ level: 'medium', limited_by: 'interval' });
    expect(similarityConfidence(model(20), { ...fine, known: 0.4 })).toMatchObject({
      level: 'low',
      limited_by: 'known',
      words: 'only 40 % of what the model looks at is known',
    });
    expect(similarityConfidence(model(20), { ...fine, support: 0.6 })).toMatchObject({
      level: 'low',
      limited_by: 'support',
    });
    expect(similarityConfidence({ ...model(20), uncertainty: null }, fine).level).toBe('low');
  });

  it('has an interval as wide as the models of the folds differ', () => {
    const random = createRandom(2);
    const truth = Array.from({ length: 1000 }, (_, i) => (i - 500) / 100);
    const folds = Array.from({ length: 5 }, () =>
      Float64Array.from(truth, (value) => value + 0.1 * random.normal()),
    );
    const points = Int32Array.from(truth, (value) => Math.round(100 * value));
    const { points_error_by_tenth } = jackknifeUncertainty(folds, points, table, 100);
    // √(4 ÷ 5 × Σ of five squared deviations of sd 0.1) × 100 = √(0.8 × 4) × 10.
    for (const error of points_error_by_tenth) expect(Math.abs(error - 17.9)).toBeLessThan(3);
  });

  it('knows what lies outside of what the model learnt from', () => {
    const known = tableOf(
      { size: 'numeric', region: 'category' },
      Array.from({ length: 200 }, (_, i) => [i, i % 2 === 0 ? 'north' : 'south']),
    );
    const support = trainingSupport(known, ['size', 'region']);
    const leads = tableOf({ size: 'numeric', region: 'category' }, [
      [100, 'north'],
      [5000, 'south'],
      [5000, 'mars'],
      [null, null],
    ]);
    expect(Array.from(supportShare(support, leads))).toEqual([1, 0.5, 0, 1]);
  });
});

describe('stacking tables', () => {
  it('joins levels by name and keeps what both have', () => {
    const upper = tableOf({ region: 'category', size: 'numeric' }, [
      ['north', 1],
      ['south', null],
    ]);
    const lower = tableOf({ size: 'numeric', region: 'category', more: 'numeric' }, [[2, 'east', 9]]);
    const { features, columns } = stackTables(upper, lower);
    expect(features.map(({ name }) => name)).toEqual(['region', 'size']);
    expect(columns[0]).toEqual({
      kind: 'category',
      levels: ['east', 'north', 'south'],
      codes: Int32Array.from([1, 2, 0]),
    });
    expect(columns[1]).toMatchObject({ known: Uint8Array.from([1, 0, 1]) });
  });
});
