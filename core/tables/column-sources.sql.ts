import type { TableName } from './canonical-tables.ts';
import { currencyWords } from './currency-words.ts';
import { headerForm } from './header-name.ts';
import type { ColumnMapping, FileMapping } from './mapping.ts';
import { sqlName, sqlString } from './sql-text.ts';
import { signedName, typedName } from './typed-rows.sql.ts';

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
  if (direct !== null) return column === 'currency' ? currencySql(direct) : direct;
  if (column === 'currency' && table === 'orders') return amountCurrency(mapping);
  if (column === 'domain' && (table === mapping.table || table === 'customers')) return mailHost(mapping);
  if (table === 'order_lines') return lineSource(mapping, column);
  if (table === mapping.table) return null;
  return borrowed(mapping, table, column);
}

/** A currency column's words and signs as codes. */
function currencySql(text: string): string {
  const cases = [...currencyWords].map(([word, code]) => `WHEN ${sqlString(word)} THEN ${sqlString(code)}`);
  return `CASE upper(${text}) ${cases.join(' ')} ELSE upper(${text}) END`;
}

/** The currency that the header of the amounts names, or the signs beside them. */
function amountCurrency(mapping: FileMapping): string | null {
  const amounts = mapping.columns.filter(({ column }) => amountColumns.has(column));
  const named = amounts.find(({ currency }) => currency !== undefined)?.currency;
  if (named !== undefined) return sqlString(named);
  return amounts.some(({ signs }) => signs !== undefined) ? sqlName(signedName) : null;
}

/** Columns whose currency is the orders'. */
export const amountColumns: ReadonlySet<string> = new Set([
  'order_revenue',
  'line_revenue',
  'unit_price',
  'total_with_tax',
]);

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
  if (column === 'product_category') return categoryInProduct(mapping);
  if (column !== 'line_cogs') return null;
  const cost = ingredient(mapping, 'unit_cost');
  if (cost !== null && quantity !== null) return product(cost);
  const margin = ingredient(mapping, 'line_margin');
  return margin !== null && revenue !== null ? `CAST(${revenue} - ${margin} AS DECIMAL(18,4))` : null;
}

/** QuickBooks and NetSuite write the category before the product: "Valves:Ball valve". */
function categoryInProduct(mapping: FileMapping): string | null {
  const product = mappingOf(mapping, 'order_lines', 'product_id');
  if (product === undefined || !/^(productservice|item|product)$/.test(headerForm(product.header)))
    return null;
  const text = sqlName(typedName(product));
  return `CASE WHEN contains(${text}, ':') THEN trim(split_part(${text}, ':', 1)) END`;
}

function borrowed(mapping: FileMapping, table: TableName, column: string): string | null {
  const own = mapping.table ?? 'orders';
  if (column === 'order_id') return canonical(mapping, own, 'order_id');
  if (column === 'customer_id')
    return table === 'orders' ? null : columnSourceSql(mapping, 'orders', 'customer_id');
  if (table === 'payments' && column === 'invoice_date') return canonical(mapping, 'orders', 'order_date');
  if (table === 'payments' && column === 'amount') return canonical(mapping, 'orders', 'order_revenue');
  if (table !== 'customers' || column !== 'name') return null;
  // A customer known by a name only has that name for its key; a code is no name.
  const key = mappingOf(mapping, 'orders', 'customer_id');
  if (key === undefined || !isNameHeader(key.header)) return null;
  const name = sqlName(typedName(key));
  return `CASE WHEN contains(${name}, ' ') OR (regexp_matches(${name}, '\\pL{3}') AND NOT regexp_matches(${name}, '\\d')) THEN ${name} END`;
}

const nameHeaders =
  /^(customer|customergrouptitle|client|kunde|cliente|klant|kund|klient|nabywca|kontrahent|billto|soldto|buyer|account|company|associatedcompany|billingcompany|raisonsociale|.*(name|nom|nombre|naam|namn|navn|nazwa)|(name|nom|nombre|nome|naam|nazwa).*)$/;

/** Whether a key's header says that it holds names. */
export function isNameHeader(header: string): boolean {
  return nameHeaders.test(headerForm(header));
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
