import type { SampledFile } from './assign-columns.ts';
import type { TableName } from './canonical-tables.ts';
import { headerForm } from './header-name.ts';
import { ingredients } from './ingredient-aliases.ts';
import type { ColumnMapping } from './mapping.ts';

/** Keys that other columns can stand in for, best first, where no column of its own names them. */
const substitutes: { readonly [table in TableName]?: readonly [string, readonly string[]] } = {
  prospects: ['prospect_id', ['domain', 'name']],
  customers: ['customer_id', ['name']],
};

/** A vague name is at most this confident. */
const VAGUE = 0.65;

/**
 * Completes a file's columns by what its other columns can make: a key that only vague names serve falls back to the
 * company's domain and name, cell by cell; an order's revenue that is a total with tax becomes total − tax where the tax
 * is known.
 */
export function supplementColumns(
  { headers }: SampledFile,
  table: TableName,
  columns: readonly ColumnMapping[],
): readonly ColumnMapping[] {
  return totalLessTax(headers, table, withSubstitutes(table, columns));
}

function withSubstitutes(table: TableName, columns: readonly ColumnMapping[]): readonly ColumnMapping[] {
  const [key, others] = substitutes[table] ?? [];
  if (key === undefined || others === undefined) return columns;
  const own = columns.find((column) => column.table === table && column.column === key);
  if (own !== undefined && own.confidence > VAGUE) return columns;
  const fallbacks = others.flatMap((name) =>
    columns.filter(
      (column) => column.table === table && column.column === name && column.position !== own?.position,
    ),
  );
  const [first, ...rest] = own === undefined ? fallbacks : [own, ...fallbacks];
  if (first === undefined) return columns;
  const made: ColumnMapping = {
    ...first,
    role: 'canonical',
    column: key,
    type: 'identifier',
    confidence: VAGUE,
    evidence: `${own === undefined ? `there is no key: "${first.header}" stands in` : first.evidence}${rest.length === 0 ? '' : `, where it is empty ${rest.map(({ header }) => `"${header}"`).join(', then ')}`}`,
    fallbacks: rest.map(({ position }) => position),
  };
  return [...columns.filter((column) => column !== own), made];
}

function totalLessTax(
  headers: readonly string[],
  table: TableName,
  columns: readonly ColumnMapping[],
): readonly ColumnMapping[] {
  const revenue = columns.find((column) => column.table === 'orders' && column.column === 'order_revenue');
  const tax = columns.find(({ role, column }) => role === 'ingredient' && column === 'tax');
  if (table !== 'orders' || revenue === undefined || tax === undefined || revenue.confidence > VAGUE)
    return columns;
  const gross = ingredients.total_with_tax;
  const names = [...gross.strong.split(' '), ...(gross.weak ?? '').split(' ')];
  if (!names.includes(headerForm(headers[revenue.position] ?? ''))) return columns;
  const made: ColumnMapping = {
    ...revenue,
    less: tax.position,
    evidence: `${revenue.evidence}; it includes tax, so "${tax.header}" is taken off`,
  };
  return columns.map((column) => (column === revenue ? made : column));
}
