import { type ColumnType, canonicalTables, type TableDefinition } from './canonical-tables.ts';
import { currencyWords, isoCurrencies } from './currency-words.ts';
import { lineClassSql } from './line-class.sql.ts';
import type { ColumnMapping, FileMapping } from './mapping.ts';
import { noValueSql } from './no-value.sql.ts';
import { parseBooleanSql, parseDateSql, plausibleDateSql } from './parse-date.sql.ts';
import { parseNumberSql } from './parse-number.sql.ts';
import { creditSql, refusedKindSql } from './record-kind.sql.ts';
import { sqlName, sqlString } from './sql-text.ts';

/** What a row or a cell may be refused for. */
export type RefusalCode =
  | 'MISSING_VALUE'
  | 'BAD_NUMBER'
  | 'BAD_DATE'
  | 'BAD_BOOLEAN'
  | 'BAD_CURRENCY'
  | 'FUTURE_DATE'
  | 'TOO_FEW_CELLS'
  | 'TOO_MANY_CELLS'
  | 'BAD_QUOTE'
  | 'UNTERMINATED_QUOTE'
  | 'BAD_ENCODING'
  | 'RECORD_TOO_LARGE'
  | 'NOT_A_SALE';

/** Columns whose bad values refuse the row: money must reconcile. Other columns lose the cell and keep the row. */
function refusesRow(mapping: ColumnMapping): boolean {
  if (mapping.role === 'ingredient') return false;
  const definition: TableDefinition = canonicalTables[mapping.table];
  const column = Object.entries(definition.columns).find(([name]) => name === mapping.column)?.[1];
  return column?.required === true || column?.type === 'money' || mapping.column === 'quantity';
}

/** A typing error in a currency would else be a second currency, and stop the drop. */
const currencyPattern = sqlString(
  [...isoCurrencies, ...currencyWords.keys()].map((word) => word.replaceAll('$', '\\$')).join('|'),
);

/** The name a file's value has in its typed table: `orders.order_date`, `~tax`. */
export function typedName({ table, column, role }: ColumnMapping): string {
  return role === 'ingredient' ? `~${column}` : `${table}.${column}`;
}

/** The name of the currency that stands beside a row's amount. */
export const signedName = '~signed_currency';

function signSql({ position, signs }: ColumnMapping): string {
  const cases = Object.entries(signs ?? {}).map(
    ([sign, currency]) => `WHEN contains(c${position}, ${sqlString(sign)}) THEN ${sqlString(currency)}`,
  );
  return `CASE ${cases.join(' ')} END`;
}

/** SQL type of a canonical column in the parquet tables. `quantity` is exact, since it is a control total. */
export function sqlType(type: ColumnType, column: string): string {
  if (column === 'quantity') return 'DECIMAL(18,4)';
  return {
    text: 'VARCHAR',
    identifier: 'VARCHAR',
    money: 'DECIMAL(18,4)',
    number: 'DOUBLE',
    integer: 'BIGINT',
    date: 'DATE',
    boolean: 'BOOLEAN',
  }[type];
}

/** The text a column is read from: its own cell, or the first filled of those that stand in for it. */
function textSql({ position, fallbacks }: ColumnMapping): string {
  const others = (fallbacks ?? []).map((at) => `c${at}`);
  return others.length === 0 ? `c${position}` : `coalesce(c${position}, ${others.join(', ')})`;
}

function cellSql(mapping: ColumnMapping, zone: string): string {
  const text = textSql(mapping);
  const style = mapping.number ?? { decimal: '.' };
  switch (mapping.type) {
    case 'text':
      return text;
    case 'identifier': {
      // Spreadsheets keep leading zeros behind an apostrophe.
      const bare = `(CASE WHEN starts_with(${text}, '''') THEN substr(${text}, 2) ELSE ${text} END)`;
      return mapping.pointed === true ? `regexp_replace(${bare}, '\\.0+$', '')` : bare;
    }
    case 'money': {
      const read = parseNumberSql(text, style, 'DECIMAL(18,4)');
      const amount =
        mapping.scale === undefined
          ? read
          : `TRY_CAST(${read} * CAST(${mapping.scale} AS DECIMAL(10,0)) AS DECIMAL(18,4))`;
      if (mapping.less === undefined) return amount;
      const less = `c${mapping.less}`;
      return `CAST(${amount} - (CASE WHEN ${less} IS NULL THEN 0 ELSE ${parseNumberSql(less, style, 'DECIMAL(18,4)')} END) AS DECIMAL(18,4))`;
    }
    case 'number':
      return parseNumberSql(text, style, mapping.column === 'quantity' ? 'DECIMAL(18,4)' : 'DOUBLE');
    case 'integer':
      return parseNumberSql(text, style, 'BIGINT');
    case 'date':
      return parseDateSql(text, mapping.date ?? 'iso', zone);
    case 'boolean':
      return parseBooleanSql(text);
  }
}

const badCode: { readonly [type in ColumnType]: RefusalCode } = {
  text: 'MISSING_VALUE',
  identifier: 'MISSING_VALUE',
  money: 'BAD_NUMBER',
  number: 'BAD_NUMBER',
  integer: 'BAD_NUMBER',
  date: 'BAD_DATE',
  boolean: 'BAD_BOOLEAN',
};

