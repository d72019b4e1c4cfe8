import type { RefusalCode } from '../../core/tables/typed-rows.sql.ts';
import { csvText } from '../shared/csv.ts';

/** One refusal: of a row, or of a cell whose row was kept. */
export type Quarantined = {
  readonly file: string;
  /** Physical line the record begins on, from 1, as an editor counts. */
  readonly line: number | null;
  /** Bytes before the record in the file as sent (unpacked). */
  readonly byte_offset: number | null;
  readonly column: string;
  readonly code: RefusalCode;
  readonly value: string;
  /** What would have been accepted. */
  readonly expected: string;
  readonly effect: 'row refused' | 'cell emptied';
};

const reasons: { readonly [code in RefusalCode]: (entry: Quarantined) => readonly [string, string] } = {
  MISSING_VALUE: ({ expected }) => ['a required cell is empty', `fill it in: ${expected}`],
  BAD_NUMBER: ({ expected }) => ['it is not a number as this column writes them', `write ${expected}`],
  BAD_DATE: ({ expected }) => ['it is no calendar date as this column writes them', `write ${expected}`],
  BAD_BOOLEAN: () => ['it is neither yes nor no', 'write yes or no'],
  BAD_CURRENCY: () => ['it is no currency', 'write its ISO 4217 code, such as EUR'],
  FUTURE_DATE: () => [
    'the order is dated after the day its file arrived',
    'correct the year, or send it when the day has come',
  ],
  TOO_FEW_CELLS: () => ['the line has fewer cells than the header', 'add the missing delimiters'],
  TOO_MANY_CELLS: () => [
    'the line has more cells than the header',
    'put quotes around cells that hold the delimiter',
  ],
  BAD_QUOTE: () => ['text stands behind a closing quote', 'double the quotes inside the cell'],
  UNTERMINATED_QUOTE: () => ['a quote is opened and never closed', 'close it, or remove it'],
  BAD_ENCODING: () => ['bytes that are no text in the encoding of the file', 'save the file as UTF-8'],
  RECORD_TOO_LARGE: () => ['the line is longer than any row can be', 'look for an unclosed quote above it'],
  NOT_A_SALE: () => [
    'estimates, cancelled, void and test rows are no sales',
    'nothing, unless it was a sale',
  ],
};

/** The first refusal of a row of each of at most three kinds, in words. */
export function refusalExamples(entries: readonly Quarantined[]): readonly string[] {
  const first = new Map<string, Quarantined>();
  for (const entry of entries)
    if (entry.effect === 'row refused' && !first.has(entry.code)) first.set(entry.code, entry);
  return [...first.values()].slice(0, 3).map((entry) => {
    const [reason, remedy] = reasons[entry.code](entry);
    const place = [
      entry.line === null ? null : `line ${entry.line}`,
      entry.column === '' ? null : `column ${entry.column}`,
    ];
    const value = entry.value === '' ? '' : ` "${entry.value.slice(0, 40)}"`;
    return `${place.filter((part) => part !== null).join(', ')}:${value} ${reason}; ${remedy}`;
  });
}

const LONGEST_VALUE = 200;

/** `quarantine.csv`: every refusal in file and line order, each with its reason and a fix. */
export function quarantineCsv(entries: readonly Quarantined[]): string {
  return csvText(
    ['file', 'line', 'byte_offset', 'column', 'code', 'value', 'reason', 'remedy', 'effect'],
    entries.map((entry) => {
      const [reason, remedy] = reasons[entry.code](entry);
      const value =
        entry.value.length > LONGEST_VALUE ? `${entry.value.slice(0, LONGEST_VALUE)}…` : entry.value;
      return [
        entry.file,
        entry.line,
        entry.byte_offset,
        entry.column,
        entry.code,
        value,
        reason,
        remedy,
        entry.effect,
      ];
    }),
  );
}
