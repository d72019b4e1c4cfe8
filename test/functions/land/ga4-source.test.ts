import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunState } from '../../../events/step.ts';
import { eventSchema } from '../../../examples/ga4/event-schema.ts';
import { deploymentSecret } from '../../../functions/shared/deployment-secret.ts';
import type { Row } from '../../../functions/shared/ports.ts';
import { tombstone, tombstonesKey } from '../../../functions/shared/tombstones.ts';
import { naiveExport, readShards } from '../../core/ga4/naive-export.ts';
import { type Ga4World, ga4World } from './ga4-world.ts';

let world: Ga4World;
beforeAll(async () => {
  world = await ga4World({ seed: 21, users: 120 });
}, 60_000);
afterAll(async () => {
  await world.close();
});
afterEach(() => {
  const { faults } = world.server;
  for (const name of Object.keys(faults) as (keyof typeof faults)[]) delete faults[name];
});

const nothingPublished = async (): Promise<void> => {
  expect(await world.ports.scores.get('warehouse#shop', 'current')).toBeNull();
};
/** Lands and expects a refusal, told in the outbox. */
const refused = async (of = world): Promise<{ readonly summary: string; readonly remedy: string }> => {
  const { result } = await of.land();
  expect(result.outcome).toBe('rejected');
  const told = await of.outbox();
  expect(told?.status).toBe('rejected');
  await nothingPublished();
  return { summary: told?.summary ?? '', remedy: (told?.remedy ?? []).join(' ') };
};

describe('a GA4 source', () => {
  it('is queried once: jobs start, are looked at, results are read part by part, and land', async () => {
    await world.settings();
    world.server.faults.looks = 2;
    const { result, outcomes } = await world.land();
    expect(result.outcome).toBe('landed');
    expect(outcomes[0]).toBe('querying');
    expect(outcomes.filter((outcome) => outcome === 'reading')).toHaveLength(4);
    expect(outcomes.slice(-2)).toEqual(['read', 'landed']);
    expect(world.server.ran).toEqual(['behaviour', 'attributes', 'products', 'orders']);
    if (result.outcome !== 'landed') return;
    expect(result.state.as_of).toBe('2026-07-01');
    expect(Object.keys(result.state.artifacts)).toEqual(
      expect.arrayContaining([
        'table-customers',
        'table-orders',
        'table-prospects',
        'ga4-features',
        'ga4-source',
      ]),
    );
    const ran = world.server.ran.length;
    const again = await world.land();
    expect(again.outcomes).toEqual(['landed']);
    expect(world.server.ran).toHaveLength(ran);
    if (again.result.outcome === 'landed') {
      expect(again.result.state.run).toBe(result.state.run);
      expect(again.result.state.landing).toBe(result.state.landing);
    }
  }, 60_000);

  it('is queried again when a shard was rewritten, or another day is asked for', async () => {
    await world.settings();
    await world.land();
    const before = world.server.ran.length;
    world.server.touch('events_20260601', '2026-07-02T10:00:00.000Z');
    const rewritten = await world.land();
    expect(rewritten.result.outcome).toBe('landed');
    expect(world.server.ran).toHaveLength(before + 4);
    const earlier = await world.land('2026-06-15');
    if (earlier.result.outcome !== 'landed') throw new Error(earlier.result.outcome);
    expect(earlier.result.state.as_of).toBe('2026-06-15');
    expect(world.server.ran).toHaveLength(before + 8);
    // Both are kept: asking for either again costs nothing.
    await world.land();
    await world.land('2026-06-15');
    expect(world.server.ran).toHaveLength(before + 8);
  }, 60_000);

  it('pays once when a step is killed after it started the jobs', async () => {
    await world.settings({
      user_properties: ['plan_level', 'user_type'],
      window: { from: '2026-05-01', to: '2026-05-20' },
    });
    const before = world.server.ran.length;
    const held = await world.ticket();
    await world.ask({ action: 'land', ticket: held });
    await world.ask({ action: 'land', ticket: held });
    expect(world.server.ran).toHaveLength(before + 4);
  }, 60_000);
});