export type TypedRows = {
  readonly mapping: FileMapping;
  /** A table of texts: `_n` (record number, from 0) and `c0`, `c1`, … trimmed, NULL where empty. */
  readonly raw: string;
  /** IANA zone whose days dates with an offset are turned into. */
  readonly zone: string;
  /** Orders after this day (YYYY-MM-DD) are refused: the day the file arrived. */
  readonly latestOrder: string;
  /** SQL type per attribute position; VARCHAR where absent. */
  readonly attributeTypes: ReadonlyMap<number, string>;
};

/**
 * SELECT that casts a file's texts: `_n`, one column per mapped column under its `typedName`, and two texts of refusals,
 * `position:CODE` joined by commas: `_row` refuses the row, `_cells` says which cells were emptied. Both NULL when all is well.
 * `_class` names lines that are no rows (see `lineClassSql`); `_credit` is true for credit memos and refunds.
 * A required column that stays empty and a money cell that is no number refuse the row.
 */
export function typedRowsSql({ mapping, raw, zone, latestOrder, attributeTypes }: TypedRows): string {
  const kept = mapping.columns.filter(({ role }) => role !== 'ignored');
  const values: string[] = [];
  const row: string[] = [];
  const cells: string[] = [];
  const kind = refusedKindSql(mapping);
  if (kind !== null) row.push(kind);
  for (const column of kept) {
    const name = sqlName(typedName(column));
    const text = textSql(column);
    if (column.role === 'attribute') {
      values.push(`${attributeSql(text, column, attributeTypes.get(column.position), zone)} AS ${name}`);
      continue;
    }
    values.push(`${cellSql(column, zone)} AS ${name}`);
    // A line file that carries its orders must say of each line's order when and whose it is.
    const required = isRequired(column) && (column.table === mapping.table || column.table === 'orders');
    const into = refusesRow(column) ? row : cells;
    if (column.type !== 'text' && column.type !== 'identifier')
      into.push(
        `CASE WHEN ${name} IS NULL AND ${text} IS NOT NULL AND NOT ${noValueSql(text)} THEN '${column.position}:${badCode[column.type]}' END`,
      );
    if (required)
      row.push(
        `CASE WHEN ${text} IS NULL OR (${name} IS NULL AND ${noValueSql(text)}) THEN '${column.position}:MISSING_VALUE' END`,
      );
    if (column.table === 'orders' && column.column === 'currency')
      row.push(
        `CASE WHEN ${text} IS NOT NULL AND NOT regexp_full_match(upper(${text}), ${currencyPattern}) AND NOT ${noValueSql(text)} THEN '${column.position}:BAD_CURRENCY' END`,
      );
    if (column.table === 'orders' && column.column === 'order_date')
      row.push(`CASE WHEN ${name} > DATE '${latestOrder}' THEN '${column.position}:FUTURE_DATE' END`);
  }
  const signed = kept.find(({ signs }) => signs !== undefined);
  if (signed !== undefined) values.push(`${signSql(signed)} AS ${sqlName(signedName)}`);
  const dates = kept
    .filter((column) => column.type === 'date')
    .map((column) => sqlName(typedName(column)))
    .map((name) => `${plausibleDateSql(name)} AS ${name}`);
  const parsed = `SELECT *, ${values.join(', ')} FROM ${raw}`;
  const plausible = dates.length === 0 ? parsed : `SELECT * REPLACE (${dates.join(', ')}) FROM (${parsed})`;
  const joined = (parts: readonly string[]): string =>
    parts.length === 0 ? 'CAST(NULL AS VARCHAR)' : `nullif(concat_ws(',', ${parts.join(', ')}), '')`;
  return `SELECT _n, ${kept.map((column) => sqlName(typedName(column))).join(', ')}${signed === undefined ? '' : `, ${sqlName(signedName)}`}, ${joined(row)} AS _row, ${joined(cells)} AS _cells, ${lineClassSql(mapping)} AS _class, ${creditSql(mapping, amountOf(mapping))} AS _credit FROM (${plausible})`;
}

/** The column that says what a row is worth. */
function amountOf({ columns }: FileMapping): string | null {
  const found = ['order_revenue', 'line_revenue', 'amount'].flatMap((name) =>
    columns.filter(({ role, column }) => role === 'canonical' && column === name),
  )[0];
  return found === undefined ? null : sqlName(typedName(found));
}

function isRequired({ table, column, role }: ColumnMapping): boolean {
  if (role !== 'canonical') return false;
  const definition: TableDefinition = canonicalTables[table];
  return Object.entries(definition.columns).some(
    ([name, { required }]) => name === column && required === true,
  );
}

function attributeSql(text: string, column: ColumnMapping, type: string | undefined, zone: string): string {
  const present = `CASE WHEN NOT ${noValueSql(text)} THEN ${text} END`;
  if (type === 'DOUBLE') return parseNumberSql(present, column.number ?? { decimal: '.' }, 'DOUBLE');
  if (type === 'DATE') return parseDateSql(present, column.date ?? 'iso', zone);
  if (type === 'BOOLEAN') return parseBooleanSql(present);
  return text;
}
