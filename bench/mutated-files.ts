import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { createRandom, type Random } from '../core/stats/random.ts';
import { writeWorkbook } from '../core/tables/write-workbook.ts';

/** A file made from a real-looking one by a few random changes of its bytes. */
export type MutatedFile = { readonly name: string; readonly bytes: Uint8Array };

type Base = { readonly name: string; readonly bytes: Uint8Array };

const rows = (count: number, row: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => row(at)).join('');

/** The shapes that exports come in, a dozen rows each. */
function bases(): readonly Base[] {
  const german = `order_id;order_date;customer_id;order_revenue;note\r\n${rows(12, (i) => `A${i};0${1 + (i % 9)}.0${1 + (i % 8)}.2025;C${i % 7};1.${100 + i},5;"é ""x""; ${i}"\r\n`)}`;
  const plain = `\ufefforder_id,order_date,customer_id,order_revenue,currency\n${rows(12, (i) => `A${i},2025-01-0${1 + (i % 9)},C${i % 7},${i}.25,EUR\n`)}`;
  const grouped = `Sales by Customer Detail\nSeller\n\n,Date,Transaction Type,Num,Product/Service,Qty,Sales Price,Amount\n${rows(5, (i) => `Customer ${i},,,,,,,\n${rows(4, (j) => `,01/${10 + j}/2026,Invoice,${i}0${j},A:Valve,2,5.00,"1,0${i}${j}.00"\n`)}Total for Customer ${i},,,,,,,"4,000.00"\n`)}`;
  const list = `${'-'.repeat(40)}\r\n|VBELN |ERDAT     |KUNNR |NAME1    |  NETWR|\r\n${'-'.repeat(40)}\r\n${rows(12, (i) => `|00${10 + i}|0${1 + (i % 9)}.07.2026|0000${i % 5}|Müller ${i}|1.00${i % 10},50|\r\n`)}`;
  const lines = `Name,Email,Created at,Subtotal,Lineitem quantity,Lineitem sku,Lineitem price,Notes\n${rows(12, (i) => `#${i >> 1},b${i % 5}@acme.example,2026-07-07 09:50:26 +0200,${i % 2 === 0 ? '9.50' : ''},2,SKU-${i},4.75,"one\ntwo ${i}"\n`)}`;
  const table = {
    name: 'orders',
    columns: (['text', 'date', 'text', 'number'] as const).map((format) => ({ width: 12, format })),
    header: ['order_id', 'order_date', 'customer_id', 'order_revenue'],
    rows: Array.from({ length: 12 }, (_, i) => [`A${i}`, `2025-01-0${1 + (i % 9)}`, `C${i % 7}`, `${i}.25`]),
  };
  return [
    { name: 'german.csv', bytes: Buffer.from(german) },
    { name: 'plain.csv', bytes: Buffer.from(plain) },
    { name: 'grouped.csv', bytes: Buffer.from(grouped) },
    { name: 'list.txt', bytes: Buffer.from(list, 'latin1') },
    { name: 'lines.csv', bytes: Buffer.from(lines) },
    { name: 'wide.txt', bytes: Buffer.from(`\ufeff${plain.slice(1).replaceAll(',', '\t')}`, 'utf16le') },
    { name: 'book.xlsx', bytes: writeWorkbook([table]) },
    { name: 'packed.csv.gz', bytes: gzipSync(plain) },
    {
      name: 'packed.zip',
      bytes: zipSync(
        { 'a/Orders.csv': strToU8(plain), 'b.csv': strToU8(german) },
        { mtime: new Date(1980, 0, 1, 12) },
      ),
    },
  ];
}

const tokens = [
  '"',
  ';',
  '\r',
  '\n',
  ',',
  '\0',
  '\\',
  '\t',
  '""',
  '\ufeff',
  "'",
  '-',
  '1e999',
  '9'.repeat(40),
  '__proto__',
  '\u202e',
  '%',
  '€',
  '|',
];

/** The files number `from` to `from + count` of an endless series: the same number, the same file. */
export function mutatedFiles(from: number, count: number): readonly MutatedFile[] {
  const all = bases();
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(from + index + 1);
    const base = all[random.int(all.length)] ?? all[0];
    if (base === undefined) throw new Error('there is no file to change');
    let bytes: Uint8Array = Uint8Array.from(base.bytes);
    const changes = 1 + random.int(6);
    for (let change = 0; change < changes; change += 1) bytes = changed(bytes, random, all);
    return { name: base.name, bytes };
  });
}

function changed(bytes: Uint8Array, random: Random, all: readonly Base[]): Uint8Array {
  const at = random.int(bytes.length + 1);
  const join = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
  switch (random.int(7)) {
    case 0: {
      const copy = Uint8Array.from(bytes);
      if (at < copy.length) copy[at] = random.int(256);
      return copy;
    }
    case 1:
    case 2:
      return join(
        bytes.subarray(0, at),
        Buffer.from(tokens[random.int(tokens.length)] ?? ''),
        bytes.subarray(at),
      );
    case 3:
      return join(bytes.subarray(0, at), bytes.subarray(at + 1 + random.int(200)));
    case 4:
      return join(bytes.subarray(0, at + random.int(300)), bytes.subarray(at));
    case 5:
      return random.int(4) === 0 ? bytes.subarray(0, at) : bytes;
    default: {
      const other = all[random.int(all.length)]?.bytes ?? bytes;
      const start = random.int(other.length);
      return join(bytes.subarray(0, at), other.subarray(start, start + random.int(400)), bytes.subarray(at));
    }
  }
}
