import { describe, expect, it } from 'vitest';
import { openLander } from '../../../bench/land-mutated.ts';
import { mutatedFiles } from '../../../bench/mutated-files.ts';
import { landText } from './land-text.ts';
import { workbookOf, zipOf } from './zip-file.ts';

const head = 'order_id,order_date,customer_id,order_revenue,memo\n';
const row = (at: number, memo = 'x'): string =>
  `A${at},2025-01-0${1 + (at % 9)},C${at % 700},${at % 100}.25,${memo}\n`;
const rows = (count: number): string => Array.from({ length: count }, (_, at) => row(at)).join('');
const MB = 1024 * 1024;

/** How much memory the process holds after, beyond what it held before. */
async function grown<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly megabytes: number }> {
  const before = process.memoryUsage().rss;
  const result = await work();
  return { result, megabytes: (process.memoryUsage().rss - before) / MB };
}

describe('files made to exhaust', () => {
  it('a cell of 50 MB costs its row, not the memory', async () => {
    const text = Buffer.concat([
      Buffer.from(`${head}${rows(100)}B1,2025-01-01,C1,5,"`),
      Buffer.alloc(50 * MB, 'y'),
      Buffer.from(`"\n${row(200)}`),
    ]);
    const { result, megabytes } = await grown(() => landText({ 'Orders.csv': text }));
    expect(result.accounting.files[0]).toMatchObject({
      rows_read: 102,
      rows_accepted: 101,
      quarantined_by: { RECORD_TOO_LARGE: 1 },
    });
    expect(result.quarantine.length).toBeLessThan(10_000);
    expect(megabytes).toBeLessThan(400);
  });

  it('a quote opened in row 5 of many costs that row, and the answer names its line', async () => {
    const count = 250_000;
    const text = head + rows(4) + row(4, '"open') + rows(count - 5);
    const { result, megabytes } = await grown(() => landText({ 'Orders.csv': text }));
    expect(result.accounting.files[0]).toMatchObject({
      rows_read: count,
      quarantined_by: { UNTERMINATED_QUOTE: 1 },
    });
    expect(result.accounting.files[0]?.examples[0]).toMatch(/^line 6: /);
    expect(megabytes).toBeLessThan(700);
  });

  it.each([
    ['nothing but quotes', '"'.repeat(5 * MB)],
    ['nothing but commas', ','.repeat(5 * MB)],
    ['nothing but zero bytes', '\0'.repeat(5 * MB)],
  ])('a line of %s is one refusal', async (_, tail) => {
    const { accounting } = await landText({ 'Good.csv': head + rows(9), 'Orders.csv': head + tail });
    const bad = accounting.files.find(({ file }) => file === 'Orders.csv');
    expect((bad?.rows_quarantined ?? 0) + (bad?.verdict === 'refused' ? 1 : 0)).toBe(1);
    expect(accounting.tables.orders?.rows).toBe(9);
  });

  it('a workbook with a row number beyond any sheet is refused, not counted up to', async () => {
    const far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c r="A2"><v>1</v></c></row>';
    const { accounting } = await landText({
      'Orders.csv': head + rows(9),
      'far.xlsx': workbookOf([{ name: 'S', rows: far }]),
    });
    expect(accounting.files.find(({ file }) => file === 'far.xlsx')?.note).toContain('1048576');
    expect(accounting.tables.orders?.rows).toBe(9);
  });

  it('a merged range over the whole sheet and strings nobody uses are nothing', async () => {
    const cells = ['order_id', 'order_date', 'customer_id', 'order_revenue']
      .map((_, at) => `<c t="s"><v>${at}</v></c>`)
      .join('');
    const strings = [
      'order_id',
      'order_date',
      'customer_id',
      'order_revenue',
      ...Array.from({ length: 50_000 }, (_, at) => `s${at}`),
    ];
    const { rows: tables } = await landText({
      'a.xlsx': workbookOf(
        [
          {
            name: 'S',
            rows: `<row>${cells}</row><row><c><v>1</v></c><c t="d"><v>2025-01-05</v></c><c><v>7</v></c><c><v>5</v></c></row><mergeCell ref="A1:XFD1048576"/>`,
          },
        ],
        { strings },
      ),
    });
    expect(tables['orders']).toEqual([
      { order_id: '1', order_date: '2025-01-05', customer_id: '7', order_revenue: '5.0000' },
    ]);
  });

  it('many small files that are one large one together are a bomb', async () => {
    const content = Buffer.alloc(990_000, 'a');
    const archive = zipOf(Array.from({ length: 40 }, (_, at) => ({ name: `${at}.csv`, content })));
    const { accounting } = await landText({ 'Orders.csv': head + rows(9), 'x.zip': archive });
    expect(accounting.files.find(({ file }) => file === 'x.zip')?.note).toContain('BOMB');
    expect(accounting.tables.orders?.rows).toBe(9);
  });

  it.each([
    ['xl/workbook.bin', '.xlsb'],
    ['content.xml', '.ods'],
    ['word/document.xml', 'Word'],
  ])('a package with %s is named for what it is', async (name, word) => {
    const { accounting } = await landText({
      'Orders.csv': head + rows(9),
      'x.xlsx': zipOf([{ name, content: '<x/>' }]),
    });
    expect(accounting.files.find(({ file }) => file === 'x.xlsx')?.note).toContain(word);
  });
});

