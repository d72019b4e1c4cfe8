import type { Archetypes } from '../../core/cluster/archetypes.ts';
import type { QueryCondition } from '../../core/provider/company-query.ts';
import { type ProviderFilters, providerFilters } from '../../core/provider/provider-filters.ts';
import { archetypeProfile, bestProfile, type SearchProfile } from '../../core/provider/search-profile.ts';
import type { TraitDocument } from '../../core/traits/trait-document.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** `provider-filters.json`: whom to look for, as provider queries. */
export type RunFilters = { readonly version: 1; readonly filters: readonly ProviderFilters[] };

/** What the files say beside the traits: NAICS codes in use, most common first, and where nearly all customers are. */
export type FileFacts = { readonly codes: readonly string[]; readonly home: readonly QueryCondition[] };

/** The profiles a run looks for: all best customers together, then each archetype. */
export function searchProfiles(
  traits: TraitDocument,
  archetypes: Archetypes | null,
  { home }: FileFacts,
): SearchProfile[] {
  const kinds = archetypes === null || archetypes.k < 2 ? [] : archetypes.archetypes;
  const base = bestProfile(traits, home);
  return [base, ...kinds.map((kind) => archetypeProfile(base, kind))];
}

/** The filters of a run, one set per profile. */
export function filtersOf(
  profiles: readonly SearchProfile[],
  { codes }: FileFacts,
  asOf: string,
): RunFilters {
  const year = Number(asOf.slice(0, 4));
  return {
    version: 1,
    filters: profiles.map(({ archetype, conditions, because }) =>
      providerFilters(archetype, conditions, codes, year, because ?? null),
    ),
  };
}

/** A country with at least this share of the customers is where the business is. */
const homeShare = 0.8;

/** Reads what filters need of the files. */
export async function readFileFacts(tables: StepTables): Promise<FileFacts> {
  const sides = (['customers', 'prospects'] as const).filter((view) =>
    tables.columns.get(view)?.includes('naics'),
  );
  const union = sides.map((view) => `SELECT naics FROM "${view}"`).join(' UNION ALL ');
  const codes =
    sides.length === 0
      ? []
      : await tables.engine.query(
          `SELECT naics, COUNT(*) AS companies FROM (${union}) WHERE regexp_matches(naics, '^[0-9]{6}$') GROUP BY naics ORDER BY companies DESC, naics LIMIT 500`,
        );
  const countries = tables.columns.get('customers')?.includes('country')
    ? await tables.engine.query(
        'SELECT country, COUNT(*) AS companies FROM customers WHERE country IS NOT NULL GROUP BY country ORDER BY companies DESC, country',
      )
    : [];
  const all = countries.reduce((sum, row) => sum + Number(row['companies']), 0);
  const [first] = countries;
  const level = String(first?.['country'] ?? '');
  return {
    codes: codes.map((row) => String(row['naics'])),
    home:
      first === undefined || Number(first['companies']) < homeShare * all
        ? []
        : [
            {
              feature: 'country',
              condition: { kind: 'level', level },
              words: `Country: ${level}`,
              population: 'both',
            },
          ],
  };
}