describe('files beside the export', () => {
  it('the shop’s own orders replace the export’s, found by transaction id, user id or client id', async () => {
    const shop = await ga4World({ seed: 24, users: 60 });
    try {
      await shop.settings();
      const rows = naiveExport(readShards(shop.shards, '2026-04-02', '2026-06-30'), '20260601', 'UTC', []);
      const sold = rows.orders.filter(
        ({ user_key, order_id }) => user_key !== null && !order_id.startsWith('no-id'),
      );
      const [first, second] = [...new Map(sold.map((order) => [order.user_key, order])).values()];
      if (first === undefined || second === undefined) throw new Error('too few orders');
      await shop.put(
        'orders.csv',
        [
          'order_id,order_date,customer_id,order_revenue,cogs',
          `${first.order_id},2026-05-02,SHOP-1,100.00,60.00`,
          'X-1,2026-05-03,SHOP-1,50.00,20.00',
          `X-2,2026-05-04,${second.user_key},70.00,30.00`,
          'X-3,2026-05-05,SHOP-9,10.00,5.00',
          '',
        ].join('\n'),
      );
      const { result } = await shop.land();
      if (result.outcome !== 'landed') throw new Error(JSON.stringify(result));
      const { artifacts } = result.state;
      const engine = await shop.ports.openTables(await shop.ports.scratch());
      const table = async (name: string): Promise<readonly Row[]> => {
        const path = await shop.ports.objects.materialize(
          artifacts[name]?.key ?? '',
          await shop.ports.scratch(),
        );
        return engine.query(`SELECT * FROM read_parquet('${path ?? ''}') ORDER BY ALL`);
      };
      const orders = await table('table-orders');
      expect(orders.map((row) => [row['order_id'], row['customer_id']])).toEqual(
        [
          [first.order_id, first.user_key],
          ['X-1', first.user_key],
          ['X-2', second.user_key],
          ['X-3', 'SHOP-9'],
        ].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
      );
      const customers = await table('table-customers');
      expect(customers.map((row) => row['customer_id'])).toEqual(
        [first.user_key, second.user_key, 'SHOP-9'].sort(),
      );
      // Who bought on the web but is in no order of the book is a prospect again: the book decides.
      const prospects = await table('table-prospects');
      const users = new Set(rows.behaviour.flatMap(({ user_key }) => user_key ?? []));
      expect(prospects.length + 2).toBe(users.size);
      await engine.close();
    } finally {
      await shop.close();
    }
  }, 120_000);
});

describe('an erased user', () => {
  it('stays erased, though the export still has it', async () => {
    const shop = await ga4World({ seed: 25, users: 40 });
    try {
      await shop.settings();
      const [user = ''] = shop.truth.buyers;
      const secret = await deploymentSecret(
        shop.ports.scores,
        'erasure-secret',
        (count) => new Uint8Array(count),
      );
      const before = await shop.land();
      const stones = { version: 1, generation: 1, companies: [tombstone(secret, `id:${user}`)], people: [] };
      await shop.ports.objects.put(tombstonesKey('shop'), JSON.stringify(stones));
      const after = await shop.land();
      if (before.result.outcome !== 'landed' || after.result.outcome !== 'landed')
        throw new Error('not landed');
      expect(after.result.state.landing).not.toBe(before.result.state.landing);
      const engine = await shop.ports.openTables(await shop.ports.scratch());
      const named = async (artifact: string, column: string, state: RunState): Promise<number> => {
        const path = await shop.ports.objects.materialize(
          state.artifacts[artifact]?.key ?? '',
          await shop.ports.scratch(),
        );
        const rows = await engine.query(
          `SELECT count(*) AS n FROM read_parquet('${path ?? ''}') WHERE ${column} = '${user}'`,
        );
        return Number(rows[0]?.['n']);
      };
      for (const [artifact, column] of [
        ['table-customers', 'customer_id'],
        ['table-orders', 'customer_id'],
        ['ga4-features', 'user_key'],
      ] as const) {
        expect(await named(artifact, column, before.result.state)).toBeGreaterThan(0);
        expect(await named(artifact, column, after.result.state)).toBe(0);
      }
      await engine.close();
    } finally {
      await shop.close();
    }
  }, 120_000);
});

