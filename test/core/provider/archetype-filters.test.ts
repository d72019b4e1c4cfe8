import { expect, it } from 'vitest';
import type { QueryCondition } from '../../../core/provider/company-query.ts';
import { archetypeProfile } from '../../../core/provider/search-profile.ts';
import { filtersOf, searchProfiles } from '../../../functions/enrich/run-filters.ts';

const level = (feature: string, value: string): QueryCondition => ({
  feature,
  condition: { kind: 'level', level: value },
  words: `${feature}: ${value}`,
  population: 'both',
});
const size: QueryCondition = {
  feature: 'employees',
  condition: { kind: 'range', from: 200, to: 500 },
  words: '200–500 employees',
  population: 'both',
};
const base = {
  archetype: 'All best customers',
  conditions: [size, level('region', 'OH'), level('region', 'MI'), level('country', 'US')],
};
const trait = (feature: string, value: string | null, effect: number) => ({
  feature,
  level: value,
  words: `62 % ${feature} ${value}, others 21 %`,
  value_in: 0.62,
  value_out: 0.21,
  effect,
});

it('an archetype with a profile is looked for by that alone', () => {
  const icp = [
    {
      feature: 'region',
      any_of: [{ kind: 'level' as const, level: 'TX' }],
      words: 'Region: TX',
      share_in: 0.8,
      share_out: 0.1,
      effect: 1,
      z: 9,
    },
  ];
  const profile = archetypeProfile(base, { name: 'Texans', icp, traits: [trait('industry', 'Pumps', 1)] });
  expect(profile.because).toBeUndefined();
  expect(profile.conditions.map(({ words }) => words)).toEqual(['Region: TX']);
});

it('one without is looked for as all best customers are, narrowed by its own levels, and the file says so', () => {
  const profile = archetypeProfile(base, {
    name: 'Ohio buyers',
    icp: [],
    traits: [
      trait('region', 'OH', 0.9),
      trait('naics', '333', 0.6),
      // Rarer among them, a number, and what no provider can filter by: none of them narrows.
      trait('industry', 'Pumps', -0.8),
      trait('revenue', null, 0.7),
      trait('payment_terms', 'net 30', 0.7),
    ],
  });
  const [filters] = filtersOf([profile], { codes: ['333914', '238220'], home: [] }, '2026-07-01').filters;
  expect(filters).toMatchObject({
    archetype: 'Ohio buyers',
    apollo: { organization_locations: ['ohio'] },
    because:
      'no profile of its own: the filters of all best customers, narrowed by 62 % region OH, others 21 %; 62 % naics 333, others 21 %',
  });
  // Michigan is gone: alternatives of the base would widen what is the archetype's own.
  expect(JSON.stringify(filters?.dnb)).toContain('"OH"');
  expect(JSON.stringify(filters?.dnb)).not.toContain('"MI"');
  expect(JSON.stringify(filters?.dnb)).toContain('333914');
  expect(filters?.traits).toContain('200–500 employees');
});

it('one that nothing sets apart gets the filters of all, with the reason, and is not searched for a second time', () => {
  const profile = archetypeProfile(base, { name: 'Typical buyers', icp: [], traits: [] });
  expect(profile.conditions).toEqual(base.conditions);
  const of = filtersOf([base, profile], { codes: [], home: [] }, '2026-07-01').filters;
  expect(of.map(({ because }) => because)).toEqual([
    null,
    'nothing a provider can filter by sets it apart: these are the filters of all best customers',
  ]);
  expect(of[1]).toMatchObject({ apollo: of[0]!.apollo, dnb: of[0]!.dnb });
});

it('every archetype has a set', () => {
  const kinds = ['One', 'Two'].map((name) => ({ name, icp: [], traits: [] }));
  const profiles = searchProfiles(
    { traits: [] } as unknown as Parameters<typeof searchProfiles>[0],
    { k: 2, archetypes: kinds } as unknown as Parameters<typeof searchProfiles>[1],
    { codes: [], home: [] },
  );
  expect(profiles.map(({ archetype }) => archetype)).toEqual(['All best customers', 'One', 'Two']);
});
