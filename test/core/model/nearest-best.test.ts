import { describe, expect, it } from 'vitest';
import { similarityDefaults } from '../../../core/model/choose-similarity.ts';
import { applyDesign } from '../../../core/model/design-matrix.ts';
import { buildLookalikeSet } from '../../../core/model/lookalike-set.ts';
import { fitNearestBest, meanOfTop, traitImportance } from '../../../core/model/nearest-best.ts';
import { closestBest, explainNearest, scoreNearest } from '../../../core/model/score-nearest.ts';
import { selectRows } from '../../../core/model/select-rows.ts';
import { plantWorld } from './planted-world.ts';

const world = plantWorld(11, { customers: 400, prospects: 1500 });
const set = buildLookalikeSet({ ...world, texts: null }, similarityDefaults.samples, 42);
const importance = new Map([
  ['naics', 0.8],
  ['employees', 0.6],
]);
const model = fitNearestBest(set, importance);

describe('the nearest best customers', () => {
  it('finds a best customer that is the company itself under another id', () => {
    const row = world.best.indexOf(1);
    const twin = { ...selectRows(world.customers, [row]), ids: ['X'] };
    const [closest] = closestBest(model, twin, [0], 3);
    expect(closest![0]!.customer_id).toBe(world.customers.ids[row]);
    expect(closest![0]!.similarity_percent).toBeGreaterThan(90);
    expect(closest![0]!.differing).toEqual([]);
    expect(closest!.map(({ similarity }) => similarity)).toEqual(
      closest!.map(({ similarity }) => similarity).sort((a, b) => b - a),
    );
  });

  it('never compares a best customer with itself', () => {
    const row = world.best.indexOf(1);
    const [closest] = closestBest(model, world.customers, [row], 5);
    expect(closest!.map(({ customer_id }) => customer_id)).not.toContain(world.customers.ids[row]);
  });

  it('shows a similarity that spreads over the scale instead of 99 % for everybody', () => {
    const rows = Array.from({ length: 300 }, (_, i) => i);
    const percents = closestBest(model, world.background, rows, 1).map(
      (found) => found[0]!.similarity_percent,
    );
    expect(percents.filter((value) => value < 50).length).toBeGreaterThan(90);
    expect(percents.filter((value) => value >= 90).length).toBeLessThan(60);
  });

  it('weighs features by their strongest trait', () => {
    const weight = (feature: string): number =>
      model.design.columns.reduce(
        (sum, column, c) => sum + (column.feature === feature ? model.weights[c]! : 0),
        0,
      );
    expect(weight('naics')).toBeGreaterThan(weight('employees'));
    expect(weight('employees')).toBeGreaterThan(5 * weight('attribute_decoy_0'));
    expect(model.weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it('explains its score in parts', () => {
    const matrix = applyDesign(model.design, selectRows(world.background, [0, 1, 2, 3]));
    const scores = scoreNearest(model, matrix);
    const { base, contributions, features } = explainNearest(model, matrix);
    scores.forEach((score, r) => {
      const own = contributions.subarray(r * features.length, (r + 1) * features.length);
      expect(own.reduce((sum, value) => sum + value, base)).toBeCloseTo(score, 10);
    });
  });
});

describe('importance', () => {
  it('is the greatest |log lift| among the strongest traits of a feature', () => {
    const traits = [
      { feature: 'a', lift: 2, strongest: 1 },
      { feature: 'a', lift: 3, strongest: 2 },
      { feature: 'b', lift: 9, strongest: null },
    ];
    expect([...traitImportance(traits)]).toEqual([['a', Math.log(3)]]);
    expect(meanOfTop(new Float64Array([0.1, 0.9, 0.5]), 2)).toBeCloseTo(0.7, 12);
  });
});
