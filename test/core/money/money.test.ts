import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFraction } from '../../../core/money/decimal-fraction.ts';
import {
  bigE4FromDecimalText,
  decimalTextFromE4,
  decimalTextFromScaled,
  e4FromDecimalText,
} from '../../../core/money/decimal-text.ts';
import { divideHalfEven } from '../../../core/money/divide-half-even.ts';
import { formatMoney, formatWholeMoney, groupThousands } from '../../../core/money/format-money.ts';
import { minorUnits } from '../../../core/money/minor-units.ts';
import { roundMoney } from '../../../core/money/round-money.ts';

describe('decimal text and integers of 1/10,000', () => {
  it('are the same amount both ways', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (e4) => {
        expect(e4FromDecimalText(decimalTextFromE4(e4))).toBe(e4);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (e4) => {
        expect(bigE4FromDecimalText(decimalTextFromE4(e4))).toBe(e4);
      }),
    );
  });

  it('takes what is exact and nothing else', () => {
    expect(e4FromDecimalText('1.50000')).toBe(15_000);
    expect(e4FromDecimalText('007')).toBe(70_000);
    expect(e4FromDecimalText('-0')).toBe(0);
    expect(Object.is(e4FromDecimalText('-0.0000'), 0)).toBe(true);
    for (const text of ['', '.', '1.', '.5', '+1', '1e3', '1,000.00', 'NaN', '0.00001', ' 1', '--1'])
      expect(() => e4FromDecimalText(text), text).toThrow(RangeError);
    expect(() => e4FromDecimalText('900719925474.0992')).toThrow(/too large/);
    expect(() => decimalTextFromE4(2 ** 53)).toThrow(RangeError);
    expect(() => decimalTextFromE4(0.5)).toThrow(RangeError);
    expect(decimalTextFromScaled(0n, 2)).toBe('0.00');
  });
});

describe('rounding', () => {
  it('is to the nearest, and to even between two', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (n, d) => {
          const q = divideHalfEven(n, d);
          const off = n - q * d < 0n ? q * d - n : n - q * d;
          expect(2n * off <= d).toBe(true);
          if (2n * off === d) expect(q % 2n).toBe(0n);
          expect(divideHalfEven(-n, d)).toBe(-q);
        },
      ),
    );
    expect(() => divideHalfEven(1n, 0n)).toThrow(RangeError);
  });

  it('goes to the smallest unit of the currency', () => {
    expect([minorUnits('EUR'), minorUnits('JPY'), minorUnits('BHD'), minorUnits('CLF')]).toEqual([
      2, 0, 3, 4,
    ]);
    expect(minorUnits('XXX')).toBe(2);
    expect(minorUnits('constructor')).toBe(2);
    expect(roundMoney(12_350, 'USD')).toBe('1.24');
    expect(roundMoney(12_450, 'USD')).toBe('1.24');
    expect(roundMoney(12_451, 'USD')).toBe('1.25');
    expect(roundMoney(-49, 'USD')).toBe('0.00');
    expect(roundMoney(15_000, 'JPY')).toBe('2');
    expect(roundMoney(12_345, 'KWD')).toBe('1.234');
    expect(roundMoney(12_345, 'CLF')).toBe('1.2345');
  });
});

describe('decimal fractions', () => {
  it('are what was written, whatever the exponent', () => {
    const parts = (value: number): [bigint, bigint] => {
      const { numerator, denominator } = decimalFraction(value);
      return [numerator, denominator];
    };
    expect(parts(0.1)).toEqual([1n, 10n]);
    expect(parts(1.5e-7)).toEqual([15n, 10n ** 8n]);
    expect(parts(2e21)).toEqual([2n * 10n ** 21n, 1n]);
    expect(parts(0)).toEqual([0n, 1n]);
    expect(() => decimalFraction(-1)).toThrow(RangeError);
    expect(() => decimalFraction(Number.NaN)).toThrow(RangeError);
  });
});

describe('amounts for people', () => {
  it('have thousands and a currency code', () => {
    expect(formatMoney(10n ** 16n, 'EUR')).toBe('EUR 1,000,000,000,000.00');
    expect(formatMoney(-1_234_567_800, 'USD')).toBe('-USD 123,456.78');
    expect(formatMoney(-40, 'USD')).toBe('USD 0.00');
    expect(formatWholeMoney(9_999_500, 'USD')).toBe('USD 1,000');
    expect(groupThousands('12')).toBe('12');
    expect(groupThousands('123456')).toBe('123,456');
    expect(groupThousands('0.1234567')).toBe('0.1234567');
  });
});
