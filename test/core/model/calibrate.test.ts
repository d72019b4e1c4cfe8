import { describe, expect, it } from 'vitest';
import { applyCalibration, calibrate } from '../../../core/model/calibrate.ts';
import { fitPlatt } from '../../../core/model/platt.ts';
import { createRandom } from '../../../core/stats/random.ts';

/** Scores with labels drawn from a given curve, and five folds. */
function draw(seed: number, size: number, curve: (score: number) => number) {
  const random = createRandom(seed);
  const scores = Array.from({ length: size }, () => random.normal());
  return {
    scores,
    labels: scores.map((score) => Number(random.next() < curve(score))),
    folds: scores.map((_, i) => i % 5),
  };
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

describe('calibrating', () => {
  it('recovers the curve that made the labels, and passes its own test', () => {
    const { scores, labels, folds } = draw(1, 2000, (x) => logistic(-1 + 1.5 * x));
    const calibration = calibrate(scores, labels, folds);
    expect(calibration.reliable).toBe(true);
    expect(calibration.map!.kind).toBe('platt');
    for (const score of [-1, 0, 1]) {
      expect(Math.abs(applyCalibration(calibration.map!, score) - logistic(-1 + 1.5 * score))).toBeLessThan(
        0.05,
      );
    }
  });

  it('follows another shape once there is plenty of data, and never says 0 or 1', () => {
    const steps = (x: number): number => (x < 0 ? 0.1 : x < 0.5 ? 0.12 : 0.9);
    const { scores, labels, folds } = draw(2, 6000, steps);
    const calibration = calibrate(scores, labels, folds);
    expect(calibration.map!.kind).toBe('isotonic');
    expect(calibration.reliable).toBe(true);
    expect(Math.abs(applyCalibration(calibration.map!, 0.25) - 0.12)).toBeLessThan(0.05);
    expect(applyCalibration(calibration.map!, 9)).toBeLessThan(1);
    expect(applyCalibration(calibration.map!, -9)).toBeGreaterThan(0);
  });

  it('withholds probabilities when the curve does not fit', () => {
    const hill = (x: number): number => (Math.abs(x) < 0.7 ? 0.7 : 0.1);
    const { scores, labels, folds } = draw(3, 1500, hill);
    const calibration = calibrate(scores, labels, folds);
    expect(calibration.reliable).toBe(false);
    expect(calibration.unreliable_because).toMatch(/said and observed rates differ|not clearly better/);
  });

  it('withholds probabilities when scores say nothing', () => {
    const { scores, labels, folds } = draw(4, 1500, () => 0.2);
    expect(calibrate(scores, labels, folds).unreliable_because).toBe(
      'not clearly better than always saying the base rate',
    );
  });

  it('says when there is too little to judge', () => {
    const { scores, labels, folds } = draw(5, 100, () => 0.1);
    expect(calibrate(scores, labels, folds).unreliable_because).toMatch(/too few to judge probabilities/);
  });

  it("holds Platt's curve finite on scores that separate perfectly", () => {
    const { slope, intercept } = fitPlatt([-2, -1, 1, 2], [0, 0, 1, 1]);
    expect(Number.isFinite(slope)).toBe(true);
    expect(logistic(intercept + slope * 2)).toBeLessThan(0.95);
  });
});
