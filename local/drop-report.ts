import { percent, whole } from '../core/report/numbers.ts';
import type { FileAccounting } from '../core/tables/accounting.ts';
import type { ColumnMapping, FileMapping } from '../core/tables/mapping.ts';
import type { DropDescription } from '../functions/land/check.ts';

/** Columns of a file that are shown one by one; a file with more names the rest. */
const widest = 60;

/** How a drop would land, as lines for a terminal: each file with its columns, then the tables, totals and warnings. */
export function dropReport(
  { mapping, accounting, verdict }: DropDescription,
  bold: (text: string) => string,
): readonly string[] {
  const counted = new Map(accounting.files.map((file) => [file.file, file]));
  const lines = mapping.files.flatMap((file) => fileLines(file, counted.get(file.file), bold));
  const tables = Object.entries(accounting.tables).map(([name, table]) => `${name} ${whole(table.rows)}`);
  lines.push(bold('Together'));
  if (tables.length > 0) lines.push(`  rows: ${tables.join(' · ')}`);
  const { revenue, margin, quantity } = accounting.totals;
  const totals = [
    ['revenue', revenue],
    ['margin', margin],
    ['quantity', quantity],
  ].flatMap(([name, sum]) => (sum === null ? [] : [`${name} ${sum}`]));
  if (totals.length > 0) lines.push(`  totals: ${totals.join(' · ')} (${accounting.currency})`);
  if (accounting.first_order_date !== null)
    lines.push(`  orders from ${accounting.first_order_date} to ${accounting.last_order_date}`);
  lines.push(...accounting.fallbacks.map((text) => `  stands in: ${text}`));
  lines.push(...accounting.warnings.map((text) => `  warning: ${text}`));
  lines.push(
    '',
    verdict === null
      ? bold('runnable: kindred run ranks companies from these files')
      : `${bold(`not runnable: ${verdict.waitingFor.length > 0 ? `no ${verdict.waitingFor.join(', ')}` : 'see below'}`)}\n  ${verdict.summary}`,
    ...(verdict?.remedy ?? []).map((text) => `  remedy: ${text}`),
  );
  return lines;
}

function fileLines(
  file: FileMapping,
  counted: FileAccounting | undefined,
  bold: (text: string) => string,
): readonly string[] {
  const table = [file.table, ...file.carries].filter((name) => name !== null).join(' + ');
  const lines = [
    `${bold(file.file)}  ${table === '' ? 'not used' : `${table}, ${percent(file.confidence)} sure`}`,
    ...(file.evidence === '' ? [] : [`  ${file.evidence}`]),
  ];
  if (file.format !== null) {
    const { encoding, delimiter, container, header_line } = file.format;
    const separated = delimiter === '\t' ? 'tabs' : `"${delimiter}"`;
    lines.push(
      `  ${container === 'plain' ? '' : `${container}, `}${encoding}, separated by ${separated}, header in line ${header_line}`,
    );
  }
  if (counted !== undefined) {
    const parts = [
      [counted.rows_quarantined, 'refused'],
      [counted.rows_deduplicated, 'repeated'],
      [counted.rows_superseded, 'replaced'],
    ] as const;
    lines.push(
      `  ${[
        `${whole(counted.rows_read)} rows: ${whole(counted.rows_accepted)} used`,
        ...parts.flatMap(([rows, word]) => (rows === 0 ? [] : [`${whole(rows)} ${word}`])),
        ...Object.entries(counted.cells_emptied).map(
          ([column, cells]) => `${whole(cells)} cells of ${column} emptied`,
        ),
      ].join(', ')}`,
    );
  }
  if (file.note !== null) lines.push(`  note: ${file.note}`);
  const shown = file.columns.slice(0, widest);
  const width = Math.min(32, Math.max(0, ...shown.map((column) => column.header.length)));
  lines.push(...shown.map((column) => columnLine(column, width)));
  if (file.columns.length > widest) lines.push(`    and ${file.columns.length - widest} more columns`);
  for (const { column, chosen, others, setting } of file.alternatives)
    lines.push(
      column === 'table'
        ? `    could also be a table of ${others.join(' or ')} instead of ${chosen}; settings: ${setting}`
        : `    could also be ${column}: ${others.join(', ')} instead of ${chosen}; settings: ${setting}`,
    );
  for (const each of file.undecided)
    lines.push(
      `    ${each.blocking ? 'undecided' : 'guessed'}: ${each.matter} of ${each.header}: ${each.evidence}; settings: ${each.setting}`,
    );
  return [...lines, ''];
}

function columnLine(column: ColumnMapping, width: number): string {
  const header = column.header.padEnd(width);
  if (column.role === 'ignored') return `    ${header}   (ignored)  ${column.evidence}`;
  return `    ${header} → ${column.column}  ${column.type}, ${percent(column.confidence)}  ${column.evidence}`;
}
