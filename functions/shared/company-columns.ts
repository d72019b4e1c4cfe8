import { isUserColumn } from '../../core/ga4/user-fields.ts';
import { candidateColumns } from '../../core/match/candidates.sql.ts';
import type { ColumnType } from '../../core/tables/canonical-tables.ts';
import type { CompanyColumns } from '../../core/traits/company-columns.ts';
import type { StepTables } from './step-tables.ts';

/** SQL types of a file's further columns as landing writes them, and what they mean. */
const attributeTypes: readonly (readonly [RegExp, ColumnType])[] = [
  [/^(BIGINT|INTEGER|HUGEINT)$/, 'integer'],
  [/^DECIMAL/, 'money'],
  [/^DOUBLE$/, 'number'],
  [/^BOOLEAN$/, 'boolean'],
  [/^(DATE|TIMESTAMP.*)$/, 'date'],
];

/** Columns of a view that say what a company is: the known ones in file order, then its further ones by name. */
export function companyColumnNames(known: readonly string[]): readonly string[] {
  return [
    ...candidateColumns.flatMap(([name]) => (known.includes(name) ? [name] : [])),
    ...known.filter((name) => name === 'nearest_branch_km'),
    ...known.filter((name) => name.startsWith('attribute_') || isUserColumn(name)).sort(),
  ];
}

/** A column's name as SQL writes it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Companies of a view, ordered as asked; null when the view has not landed. `key` is the column of ids. Of more than `most` those
 * are read whose id has the least MD5: a sample that neither order nor number of threads decides.
 */
export async function readCompanies(
  tables: StepTables,
  view: string,
  key: string,
  order = `"${key}"`,
  most: number | null = null,
): Promise<CompanyColumns | null> {
  const known = tables.columns.get(view);
  if (known === undefined) return null;
  const from =
    most === null
      ? `"${view}"`
      : `"${view}" SEMI JOIN (SELECT "${key}" FROM "${view}" ORDER BY md5("${key}"), "${key}" LIMIT ${most}) AS drawn USING ("${key}")`;
  const { id = [], ...columns } = await tables.engine.columns(
    `SELECT "${key}" AS id, ${companyColumnNames(known).map(quoted).join(', ')} FROM ${from} ORDER BY ${order}`,
  );
  return { ids: id.map(String), columns };
}

/** The further columns of a view with their types. */
export async function readAttributeTypes(
  tables: StepTables,
  view: string,
): Promise<{ readonly [column: string]: ColumnType }> {
  if (!tables.columns.has(view)) return {};
  const rows = await tables.engine.query(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE "${view}") WHERE starts_with(column_name, 'attribute_') ORDER BY column_name`,
  );
  return Object.fromEntries(
    rows.map((row) => [
      String(row['name']),
      attributeTypes.find(([pattern]) => pattern.test(String(row['type'])))?.[1] ?? 'text',
    ]),
  );
}
