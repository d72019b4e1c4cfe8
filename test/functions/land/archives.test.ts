import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { landText } from './land-text.ts';
import { workbookOf, zipOf } from './zip-file.ts';

const orders = 'order_id,order_date,customer_id,order_revenue\nA1,2025-01-15,C1,10.50\nA2,2025-02-16,C2,20\n';
const customers = 'customer_id,name\nC1,Acme\nC2,Borealis\n';

describe('archives', () => {
  it('land as the files they hold, each accounted for under its own name', async () => {
    const { rows, accounting } = await landText({
      'export.zip': zipOf([
        { name: 'data/Orders.csv', content: orders },
        { name: 'data/Customers.csv', content: customers, store: true },
        { name: '__MACOSX/data/._Orders.csv', content: 'x' },
        { name: 'data/.DS_Store', content: 'x' },
      ]),
    });
    expect(rows['orders']?.length).toBe(2);
    expect(rows['customers']?.map((row) => row['name'])).toEqual(['Acme', 'Borealis']);
    expect(accounting.files.map(({ file }) => file)).toEqual([
      'export.zip/data/Customers.csv',
      'export.zip/data/Orders.csv',
    ]);
  });

  it.each([
    [
      'a path that climbs out',
      zipOf([{ name: '../../../etc/Orders.csv', content: orders }]),
      'landed',
      'orders',
    ],
    ['a password', zipOf([{ name: 'Orders.csv', content: orders }], 1), 'refused', 'ENCRYPTED'],
    ['a bomb', zipOf([{ name: 'Orders.csv', content: Buffer.alloc(48_000_000, 'a') }]), 'refused', 'BOMB'],
    [
      'a zip within',
      zipOf([{ name: 'inner.zip', content: zipOf([{ name: 'a.csv', content: orders }]) }]),
      'refused',
      'FORMAT_MISMATCH',
    ],
    ['nothing in it', zipOf([]), 'refused', 'TRUNCATED|EMPTY|FORMAT'],
    [
      'its end cut off',
      Buffer.from(zipOf([{ name: 'Orders.csv', content: orders }])).subarray(0, 60),
      'refused',
      'TRUNCATED',
    ],
    [
      'more files than any export',
      zipOf(Array.from({ length: 1001 }, (_, i) => ({ name: `${i}.csv`, content: '' }))),
      'refused',
      'TOO_MANY_ENTRIES',
    ],
  ])('with %s harm nobody', async (_, archive, verdict, word) => {
    const { accounting } = await landText({ 'Good.csv': orders, 'x.zip': archive });
    const account = accounting.files.find(({ file }) => file.startsWith('x.zip'));
    expect(account?.verdict).toBe(verdict);
    expect(`${account?.table ?? ''} ${account?.note ?? ''}`).toMatch(new RegExp(word));
    expect(accounting.tables.orders?.rows).toBe(2);
  });
});

describe('workbooks', () => {
  const strings = [
    'order_id',
    'order_date',
    'customer_id',
    'order_revenue',
    'A &amp; B',
    'note',
    'two\nlines',
    'C1',
  ];
  const header =
    '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="D3" t="s"><v>3</v></c><c r="E3" t="s"><v>5</v></c></row>';
  const title = '<row r="1"><c r="A1" t="inlineStr"><is><t>Orders of the year</t></is></c></row>';

  it('land sheet by sheet: titles, shared and inline strings, dates, formulas, errors, gaps', async () => {
    const sheet = `${title}${header}
      <row r="4"><c r="A4" t="inlineStr"><is><t>S1</t></is></c><c r="B4" s="1"><v>45351</v></c><c r="C4" t="s"><v>7</v></c><c r="D4" s="4"><f>1+1</f><v>20565.599999999999</v></c><c r="E4" t="s"><v>4</v></c></row>
      <row r="5"><c r="A5"><v>1002</v></c><c r="B5" s="2"><v>45352</v></c><c r="C5" t="str"><f>X</f><v>C2</v></c><c r="D5"><v>-5</v></c></row>
      <row r="7"><c r="A7"><v>1003</v></c><c r="B7" s="3"><v>45353.75</v></c><c r="C7" t="s"><v>7</v></c><c r="D7" t="e"><v>#N/A</v></c><c r="E7" t="b"><v>1</v></c></row>`;
    const { rows, quarantine, accounting } = await landText(
      {
        'book.xlsx': workbookOf(
          [
            { name: 'Orders 2024', rows: sheet },
            {
              name: 'Customers',
              rows: '<row><c t="inlineStr"><is><t>customer_id</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row><row><c t="s"><v>7</v></c><c t="s"><v>6</v></c></row>',
            },
            { name: 'Empty', rows: '' },
          ],
          { strings },
        ),
      },
      { settings: { bad_rows: { warn: 1, fail: 1 } } },
    );
    expect(rows['orders']).toEqual([
      {
        order_id: '1002',
        order_date: '2024-03-01',
        customer_id: 'C2',
        order_revenue: '-5.0000',
        attribute_note: null,
      },
      {
        order_id: 'S1',
        order_date: '2024-02-29',
        customer_id: 'C1',
        order_revenue: '20565.6000',
        attribute_note: 'A & B',
      },
    ]);
    expect(rows['customers']?.[0]).toEqual({ customer_id: 'C1', name: 'two\nlines' });
    expect(quarantine).toContain('book.xlsx/Orders 2024,7,');
    expect(accounting.files.map(({ file, verdict }) => [file, verdict])).toEqual([
      ['book.xlsx/Customers', 'landed'],
      ['book.xlsx/Empty', 'left-out'],
      ['book.xlsx/Orders 2024', 'landed'],
    ]);
  });

  it('count days from 1904 where the workbook does', async () => {
    const row =
      '<row r="4"><c r="A4"><v>1</v></c><c r="B4" s="1"><v>43889</v></c><c r="C4" t="s"><v>7</v></c><c r="D4"><v>5</v></c></row>';
    const { rows } = await landText({
      'old.xlsx': workbookOf([{ name: 'Orders', rows: header + row }], { strings, date1904: true }),
    });
    expect(rows['orders']?.[0]?.['order_date']).toBe('2024-02-29');
  });

  it.each([
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "aaaa">]><row r="1"/>'],
    ['an external entity', '<!ENTITY x SYSTEM "file:///etc/passwd"><row r="1"/>'],
    ['a row of too many columns', '<row r="1"><c r="XFD1"><v>1</v></c></row>'],
    ['XML that ends within a tag', '<row r="1"><c r="A1"'],
  ])('with %s are refused', async (_, rows) => {
    const broken = rows.endsWith('"')
      ? zipOf([{ name: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="S" r:id="a"' }])
      : workbookOf([{ name: 'S', rows }]);
    const { accounting } = await landText({ 'Orders.csv': orders, 'bad.xlsx': broken });
    const account = accounting.files.find(({ file }) => file.startsWith('bad.xlsx'));
    expect(account).toMatchObject({ verdict: 'refused', note: expect.stringContaining('FORMAT_MISMATCH') });
    expect(accounting.tables.orders?.rows).toBe(2);
  });

  it('within gzip are not looked for', async () => {
    const { accounting } = await landText({
      'Orders.csv': orders,
      'b.xlsx.gz': gzipSync(workbookOf([{ name: 'S', rows: '' }])),
    });
    expect(accounting.files.find(({ file }) => file === 'b.xlsx.gz')?.verdict).toBe('refused');
  });
});
