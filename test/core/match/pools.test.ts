import fc from 'fast-check';
import { expect, it } from 'vitest';
import { customerMatches } from '../../../core/match/customer-matches.ts';
import { duplicateProspects } from '../../../core/match/duplicate-prospects.ts';
import { exclusionList } from '../../../core/match/exclusion-list.ts';
import { assignPools } from '../../../core/match/pools.ts';

const identity = (id: string, name: string) => ({
  id,
  name,
  domain: null,
  postal_code: null,
  city: null,
  region: null,
});

it('puts every company of both sides into exactly one pool', () => {
  const names = fc.constantFrom('Acme Inc', 'ACME', 'Weir', 'Bolt & Co', 'Rival');
  const standing = fc.record({
    best: fc.boolean(),
    ever_ordered: fc.boolean(),
    lapsed: fc.boolean(),
    past_value_e4: fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(names, standing), { maxLength: 12 }),
      fc.array(names, { maxLength: 12 }),
      (customerRows, prospectNames) => {
        const customers = customerRows.map(([name], index) => identity(`${index}`, name));
        const prospects = prospectNames.map((name, index) => identity(`${index}`, name));
        const decisions = assignPools({
          customers,
          standing: new Map(customerRows.map(([, known], index) => [`${index}`, known])),
          prospects,
          matches: customerMatches(prospects, customers),
          duplicates: duplicateProspects(prospects),
          exclusions: exclusionList([{ target: 'Rival Ltd', reason: 'competitor' }]),
        });
        expect(decisions.length).toBe(customers.length + prospects.length);
        expect(new Set(decisions.map((decision) => decision.candidate_id)).size).toBe(decisions.length);
        for (const decision of decisions) expect(decision.reason === null).toBe(decision.pool !== 'excluded');
        expect(decisions.filter((decision) => decision.reason === 'competitor').length).toBe(
          [...customerRows.map(([name]) => name), ...prospectNames].filter((name) => name === 'Rival').length,
        );
      },
    ),
  );
});
