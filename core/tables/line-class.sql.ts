import { canonicalTables, type TableDefinition } from './canonical-tables.ts';
import { headerForm } from './header-name.ts';
import type { FileMapping } from './mapping.ts';
import { sqlString } from './sql-text.ts';

/** Lines of a report that are no rows of its table. */
export type LineClass = 'blank' | 'repeated_header' | 'total' | 'note' | 'example';

const totals = '^((grand |sub)?-?total|total for |gesamt|summe|zwischensumme|sum$)';

/**
 * SQL that names what a line is when it is no row: `blank` (all cells empty), `repeated_header`, `total` (a required cell is
 * empty and the line begins with "Total …"), `note` (a required cell is empty and only one cell of three or more is filled:
 * group titles, footers), `example` (the row a template shows). NULL for rows. Rows with all required cells cost one comparison
 * each.
 */
export function lineClassSql(mapping: FileMapping): string {
  if (mapping.table === null) return 'NULL';
  const definition: TableDefinition = canonicalTables[mapping.table];
  const cells = mapping.columns
    .map(({ position }) => position)
    .sort((a, b) => a - b)
    .filter((position, at, all) => all.indexOf(position) === at)
    .map((position) => `c${position}`);
  const required = mapping.columns.filter(
    ({ role, table, column }) =>
      role === 'canonical' &&
      table === mapping.table &&
      Object.entries(definition.columns).some(([name, made]) => name === column && made.required === true),
  );
  const first = required[0];
  if (first === undefined || cells.length === 0) return 'NULL';
  const all = `coalesce(${cells.join(', ')})`;
  const filled = `(${cells.map((cell) => `CASE WHEN ${cell} IS NULL THEN 0 ELSE 1 END`).join(' + ')})`;
  const anyEmpty = required.map(({ position }) => `c${position} IS NULL`).join(' OR ');
  const repeated = required
    .map(({ position, header }) => `c${position} = ${sqlString(header.trim())}`)
    .join(' AND ');
  const note = cells.length >= 3 ? ` WHEN ${filled} = 1 THEN 'note'` : '';
  return `CASE WHEN ${anyEmpty} THEN (CASE WHEN ${all} IS NULL THEN 'blank' WHEN regexp_matches(lower(${all}), ${sqlString(totals)}) THEN 'total'${note} END) WHEN ${repeated} THEN 'repeated_header'${exampleSql(mapping, definition)} END`;
}

/**
 * The case of a template's example row, for files with every column of the template under its own name. Dates are compared
 * only where nothing identifies the row: spreadsheets write them anew.
 */
function exampleSql({ columns, table }: FileMapping, definition: TableDefinition): string {
  const tests: string[] = [];
  const keyed = Object.values(definition.columns).some(({ type }) => type === 'identifier');
  for (const [name, { type, sample }] of Object.entries(definition.columns)) {
    const made = columns.find((column) => column.column === name && column.table === table);
    if (made === undefined || headerForm(made.header) !== headerForm(name)) return '';
    const cell = `c${made.position}`;
    if (type === 'text' || type === 'identifier' || type === 'boolean' || (type === 'date' && !keyed))
      tests.push(`${cell} = ${sqlString(sample)}`);
    else if (type !== 'date') tests.push(`TRY_CAST(${cell} AS DOUBLE) = ${Number(sample)}`);
  }
  return ` WHEN ${tests.join(' AND ')} THEN 'example'`;
}
