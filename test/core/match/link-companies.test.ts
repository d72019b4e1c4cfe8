import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUpCompanies } from '../../../bench/matching-speed.ts';
import { comparisonFields, levelsOf } from '../../../core/match/compare-pair.ts';
import type { Identity } from '../../../core/match/identity.ts';
import { keyedSide, type Linkage, linkCompanies } from '../../../core/match/link-companies.ts';
import { createRandom } from '../../../core/stats/random.ts';

const customers = madeUpCompanies(400, 1, 'c');
const prospects = madeUpCompanies(1500, 2, 'p').map((company, row) => {
  const copy = row % 5 === 0 ? customers[row / 5] : undefined;
  return copy === undefined
    ? company
    : { ...copy, id: company.id, domain: row % 10 === 0 ? null : copy.domain };
});
const link = (left: readonly Identity[], right: readonly Identity[]): Linkage =>
  linkCompanies(keyedSide(left), keyedSide(right), 42);

describe('linkCompanies', () => {
  const linkage = link(prospects, customers);

  it('fits its weights and finds the copies, and only those', () => {
    expect(linkage.fit.fitted).toBe(true);
    const same = linkage.pairs.filter((pair) => pair.decision === 'same');
    const right = same.filter((pair) => Number(pair.left_id.slice(1)) === 5 * Number(pair.right_id.slice(1)));
    expect(right.length).toBeGreaterThanOrEqual(290);
    expect(same.length - right.length).toBeLessThanOrEqual(2);
  });

  it('adds up: prior, rarity and one weight a comparison are the total, and what is missing weighs nothing', () => {
    for (const pair of linkage.pairs) {
      expect(pair.prior + pair.rarity + pair.weights.reduce((sum, weight) => sum + weight, 0)).toBe(
        pair.total,
      );
      expect(pair.weights.length).toBe(comparisonFields.length);
      levelsOf(pair.pattern).forEach((level, field) => {
        if (level === 0) expect(pair.weights[field]).toBe(0);
      });
    }
  });

  it('holds every pair it kept against its lines', () => {
    for (const pair of linkage.pairs) {
      if (pair.decision === 'same') expect(pair.total).toBeGreaterThanOrEqual(linkage.lines.same);
      if (pair.decision === 'review') expect(pair.total).toBeGreaterThanOrEqual(linkage.lines.review);
    }
  });

  it('gives the same linkage for the rows in any order', () => {
    const random = createRandom(9);
    expect(link(random.shuffle(prospects), random.shuffle(customers))).toEqual(linkage);
  });

  it('has rates that are shares: of each field, the known levels add up to 1', () => {
    for (const rates of [linkage.model.m, linkage.model.u])
      for (const field of comparisonFields) {
        const known = rates[field].slice(1);
        expect(Math.abs(known.reduce((sum, rate) => sum + rate, 0) - 1)).toBeLessThan(1e-6);
        expect(known.every((rate) => rate > 0 && rate < 1)).toBe(true);
      }
  });

  it('compares few pairs a company, however many share a name, a domain and a city', () => {
    const crowd = Array.from(
      { length: 3000 },
      (_, row): Identity => ({
        id: `p${row}`,
        name: 'Acme Services Group',
        domain: 'acme.com',
        postal_code: '45402',
        city: 'Dayton',
        region: 'OH',
      }),
    );
    expect(linkCompanies(keyedSide(crowd), null, 42).compared).toBeLessThan(3000 * 150);
  });

  it('does with empty files, and with nothing but ids', () => {
    expect(link([], []).pairs).toEqual([]);
    expect(linkCompanies(keyedSide([]), null, 1).pairs).toEqual([]);
    const bare = (id: string): Identity => ({
      id,
      name: null,
      domain: null,
      postal_code: null,
      city: null,
      region: null,
    });
    expect(link([bare('p1'), bare('p2')], [bare('c1')]).pairs).toEqual([]);
  });

  it('never fails and never gives a number that is none, whatever the cells hold', () => {
    const cell = fc.option(
      fc.oneof(fc.string(), fc.constantFrom('Acme Inc', 'acme.com', '###', '٣', '株式会社')),
      { nil: null },
    );
    const row = fc.record({
      name: cell,
      domain: cell,
      postal_code: cell,
      city: cell,
      region: cell,
      phone: cell,
      address: cell,
      founded_year: fc.option(fc.integer(), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), fc.array(row, { maxLength: 8 }), (left, right) => {
        const { pairs } = link(
          left.map((cells, at) => ({ id: `p${at}`, ...cells })),
          right.map((cells, at) => ({ id: `c${at}`, ...cells })),
        );
        for (const pair of pairs) expect(Number.isInteger(pair.total)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
