import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArtifact } from '../../../functions/shared/artifacts.ts';
import { runSort, warehousePartition } from '../../../functions/shared/score-keys.ts';
import type { TestPorts } from './landing-ports.ts';
import { customers, orders, type StepWorld, stepWorld } from './step-world.ts';

let world: StepWorld;
beforeEach(async () => {
  world = await stepWorld();
});
afterEach(async () => {
  await world.close();
});

describe('the landing step', () => {
  it('writes tables, mapping, quarantine, accounting and settings, each with the hash it says', async () => {
    await world.put('Orders.csv', orders);
    await world.put('Customers.csv', customers);
    const state = await world.landed();
    expect(Object.keys(state.artifacts).sort()).toEqual(
      ['accounting', 'mapping', 'quarantine', 'settings', 'table-customers', 'table-orders'].sort(),
    );
    for (const artifact of Object.values(state.artifacts)) await readArtifact(world.ports.objects, artifact);
    expect(state.as_of).toBe('2026-03-01');
    expect(state.previous_run).toBeNull();
    expect(state.facts['land']).toMatchObject({
      orders: 2,
      customers: 3,
      revenue: '140.5000',
      margin: '30.5000',
    });
    expect(await world.outbox()).toBeNull();
  });

  it('gives the same ids for the same files, and new ones for a new row, date or setting', async () => {
    await world.put('Orders.csv', orders);
    const first = await world.landed();
    const again = await world.landed();
    expect([again.landing, again.run, again.artifacts]).toEqual([first.landing, first.run, first.artifacts]);
    const dated = await world.landed('rerun', { as_of: '2026-06-01' });
    expect(dated.landing).toBe(first.landing);
    expect(dated.run).not.toBe(first.run);
    await world.settings('{"best": {"share": 0.3}}');
    const weighed = await world.landed();
    expect(weighed.landing).toBe(first.landing);
    expect(weighed.run).not.toBe(first.run);
    await world.settings(null);
    await world.put('Orders.csv', `${orders}A3,2026-02-01,C1,1,1\n`);
    const more = await world.landed();
    expect(more.landing).not.toBe(first.landing);
    await world.put('Orders.csv', orders);
    expect((await world.landed()).run).toBe(first.run);
  });

  it('hands out a run that was published before, under the new ticket', async () => {
    await world.put('Orders.csv', orders);
    const state = await world.landed();
    const stored = { ...state, facts: { ...state.facts, rank: { targets: 3 } } };
    await world.ports.scores.putIfAbsent({
      partition: warehousePartition('acme'),
      sort: runSort(state.run),
      value: JSON.parse(JSON.stringify({ status: 'published', state: stored, lists: {}, customers: 2 })),
    });
    const result = await world.land();
    expect(result).toMatchObject({
      outcome: 'duplicate',
      state: { run: state.run, generation: state.generation + 1, facts: { rank: { targets: 3 } } },
    });
  });

  it('names the run that is current when this one is planned', async () => {
    await world.put('Orders.csv', orders);
    const first = await world.landed();
    await world.ports.scores.putIfAbsent({
      partition: warehousePartition('acme'),
      sort: 'current',
      value: { run: first.run, generation: 1 },
    });
    await world.put('Customers.csv', customers);
    expect((await world.landed()).previous_run).toBe(first.run);
  });

  it('dates runs by their data, their tick or their settings', async () => {
    await world.put('Orders.csv', orders);
    expect((await world.landed('drop')).as_of).toBe('2026-03-01');
    expect((await world.landed('schedule')).as_of).toBe('2026-07-15');
    expect((await world.landed('rerun', { as_of: 'today' })).as_of).toBe('2026-07-16');
    await world.settings('{"as_of": "2026-05-05"}');
    expect((await world.landed('schedule')).as_of).toBe('2026-05-05');
  });

  it('waits for orders and says until when; a closed drop does not wait', async () => {
    await world.put('Customers.csv', customers);
    const result = await world.land('drop');
    expect(result).toMatchObject({ outcome: 'waiting', warehouse: 'acme' });
    const status = await world.outbox();
    expect(status).toMatchObject({
      status: 'waiting',
      waiting_for: ['orders'],
      landing: expect.stringMatching(/^land_/),
    });
    expect(status?.files).toEqual([
      expect.objectContaining({ file: 'Customers.csv', table: 'customers', rows_accepted: 3 }),
    ]);
    expect(Date.parse(status?.waiting_until ?? '')).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect(await world.land('rerun')).toMatchObject({ outcome: 'rejected' });
    expect((await world.outbox())?.status).toBe('rejected');
    await world.put('Orders.csv', orders);
    expect((await world.landed('drop')).facts['land']).toMatchObject({ orders: 2, customers: 3 });
  });

  it('withdraws a file that was deleted', async () => {
    await world.put('Orders.csv', orders);
    await world.put('More.csv', 'order_id,order_date,customer_id,order_revenue\nB1,2026-01-09,C9,7\n');
    expect((await world.landed()).facts['land']).toMatchObject({ orders: 3 });
    await world.ports.objects.delete('inbox/acme/More.csv');
    expect((await world.landed()).facts['land']).toMatchObject({ orders: 2 });
  });

  it('leaves folder markers and the ready mark out, and takes any other key literally', async () => {
    await world.put('2026/', '');
    await world.put('2026/_READY', '');
    await world.put('2026/é + %2F ..csv', orders);
    const state = await world.landed();
    expect(state.facts['land']).toMatchObject({ files: 1, orders: 2 });
  });

  it('gives way to a newer drop, before and after the work', async () => {
    await world.put('Orders.csv', orders);
    const old = await world.ticketFor('rerun');
    const newer = await world.ticketFor('rerun');
    expect((await world.landWith(world.ports, old)).outcome).toBe('superseded');
    const busy: TestPorts = {
      ...world.ports,
      openTables: async (scratch) => {
        await world.ticketFor('rerun');
        return world.ports.openTables(scratch);
      },
    };
    expect((await world.landWith(busy, newer)).outcome).toBe('superseded');
    expect(await world.outbox()).toBeNull();
  });

  it('reads the versions it listed, whatever is put while it reads', async () => {
    await world.put('Orders.csv', orders);
    const first = await world.landed();
    let replaced = false;
    const busy: TestPorts = {
      ...world.ports,
      objects: {
        ...world.ports.objects,
        materialize: async (key, scratch, version) => {
          if (!replaced && key.startsWith('inbox/')) {
            replaced = true;
            await world.put(
              'Orders.csv',
              'order_id,order_date,customer_id,order_revenue\nZ,2026-01-01,C1,1\n',
            );
          }
          return world.ports.objects.materialize(key, scratch, version);
        },
      },
    };
    const ticket = await world.ticketFor('rerun');
    const result = await world.landWith(busy, ticket);
    expect(result).toMatchObject({ outcome: 'landed', state: { landing: first.landing } });
  });
});

