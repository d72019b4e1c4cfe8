import { canonicalTables, type TableDefinition } from '../../core/tables/canonical-tables.ts';
import type { ColumnMapping } from '../../core/tables/mapping.ts';
import { type RefusalCode, typedRowsSql } from '../../core/tables/typed-rows.sql.ts';
import type { TableEngine } from '../shared/ports.ts';
import { originalOffsets } from './decode-file.ts';
import { locateRecords, type Place } from './locate-records.ts';
import type { Quarantined } from './quarantine.ts';
import { dropRaw, type Understood } from './understand-file.ts';

/** A file whose rows stand typed in the engine, with what was refused. */
export type TypedFile = Understood & {
  readonly typed: string;
  readonly quarantined: readonly Quarantined[];
  readonly linesSkipped: { readonly [kind: string]: number };
  readonly cellsEmptied: { readonly [column: string]: number };
  readonly quarantinedBy: { readonly [code: string]: number };
  /** Whether an order is dated after the day the file arrived: then that day is part of what the landing depends on. */
  readonly future: boolean;
};

/** Refusals listed per file; beyond it they are counted only. */
const LISTED = 50_000;

/** Casts a file's rows and collects its refusals. Drops the raw rows. */
export async function typeFile(
  engine: TableEngine,
  index: number,
  file: Understood & { readonly raw: string },
  zone: string,
): Promise<TypedFile> {
  const typed = `typed_${index}`;
  const { mapping, raw, attributeTypes } = file;
  const latestOrder = arrivalDay(file.source.arrived);
  await engine.run(
    `CREATE TABLE ${typed} AS ${typedRowsSql({ mapping, raw, zone, latestOrder, attributeTypes })}`,
  );
  const skipped = await engine.query(
    `SELECT _class, count(*) AS n FROM ${typed} WHERE _class IS NOT NULL GROUP BY _class ORDER BY _class`,
  );
  const texts = [...new Set(mapping.columns.map(({ position }) => `c${position}`))];
  const bad = await engine.query(
    `SELECT t._n AS _n, t._row AS _row, t._cells AS _cells, ${texts.map((text) => `r.${text} AS ${text}`).join(', ')} FROM ${typed} AS t JOIN ${raw} AS r ON t._n = r._n WHERE t._class IS NULL AND (t._row IS NOT NULL OR t._cells IS NOT NULL) ORDER BY t._n LIMIT ${LISTED}`,
  );
  const codes = await engine.query(
    `SELECT split_part(split_part(_row, ',', 1), ':', 2) AS code, count(*) AS n FROM ${typed} WHERE _class IS NULL AND _row IS NOT NULL GROUP BY code ORDER BY code`,
  );
  const emptied = await engine.query(
    `SELECT cell, count(*) AS n FROM (SELECT unnest(string_split(_cells, ',')) AS cell FROM ${typed} WHERE _class IS NULL AND _row IS NULL AND _cells IS NOT NULL) GROUP BY cell ORDER BY cell`,
  );
  const places = await placesOf(
    file,
    bad.map((row) => Number(row['_n'])),
  );
  const byPosition = new Map(mapping.columns.map((column) => [column.position, column]));
  const broken = await brokenEntries(file);
  const refusals = bad.flatMap((row) => {
    const place = places.get(Number(row['_n']));
    const entries = (text: unknown, effect: Quarantined['effect']): Quarantined[] =>
      typeof text !== 'string'
        ? []
        : text.split(',').map((entry) => {
            const [position, code] = entry.split(':');
            const value = row[`c${position}`];
            return {
              file: file.source.file,
              line: place?.line ?? null,
              byte_offset: place?.offset ?? null,
              column: byPosition.get(Number(position))?.header ?? '',
              code: asCode(code),
              value: typeof value === 'string' ? value : '',
              expected: expectation(byPosition.get(Number(position))),
              effect,
            };
          });
    return typeof row['_row'] === 'string'
      ? entries(row['_row'], 'row refused')
      : entries(row['_cells'], 'cell emptied');
  });
  await dropRaw(engine, raw);
  const counts = (
    rows: readonly { readonly [name: string]: unknown }[],
    name: string,
  ): Record<string, number> => Object.fromEntries(rows.map((row) => [String(row[name]), Number(row['n'])]));
  const quarantinedBy = { ...counts(codes, 'code'), ...file.loaded?.brokenBy };
  const quarantined = [...broken, ...refusals].sort((a, b) => (a.byte_offset ?? 0) - (b.byte_offset ?? 0));
  return {
    ...file,
    typed,
    quarantined,
    linesSkipped: addCounts(counts(skipped, '_class'), file.loaded?.skipped ?? {}),
    cellsEmptied: Object.fromEntries(
      emptied.map((row) => [
        byPosition.get(Number(String(row['cell']).split(':')[0]))?.header ?? '',
        Number(row['n']),
      ]),
    ),
    quarantinedBy,
    future: (quarantinedBy['FUTURE_DATE'] ?? 0) > 0,
  };
}

