import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, dateOfDay, dayNumber } from '../../../core/rollup/calendar.ts';
import { planWindows } from '../../../core/rollup/windows.ts';

const plan = (asOf: string, firstOrder: string | null, windowMonths = 36, horizonMonths = 12) =>
  planWindows({ asOf, firstOrder, windowMonths, horizonMonths });

describe('planWindows', () => {
  it('takes the last 36 months and predicts 12 ahead', () => {
    const { windows, horizon_months } = plan('2026-07-01', '2020-01-15');
    expect(windows).toEqual([
      { name: 'label', from: '2023-07-01', to: '2026-07-01', months: 36 },
      { name: 'feature', from: '2022-07-01', to: '2025-07-01', months: 36 },
      { name: 'outcome', from: '2025-07-01', to: '2026-07-01', months: 12 },
      { name: 'feature-2', from: '2021-07-01', to: '2024-07-01', months: 36 },
      { name: 'outcome-2', from: '2024-07-01', to: '2025-07-01', months: 12 },
      { name: 'feature-3', from: '2020-07-01', to: '2023-07-01', months: 36 },
      { name: 'outcome-3', from: '2023-07-01', to: '2024-07-01', months: 12 },
    ]);
    expect(horizon_months).toBe(12);
  });

  it('takes all history where it is shorter, in whole months that hold it', () => {
    const { windows, horizon_months, history_months } = plan('1998-07-01', '1997-01-01');
    expect(history_months).toBe(18);
    expect(horizon_months).toBe(6);
    expect(windows).toEqual([
      { name: 'label', from: '1997-01-01', to: '1998-07-01', months: 18 },
      { name: 'feature', from: '1997-01-01', to: '1998-01-01', months: 12 },
      { name: 'outcome', from: '1998-01-01', to: '1998-07-01', months: 6 },
      { name: 'feature-2', from: '1997-01-01', to: '1997-07-01', months: 6 },
      { name: 'outcome-2', from: '1997-07-01', to: '1998-01-01', months: 6 },
    ]);
    expect(plan('1998-05-07', '1996-07-04').windows[0]).toEqual({
      name: 'label',
      from: '1996-06-07',
      to: '1998-05-07',
      months: 23,
    });
  });

  it('counts a month that has begun, so that three years less a weekend are three years', () => {
    const { windows, horizon_months, history_months } = plan('2026-07-01', '2023-07-03');
    expect([history_months, horizon_months]).toEqual([35, 12]);
    expect(windows.map(({ name, from, months }) => [name, from, months])).toEqual([
      ['label', '2023-07-01', 36],
      ['feature', '2023-07-01', 24],
      ['outcome', '2025-07-01', 12],
      ['feature-2', '2023-07-01', 12],
      ['outcome-2', '2024-07-01', 12],
    ]);
  });

  it('says so where nothing can be tested', () => {
    expect(plan('2024-06-30', '2024-01-01').horizon_months).toBeNull();
    expect(plan('2024-06-30', '2024-01-01').not_backtestable_because).toBe(
      '5 whole months of history, at least 6 are needed',
    );
    expect(plan('2024-07-01', '2024-01-01').horizon_months).toBe(2);
    expect(plan('2024-01-02', '2024-01-01').windows).toEqual([
      { name: 'label', from: '2023-12-02', to: '2024-01-02', months: 1 },
    ]);
    expect(plan('2024-01-02', null).windows).toEqual([
      { name: 'label', from: '2021-01-02', to: '2024-01-02', months: 36 },
    ]);
  });

  it('does not see orders on or after the as-of date', () => {
    expect(plan('2024-01-02', '2024-01-02')).toEqual(plan('2024-01-02', null));
  });

  it('refuses windows of no month', () => {
    expect(() => plan('2024-01-01', null, 0)).toThrow(RangeError);
    expect(() => plan('2024-01-01', null, 12, 1.5)).toThrow(RangeError);
  });

  it('holds its promises for any history', () => {
    const day = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: 1, max: 60 }),
        (start, length, n) => {
          const [first, asOf] = [dateOfDay(start), dateOfDay(start + length)];
          const { windows, horizon_months, history_months } = plan(asOf, first, n);
          const [label, feature, outcome, ...earlier] = windows;
          expect(label?.to).toBe(asOf);
          expect(label?.months).toBeLessThanOrEqual(n);
          expect(label?.from).toBe(addMonths(asOf, -(label?.months ?? 0)));
          // all history, or the full window
          if (length > 0 && (label?.months ?? 0) < n) expect((label?.from ?? '') <= first).toBe(true);
          expect(horizon_months === null).toBe(history_months < 6);
          if (feature !== undefined && outcome !== undefined) {
            expect(feature.to).toBe(outcome.from);
            expect(outcome.to).toBe(asOf);
            // two thirds or more of the history lie before the cut
            expect(dayNumber(feature.to)).toBeGreaterThan(dayNumber(first));
            // every earlier pair ends where the later one began
            let later = outcome;
            for (let index = 0; index < earlier.length; index += 2) {
              const [known, foreseen] = [earlier[index], earlier[index + 1]];
              expect(foreseen?.to).toBe(later.from);
              expect(known?.to).toBe(foreseen?.from);
              expect(known?.months).toBeGreaterThanOrEqual(Math.min(n, horizon_months ?? 0));
              later = foreseen ?? later;
            }
          }
        },
      ),
    );
  });
});
