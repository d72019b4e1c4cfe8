import { expect, it } from 'vitest';
import * as z from 'zod';
import { averagePrecision } from '../../../core/stats/average-precision.ts';
import { brierScore } from '../../../core/stats/brier-score.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { reliabilityTable } from '../../../core/stats/reliability-table.ts';
import { rocAuc } from '../../../core/stats/roc-auc.ts';
import { expectClose, reference } from './reference.ts';

const list = z.array(z.number());
const cases = reference(
  'scores',
  z.array(
    z.object({
      scores: list,
      labels: list,
      auc: z.number(),
      error: z.number(),
      averagePrecision: z.number(),
      brier: z.number(),
      observed: list.nullable(),
      predicted: list.nullable(),
    }),
  ),
);

it('AUC, average precision and Brier equal scikit-learn; DeLong equals its definition', () => {
  for (const { scores, labels, ...expected } of cases) {
    const auc = rocAuc(scores, labels);
    expectClose(auc?.value ?? 0, expected.auc, 1e-13);
    expectClose(auc?.error ?? 0, expected.error, 1e-10);
    expectClose(averagePrecision(scores, labels) ?? 0, expected.averagePrecision, 1e-13);
    expectClose(brierScore(scores, labels)?.score ?? 0, expected.brier, 1e-12);
  }
});

it('reliability bands equal scikit-learn where probabilities do not repeat', () => {
  for (const { scores, labels, observed, predicted } of cases) {
    if (observed === null || predicted === null) continue;
    const { bands } = reliabilityTable(scores, labels, 5);
    expect(bands.length).toBe(observed.length);
    for (const [i, band] of bands.entries()) {
      expectClose(band.observed, observed[i] ?? 0, 1e-12);
      expectClose(band.predicted, predicted[i] ?? 0, 1e-12);
      expect(band.interval.low).toBeLessThanOrEqual(band.observed);
      expect(band.interval.high).toBeGreaterThanOrEqual(band.observed);
    }
    expect(bands.reduce((sum, band) => sum + band.count, 0)).toBe(scores.length);
  }
  expect(reliabilityTable([0.5, 0.5, 0.5], [0, 1, 1], 3).bands.length).toBe(1);
  expect(reliabilityTable([], [], 3)).toEqual({ bands: [], calibrationError: 0 });
});

it("the AUC's interval covers the truth about as often as it says", () => {
  const random = createRandom(1988);
  const shift = 0.9;
  const truth = 0.7377; // P(N(0.9, 1) > N(0, 1)) = Φ(0.9 ÷ √2)
  let covered = 0;
  const rounds = 600;
  for (let round = 0; round < rounds; round++) {
    const labels = Array.from({ length: 120 }, (_, i) => Number(i < 30));
    const auc = rocAuc(
      labels.map((label) => random.normal() + shift * label),
      labels,
    );
    if (auc !== null && auc.low <= truth && truth <= auc.high) covered++;
  }
  expect(covered / rounds).toBeGreaterThan(0.92);
  expect(covered / rounds).toBeLessThan(0.985);
});

it('says what it can about perfect order, ties and missing sides', () => {
  const perfect = rocAuc([1, 2, 3, 4], [0, 0, 1, 1]);
  expect(perfect?.value).toBe(1);
  expect(perfect?.high).toBe(1);
  expect(perfect?.low ?? 1).toBeLessThan(0.9);
  const constant = rocAuc([1, 1, 1, 1], [0, 0, 1, 1]);
  expect(constant?.value).toBe(0.5);
  expect(constant?.low ?? 1).toBeLessThan(0.5);
  expect(rocAuc([1], [1])).toBeNull();
  expect(averagePrecision([1, 2], [0, 0])).toBeNull();
  expect(brierScore([], [])).toBeNull();
  expect(brierScore([0.2, 0.4], [0, 0])?.skill).toBeNull();
  expect(() => rocAuc([1], [2])).toThrow(RangeError);
  expect(() => averagePrecision([1], [2])).toThrow(RangeError);
  expect(() => brierScore([1.5], [1])).toThrow(RangeError);
});
