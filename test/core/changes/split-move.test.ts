import fc from 'fast-check';
import { expect, it } from 'vitest';
import { causes, mainCause, type Standing, splitMove } from '../../../core/changes/split-move.ts';
import { settingsDifference } from '../../../core/changes/what-changed.ts';

const standing = fc
  .record({
    similarity: fc.double({ min: 0, max: 100, noNaN: true }),
    opportunity: fc.integer({ min: 0, max: 100 }),
    weight: fc.double({ min: 0, max: 1, noNaN: true }),
    line: fc.integer({ min: 3, max: 100 }),
  })
  .map(
    ({ similarity, opportunity, weight, line }): Standing => ({
      similarity,
      opportunity,
      weights: { similarity: weight, opportunity: 1 - weight },
      tiers: { A: line, B: line - 1, C: line - 2 },
    }),
  );

it('leaves no residual, whatever changed, and chains the tiers without a gap', () => {
  fc.assert(
    fc.property(fc.tuple(standing, standing, standing, standing, standing), (stages) => {
      const move = splitMove(stages);
      expect(move.residual).toBe(0);
      const sum = causes.reduce((total, cause) => total + Math.round(move.points[cause] * 10), 0);
      expect(sum).toBe(Math.round(move.change * 10));
      move.tier_changes.slice(1).forEach((change, index) => {
        expect(change.from).toBe(move.tier_changes[index]!.to);
      });
      expect(causes).toContain(mainCause(move));
    }),
    { numRuns: 2000 },
  );
});

it('gives a cause nothing where its step changed nothing', () => {
  fc.assert(
    fc.property(standing, (same) => {
      expect(splitMove([same, same, same, same, same])).toMatchObject({
        points: { data: 0, date: 0, model: 0, settings: 0 },
        change: 0,
        tier_changes: [],
      });
    }),
  );
});

it('names every setting that differs, and none that does not', () => {
  fc.assert(
    fc.property(fc.object(), (settings) => {
      expect(settingsDifference(settings, structuredClone(settings))).toEqual([]);
    }),
  );
  expect(settingsDifference({ a: { b: 1 } }, { a: { b: 1, c: [2] } })).toEqual([
    { path: 'a.c', from: 'not set', to: '[2]' },
  ]);
});
