import type { ControlTotals, Disposition, FileAccounting } from '../../core/tables/accounting.ts';
import { projectRows } from '../../core/tables/project-rows.sql.ts';
import { sumDecimals } from '../../core/tables/sum-decimals.ts';
import type { KindredError } from '../shared/errors.ts';
import { problemText } from '../shared/errors.ts';
import type { Row, TableEngine } from '../shared/ports.ts';
import type { Gathered } from './gather-table.ts';
import { refusalExamples } from './quarantine.ts';
import type { DropFile } from './source-file.ts';
import type { TypedFile } from './type-file.ts';
import type { Understood } from './understand-file.ts';

const none: ControlTotals = { revenue: null, margin: null, quantity: null };
const dispositions: readonly Disposition[] = ['accepted', 'quarantined', 'deduplicated', 'superseded'];

/** Counts and sums of one file by what became of its rows. */
export async function accountFile(
  engine: TableEngine,
  file: TypedFile,
  index: number,
  gathered: Gathered | null,
): Promise<FileAccounting> {
  const { mapping, typed } = file;
  const table = mapping.table;
  const columns =
    table === null ? null : (projectRows(mapping, typed, table, file.attributeTypes)?.expressions ?? null);
  const pick = (name: string): string | null => columns?.get(name) ?? null;
  const revenue = pick(table === 'order_lines' ? 'line_revenue' : 'order_revenue');
  const cost = pick(table === 'order_lines' ? 'line_cogs' : 'cogs');
  const stated = pick('gross_margin');
  const margin = stated ?? (revenue !== null && cost !== null ? `${revenue} - ${cost}` : null);
  const quantity = pick('quantity');
  const total = (expression: string | null, name: string): string =>
    expression === null ? `NULL AS ${name}` : `CAST(sum(${expression}) AS VARCHAR) AS ${name}`;
  const fate =
    gathered?.losers == null
      ? `'accepted'`
      : `CASE WHEN l.same IS NULL THEN 'accepted' WHEN l.same THEN 'deduplicated' ELSE 'superseded' END`;
  const join =
    gathered?.losers == null
      ? ''
      : ` LEFT JOIN ${gathered.losers} AS l ON l._rank = ${index} AND l._n = t._n`;
  const rows = await engine.query(
    `SELECT CASE WHEN t._row IS NOT NULL THEN 'quarantined' ELSE ${fate} END AS fate, count(*) AS n, ${total(revenue, 'revenue')}, ${total(margin, 'margin')}, ${total(quantity, 'quantity')} FROM (SELECT * FROM ${typed} WHERE _class IS NULL) AS t${join} GROUP BY fate`,
  );
  const byFate = new Map(rows.map((row) => [String(row['fate']), row]));
  const broken = Object.values(file.loaded?.brokenBy ?? {}).reduce((sum, n) => sum + n, 0);
  const count = (fateName: Disposition): number =>
    Number(byFate.get(fateName)?.['n'] ?? 0) + (fateName === 'quarantined' ? broken : 0);
  const has = { revenue: revenue !== null, margin: margin !== null, quantity: quantity !== null };
  const totals = new Map(dispositions.map((name) => [name, totalsOf(byFate.get(name), has)]));
  const of = (name: Disposition): ControlTotals => totals.get(name) ?? none;
  const all = (name: keyof ControlTotals): string | null =>
    has[name] ? sumDecimals(dispositions.map((fateName) => of(fateName)[name] ?? '0')) : null;
  return {
    file: file.source.file,
    sha256: file.source.sha256,
    bytes: file.plain.bytes,
    verdict: 'landed',
    table,
    carries: mapping.carries,
    rows_read: dispositions.reduce((read, name) => read + count(name), 0),
    rows_accepted: count('accepted'),
    rows_quarantined: count('quarantined'),
    rows_deduplicated: count('deduplicated'),
    rows_superseded: count('superseded'),
    lines_skipped: {
      ...(mapping.format === null || mapping.format.header_line <= 1
        ? {}
        : { preamble: mapping.format.header_line - 1 }),
      ...file.linesSkipped,
    },
    cells_emptied: file.cellsEmptied,
    quarantined_by: file.quarantinedBy,
    examples: refusalExamples(file.quarantined),
    totals: {
      read: { revenue: all('revenue'), margin: all('margin'), quantity: all('quantity') },
      accepted: of('accepted'),
      quarantined: of('quarantined'),
      deduplicated: of('deduplicated'),
      superseded: of('superseded'),
    },
    note: mapping.note,
  };
}

function totalsOf(
  row: Row | undefined,
  has: { readonly [name in keyof ControlTotals]: boolean },
): ControlTotals {
  const read = (name: keyof ControlTotals): string | null => {
    const cell = row?.[name];
    return has[name] ? (typeof cell === 'string' ? cell : '0.0000') : null;
  };
  return { revenue: read('revenue'), margin: read('margin'), quantity: read('quantity') };
}

/** The account of a file that gave no rows. */
export function unreadAccounting(
  source: DropFile,
  understood: Understood | null,
  error?: KindredError,
): FileAccounting {
  return {
    file: source.file,
    sha256: source.sha256,
    bytes: understood?.plain.bytes ?? 0,
    verdict: error === undefined ? 'left-out' : 'refused',
    table: null,
    carries: [],
    rows_read: 0,
    rows_accepted: 0,
    rows_quarantined: 0,
    rows_deduplicated: 0,
    rows_superseded: 0,
    lines_skipped: {},
    cells_emptied: {},
    quarantined_by: {},
    examples: [],
    totals: { read: none, accepted: none, quarantined: none, deduplicated: none, superseded: none },
    note:
      error === undefined ? (understood?.mapping.note ?? null) : error.problems.map(problemText).join('; '),
  };
}
