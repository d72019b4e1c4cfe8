import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { landText } from './land-text.ts';

const head = 'order_id,order_date,customer_id,order_revenue\n';
const rows = (count: number): string =>
  Array.from({ length: count }, (_, i) => `A${i},2025-01-0${1 + (i % 9)},C${i % 7},${i}.25\n`).join('');
const good = { 'Orders.csv': head + rows(20) };

/** The good file must land whatever stands beside it. */
async function beside(
  file: string,
  content: string | Uint8Array,
  limits?: { maxBytes: number; maxRatio: number },
) {
  const landed = await landText({ ...good, [file]: content }, limits === undefined ? {} : { limits });
  expect(landed.rows['orders']?.length).toBeGreaterThanOrEqual(20);
  const account = landed.accounting.files.find((one) => one.file === file);
  if (account === undefined) throw new Error(`${file} is not accounted for`);
  return { ...landed, account };
}

describe('files that are not what they should be', () => {
  it.each([
    ['an empty file', '', 'left-out', 'empty'],
    ['one line end', '\n', 'left-out', 'empty'],
    ['blanks only', '   \n \n', 'left-out', 'empty'],
    ['a workbook cut short', Buffer.from('504b030414000600', 'hex'), 'refused', 'TRUNCATED'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'refused', 'FORMAT_MISMATCH'],
    ['a PDF', '%PDF-1.7\n%âãÏÓ', 'refused', 'FORMAT_MISMATCH'],
    ['parquet', 'PAR1\u0015\u0004', 'refused', 'FORMAT_MISMATCH'],
    ['a web page', '<!DOCTYPE html><html></html>', 'refused', 'FORMAT_MISMATCH'],
    ['JSON', '{"a": 1}\n', 'refused', 'FORMAT_MISMATCH'],
    ['gzip inside gzip', gzipSync(gzipSync('a,b\n')), 'refused', 'FORMAT_MISMATCH'],
    ['gzip cut short', gzipSync(head + rows(5000)).subarray(0, 400), 'refused', 'TRUNCATED'],
  ])('%s is named, and hurts no other file', async (_, content, verdict, word) => {
    const { account } = await beside('Other.csv', content);
    expect(account.verdict).toBe(verdict);
    expect(account.note).toContain(word);
    expect(account.rows_read).toBe(0);
  });

  it('a header without rows is a table without rows', async () => {
    const { account } = await beside('Customers.csv', 'customer_id,name\n');
    expect(account).toMatchObject({ verdict: 'landed', table: 'customers', rows_read: 0 });
  });

  it('a bomb is given up at the ratio, before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a,'));
    const started = process.memoryUsage().rss;
    const { account } = await beside('Bomb.csv.gz', bomb);
    expect(account.note).toContain('BOMB');
    expect(process.memoryUsage().rss - started).toBeLessThan(256 * 1024 * 1024);
  });

  it('a file beyond the size limit is refused, packed or plain', async () => {
    const limits = { maxBytes: 50_000, maxRatio: 1000 };
    const big = head + rows(4000);
    expect((await beside('Big.csv', big, limits)).account.note).toContain('TOO_LARGE');
    expect((await beside('Big.csv.gz', gzipSync(big), limits)).account.note).toContain('TOO_LARGE');
  });
});

