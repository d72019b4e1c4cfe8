import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createRecordScanner, type ScanFault } from '../../../core/tables/record-scanner.ts';

type Read = {
  readonly cells: readonly string[];
  readonly line: number;
  readonly offset: number;
  readonly fault: ScanFault | null;
};

const byte = (text: string): number => text.charCodeAt(0);

function scan(
  text: string,
  { width = 0, delimiter = ',', escaping = '"', chunk = 1 << 16, maxRecord = 1 << 16, maxLines = 1000 } = {},
): readonly Read[] {
  const found: Read[] = [];
  const scanner = createRecordScanner(
    { delimiter: byte(delimiter), quote: byte('"'), escape: byte(escaping), width },
    { maxRecord, maxLines },
    ({ bytes, from, to, cells, starts, ends, line, offset, fault }) => {
      const cut =
        cells === 0
          ? [new TextDecoder().decode(bytes.subarray(from, to))]
          : Array.from({ length: cells }, (_, i) =>
              unquote(new TextDecoder().decode(bytes.subarray(starts[i], ends[i]))),
            );
      found.push({ cells: cut, line, offset, fault });
    },
  );
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.slice(at, at + chunk));
  scanner.end();
  return found;
}

const unquote = (cell: string): string => {
  const bare = cell.trim();
  return bare.length > 1 && bare.startsWith('"') && bare.endsWith('"')
    ? bare.slice(1, -1).replaceAll('""', '"')
    : cell;
};
const cellsOf = (reads: readonly Read[]) => reads.map(({ cells }) => cells);
const faults = (reads: readonly Read[]) => reads.map(({ line, fault }) => [line, fault]);

describe('record scanner', () => {
  it.each([
    [
      'LF',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CR LF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CR',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'mixed line ends',
      'a,b\r\n1,2\n3,4\r5,6',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'no final line end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'blank lines',
      '\n\na,b\n  \n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'empty cells',
      ',\n"",x\n',
      [
        ['', ''],
        ['', 'x'],
      ],
    ],
    ['doubled quotes', '"a ""b""",c\n', [['a "b"', 'c']]],
    ['blanks around quotes', ' "a,b" ,c\n', [['a,b', 'c']]],
    ['a quote inside an unquoted cell', '3/4" pipe,c\n', [['3/4" pipe', 'c']]],
    ['nothing', '', []],
    ['one line end', '\n', []],
  ])('reads %s, for every size of chunk', (_, text, want) => {
    for (const chunk of [1, 2, 3, 5, 7, 64]) expect(cellsOf(scan(text, { chunk }))).toEqual(want);
  });

  it('passes over blank lines, whatever the width', () => {
    const reads = scan('a,b,c\n\n1,2,3\n \t \n\r\n4,5,6\n', { width: 3 });
    expect(faults(reads)).toEqual([
      [1, null],
      [3, null],
      [6, null],
    ]);
  });

  it('reads a quoted cell over lines and knows where records begin', () => {
    const reads = scan('id,note\n1,"line one\r\nline two"\n2,x\n', { width: 2, chunk: 4 });
    expect(reads.map(({ line, offset }) => [line, offset])).toEqual([
      [1, 0],
      [2, 8],
      [4, 31],
    ]);
    expect(reads[1]?.cells).toEqual(['1', 'line one\r\nline two']);
  });

  it('reads backslash escapes where the dialect has them', () => {
    expect(cellsOf(scan('"a\\"b",c\n', { escaping: '\\' }))[0]?.length).toBe(2);
  });

  it('names what is wrong with a record and goes on', () => {
    const text = 'a,b,c\n1,2\n1,2,3,4\n"x"y,2,3\n4,5,6\n';
    expect(faults(scan(text, { width: 3 }))).toEqual([
      [1, null],
      [2, 'TOO_FEW_CELLS'],
      [3, 'TOO_MANY_CELLS'],
      [4, 'BAD_QUOTE'],
      [5, null],
    ]);
  });

  it('lets a stray quote cost one row, whether or not another quote follows', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},name ${i},${i * 2}`);
    const lone = rows.map((row, i) => (i === 4 ? '4,"3/4 pipe,8' : row)).join('\n');
    for (const chunk of [7, 1 << 16]) {
      const reads = scan(lone, { width: 3, chunk, maxRecord: 200 });
      expect(reads.filter(({ fault }) => fault !== null).map(({ line, fault }) => [line, fault])).toEqual([
        [5, 'UNTERMINATED_QUOTE'],
      ]);
      expect(reads.length).toBe(50);
    }
    const pair = rows
      .map((row, i) => (i === 4 ? '4,"3/4 pipe,8' : i === 30 ? '30,tee 1/2",60' : row))
      .join('\n');
    const joined = scan(pair, { width: 3 });
    expect(joined.length).toBe(50);
    expect(joined.filter(({ fault }) => fault !== null).map(({ line }) => line)).toEqual([5]);
  });

  it('gives up a record beyond the limit, holds no more than that, and finds the next one', () => {
    const text = `a,b\n${'x'.repeat(5000)},1\n2,3\n`;
    for (const chunk of [100, 1 << 16]) {
      const reads = scan(text, { width: 2, chunk, maxRecord: 1000 });
      expect(faults(reads)).toEqual([
        [1, null],
        [2, 'RECORD_TOO_LARGE'],
        [3, null],
      ]);
      expect(reads[2]?.cells).toEqual(['2', '3']);
    }
  });

  it('counts lines of CR LF once, also when the cut falls between them', () => {
    for (const chunk of [1, 2, 3, 4, 5])
      expect(scan('a,b\r\n1,2\r\n\r\n3,4\r\n', { chunk }).map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it('reads what papaparse reads, for random tables, dialects and chunks', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        '',
        'a,b',
        'a;b',
        'x"y',
        '"',
        '""',
        'l1\nl2',
        'l1\r\nl2',
        ' padded ',
        'é€🙂',
        '-',
        '0012',
      ),
    );
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
      );
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        (rows, delimiter, newline, quotes, chunk) => {
          // A lone quote or blanks at the edges are read differently by intent; see above.
          const kept = rows.map((row) => row.map((value) => value.replace(/[\0\r]/g, '').trim()));
          const text = Papa.unparse(kept, { delimiter, newline, quotes });
          // Rows of empty cells only are blank lines to one reader and rows to the other.
          const filled = (row: readonly string[]): boolean => row.join('').trim() !== '';
          const want = Papa.parse<string[]>(text, { delimiter, newline }).data.filter(filled);
          expect(cellsOf(scan(text, { delimiter, chunk })).filter(filled)).toEqual(want);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('survives any bytes, in bounded records, with the same answer for every cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\\', '1'), maxLength: 120 }),
        fc.integer({ min: 1, max: 20 }),
        (text, chunk) => {
          const whole = scan(text, { width: 3, maxRecord: 1 << 16 });
          expect(scan(text, { width: 3, chunk, maxRecord: 1 << 16 })).toEqual(whole);
        },
      ),
      { numRuns: 600 },
    );
  });
});
