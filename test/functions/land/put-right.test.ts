import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArtifact } from '../../../functions/shared/artifacts.ts';
import { orders, type StepWorld, stepWorld } from './step-world.ts';

let world: StepWorld;
beforeEach(async () => {
  world = await stepWorld();
});
afterEach(async () => {
  await world.close();
});

describe('what a person can put right', () => {
  it('an empty inbox', async () => {
    expect(await world.land()).toMatchObject({
      outcome: 'rejected',
      reason: 'The inbox is empty: an orders file is needed.',
    });
  });

  it('settings with several faults: all of them at once', async () => {
    await world.put('Orders.csv', orders);
    await world.settings('{"best": {"share": 20}, "colour": "red"}');
    const result = await world.land();
    expect(result.outcome).toBe('rejected');
    expect((await world.outbox())?.summary).toMatch(/best.*colour|colour.*best/s);
    await world.settings('{"best": ');
    expect(await world.land()).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('icp.json'),
    });
  });

  it('an orders file whose columns cannot be mapped: file, columns, and the line that decides it', async () => {
    await world.put('Orders.csv', 'ref1,ref2,when,how much\nA1,C1,2026-01-05,100\nA2,C2,2026-01-06,50\n');
    const result = await world.land('drop');
    expect(result).toMatchObject({ outcome: 'rejected' });
    const status = await world.outbox();
    expect(status?.summary).toContain('Orders.csv');
    expect(status?.summary).toContain('"how much"');
    expect(status?.summary).toContain('"files": {"Orders.csv": {"columns": {');
    await world.settings(
      JSON.stringify({
        files: {
          'Orders.csv': {
            columns: {
              ref1: 'order_id',
              ref2: 'customer_id',
              when: 'order_date',
              'how much': 'order_revenue',
            },
          },
        },
      }),
    );
    expect((await world.landed()).facts['land']).toMatchObject({ orders: 2, revenue: '150.0000' });
  });

  it('dates that may be either: refused with the setting, right with it', async () => {
    await world.put(
      'Orders.csv',
      'order_id,order_date,customer_id,order_revenue\nA1,01/02/2026,C1,5\nA2,03/04/2026,C2,6\n',
    );
    const result = await world.land('drop');
    expect(result).toMatchObject({ outcome: 'rejected' });
    expect((await world.outbox())?.remedy.join(' ')).toContain(
      '"files": {"Orders.csv": {"day_first": true}}',
    );
    await world.settings('{"files": {"Orders.csv": {"day_first": true}}}');
    expect((await world.landed()).as_of).toBe('2026-04-04');
    await world.settings('{"files": {"Orders.csv": {"day_first": false}}}');
    expect((await world.landed()).as_of).toBe('2026-03-05');
  });

  it('an order dated 2099: that row is refused, named, and the run goes on', async () => {
    const more = Array.from({ length: 10 }, (_, i) => `B${i},2026-01-0${(i % 9) + 1},C1,5,1\n`).join('');
    await world.put('Orders.csv', `${orders}A3,2099-01-01,C1,5,1\n${more}`);
    const state = await world.landed('rerun');
    expect(state.as_of).toBe('2026-03-01');
    const quarantine = state.artifacts['quarantine'];
    if (quarantine === undefined) throw new Error('no quarantine');
    const text = new TextDecoder().decode(await readArtifact(world.ports.objects, quarantine));
    expect(text).toContain('Orders.csv,4,101,order_date,FUTURE_DATE,2099-01-01');
  });

  it('more bad rows than allowed: refused with the rows in the outbox', async () => {
    await world.put('Orders.csv', `${orders}A3,soon,C1,5,1\n,2026-01-01,C1,5,1\n`);
    expect(await world.land()).toMatchObject({ outcome: 'rejected' });
    const status = await world.outbox();
    expect(status?.summary).toContain('2 of 4 rows');
    expect(status?.files[0]).toMatchObject({ rows_read: 4, rows_accepted: 2, rows_quarantined: 2 });
    const quarantine = await world.ports.objects.get('outbox/acme/quarantine.csv');
    expect(new TextDecoder().decode(quarantine ?? new Uint8Array())).toContain('BAD_DATE,soon');
    await world.settings('{"bad_rows": {"warn": 0.1, "fail": 0.6}}');
    expect((await world.landed()).facts['land']).toMatchObject({ rows_quarantined: 2 });
  });

  it('an orders file without rows, and one that is no text at all', async () => {
    await world.put('Orders.csv', 'order_id,order_date,customer_id,order_revenue\n');
    expect(await world.land()).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('0 rows read'),
    });
    await world.put('Orders.csv', Buffer.from('PAR1....'));
    expect(await world.land('drop')).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('FORMAT_MISMATCH'),
    });
    await world.put('Orders.csv', '');
    expect(await world.land('drop')).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('empty'),
    });
  });

  it('several currencies without rates', async () => {
    await world.put(
      'Orders.csv',
      'order_id,order_date,customer_id,order_revenue,currency\nA1,2026-01-05,C1,5,EUR\nA2,2026-01-06,C2,6,USD\n',
    );
    const result = await world.land();
    expect(result).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining('EUR, USD') });
    await world.settings(
      '{"currency": "EUR", "exchange_rates": [{"currency": "USD", "from": "2020-01-01", "rate": 0.9}]}',
    );
    expect((await world.landed()).facts['land']).toMatchObject({ orders: 2, currency: 'EUR' });
  });
});