describe('rows that are not what they should be', () => {
  it('an unterminated quote costs its own row, and the error names the line', async () => {
    const lines = (head + rows(3000)).split('\n');
    lines[5] = 'A4,2025-01-05,"C4,4.25';
    const { accounting, rows: tables, quarantine } = await landText({ 'Orders.csv': lines.join('\n') });
    expect(tables['orders']?.length).toBe(2999);
    expect(accounting.files[0]).toMatchObject({ rows_read: 3000, quarantined_by: { UNTERMINATED_QUOTE: 1 } });
    expect(quarantine.split('\n')[1]).toMatch(/^Orders\.csv,6,\d+,,UNTERMINATED_QUOTE,/);
  });

  it('too few and too many cells are refused, never shifted; every row is accounted for', async () => {
    const text = `${head}A1,2025-01-01,C1,5\nA2,2025-01-01\nA3,2025-01-01,C1,5,extra\n"A4"x,2025-01-01,C1,5\nA5,2025-01-01,C1,7,\n`;
    const { accounting, rows: tables } = await landText({ 'Orders.csv': text });
    expect(tables['orders']?.map((row) => row['order_id'])).toEqual(['A1', 'A5']);
    expect(accounting.files[0]).toMatchObject({
      rows_read: 5,
      rows_accepted: 2,
      quarantined_by: { BAD_QUOTE: 1, TOO_FEW_CELLS: 1, TOO_MANY_CELLS: 1 },
    });
  });

  it('a cell of megabytes is refused with its row, a large one is not', async () => {
    const wide = 'order_id,order_date,customer_id,order_revenue,memo\n';
    const text = `${wide}A1,2025-01-01,C1,5,${'x'.repeat(3_000_000)}\nA2,2025-01-01,C1,6,${'y'.repeat(100_000)}\nA3,2025-01-01,C1,7,\n`;
    const { accounting, rows: tables } = await landText({ 'Orders.csv': text });
    expect(tables['orders']?.map((row) => row['order_id'])).toEqual(['A2', 'A3']);
    expect(accounting.files[0]?.quarantined_by).toEqual({ RECORD_TOO_LARGE: 1 });
  });

  it('a row of 100,000 columns is a refusal, not a crash', async () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `h${i}`).join(',');
    expect((await beside('Many.csv', `${many}\n${many}\n`)).account.verdict).not.toBe('landed');
    const { accounting } = await landText({ 'Orders.csv': `${head}A1,2025-01-01,C1,5\n${many}\n` });
    expect(accounting.files[0]).toMatchObject({ rows_accepted: 1, quarantined_by: { TOO_MANY_CELLS: 1 } });
  });

  it('an invalid byte refuses its row and is never turned into a replacement character', async () => {
    const text = Buffer.concat([
      Buffer.from(`${head}Ä1,2025-01-01,C1,5\nÖ2,2025-01-01,C1,6\nÜ`),
      Buffer.from([0xff]),
      Buffer.from('3,2025-01-01,C1,7\nA4,2025-01-01,C1,8\n'),
    ]);
    const { accounting, rows: tables, quarantine } = await landText({ 'Orders.csv': text });
    expect(tables['orders']?.map((row) => row['order_id'])).toEqual(['A4', 'Ä1', 'Ö2']);
    expect(accounting.files[0]?.quarantined_by).toEqual({ BAD_ENCODING: 1 });
    expect(quarantine).not.toContain('\ufffd');
    expect(quarantine.split('\n')[1]).toMatch(/^Orders\.csv,4,86,,BAD_ENCODING,/);
  });

  it('headers that would poison an object are columns like any other', async () => {
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      '__proto__',
      'a.__proto__.b',
    ];
    const text = `order_id,order_date,customer_id,order_revenue,${names.join(',')}\nA1,2025-01-01,C1,5,1,2,3,4,5,6,7\n`;
    const { accounting, rows: tables } = await landText({ 'Orders.csv': text });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(accounting.tables.orders?.columns.map(({ name }) => name)).toEqual([
      'order_id',
      'order_date',
      'customer_id',
      'order_revenue',
      'attribute_a_proto_b',
      'attribute_constructor',
      'attribute_has_own_property',
      'attribute_proto',
      'attribute_proto_2',
      'attribute_prototype',
      'attribute_to_string',
    ]);
    expect(Object.keys(tables['orders']?.[0] ?? {}).length).toBe(11);
  });

  it('double, blank and oddly written headers do not shift a column', async () => {
    const text =
      '"ORDER  ID",Order-Date, customer_id ,order_revenue,Order ID,,Note,note\nA1,2025-01-01,C1,5,dup,x,n1,n2\n';
    const { rows: tables } = await landText({ 'Orders.csv': text });
    expect(tables['orders']).toEqual([
      {
        order_id: 'A1',
        order_date: '2025-01-01',
        customer_id: 'C1',
        order_revenue: '5.0000',
        attribute_column: 'x',
        attribute_note: 'n1',
        attribute_note_2: 'n2',
        attribute_order_id: 'dup',
      },
    ]);
  });

  it('formulas are kept as they are in the tables and disarmed in quarantine.csv', async () => {
    const text = `${head}=1+1,2025-01-01,C1,5\n@x,soon,=HYPERLINK(1),6\n"+A",2025-01-01,C1,=cmd|' /C calc'!A0\n`;
    const { rows: tables, quarantine } = await landText(
      { 'Orders.csv': text },
      { settings: { bad_rows: { warn: 1, fail: 1 } } },
    );
    expect(tables['orders']?.[0]?.['order_id']).toBe('=1+1');
    expect(quarantine).toContain(`,'=cmd|' /C calc'!A0,`);
  });

  it('names with line breaks, right-to-left marks and quotes stay inside one cell of one line', async () => {
    const text = 'customer_id,name\nC1,"Acme\nInc"\nC2,"\u202egnp.exe"\nC3,"Say ""hi"""\n';
    const { rows: tables } = await landText({ ...good, 'Customers.csv': text });
    expect(tables['customers']?.slice(0, 4).map((row) => row['name'])).toContain('Acme\nInc');
    expect(tables['customers']?.map((row) => row['name'])).toContain('Say "hi"');
  });

  it('100 % repeated rows resolve to one of each', async () => {
    const text = head + rows(10) + rows(10);
    const { accounting } = await landText({ 'Orders.csv': text });
    expect(accounting.files[0]).toMatchObject({ rows_read: 20, rows_accepted: 10, rows_deduplicated: 10 });
  });
});
