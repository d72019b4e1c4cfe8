import { describe, expect, it } from 'vitest';
import type { Row } from '../../../functions/shared/ports.ts';
import { landText } from './land-text.ts';

const header = 'order_id,order_date,customer_id,order_revenue,cogs,channel,weight';
const lineHeader = 'order_id,line_number,product_id,quantity,line_revenue';

/** A small seeded world: orders with repeated and conflicting rows, and lines. */
function worldOf(seed: number): { readonly orders: string[]; readonly lines: string[] } {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const orders: string[] = [];
  const lines: string[] = [];
  for (let i = 0; i < 1200; i += 1) {
    const day = `2025-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`;
    const row = `O${i},${day},C${next(300)},${next(90_000) / 100},${next(60_000) / 100},${['web', 'phone', 'rep'][next(3)]},${next(500) / 10}`;
    orders.push(row);
    if (next(40) === 0) orders.push(row);
    for (let line = 1; line <= 1 + next(3); line += 1)
      lines.push(`O${i},${line},P${next(50)},${1 + next(9)},${next(9000) / 100}`);
  }
  return { orders, lines };
}

function shuffled(rows: readonly string[], seed: number): string[] {
  const out = [...rows];
  let state = seed;
  for (let i = out.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = (state >>> 4) % (i + 1);
    const [a, b] = [out[i] ?? '', out[j] ?? ''];
    out[i] = b;
    out[j] = a;
  }
  return out;
}

const file = (head: string, rows: readonly string[]): string => `${[head, ...rows].join('\n')}\n`;
const tables = (rows: { readonly [table: string]: readonly Row[] }) => JSON.stringify(rows);

