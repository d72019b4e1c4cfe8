import { describe, expect, it } from 'vitest';
import { providersSection } from '../../../core/report/providers-section.ts';

const summary = {
  version: 1,
  status: 'partial',
  because: ['Apollo.io: the budget is used up'],
  plan: [],
  providers: [
    {
      title: 'Apollo.io',
      licence: 'terms',
      status: 'partial',
      because: ['the budget is used up'],
      found: 60,
      asked: 120,
      answered: 80,
      not_known: 40,
      signals: 9,
      credits: 90,
      cost: { low: 9, high: 18, currency: 'USD' },
    },
  ],
  coverage: [
    { field: 'employees', before: 100, after: 180, of: 200 },
    { field: 'naics', before: 150, after: 150, of: 200 },
  ],
  conflicts: [{ field: 'region', companies: 3 }],
} as const;

describe('the section on providers', () => {
  it('says what was asked, answered and paid, and what is known now', () => {
    const text = (providersSection(summary)?.markup ?? '').replaceAll('\u00a0', ' ');
    for (const part of [
      'Apollo.io',
      'USD 9–18',
      'the budget is used up',
      'employees 50 % → 90 %',
      'NAICS 75 %',
      'region of 3 companies',
    ])
      expect(text).toContain(part);
  });

  it('is not there where no provider is in use', () => {
    expect(providersSection(null)).toBeNull();
    expect(providersSection({ ...summary, status: 'off' })).toBeNull();
  });
});
