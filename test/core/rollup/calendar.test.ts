import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  completeMonths,
  dateOfDay,
  dayNumber,
  monthNumber,
} from '../../../core/rollup/calendar.ts';

const anyDay = fc.integer({ min: -700_000, max: 2_900_000 });

describe('calendar', () => {
  it('counts days as the platform calendar does', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = dateOfDay(day);
        expect(dayNumber(date)).toBe(day);
        expect(Date.parse(`${date}T00:00:00Z`)).toBe(day * 86_400_000);
      }),
    );
  });

  it('refuses what is no day', () => {
    for (const text of ['2023-02-29', '2023-13-01', '2023-00-10', '2023-1-1', '', '2023-04-31', '20230401'])
      expect(() => dayNumber(text)).toThrow(RangeError);
    expect(dayNumber('2000-02-29') - dayNumber('2000-02-28')).toBe(1);
    expect(() => dayNumber('1900-02-29')).toThrow(RangeError);
    expect(() => dateOfDay(1.5)).toThrow(RangeError);
    expect(() => addMonths('2020-01-01', 0.5)).toThrow(RangeError);
    expect(() => addMonths('9999-12-01', 1)).toThrow(RangeError);
  });

  it('moves by months and stops at the month end', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-12-31', 2)).toBe('2024-02-29');
    expect(addMonths('2024-03-31', -13)).toBe('2023-02-28');
    expect(addMonths('2020-06-15', 0)).toBe('2020-06-15');
    expect(addMonths('2020-01-15', -1)).toBe('2019-12-15');
  });

  it('counts complete months as the largest number of months that fit', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 4000 }), (day, later) => {
        const [from, to] = [dateOfDay(day), dateOfDay(day + later)];
        const months = completeMonths(from, to);
        expect(addMonths(from, months) <= to).toBe(true);
        expect(addMonths(from, months + 1) > to).toBe(true);
      }),
    );
    expect(() => completeMonths('2020-01-02', '2020-01-01')).toThrow(RangeError);
  });

  it('numbers months', () => {
    expect(monthNumber('2020-01-01') - monthNumber('2019-12-31')).toBe(1);
  });
});