describe('the same rows land as the same tables', () => {
  const { orders, lines } = worldOf(11);
  const plain = { 'Orders.csv': file(header, orders), 'Lines.csv': file(lineHeader, lines) };

  it('with 1, 2 and 4 threads, to the byte of mapping and accounting', async () => {
    const [one, two, four] = [
      await landText(plain, { threads: 1 }),
      await landText(plain, { threads: 2 }),
      await landText(plain, { threads: 4 }),
    ];
    for (const other of [two, four]) {
      expect(tables(other.rows)).toBe(tables(one.rows));
      expect(other.parquet).toEqual(one.parquet);
      expect(other.accounting).toEqual(one.accounting);
      expect(other.mapping).toEqual(one.mapping);
      expect(other.quarantine).toBe(one.quarantine);
    }
  });

  it('in any order of rows and columns, split into files, with keyed rows twice, packed or not', async () => {
    const one = await landText(plain);
    const reordered = [header, ...shuffled(orders, 5)].map((row) => {
      const [id, day, customer, revenue, cogs, channel, weight] = row.split(',');
      return [weight, cogs, customer, channel, id, revenue, day].join(',');
    });
    const half = orders.length >> 1;
    const variants = [
      { 'Orders.csv': file(header, shuffled(orders, 3)), 'Lines.csv': file(lineHeader, shuffled(lines, 4)) },
      { 'Orders.csv': `${reordered.join('\r\n')}\r\n`, 'Lines.csv': plain['Lines.csv'] },
      {
        'Orders-1.csv': file(header, orders.slice(0, half)),
        'Orders-2.csv': file(header, orders.slice(half)),
        'Lines-1.csv': file(lineHeader, lines.slice(0, 1000)),
        'Lines-2.csv': file(lineHeader, lines.slice(1000)),
      },
      {
        'Orders.csv': file(header, [...orders, ...orders.slice(0, 200)]),
        'Lines.csv': file(lineHeader, [...lines, ...lines.slice(7, 90)]),
      },
    ];
    for (const variant of variants) {
      const other = await landText(variant);
      expect(other.parquet).toEqual(one.parquet);
      expect(other.accounting.totals).toEqual(one.accounting.totals);
    }
  });

  it('whatever the time zone and locale of the process', async () => {
    const zone = process.env['TZ'];
    const one = await landText(plain);
    try {
      process.env['TZ'] = 'America/St_Johns';
      expect((await landText(plain)).parquet).toEqual(one.parquet);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('rows of one key', () => {
  const first = file(header, ['A,2025-01-01,C1,10,5,web,1', 'B,2025-01-02,C1,20,5,web,1']);
  const second = file(header, ['A,2025-01-01,C1,99,5,web,1', 'B,2025-01-02,C1,20,5,web,1']);

  it('resolve to the newest file’s, counted as superseded or deduplicated, with their money', async () => {
    const { rows, accounting } = await landText(
      { 'b-old.csv': first, 'a-new.csv': second },
      { arrived: { 'b-old.csv': '2026-01-01T00:00:00Z', 'a-new.csv': '2026-01-02T00:00:00Z' } },
    );
    expect(rows['orders']?.map((row) => row['order_revenue'])).toEqual(['99.0000', '20.0000']);
    const old = accounting.files.find(({ file: name }) => name === 'b-old.csv');
    expect(old).toMatchObject({ rows_read: 2, rows_accepted: 0, rows_deduplicated: 1, rows_superseded: 1 });
    expect(old?.totals).toMatchObject({
      read: { revenue: '30.0000' },
      deduplicated: { revenue: '20.0000' },
      superseded: { revenue: '10.0000' },
    });
    expect(accounting.warnings.join(' ')).toContain('1 rows gave way');
  });

  it('of the same second resolve by file name', async () => {
    const { rows } = await landText({ 'b.csv': first, 'a.csv': second });
    expect(rows['orders']?.[0]?.['order_revenue']).toBe('10.0000');
  });

  it('in one file keep one, whatever their order, and say so', async () => {
    const lines = ['A,2025-01-01,C1,10,5,web,1', 'A,2025-01-01,C1,30,5,web,1', 'A,2025-01-01,C1,20,5,web,1'];
    const one = await landText({ 'Orders.csv': file(header, lines) });
    const other = await landText({ 'Orders.csv': file(header, lines.toReversed()) });
    expect(one.rows['orders']).toEqual(other.rows['orders']);
    expect(one.rows['orders']?.length).toBe(1);
    expect(one.accounting.files[0]).toMatchObject({ rows_read: 3, rows_accepted: 1, rows_superseded: 2 });
  });

  it('counts the same bytes under two names once', async () => {
    const { rows, accounting } = await landText({ 'Orders.csv': first, 'Copy of Orders.csv': first });
    expect(rows['orders']?.length).toBe(2);
    expect(
      accounting.files.map(({ rows_read, rows_accepted, rows_deduplicated }) => [
        rows_read,
        rows_accepted,
        rows_deduplicated,
      ]),
    ).toEqual([
      [2, 0, 2],
      [2, 2, 0],
    ]);
  });

  it('keeps exact copies in tables without a key, with a warning', async () => {
    const { rows, accounting } = await landText({
      'Orders.csv': first,
      'Signals.csv': 'target,kind,date,value,source\nP1,news,2025-01-01,x,web\nP1,news,2025-01-01,x,web\n',
    });
    expect(rows['signals']?.length).toBe(2);
    expect(accounting.warnings.join(' ')).toContain('signals: 1 rows are exact copies');
  });
});

describe('accounting', () => {
  it('adds up for every file: rows and cents', async () => {
    const bad = [
      'X1,soon,C1,5.25,1,web,1',
      ',2025-01-01,C1,7.50,1,web,1',
      'X2,2025-01-01,C1,lots,1,web,1',
      'X3,2025-01-01',
    ];
    const { orders } = worldOf(3);
    const { accounting } = await landText({ 'Orders.csv': file(header, [...orders, ...bad]) });
    const [account] = accounting.files;
    if (account === undefined) throw new Error('no account');
    expect(account.rows_read).toBe(orders.length + bad.length);
    expect(account.rows_quarantined).toBe(4);
    expect(
      account.rows_accepted + account.rows_quarantined + account.rows_deduplicated + account.rows_superseded,
    ).toBe(account.rows_read);
    const cents = (text: string | null): bigint => BigInt((text ?? '0').replace('.', ''));
    const { read, ...parts } = account.totals;
    const sum = Object.values(parts).reduce((total, part) => total + cents(part.revenue), 0n);
    expect(sum).toBe(cents(read.revenue));
    expect(parts.quarantined.revenue).toBe('12.7500');
    expect(cents(accounting.totals.revenue)).toBe(cents(parts.accepted.revenue));
  });
});
