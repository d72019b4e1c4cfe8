import { describe, expect, it } from 'vitest';
import { publishedFaults } from '../../bench/evidence/published-faults.ts';

/** What is wrong in the descriptions this product follows must stay wrong in `legacy`, and be refused or put right elsewhere. */
describe('the published descriptions', () => {
  const facts = publishedFaults();

  it('cannot score any lead much above zero, and the centre of the ideal customers at zero', () => {
    expect(facts.highest_score.map(({ score }) => score < 16)).toEqual([true, true, true, true]);
    expect(facts.highest_score.at(-1)!.score).toBeLessThan(3);
    expect(facts.centre).toEqual({ score: 0, tier: 'D - Poor Fit', confidence: 'high' });
    expect(facts.near_and_far[0]).toBeCloseTo(facts.near_and_far[1], 6);
    expect(facts.confidence_by_features.map(({ confidence }) => confidence)).toEqual([
      'low',
      'medium',
      'high',
    ]);
  });

  it('find in one window what the next does not bear out', () => {
    expect(facts.r2.same_window).toBeCloseTo(1, 9);
    expect(facts.r2.next_window).toBeLessThan(0.3);
    expect(facts.auc.same_window).toBe(1);
    expect(facts.auc.next_window).toBeLessThan(0.9);
    expect(facts.best_again).toBeLessThan(0.7);
  });

  it('favour tenure, announce chance, call yearly buyers gone, and understate means', () => {
    expect(facts.young.by_rate).toBeGreaterThan(0.2);
    expect(facts.young.by_total).toBeLessThan(0.02);
    expect(facts.lift.ratio).toBeCloseTo(2.4, 9);
    expect(facts.lift.p).toBeGreaterThan(0.3);
    expect(facts.lift.low).toBeLessThan(1);
    expect(facts.inactive.find(({ gap }) => gap === 365)!.share).toBeGreaterThan(0.7);
    expect(facts.back_transform).toBeLessThan(0.65);
  });

  it('judge clusters in a space they were not made in', () => {
    expect(facts.silhouette.clustered).toBeGreaterThan(0.4);
    expect(facts.silhouette.raw).toBeLessThan(0.1);
  });

  it('set lifetime value up so that the firewall names every feature of it', () => {
    expect(facts.refused.map(({ feature }) => feature)).toContain('monetary_value');
    expect(facts.refused).toHaveLength(6);
  });
});