describe('refused rows that are put right', () => {
  const header = 'order_id,order_date,customer_id,order_revenue\n';
  const good = Array.from({ length: 20 }, (_, at) => `A${at},2026-01-${10 + at},C${at % 3},10.50\n`).join('');
  const wrong = 'B1,soon,C1,5.25\nB2,2026-01-05,C2,much\n';
  const right = 'B1,2026-01-04,C1,5.25\nB2,2026-01-05,C2,6.25\n';

  it('are added as a further file, and nothing else is', async () => {
    await world.put('Orders.csv', header + good + wrong);
    expect((await world.landed()).facts['land']).toMatchObject({
      orders: 20,
      revenue: '210.0000',
      rows_quarantined: 2,
    });
    await world.put('Corrected.csv', header + right);
    expect((await world.landed()).facts['land']).toMatchObject({
      orders: 22,
      revenue: '221.5000',
      rows_read: 24,
      rows_accepted: 22,
      rows_quarantined: 2,
      rows_superseded: 0,
    });
  });

  it('may also come with the whole file under another name: what was there before is repeated, not added', async () => {
    await world.put('Orders.csv', header + good + wrong);
    await world.landed();
    await world.put('Orders corrected.csv', header + good + right);
    expect((await world.landed()).facts['land']).toMatchObject({
      orders: 22,
      revenue: '221.5000',
      rows_read: 44,
      rows_accepted: 22,
      rows_quarantined: 2,
      rows_deduplicated: 20,
    });
    // Under its own name it replaces the file that had the mistakes.
    await world.ports.objects.delete('inbox/acme/Orders corrected.csv');
    await world.put('Orders.csv', header + good + right);
    expect((await world.landed()).facts['land']).toMatchObject({
      orders: 22,
      rows_read: 22,
      rows_quarantined: 0,
    });
  });
});

describe('a file whose keys repeat', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `A${i % 20},2026-01-05,C${i % 20},${i + 1}`);
  const text = `order_id,order_date,customer_id,Amount\n${rows.join('\n')}\n`;

  it('is asked about, and either answer works', async () => {
    await world.put('Orders.csv', text);
    expect(await world.land('drop')).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('20 of 40 rows have the key of another row'),
    });
    await world.settings({ files: { 'Orders.csv': { table: 'orders' } } });
    expect((await world.landed()).facts['land']).toMatchObject({ orders: 20, rows_superseded: 20 });
    await world.settings({
      files: { 'Orders.csv': { table: 'order_lines', columns: { Amount: 'line_revenue' } } },
    });
    expect((await world.landed()).facts['land']).toMatchObject({ orders: 20, revenue: '820.0000' });
  });
});
