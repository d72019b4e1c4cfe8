import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duckdbDialect } from '../core/ga4/duckdb-dialect.sql.ts';
import { eventColumns } from '../core/ga4/event-columns.ts';
import { ga4Queries } from '../core/ga4/queries.ts';
import { eventSchema } from '../examples/ga4/event-schema.ts';
import { generateProperty } from '../examples/ga4/generate-property.ts';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { eventsTable, shardTables } from '../local/bigquery/shard-tables.ts';

/** The published statements, as they are, in DuckDB's words: nothing corrected. The days are fixed, as the clock cannot be. */
const inDays = "table_suffix BETWEEN '20260401' AND '20260630'";
const parameter = (key: string): string =>
  `list_min(list_transform(list_filter(event_params, lambda p: p.key = '${key}'), lambda p: p.value.int_value))`;
const published = {
  behaviour: `SELECT user_pseudo_id,
    COUNT(DISTINCT CAST(make_timestamp(event_timestamp) AS DATE)) AS days_active,
    COUNT(DISTINCT user_pseudo_id || CAST(${parameter('ga_session_id')} AS VARCHAR)) AS total_sessions,
    COUNT(DISTINCT CASE WHEN event_name = 'page_view' THEN event_timestamp END) AS page_views,
    COUNT(DISTINCT CASE WHEN event_name = 'purchase' THEN event_timestamp END) AS purchases,
    CAST(SUM(CASE WHEN event_name = 'purchase' THEN CAST(ecommerce.purchase_revenue_in_usd AS DECIMAL(18,4)) END) AS DECIMAL(18,4)) AS total_revenue,
    CAST(SUM(${parameter('engagement_time_msec')}) AS BIGINT) AS engagement_ms,
    COUNT(${parameter('engagement_time_msec')}) AS engagement_events,
    date_diff('day', make_timestamp(MIN(event_timestamp)), make_timestamp(MAX(event_timestamp))) AS customer_age_days
  FROM events WHERE ${inDays} GROUP BY user_pseudo_id`,
  products: `SELECT user_pseudo_id, COUNT(DISTINCT item.item_id) AS unique_products_viewed
  FROM events CROSS JOIN UNNEST(items) AS unnested(item) WHERE ${inDays} GROUP BY user_pseudo_id`,
} as const;

export type Ga4Figure = { readonly what: string; readonly published: string; readonly ours: string };

/** The shop both are run over. */
export const figurePlan = { seed: 42, users: 150 } as const;

/** What the published SQL and ours say of the same rows. */
export async function ga4Figures(): Promise<readonly Ga4Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'kindred-ga4-figures-'));
  const engine = await openDuckdb({ scratch: root, memoryLimitMb: 1500, threads: 2 });
  try {
    const folder = join(root, 'shards');
    generateProperty(figurePlan, folder);
    const schema = eventSchema(2026);
    await engine.run(eventsTable(shardTables(folder), schema));
    const { columns } = eventColumns(schema);
    const queries = ga4Queries(
      duckdbDialect({ from: '2026-04-01', to: '2026-06-30', cut: '2026-06-01' }, 'America/Phoenix'),
      { columns, userProperties: [] },
    );
    for (const [name, sql] of Object.entries(queries)) await engine.run(`CREATE TABLE our_${name} AS ${sql}`);
    for (const [name, sql] of Object.entries(published))
      await engine.run(`CREATE TABLE their_${name} AS ${sql}`);
    const one = async (sql: string): Promise<string> => {
      const [row] = await engine.query(`SELECT CAST((${sql}) AS VARCHAR) AS v`);
      return String(row?.['v'] ?? 'none');
    };
    const window = "stage = 'window' AND user_key IS NOT NULL";
    const figure = async (what: string, theirs: string, ours: string): Promise<Ga4Figure> => ({
      what,
      published: await one(theirs),
      ours: await one(ours),
    });
    return [
      await figure(
        'users',
        'SELECT count(*) FROM their_behaviour',
        `SELECT count(*) FROM our_behaviour WHERE ${window}`,
      ),
      await figure(
        'page views of the largest “user”',
        'SELECT max(page_views) FROM their_behaviour',
        `SELECT max(page_views) FROM our_behaviour WHERE ${window}`,
      ),
      await figure(
        'sessions',
        'SELECT sum(total_sessions) FROM their_behaviour',
        `SELECT sum(sessions) FROM our_behaviour WHERE ${window}`,
      ),
      await figure(
        'page views of users with a browser id',
        'SELECT sum(page_views) FROM their_behaviour WHERE user_pseudo_id IS NOT NULL',
        `SELECT sum(page_views) FROM our_behaviour WHERE ${window}`,
      ),
      await figure(
        'orders',
        'SELECT sum(purchases) FROM their_behaviour',
        'SELECT count(*) FROM our_orders WHERE user_key IS NOT NULL',
      ),
      await figure(
        'revenue, USD',
        'SELECT CAST(sum(total_revenue) AS DECIMAL(18,2)) FROM their_behaviour',
        'SELECT CAST(sum(revenue_e4 - refund_e4) / 10000 AS DECIMAL(18,2)) FROM our_orders WHERE user_key IS NOT NULL',
      ),
      await figure(
        'mean engagement, seconds (theirs per event, ours per session)',
        'SELECT CAST(CAST(sum(engagement_ms) AS DECIMAL(18,0)) / sum(engagement_events) / 1000 AS DECIMAL(18,1)) FROM their_behaviour',
        `SELECT CAST(CAST(sum(engagement_ms) AS DECIMAL(18,0)) / sum(sessions) / 1000 AS DECIMAL(18,1)) FROM our_behaviour WHERE ${window}`,
      ),
      await figure(
        'products “viewed”, summed over users',
        'SELECT sum(unique_products_viewed) FROM their_products WHERE user_pseudo_id IS NOT NULL',
        "SELECT sum(unique_products_viewed) FROM our_products WHERE stage = 'window'",
      ),
      await figure(
        'users whose age in days is 0, a divisor in three features',
        'SELECT count(*) FROM their_behaviour WHERE customer_age_days = 0',
        `SELECT count(*) FROM our_behaviour WHERE ${window} AND date_diff('day', CAST(first_touch_day AS DATE), DATE '2026-07-01') = 0`,
      ),
      await figure(
        'users kept to compare buyers with',
        'SELECT count(*) - count(*) FROM their_behaviour WHERE purchases > 0',
        `SELECT count(*) FROM our_behaviour WHERE ${window} AND user_key NOT IN (SELECT user_key FROM our_orders WHERE user_key IS NOT NULL)`,
      ),
      await figure(
        'users with a browser (`device.browser`; ours `device.web_info.browser` before it)',
        `SELECT count(DISTINCT user_pseudo_id) FROM events WHERE ${inDays} AND device.browser IS NOT NULL`,
        'SELECT count(*) FROM our_attributes WHERE browser IS NOT NULL',
      ),
    ];
  } finally {
    await engine.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** The figures as the page shows them. */
export const figuresTable = (figures: readonly Ga4Figure[]): string =>
  [
    '| what | published SQL | Kindred |',
    '| --- | ---: | ---: |',
    ...figures.map(({ what, published: theirs, ours }) => `| ${what} | ${theirs} | ${ours} |`),
  ].join('\n');
