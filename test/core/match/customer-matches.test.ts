import { describe, expect, it } from 'vitest';
import { customerMatches } from '../../../core/match/customer-matches.ts';
import { duplicateProspects } from '../../../core/match/duplicate-prospects.ts';
import type { Identity } from '../../../core/match/identity.ts';

const company = (id: string, given: Partial<Identity>): Identity => ({
  id,
  name: null,
  domain: null,
  postal_code: null,
  city: null,
  region: null,
  ...given,
});

describe('customerMatches', () => {
  const customers = [
    company('c1', {
      name: 'Acme Pumps LLC',
      domain: 'https://www.acme-pumps.com',
      city: 'Dayton',
      region: 'OH',
    }),
    company('c2', { name: 'Northern Valve & Seal', city: 'Duluth', region: 'MN' }),
    company('c3', { name: 'Mail User', domain: 'someone@gmail.com' }),
  ];
  const decided = (given: Partial<Identity>): string | undefined =>
    customerMatches([company('p', given)], customers)[0]?.decision;

  it('finds a customer by domain whatever its name, as related where the name is another', () => {
    expect(decided({ domain: 'shop.acme-pumps.com' })).toBe('same');
    expect(decided({ name: 'A. P. Holdings', domain: 'shop.acme-pumps.com' })).toBe('related');
  });
  it('finds a customer by name where the place agrees or is not known', () => {
    expect(decided({ name: 'ACME PUMPS, Inc.', city: 'dayton' })).toBe('same');
    expect(decided({ name: 'Northern Valve and Seal Co' })).toBe('same');
  });
  it('leaves a name in another place to a person', () => {
    expect(decided({ name: 'Northern Valve & Seal', city: 'Miami', region: 'FL' })).toBe('review');
  });
  it('takes different domains as evidence against a name', () => {
    expect(decided({ name: 'Acme Pumps', domain: 'acmepumps.co.uk', city: 'Leeds' })).toBeUndefined();
    expect(decided({ name: 'Acme Pumps', domain: 'acmepumps.co.uk', city: 'Dayton' })).toBe('review');
  });
  it('takes nothing from a mail host', () => {
    expect(decided({ name: 'Somebody Else', domain: 'gmail.com' })).toBeUndefined();
  });
});

describe('duplicateProspects', () => {
  it('keeps the smallest id and points the repeats to it, in any order', () => {
    const rows = [
      company('p3', { name: 'Weir', domain: 'weir.com' }),
      company('p1', { name: 'Weir Inc', domain: 'www.weir.com' }),
      company('p2', { name: 'The Weir Company', domain: 'weir.com' }),
    ];
    const found = duplicateProspects(rows);
    expect(found.map((match) => [match.prospect_id, match.matched_id, match.decision])).toEqual([
      ['p2', 'p1', 'same'],
      ['p3', 'p1', 'same'],
    ]);
    expect(duplicateProspects([...rows].reverse())).toEqual(found);
  });
  it('keeps companies of one domain under different names apart', () => {
    const found = duplicateProspects([
      company('p1', { name: 'Burger House Dayton', domain: 'burger.com' }),
      company('p2', { name: 'Burger House Leeds', domain: 'burger.com' }),
    ]);
    expect(found.map((match) => match.decision)).toEqual(['related']);
  });
});
