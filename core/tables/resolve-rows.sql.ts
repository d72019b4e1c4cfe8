import { canonicalTables, type TableDefinition, type TableName } from './canonical-tables.ts';
import { sqlName } from './sql-text.ts';

/** A relation with `_rank` (files oldest first, from 0), `_n` (record number) and the table's columns. */
export type Union = { readonly table: TableName; readonly from: string; readonly columns: readonly string[] };

/** Key columns rows are resolved by; null where the table has none, or the files do not carry it. */
export function keyOf({ table, columns }: Union): readonly string[] | null {
  const { key }: TableDefinition = canonicalTables[table];
  return key?.every((column) => columns.includes(column)) === true ? key : null;
}

/** A row's content as one text: equal texts, equal rows. */
export function contentSql(columns: readonly string[]): string {
  const cells = columns.map((column) => `coalesce(CAST(${sqlName(column)} AS VARCHAR), chr(29))`);
  return `concat_ws(chr(31), ${cells.join(', ')})`;
}

/**
 * SELECT of the rows that give way to another row of the same key: `_rank`, `_n`, `same` where the content equals the
 * row that stays, `own` where that row stands in the same file. The newest file's row stays; within one file the greatest content, so that the order of rows decides
 * nothing; between equal rows the first. Rows whose key is incomplete are left alone.
 */
export function losersSql(union: Union, key: readonly string[]): string {
  const keys = key.map(sqlName).join(', ');
  const complete = key.map((column) => `${sqlName(column)} IS NOT NULL`).join(' AND ');
  const content = contentSql(union.columns.filter((column) => !key.includes(column)));
  const repeated = `SELECT ${keys} FROM ${union.from} WHERE ${complete} GROUP BY ${keys} HAVING count(*) > 1`;
  const order = `PARTITION BY ${keys} ORDER BY _rank DESC, content DESC, _n`;
  return `SELECT _rank, _n, content = stays AS same, _rank = stays_rank AS own FROM (SELECT _rank, _n, content, row_number() OVER (${order}) AS place, first_value(content) OVER (${order}) AS stays, first_value(_rank) OVER (${order}) AS stays_rank FROM (SELECT *, ${content} AS content FROM ${union.from} SEMI JOIN (${repeated}) AS repeated USING (${keys}))) WHERE place > 1`;
}

/** SELECT of how many rows of a table are exact copies of another row, for tables without a key. */
export function copiesSql(union: Union): string {
  return `SELECT coalesce(sum(n - 1), 0) AS copies FROM (SELECT count(*) AS n FROM ${union.from} GROUP BY ${contentSql(union.columns)} HAVING count(*) > 1)`;
}

/** COPY of a canonical table to parquet, in a total order: key first, then every other column. */
export function copyTableSql(select: string, union: Union, path: string): string {
  const { key }: TableDefinition = canonicalTables[union.table];
  const first = (key ?? []).filter((column) => union.columns.includes(column));
  const order = [...first, ...union.columns.filter((column) => !first.includes(column))];
  const columns = union.columns.map(sqlName).join(', ');
  return `COPY (SELECT ${columns} FROM (${select}) ORDER BY ${order.map((column) => `${sqlName(column)} NULLS LAST`).join(', ')}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`;
}
