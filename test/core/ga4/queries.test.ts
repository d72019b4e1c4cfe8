import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bigqueryDialect } from '../../../core/ga4/bigquery-dialect.sql.ts';
import { duckdbDialect } from '../../../core/ga4/duckdb-dialect.sql.ts';
import { eventColumns } from '../../../core/ga4/event-columns.ts';
import { ga4Queries, queryNames } from '../../../core/ga4/queries.ts';
import type { AttributesRow, ExportRows } from '../../../core/ga4/result-rows.ts';
import type { EventRow } from '../../../examples/ga4/event-row.ts';
import { eventSchema } from '../../../examples/ga4/event-schema.ts';
import { generateProperty } from '../../../examples/ga4/generate-property.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { eventsTable, shardTables } from '../../../local/bigquery/shard-tables.ts';
import { sqlFaults } from '../../lint/sql-lint.ts';
import { naiveExport, readShards } from './naive-export.ts';
import { writeShard } from './write-shard.ts';

const range = { from: '2026-04-03', to: '2026-06-29', cut: '2026-06-01' };
const properties = ['plan_level', 'user_type'];
const zone = 'America/Phoenix';
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'kindred-ga4-'));
  folders.push(made);
  return made;
};

/** The DuckDB form of the queries over a folder's shards. */
async function executed(
  shards: string,
  year: 2020 | 2026,
  threads = 2,
  days: { readonly from: string; readonly to: string; readonly cut: string } = range,
): Promise<{ readonly [query: string]: unknown }> {
  const engine = await openDuckdb({ scratch: folder(), memoryLimitMb: 1500, threads });
  try {
    const schema = eventSchema(year);
    await engine.run(eventsTable(shardTables(shards), schema));
    const { columns } = eventColumns(schema);
    const queries = ga4Queries(duckdbDialect(days, zone), { columns, userProperties: properties });
    const rows: Record<string, unknown> = {};
    for (const name of queryNames) rows[name] = await engine.query(queries[name]);
    return rows;
  } finally {
    await engine.close();
  }
}

const flat = ({ properties: told, ...row }: AttributesRow): object => ({
  ...row,
  ...Object.fromEntries(Object.entries(told).map(([key, value]) => [`property_${key}`, value])),
});
const asRows = (rows: ExportRows): object => ({ ...rows, attributes: rows.attributes.map(flat) });
const naive = (rows: readonly EventRow[], days = range): object =>
  asRows(naiveExport(rows, days.cut.replaceAll('-', ''), zone, properties));

describe('the four queries, executed', () => {
  it.each([
    [2026, 7],
    [2026, 8],
    [2020, 9],
  ] as const)(
    'equal loops over the rows: schema of %i, seed %i',
    async (schema, seed) => {
      const shards = folder();
      const truth = generateProperty({ seed, users: 150, schema }, shards);
      // What is planted must be there, or equality says little.
      for (const [quirk, count] of Object.entries(truth.quirks))
        if (!/refunds|orders_without_id|purchases_without_amount/.test(quirk))
          expect(count, quirk).toBeGreaterThan(0);
      expect(await executed(shards, schema)).toEqual(naive(readShards(shards, range.from, range.to)));
    },
    60_000,
  );

  it('give the same rows with one thread as with four', async () => {
    const shards = folder();
    generateProperty({ seed: 11, users: 60 }, shards);
    expect(await executed(shards, 2026, 1)).toEqual(await executed(shards, 2026, 4));
  }, 60_000);

  it('read no intraday table, and nothing outside the days asked for', async () => {
    const shards = folder();
    generateProperty({ seed: 12, users: 30 }, shards);
    const days = { from: '2026-05-01', to: '2026-07-01', cut: '2026-06-11' };
    const found = await executed(shards, 2026, 2, days);
    expect(found).toEqual(naive(readShards(shards, '2026-05-01', '2026-06-30'), days));
  }, 60_000);
});

