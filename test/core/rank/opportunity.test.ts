import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opportunityOf } from '../../../core/rank/opportunity.ts';
import { type Signal, signalKinds } from '../../../core/rank/signal.ts';

const hiring = (date: string, value = '15'): Signal => ({
  kind: 'open_roles',
  date,
  value,
  source: 'careers page',
});

describe('opportunityOf', () => {
  it('is neutral without evidence', () => {
    expect(opportunityOf([], [], '2026-06-01')).toEqual({
      opportunity: 50,
      raw: 0,
      evidence: 0,
      unreadable: 0,
      sum: { base: 50, total: 50, reasons: [] },
    });
  });
  it('lets a signal fade with its half-life', () => {
    const points = (date: string): number =>
      opportunityOf([hiring(date)], [], '2026-06-30').sum.reasons[0]?.points ?? 0;
    expect(points('2026-06-30')).toBeGreaterThan(points('2026-05-01'));
    expect(points('2026-05-01')).toBeGreaterThan(points('2026-01-01'));
  });
  it('counts a wave of one kind once', () => {
    const once = opportunityOf([hiring('2026-06-01')], [], '2026-06-02').opportunity;
    expect(
      opportunityOf([hiring('2026-06-01'), hiring('2026-06-01'), hiring('2026-05-20')], [], '2026-06-02')
        .opportunity,
    ).toBe(once);
  });
  it('reports a value it cannot read instead of guessing', () => {
    const result = opportunityOf([hiring('2026-06-01', 'many')], [], '2026-06-02');
    expect([result.opportunity, result.evidence, result.unreadable]).toEqual([50, 0, 1]);
  });
  it('has reasons that add up exactly and stays within 0–100, for any signals', () => {
    const signal = fc.record({
      kind: fc.constantFrom(...signalKinds),
      date: fc
        .integer({ min: 0, max: 900 })
        .map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)),
      value: fc.oneof(
        fc.constantFrom(
          '15',
          '-30%',
          '0.4',
          'opened a plant',
          'layoffs',
          'Negotiation',
          'closed lost',
          '',
          '1e9',
        ),
        fc.integer().map(String),
      ),
      source: fc.constant(null),
    });
    const extra = fc.record({
      kind: fc.constant('win-back' as const),
      words: fc.string(),
      points: fc.double({ min: -80, max: 80, noNaN: true }),
      source: fc.constant(null),
      date: fc.constant(null),
    });
    fc.assert(
      fc.property(
        fc.array(signal, { maxLength: 12 }),
        fc.array(extra, { maxLength: 2 }),
        (signals, extras) => {
          const { opportunity, sum } = opportunityOf(signals, extras, '2026-07-01');
          expect(sum.base + sum.reasons.reduce((total, reason) => total + reason.points, 0)).toBe(sum.total);
          expect(sum.total).toBe(opportunity);
          expect(opportunity).toBeGreaterThanOrEqual(0);
          expect(opportunity).toBeLessThanOrEqual(100);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
