import { expect, it } from 'vitest';
import type { TraitCondition } from '../../../core/traits/trait.ts';
import { numberWords, traitWords } from '../../../core/traits/trait-words.ts';

const range = (from: number | null, to: number | null): TraitCondition => ({ kind: 'range', from, to });
const say = (label: string, unit: string | null, condition: TraitCondition, whole = false): string =>
  traitWords({ name: 'x', label, unit, form: unit === null ? 'category' : 'numeric' }, condition, whole);

it('says ranges as a rep would', () => {
  expect(say('Employees', 'employees', range(200, 500), true)).toBe('200–500 employees');
  expect(say('Employees', 'employees', range(null, 50), true)).toBe('under 50 employees');
  expect(say('Employees', 'employees', range(1000, null), true)).toBe('1,000 employees or more');
  expect(say('Annual revenue', 'USD', range(10e6, 20e6))).toBe('Annual revenue USD 10–20 million');
  expect(say('Annual revenue', 'USD', range(5e5, 2e6))).toBe('Annual revenue USD 500,000–2 million');
  expect(say('Annual revenue', 'USD', range(null, 1e9))).toBe('Annual revenue under USD 1 billion');
  expect(say('Repeat rate', 'share', range(0.6, 0.8))).toBe('Repeat rate 60–80 %');
  expect(say('Growth per month', 'share', range(-0.02, 0.01))).toBe('Growth per month -2 to 1 %');
  expect(say('the nearest branch', 'km', range(null, 50))).toBe('within 50 km of the nearest branch');
  expect(say('the nearest branch', 'km', range(50, 100))).toBe('50–100 km from the nearest branch');
  expect(say('the nearest branch', 'km', range(500, null))).toBe('500 km or more from the nearest branch');
  expect(say('Facilities', '', range(3, null), true)).toBe('Facilities 3 or more');
  expect(say('Facilities', '', range(3, 4), true)).toBe('Facilities 3');
  expect(say('Facilities', '', range(3, 5), true)).toBe('Facilities 3–4');
  expect(say('First order year', 'year', range(null, 2013), true)).toBe('First order year before 2013');
  expect(say('First order year', 'year', range(2011, 2013), true)).toBe('First order year 2011–2012');
  expect(say('First order year', 'year', range(2013, null), true)).toBe('First order year 2013 or later');
  expect(say('Company age', 'years', range(20, 30), true)).toBe('Company age 20–30 years');
});

it('says levels, yes and codes', () => {
  expect(say('Industry', null, { kind: 'level', level: 'Machinery' })).toBe('Industry: Machinery');
  const edi = { name: 'edi', label: 'Orders by EDI', unit: null, form: 'boolean' } as const;
  expect(traitWords(edi, { kind: 'level', level: 'yes' }, false)).toBe('Orders by EDI');
  expect(traitWords(edi, { kind: 'level', level: 'no' }, false)).toBe('Orders by EDI: no');
  const naics = { name: 'naics', label: 'NAICS', unit: null, form: 'hierarchy' } as const;
  expect(traitWords(naics, { kind: 'prefix', prefix: '333' }, false, { naics: {} })).toBe('NAICS 333');
});

it('writes numbers without noise', () => {
  expect([0.1 + 0.2, -0.5, 1e-12, 999999, 1e6, 1.25e9].map(numberWords)).toEqual([
    '0.3',
    '-0.5',
    '0',
    '999,999',
    '1 million',
    '1.25 billion',
  ]);
});