describe('single rules', () => {
  const day = '20260510';
  const event = (name: string, seconds: number, more: Partial<EventRow> = {}): EventRow => ({
    event_date: day,
    event_timestamp: String(1_778_400_000_000_000 + seconds * 1_000_000),
    event_name: name,
    event_params: [{ key: 'ga_session_id', value: { int_value: '100' } }],
    event_bundle_sequence_id: String(seconds),
    user_pseudo_id: '1.1',
    privacy_info: { analytics_storage: 'Yes' },
    device: { category: 'desktop', operating_system: 'Windows', web_info: { browser: 'Chrome' } },
    geo: { country: 'Canada', region: 'Ontario', city: 'Toronto' },
    traffic_source: { source: 'google', medium: 'organic', name: '' },
    stream_id: '1',
    platform: 'WEB',
    ...more,
  });
  const sale = (id: string, seconds: number, amount: number, more: Partial<EventRow> = {}): EventRow =>
    event('purchase', seconds, {
      ecommerce: { transaction_id: id, purchase_revenue_in_usd: amount },
      ...more,
    });
  const run = async (rows: readonly EventRow[]): Promise<{ readonly [query: string]: unknown }> => {
    const shards = folder();
    writeShard(shards, day, rows);
    const found = await executed(shards, 2026);
    expect(found).toEqual(naive(rows));
    return found;
  };

  it('an order reported twice is one order; without an id each event is one', async () => {
    const { orders } = await run([
      sale('A', 1, 10),
      sale('A', 50, 10),
      sale('(not set)', 60, 5),
      sale('(not set)', 70, 5),
    ]);
    expect(orders).toMatchObject([
      { order_id: 'A', events: 2, revenue_e4: 100_000 },
      { order_id: 'no-id:1.1:1778400060000000', events: 1 },
      { order_id: 'no-id:1.1:1778400070000000', events: 1 },
    ]);
  });

  it('refunds are netted once, and never beyond the order; without an amount the order is taken back', async () => {
    const refund = (id: string, seconds: number, amount?: number): EventRow =>
      event('refund', seconds, {
        ecommerce: { transaction_id: id, ...(amount === undefined ? {} : { refund_value_in_usd: amount }) },
      });
    const { orders } = await run([
      sale('A', 1, 10),
      sale('B', 2, 10),
      sale('C', 3, 10),
      refund('A', 10, 4),
      refund('A', 20, 4),
      refund('B', 30),
      refund('C', 40, 7),
      refund('C', 41, 6),
    ]);
    expect(orders).toMatchObject([{ refund_e4: 40_000 }, { refund_e4: 100_000 }, { refund_e4: 100_000 }]);
  });

  it('a user id gathers the browsers it was seen with; a browser of two users stays a browser', async () => {
    const { behaviour } = await run([
      event('page_view', 1),
      event('page_view', 2, { user_id: 'U1' }),
      event('page_view', 3, { user_pseudo_id: '2.2', user_id: 'U1' }),
      event('page_view', 4, { user_pseudo_id: '3.3', user_id: 'U2' }),
      event('page_view', 5, { user_pseudo_id: '3.3', user_id: 'U3' }),
      event('page_view', 6, { user_pseudo_id: '3.3' }),
    ]);
    const windows = [behaviour].flat().filter((row) => JSON.stringify(row).includes('"window"'));
    expect(windows).toMatchObject([
      { user_key: '3.3', events: 1 },
      // Session 100 on two browsers: two sessions, as the id is only a second.
      { user_key: 'U1', events: 3, sessions: 2 },
      { user_key: 'U2', events: 1 },
      { user_key: 'U3', events: 1 },
    ]);
  });

  it('events without consent are nobody’s, and their order is kept apart', async () => {
    const { user_pseudo_id: _id, ...without } = event('page_view', 1);
    const { user_pseudo_id: _other, ...bought } = sale('A', 2, 10);
    const { behaviour, orders, attributes } = await run([without, bought, event('page_view', 3)]);
    expect(behaviour).toMatchObject([{ user_key: null, events: 2 }, { user_key: '1.1' }, {}, {}]);
    expect(orders).toMatchObject([{ order_id: 'A', user_key: null }]);
    expect(attributes).toHaveLength(1);
  });

  it('two pages in one microsecond are two, one page sent twice is one', async () => {
    const page = (location: string): EventRow =>
      event('page_view', 1, {
        event_params: [{ key: 'page_location', value: { string_value: location } }],
      });
    const { behaviour } = await run([page('/a'), page('/b'), page('/b')]);
    expect([behaviour].flat()[0]).toMatchObject({ page_views: 2, sessions: 0 });
  });
});

describe('the SQL', () => {
  const options = { columns: { batch: true, collected: true, session: true }, userProperties: properties };
  const bigquery = ga4Queries(bigqueryDialect('my-project', 'analytics_123'), options);
  const duckdb = ga4Queries(duckdbDialect(range, zone), options);

  it.each(queryNames)('%s is the text that was reviewed, in both dialects', async (name) => {
    await expect(`${bigquery[name]}\n`).toMatchFileSnapshot(`../../golden/ga4-${name}.bigquery.sql`);
    await expect(`${duckdb[name]}\n`).toMatchFileSnapshot(`../../golden/ga4-${name}.duckdb.sql`);
  });

  it.each(queryNames)('%s holds nothing whose answer differs between runs', (name) => {
    expect(sqlFaults(duckdb[name])).toEqual([]);
    expect(sqlFaults(bigquery[name])).toEqual([]);
  });

  it('names no column that an export of 2020 lacks', () => {
    const { columns, missing } = eventColumns(eventSchema(2020));
    expect(missing).toEqual([]);
    const old = Object.values(ga4Queries(bigqueryDialect('p', 'd'), { columns, userProperties: [] })).join(
      '\n',
    );
    expect(old).not.toMatch(/batch_|collected_traffic_source|session_traffic_source/);
    expect(Object.values(bigquery).join('\n')).toMatch(/batch_[\s\S]*session_traffic_source/);
  });

  it('selects columns and prunes by two ends of eight digits', () => {
    for (const text of Object.values(bigquery)) {
      expect(text).toContain('_TABLE_SUFFIX BETWEEN @from AND @to');
      expect(text.replaceAll(/(scanned|keyed|staged)\.\*/g, '')).not.toContain('*,');
      expect(text).toMatch(/ORDER BY [a-z_, A-Z]+$/);
    }
  });
});
