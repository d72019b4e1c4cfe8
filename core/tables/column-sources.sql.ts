import type { TableName } from './canonical-tables.ts';
import { headerForm } from './header-name.ts';
import type { ColumnMapping, FileMapping } from './mapping.ts';
import { sqlName, sqlString } from './sql-text.ts';
import { typedName } from './typed-rows.sql.ts';

/** Mail hosts whose addresses say nothing about a company. */
export const freeMailHosts: readonly string[] = [
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'hotmail.com',
  'outlook.com',
  'live.com',
  'msn.com',
  'aol.com',
  'icloud.com',
  'me.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  't-online.de',
  'orange.fr',
  'free.fr',
  'laposte.net',
  'mail.ru',
  'protonmail.com',
  'proton.me',
];

/**
 * SQL over a file's typed rows that gives a table's column: from its own header, or from what makes it (price × quantity −
 * discount, division and number, the host of an e-mail address, what a carried table shares with the file's own). Null when
 * the file cannot tell.
 */
export function columnSourceSql(mapping: FileMapping, table: TableName, column: string): string | null {
  const direct = canonical(mapping, table, column);
  const division = ingredient(mapping, 'customer_division');
  if (column === 'customer_id' && direct !== null && division !== null)
    return `concat_ws('-', ${division}, ${direct})`;
  if (direct !== null) return column === 'currency' ? `upper(${direct})` : direct;
  if (column === 'domain' && (table === mapping.table || table === 'customers')) return mailHost(mapping);
  if (table === 'order_lines') return lineSource(mapping, column);
  if (table === mapping.table) return null;
  return borrowed(mapping, table, column);
}

function mappingOf(mapping: FileMapping, table: TableName, column: string): ColumnMapping | undefined {
  return mapping.columns.find(
    (made) => made.role === 'canonical' && made.table === table && made.column === column,
  );
}

function canonical(mapping: FileMapping, table: TableName, column: string): string | null {
  const made = mappingOf(mapping, table, column);
  return made === undefined ? null : sqlName(typedName(made));
}

/** A column that makes others, by name. */
export function ingredient(mapping: FileMapping, name: string): string | null {
  const made = mapping.columns.find(({ role, column }) => role === 'ingredient' && column === name);
  return made === undefined ? null : sqlName(typedName(made));
}

function lineSource(mapping: FileMapping, column: string): string | null {
  if (mapping.table !== 'order_lines') return null;
  const quantity = canonical(mapping, 'order_lines', 'quantity');
  const price = ingredient(mapping, 'unit_price');
  const discount = ingredient(mapping, 'line_discount');
  const product = (unit: string): string => `CAST(${unit} * ${quantity} AS DECIMAL(18,4))`;
  const less = discount === null ? '' : ` - coalesce(${discount}, 0)`;
  const revenue =
    canonical(mapping, 'order_lines', 'line_revenue') ??
    (price !== null && quantity !== null ? `CAST(${product(price)}${less} AS DECIMAL(18,4))` : null);
  if (column === 'line_revenue') return revenue;
  if (column !== 'line_cogs') return null;
  const cost = ingredient(mapping, 'unit_cost');
  if (cost !== null && quantity !== null) return product(cost);
  const margin = ingredient(mapping, 'line_margin');
  return margin !== null && revenue !== null ? `CAST(${revenue} - ${margin} AS DECIMAL(18,4))` : null;
}

function borrowed(mapping: FileMapping, table: TableName, column: string): string | null {
  const own = mapping.table ?? 'orders';
  if (column === 'order_id') return canonical(mapping, own, 'order_id');
  if (column === 'customer_id')
    return table === 'orders' ? null : columnSourceSql(mapping, 'orders', 'customer_id');
  if (table === 'payments' && column === 'invoice_date') return canonical(mapping, 'orders', 'order_date');
  if (table === 'payments' && column === 'amount') return canonical(mapping, 'orders', 'order_revenue');
  if (table !== 'customers' || column !== 'name') return null;
  // A customer known by a name only has that name for its key.
  const key = mappingOf(mapping, 'orders', 'customer_id');
  return key !== undefined &&
    /^(customer|customergrouptitle|client|kunde|name|account|company|.*name)$/.test(headerForm(key.header))
    ? sqlName(typedName(key))
    : null;
}

function mailHost(mapping: FileMapping): string | null {
  const key = mappingOf(mapping, 'orders', 'customer_id');
  const address =
    ingredient(mapping, 'contact_email') ??
    (key !== undefined && headerForm(key.header).includes('email') ? sqlName(typedName(key)) : null);
  if (address === null) return null;
  const host = `lower(split_part(${address}, '@', 2))`;
  return `CASE WHEN ${host} <> '' AND ${host} NOT IN (${freeMailHosts.map(sqlString).join(', ')}) THEN ${host} END`;
}
