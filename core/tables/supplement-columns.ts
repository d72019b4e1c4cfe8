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
  sampled: SampledFile,
  table: TableName,
  columns: readonly ColumnMapping[],
): readonly ColumnMapping[] {
  const { headers } = sampled;
  return pairedCurrency(headers, totalLessTax(headers, table, withSubstitutes(sampled, table, columns)));
}

/** Amounts that were converted come with the currency they were converted into. */
function pairedCurrency(
  headers: readonly string[],
  columns: readonly ColumnMapping[],
): readonly ColumnMapping[] {
  const revenue = columns.find((column) => column.table === 'orders' && column.column === 'order_revenue');
  const currency = columns.find((column) => column.table === 'orders' && column.column === 'currency');
  if (revenue === undefined || headerForm(revenue.header) !== 'convertedamount') return columns;
  const position = headers.findIndex((header) => headerForm(header) === 'convertedcurrency');
  if (position < 0 || currency === undefined || currency.position === position) return columns;
  const header = headers[position] ?? '';
  const made: ColumnMapping = {
    ...currency,
    position,
    header,
    evidence: `"${revenue.header}" is in "${header}"`,
  };
  return columns.map((column) => (column === currency ? made : column));
}

function withSubstitutes(
  { shapes, rows }: SampledFile,
  table: TableName,
  columns: readonly ColumnMapping[],
): readonly ColumnMapping[] {
  const [key, others] = substitutes[table] ?? [];
  if (key === undefined || others === undefined) return columns;
  const own = columns.find((column) => column.table === table && column.column === key);
  const empty = own !== undefined && rows > 0 && shapes[own.position]?.values === 0;
  if (own !== undefined && own.confidence > VAGUE && !empty) return columns;
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