describe('values at the edge', () => {
  const dated = (dates: readonly string[]) =>
    landText(
      { 'Orders.csv': head + dates.map((date, at) => `A${at},${date},C1,5,x\n`).join('') },
      { settings: { bad_rows: { warn: 1, fail: 1 } } },
    );

  it('dates: leap days, days that are none, times with offsets, centuries', async () => {
    const { rows: tables, quarantine } = await dated([
      '2024-02-29',
      '2025-02-29',
      '2025-04-31',
      '2025-03-30T02:30:00+01:00',
      '2025-12-30T23:59:59-12:00',
      '2025-01-01T00:30:00+14:00',
      '1899-12-31',
      '9999-12-31',
      '0000-00-00',
    ]);
    expect(tables['orders']?.map((order) => [order['order_id'], order['order_date']])).toEqual([
      ['A0', '2024-02-29'],
      ['A3', '2025-03-30'],
      ['A4', '2025-12-31'],
      ['A5', '2024-12-31'],
    ]);
    expect(quarantine.match(/BAD_DATE/g)?.length).toBe(3);
    expect(quarantine).toMatch(/FUTURE_DATE,9999-12-31/);
    expect(quarantine).toMatch(/MISSING_VALUE,0000-00-00/);
  });

  it('amounts: sums are exact, what is no number is refused', async () => {
    const amounts = [
      '0.1',
      '0.2',
      '-0',
      '1e308',
      'NaN',
      'Infinity',
      '99999999999999.9999',
      '0.00005',
      '1,000.00',
    ];
    const text = head + amounts.map((amount, at) => `A${at},2025-01-01,C1,"${amount}",x\n`).join('');
    const { accounting, rows: tables } = await landText(
      { 'Orders.csv': text },
      { settings: { bad_rows: { warn: 1, fail: 1 } } },
    );
    expect(accounting.files[0]?.quarantined_by).toEqual({ BAD_NUMBER: 3 });
    expect(tables['orders']?.map((order) => order['order_revenue'])).toEqual([
      '0.1000',
      '0.2000',
      '0.0000',
      '99999999999999.9999',
      '0.0001',
      '1000.0000',
    ]);
    expect(accounting.totals.revenue).toBe('100000000001000.3000');
  });

  it('a currency with a typing error costs its row, not the drop', async () => {
    const text =
      'order_id,order_date,customer_id,order_revenue,currency\nA1,2025-01-01,C1,5,EUR\nA2,2025-01-01,C1,5,EURR\nA3,2025-01-01,C1,5,€\nA4,2025-01-01,C1,5,Euro\n';
    const { accounting } = await landText(
      { 'Orders.csv': text },
      { settings: { bad_rows: { warn: 1, fail: 1 } } },
    );
    expect(accounting.files[0]).toMatchObject({ rows_accepted: 3, quarantined_by: { BAD_CURRENCY: 1 } });
    expect(accounting.currency).toBe('EUR');
  });

  it('half a character of UTF-16 costs its row and never becomes a replacement', async () => {
    const text = Buffer.from(`\ufeff${head}${row(1)}${row(2, 'é🙂')}${row(3)}`, 'utf16le');
    const at = text.indexOf(Buffer.from('🙂', 'utf16le'));
    const torn = Buffer.concat([text.subarray(0, at), text.subarray(at + 2)]);
    const {
      accounting,
      rows: tables,
      quarantine,
    } = await landText(
      { 'Orders.txt': torn, 'Whole.txt': text.subarray(0, -2) },
      { settings: { bad_rows: { warn: 1, fail: 1 } } },
    );
    expect(accounting.files[0]?.quarantined_by).toEqual({ BAD_ENCODING: 1 });
    expect(JSON.stringify(tables) + quarantine).not.toContain('\ufffd');
  });
});

describe('mutated files', () => {
  it('each have a verdict, and every row is placed', async () => {
    const lander = await openLander();
    try {
      for (let from = 0; from < 60; from += 20)
        expect((await lander.land(mutatedFiles(1_000_000 + from, 20))).faults).toEqual([]);
    } finally {
      await lander.close();
    }
  }, 120_000);
});