describe('schema drift', () => {
  const lessOrders = 'order_id,order_date,customer_id,order_revenue\nA1,2026-01-05,C1,100.50\n';

  async function publish(): Promise<void> {
    const state = await world.landed();
    const partition = warehousePartition('acme');
    const value = JSON.parse(JSON.stringify({ status: 'published', state, lists: {}, customers: 1 }));
    await world.ports.scores.putIfAbsent({ partition, sort: runSort(state.run), value });
    await world.ports.scores.putIfAbsent({
      partition,
      sort: 'current',
      value: { run: state.run, generation: 1 },
    });
  }

  it('refuses a drop that lost a column, unless the settings or a person accept it', async () => {
    await world.put('Orders.csv', orders);
    await publish();
    await world.put('Orders.csv', lessOrders);
    expect(await world.land('drop')).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('orders.cogs is gone'),
    });
    expect((await world.outbox())?.remedy.join(' ')).toContain('"drift": "report"');
    expect((await world.landed('rerun')).facts['land']?.['drift']).toContain('orders.cogs is gone');
    await world.settings({ drift: 'report' });
    expect((await world.landed('drop')).facts['land']?.['drift']).toContain('orders.cogs is gone');
  });

  it('lets new columns and new tables pass, and says so', async () => {
    await world.put('Orders.csv', lessOrders);
    await publish();
    await world.put('Orders.csv', orders);
    await world.put('Customers.csv', customers);
    expect((await world.landed('drop')).facts['land']?.['drift']).toContain('orders.cogs is new');
  });
});
