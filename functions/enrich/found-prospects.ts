import { bestCustomers, matchSeed } from '../../core/match/customer-matches.ts';
import type { Identity } from '../../core/match/identity.ts';
import { keyedSide, linkCompanies } from '../../core/match/link-companies.ts';
import { fillFields } from '../../core/provider/fill-fields.ts';
import { prospectsWithFoundSql } from '../../core/provider/found-prospects.sql.ts';
import { type ProviderField, providerFields } from '../../core/provider/provider-company.ts';
import type { FileSpellings } from '../../core/provider/spell-as-files.ts';
import type { StepTables } from '../shared/step-tables.ts';
import type { FoundCompany } from './enrichment-document.ts';

/** What searches found, put where it belongs. */
export type JoinedFound = {
  /** The tables, with `prospects` as the file's and the found ones together. */
  readonly tables: StepTables;
  /** Found companies that are rows of their own now, by prospect id. */
  readonly added: ReadonlyMap<string, FoundCompany>;
  /** Found companies that the prospects file has already, by the file's prospect id: they fill its rows. */
  readonly known: ReadonlyMap<string, FoundCompany>;
};

/**
 * Joins found companies to the prospects before anything is matched: what the file has already becomes an answer about that
 * row, the rest become prospects, which then go through the same matching with customers, dedupe and exclusion as any other.
 */
export async function joinFound(
  tables: StepTables,
  prospects: readonly Identity[],
  found: readonly FoundCompany[],
  spellings: FileSpellings,
  currency: string,
): Promise<JoinedFound> {
  if (found.length === 0) return { tables, added: new Map(), known: new Map() };
  const rows = found.map((each) => ({
    each,
    fields: fillFields({}, each.company, spellings, currency).fields,
  }));
  const identities = rows.map(({ each, fields }): Identity => {
    const text = (field: ProviderField): string | null =>
      fields[field] === undefined ? null : String(fields[field]);
    return {
      id: each.prospect_id,
      name: text('name'),
      domain: text('domain'),
      postal_code: text('postal_code'),
      city: text('city'),
      region: text('region'),
      country: text('country'),
    };
  });
  const matched = new Map(
    prospects.length === 0
      ? []
      : bestCustomers(linkCompanies(keyedSide(identities), keyedSide(prospects), matchSeed)).flatMap(
          (match) => (match.decision === 'same' ? [[match.prospect_id, match.matched_id] as const] : []),
        ),
  );
  const known = new Map<string, FoundCompany>();
  const added = new Map<string, FoundCompany>();
  for (const { each } of rows) {
    const own = matched.get(each.prospect_id);
    if (own === undefined) added.set(each.prospect_id, each);
    else if (!known.has(own)) known.set(own, each);
  }
  const { engine, columns } = tables;
  await engine.load(
    'found',
    {
      prospect_id: 'VARCHAR',
      ...Object.fromEntries(providerFields.map((field) => [field, fieldTypes[field] ?? 'VARCHAR'])),
    },
    rows
      .filter(({ each }) => added.has(each.prospect_id))
      .map(({ each, fields }) => ({
        prospect_id: each.prospect_id,
        ...Object.fromEntries(providerFields.map((field) => [field, fields[field] ?? null])),
      })),
  );
  const landed = columns.get('prospects');
  if (landed !== undefined) await engine.run('ALTER VIEW "prospects" RENAME TO "landed_prospects"');
  await engine.run(prospectsWithFoundSql(landed));
  return {
    tables: {
      ...tables,
      columns: new Map([
        ...columns,
        ['prospects', [...new Set([...(landed ?? []), 'prospect_id', ...providerFields])]],
      ]),
    },
    added,
    known,
  };
}

/** SQL types of the fields that are no text. */
export const fieldTypes: { readonly [field in ProviderField]?: string } = {
  employees: 'BIGINT',
  annual_revenue: 'DECIMAL(18,4)',
  founded_year: 'BIGINT',
};