/** Places of typed rows, with offsets in the file as it was sent. */
async function placesOf(
  { decoded, sniffed }: Understood,
  records: readonly number[],
): Promise<ReadonlyMap<number, Place>> {
  if (sniffed === null || records.length === 0) return new Map();
  const found = [...(await locateRecords(decoded.path, sniffed, records))].sort(([a], [b]) => a - b);
  const offsets = await originalOffsets(
    decoded.path,
    found.map(([, { offset }]) => offset),
    decoded.encoding,
    decoded.bom,
  );
  return new Map(found.map(([record, { line }], at) => [record, { line, offset: offsets[at] ?? 0 }]));
}

/** Records that could not even be cut into cells. */
async function brokenEntries({ source, loaded, decoded }: Understood): Promise<readonly Quarantined[]> {
  const broken = loaded?.broken ?? [];
  const offsets = await originalOffsets(
    decoded.path,
    broken.map(({ offset }) => offset),
    decoded.encoding,
    decoded.bom,
  );
  return broken.map(({ line, code, text }, at) => ({
    file: source.file,
    line,
    byte_offset: offsets[at] ?? 0,
    column: '',
    code,
    value: text,
    expected: '',
    effect: 'row refused' as const,
  }));
}

function addCounts(
  a: { readonly [name: string]: number },
  b: { readonly [name: string]: number },
): { readonly [name: string]: number } {
  const sum = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) sum.set(name, (sum.get(name) ?? 0) + count);
  return Object.fromEntries([...sum].sort(([m], [n]) => (m < n ? -1 : 1)));
}

/**
 * The last day on which an order can honestly be dated when its file arrived at a moment: the day it was then in the zone
 * furthest ahead, UTC+14.
 *
 * @example
 * arrivalDay('2026-03-01T09:00:00.000Z'); // => '2026-03-01'
 * arrivalDay('2026-03-01T10:00:00Z'); // => '2026-03-02'
 */
export function arrivalDay(arrived: string): string {
  return new Date(Date.parse(arrived) + 14 * 3_600_000).toISOString().slice(0, 10);
}

const codes = new Set<string>([
  'MISSING_VALUE',
  'BAD_NUMBER',
  'BAD_DATE',
  'BAD_BOOLEAN',
  'BAD_CURRENCY',
  'FUTURE_DATE',
  'NOT_A_SALE',
] satisfies readonly RefusalCode[]);

function asCode(text: string | undefined): RefusalCode {
  const known = (code: string): code is RefusalCode => codes.has(code);
  return text !== undefined && known(text) ? text : 'MISSING_VALUE';
}

function expectation(column: ColumnMapping | undefined): string {
  if (column === undefined) return '';
  if (column.type === 'date')
    return (
      { iso: 'YYYY-MM-DD', compact: 'YYYYMMDD', 'day-first': 'DD/MM/YYYY', 'month-first': 'MM/DD/YYYY' }[
        String(column.date)
      ] ?? 'a date'
    );
  const definition: TableDefinition = canonicalTables[column.table];
  const sample = Object.entries(definition.columns).find(([name]) => name === column.column)?.[1].sample;
  if (column.number !== undefined)
    return `a number such as ${column.number.decimal === ',' ? '1840,50' : '1840.50'}`;
  return sample === undefined ? 'a value' : `a value such as ${sample}`;
}