describe('what stops a GA4 source is said plainly, and nothing is published', () => {
  it('a query over the cap is refused before it runs, with bytes and cost', async () => {
    const before = world.server.ran.length;
    await world.settings({ max_bytes_billed: 10_485_760, late_days: 4 });
    const { summary, remedy } = await refused();
    expect(summary).toMatch(
      /the behaviour query: allowed at most 10\.5 MB \(10485760 bytes, about USD 0\.0001\)/,
    );
    expect(summary).toMatch(
      /got \d+ MB \(\d+ bytes, about USD 0\.00\d+\) by the dry run, at least 10 MiB a shard; it was not run/,
    );
    expect(remedy).toContain('max_bytes_billed');
    expect(world.server.ran).toHaveLength(before);
  }, 60_000);

  it('a job that never finishes is given up and cancelled', async () => {
    await world.settings({ max_wait_minutes: 2, late_days: 5 });
    world.server.faults.hang = true;
    const { summary } = await refused();
    expect(summary).toMatch(
      /behaviour, attributes, products, orders queries: allowed an end within 2 minutes/,
    );
    expect(world.server.calls.filter((call) => call.endsWith('/cancel')).length).toBeGreaterThanOrEqual(4);
  }, 60_000);

  it('a dataset that does not exist', async () => {
    await world.settings({ dataset: 'analytics_2' });
    const { summary, remedy } = await refused();
    expect(summary).toContain('notFound: Not found: Dataset sample-shop:analytics_2');
    expect(remedy).toContain('linked to this dataset');
  });

  it('a window without a shard', async () => {
    await world.settings({ window: { from: '2025-01-01', to: '2025-01-31' } });
    const { summary } = await refused();
    expect(summary).toContain('daily tables from 2026-04-01 to 2026-06-30');
  });

  it('a table that goes while the query is being planned', async () => {
    await world.settings({ late_days: 6 });
    world.server.faults.refuse = { reason: 'notFound', status: 404, message: 'Not found: Table x' };
    expect((await refused()).summary).toContain('notFound');
  });

  it('an expired credential', async () => {
    await world.settings({ late_days: 6 });
    world.server.faults.expired = true;
    const { summary, remedy } = await refused();
    expect(summary).toContain('a credential that is valid now');
    expect(remedy).toContain('sign in again');
  });

  it('no permission', async () => {
    await world.settings({ late_days: 6 });
    world.server.faults.refuse = { reason: 'accessDenied', status: 403, message: 'Access Denied' };
    expect((await refused()).remedy).toContain('grant the two roles');
  });

  it('a job that fails by its own fault; the next run starts it anew', async () => {
    await world.settings({ late_days: 7 });
    world.server.faults.fail = { reason: 'resourcesExceeded', message: 'Query exceeded resource limits' };
    expect((await refused()).summary).toContain('resourcesExceeded');
    delete world.server.faults.fail;
    expect((await world.land()).result.outcome).toBe('landed');
  }, 60_000);

  it('a job that fails by BigQuery’s fault is tried three times, by reason and not by status', async () => {
    await world.settings({ late_days: 8 });
    const before = world.server.ran.length;
    world.server.faults.fail = { reason: 'backendError', message: 'Visit the status page' };
    expect((await refused()).summary).toContain('backendError');
    expect(world.server.ran.length - before).toBe(12);
  }, 60_000);

  it('a service that does not answer is an error to be retried, not a verdict', async () => {
    await world.settings({ late_days: 9 });
    for (const [reason, status] of [
      ['rateLimitExceeded', 403],
      ['backendError', 503],
      ['internalError', 500],
    ] as const) {
      world.server.faults.refuse = { reason, status, message: 'try later' };
      await expect(world.land()).rejects.toMatchObject({ code: 'SourceUnavailable', retryable: true });
    }
    world.server.faults.refuse = {
      reason: 'bytesBilledLimitExceeded',
      status: 500,
      message: 'Query exceeded limit',
    };
    expect((await refused()).summary).toContain('bytesBilledLimitExceeded');
  });
});

describe('exports of other ages', () => {
  it('one of 2020 lands: columns it lacks are not named', async () => {
    const old = await ga4World({ seed: 22, users: 60, schema: 2020 });
    try {
      await old.settings();
      expect((await old.land()).result.outcome).toBe('landed');
    } finally {
      await old.close();
    }
  }, 60_000);

  it('a table that is no export is refused with the missing columns', async () => {
    const other = await ga4World(
      { seed: 23, users: 30 },
      { schema: eventSchema(2026).filter(({ name }) => !['ecommerce', 'items'].includes(name)) },
    );
    try {
      await other.settings();
      const { result } = await other.land();
      expect(result).toMatchObject({ outcome: 'rejected' });
      expect(JSON.stringify(result)).toContain('none called ecommerce.transaction_id');
    } finally {
      await other.close();
    }
  }, 60_000);
});
