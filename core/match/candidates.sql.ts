import { isUserColumn } from '../ga4/user-fields.ts';

/** The columns both sides are reduced to, in file order; further attributes follow by name. */
export const candidateColumns = [
  ['name', 'VARCHAR'],
  ['domain', 'VARCHAR'],
  ['description', 'VARCHAR'],
  ['industry', 'VARCHAR'],
  ['naics', 'VARCHAR'],
  ['sic', 'VARCHAR'],
  ['employees', 'BIGINT'],
  ['annual_revenue', 'DECIMAL(18,4)'],
  ['founded_year', 'BIGINT'],
  ['city', 'VARCHAR'],
  ['region', 'VARCHAR'],
  ['country', 'VARCHAR'],
  ['postal_code', 'VARCHAR'],
  ['sales_rep', 'VARCHAR'],
  ['parent_company', 'VARCHAR'],
  ['facility_count', 'BIGINT'],
  ['contract', 'BOOLEAN'],
  ['edi', 'BOOLEAN'],
] as const;

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function side(view: string, key: string, columns: readonly string[], distances: boolean): string {
  const name = view === 'prospects' ? 'prospect' : 'customer';
  const join = distances ? ` LEFT JOIN distances b ON b.side = '${name}' AND b.id = d.id` : '';
  const canonical = candidateColumns.map(([name, type]) =>
    columns.includes(name)
      ? `CAST(s.${quote(name)} AS ${type}) AS ${quote(name)}`
      : `CAST(NULL AS ${type}) AS ${quote(name)}`,
  );
  const attributes = columns
    .filter((name) => name.startsWith('attribute_') || isUserColumn(name))
    .sort()
    .map((name) => `s.${quote(name)}`);
  return `SELECT d.candidate_id, d.id AS source_id, d.side, d.pool, d.tags, ${[...canonical, ...(distances ? ['b.km AS nearest_branch_km'] : []), ...attributes].join(', ')}
    FROM decisions d JOIN ${quote(view)} s ON s.${quote(key)} = d.id${join} WHERE d.side = '${name}' AND d.pool IN ('win-back', 'net-new')`;
}

/**
 * One row per candidate of both pools with what is known of the company, ordered by pool and id. `decisions(id, side,
 * candidate_id, pool, tags)` must be loaded; a side whose view is absent is left out.
 */
export function candidatesSql(columns: {
  readonly customers: readonly string[] | undefined;
  readonly prospects: readonly string[] | undefined;
  /** The view `distances` (kilometres to the nearest branch by side and id), where rollup measured any. */
  readonly distances?: readonly string[] | undefined;
}): string {
  const measured = columns.distances !== undefined;
  const sides = [
    ...(columns.customers === undefined
      ? []
      : [side('customers', 'customer_id', columns.customers, measured)]),
    ...(columns.prospects === undefined
      ? []
      : [side('prospects', 'prospect_id', columns.prospects, measured)]),
  ];
  return `SELECT * FROM (${sides.join('\nUNION ALL BY NAME\n')}) ORDER BY pool, candidate_id, tags`;
}
