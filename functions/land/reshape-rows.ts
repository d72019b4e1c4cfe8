import type { ColumnMapping } from '../../core/tables/mapping.ts';
import {
  continuationEvidenceSql,
  continuedRowsSql,
  groupEvidenceSql,
  groupedRowsSql,
  orderCells,
} from '../../core/tables/reshape-rows.sql.ts';
import type { TableEngine } from '../shared/ports.ts';

/** Header given to the column that group titles become. */
export const GROUP_HEADER = 'Customer (group title)';

/**
 * Turns a grouped report (titles alone in a nameless first column, rows below them) into rows that carry their title in a
 * further last column. Returns the view to read from then on, or null when the file is no such report.
 */
export async function ungroupRows(
  engine: TableEngine,
  raw: string,
  headers: readonly string[],
): Promise<string | null> {
  if (headers[0] !== '' || headers.length < 3) return null;
  const [row] = await engine.query(groupEvidenceSql(raw, headers.length));
  const count = (name: string): number => Number(row?.[name] ?? 0);
  if (count('titles') === 0 || count('rows') === 0 || count('others') > 0.05 * count('rows')) return null;
  const view = `${raw}_grouped`;
  await engine.run(`CREATE TABLE ${view} AS ${groupedRowsSql(raw, headers.length)} ORDER BY _n`);
  return view;
}

/**
 * Gives each line of a line file its order's cells, where the file writes them on the first line only. Returns the view to
 * read from then on, and how many lines took their order number from above; null when there was nothing to fill in.
 */
export async function continueRows(
  engine: TableEngine,
  raw: string,
  width: number,
  columns: readonly ColumnMapping[],
): Promise<{ readonly view: string; readonly continued: number } | null> {
  const cells = orderCells(columns);
  if (cells === null) return null;
  const [row] = await engine.query(continuationEvidenceSql(raw, cells));
  const continued = Number(row?.['keys'] ?? 0);
  if (continued === 0 && Number(row?.['cells'] ?? 0) === 0) return null;
  const view = `${raw}_continued`;
  await engine.run(`CREATE TABLE ${view} AS ${continuedRowsSql(raw, width, cells)} ORDER BY _n`);
  return { view, continued };
}
