import { join } from 'node:path';
import { dashed } from '../../../core/ga4/days.ts';
import { type FeatureMatrix, featureMatrix } from '../../../core/ga4/feature-matrix.ts';
import type { GaUser } from '../../../core/ga4/ga-user.ts';
import { leadHistory } from '../../../core/ga4/lead-history.ts';
import type { ExportRows } from '../../../core/ga4/result-rows.ts';
import { userFields } from '../../../core/ga4/user-fields.ts';
import { attributePrefix, type TableName } from '../../../core/tables/canonical-tables.ts';
import { sqlName } from '../../../core/tables/sql-text.ts';
import type { Row, TableEngine } from '../../shared/ports.ts';
import type { Relation } from '../finish-tables.ts';

type Columns = { readonly [column: string]: string };
const money = 'DECIMAL(18,4)';
const amount = (e4: number): string => (e4 / 10_000).toFixed(4);

/** Columns of users beside their id. */
export function userColumns(properties: readonly string[]): Columns {
  return {
    country: 'VARCHAR',
    region: 'VARCHAR',
    city: 'VARCHAR',
    ...Object.fromEntries(userFields.map(({ column, sql }) => [column, sql])),
    ...Object.fromEntries(properties.map((key) => [`${attributePrefix}${key}`, 'VARCHAR'])),
  };
}

function userRow(user: GaUser, properties: readonly string[]): Row {
  const all: { readonly [column: string]: unknown } = user;
  const cell = (value: unknown): string | number | null =>
    typeof value === 'string' || typeof value === 'number' ? value : null;
  return {
    user_key: user.user_key,
    country: user.country,
    region: user.region,
    city: user.city,
    ...Object.fromEntries(userFields.map(({ column }) => [column, cell(all[column])])),
    ...Object.fromEntries(
      properties.map((key) => [`${attributePrefix}${key}`, user.properties[key] ?? null]),
    ),
  };
}

/**
 * Makes the canonical tables of a run of GA4 users in the engine: who bought is a customer, who did not a prospect. Orders come from the
 * export, or from a file of the shop's own orders where one has landed (then the export's are not counted again): its orders are
 * joined to users by customer id (a user id or client id) or by the order's own number (the transaction id).
 */
export async function ga4Relations(
  engine: TableEngine,
  rows: ExportRows,
  users: readonly GaUser[],
  properties: readonly string[],
  files: ReadonlyMap<TableName, string>,
): Promise<{ readonly relations: Map<TableName, Relation>; readonly joined: number | null }> {
  const columns = userColumns(properties);
  await engine.load(
    'ga4_users',
    { user_key: 'VARCHAR', ...columns },
    users.map((user) => userRow(user, properties)),
  );
  const known = new Map<TableName, { readonly view: string; readonly columns: Columns }>();
  for (const [table, path] of files) {
    const view = `file_${table}`;
    await engine.run(`CREATE VIEW ${view} AS SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`);
    const described = await engine.query(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${view})`,
    );
    known.set(table, {
      view,
      columns: Object.fromEntries(described.map((row) => [String(row['name']), String(row['type'])])),
    });
  }
  const relations = new Map<TableName, Relation>();
  for (const [table, { view, columns: own }] of known) relations.set(table, relation(view, own));
  const own = rows.orders.filter((order) => order.user_key !== null);
  await engine.load(
    'ga4_orders',
    {
      order_id: 'VARCHAR',
      order_date: 'DATE',
      customer_id: 'VARCHAR',
      order_revenue: money,
      currency: 'VARCHAR',
    },
    own.map((order) => ({
      order_id: order.order_id,
      order_date: dashed(order.order_day),
      customer_id: order.user_key,
      order_revenue: amount(order.revenue_e4),
      currency: 'USD',
    })),
  );
  const book = known.get('orders');
  let joined: number | null = null;
  if (book === undefined) {
    relations.set(
      'orders',
      relation('ga4_orders', {
        order_id: 'VARCHAR',
        order_date: 'DATE',
        customer_id: 'VARCHAR',
        order_revenue: money,
        currency: 'VARCHAR',
      }),
    );
    await refunds(engine, rows, relations, known.get('returns'));
  } else joined = await joinOrders(engine, relations, known);
  await people(engine, relations, known, columns);
  return { relations, joined };
}

const relation = (name: string, columns: Columns): Relation => ({
  relation: name,
  columns: Object.keys(columns),
  types: new Map(Object.entries(columns)),
});

async function refunds(
  engine: TableEngine,
  rows: ExportRows,
  relations: Map<TableName, Relation>,
  file: { readonly view: string; readonly columns: Columns } | undefined,
): Promise<void> {
  const refunded = rows.orders.filter((order) => order.user_key !== null && order.refund_e4 > 0);
  if (refunded.length === 0) return;
  const columns: Columns = {
    order_id: 'VARCHAR',
    customer_id: 'VARCHAR',
    return_date: 'DATE',
    return_amount: money,
  };
  await engine.load(
    'ga4_returns',
    columns,
    refunded.map((order) => ({
      order_id: order.order_id,
      customer_id: order.user_key,
      return_date: dashed(order.refund_day ?? order.order_day),
      return_amount: amount(order.refund_e4),
    })),
  );
  if (file === undefined) {
    relations.set('returns', relation('ga4_returns', columns));
    return;
  }
  await engine.run(
    'CREATE VIEW all_returns AS SELECT * FROM ga4_returns UNION ALL BY NAME SELECT * FROM file_returns',
  );
  relations.set('returns', relation('all_returns', { ...columns, ...file.columns }));
}

/** The shop's own orders under the users that made them. */
async function joinOrders(
  engine: TableEngine,
  relations: Map<TableName, Relation>,
  known: ReadonlyMap<TableName, { readonly view: string; readonly columns: Columns }>,
): Promise<number> {
  // A customer number that leads to two users stays its own: which of them it is, nobody can say.
  await engine.run(`CREATE TABLE customer_users AS
    SELECT customer_id, min(user_key) AS user_key FROM (
      SELECT DISTINCT o.customer_id, u.user_key FROM file_orders o JOIN ga4_users u ON u.user_key = o.customer_id
      UNION
      SELECT DISTINCT o.customer_id, g.customer_id AS user_key FROM file_orders o JOIN ga4_orders g ON g.order_id = o.order_id
        WHERE o.customer_id NOT IN (SELECT user_key FROM ga4_users)
    ) GROUP BY customer_id HAVING count(*) = 1`);
  for (const table of ['orders', 'customers', 'payments', 'returns', 'quotes'] as const) {
    const file = known.get(table);
    if (file === undefined || file.columns['customer_id'] === undefined) continue;
    const columns = Object.keys(file.columns).map((name) =>
      name === 'customer_id' ? 'COALESCE(c.user_key, f.customer_id) AS customer_id' : `f.${sqlName(name)}`,
    );
    await engine.run(
      `CREATE VIEW joined_${table} AS SELECT ${columns.join(', ')} FROM file_${table} f LEFT JOIN customer_users c ON c.customer_id = f.customer_id`,
    );
    relations.set(table, relation(`joined_${table}`, file.columns));
  }
  const [row] = await engine.query(
    'SELECT count(*) AS n FROM file_orders o JOIN customer_users c ON c.customer_id = o.customer_id',
  );
  return Number(row?.['n'] ?? 0);
}

/** Customers: everyone who ordered or whom a file of customers names. Prospects: the users who did neither, and those of a file. */
async function people(
  engine: TableEngine,
  relations: Map<TableName, Relation>,
  known: ReadonlyMap<TableName, { readonly view: string; readonly columns: Columns }>,
  users: Columns,
): Promise<void> {
  const orders = relations.get('orders')?.relation ?? 'ga4_orders';
  const file = relations.get('customers');
  const theirs = Object.fromEntries([...(file?.types ?? [])].filter(([name]) => name !== 'customer_id'));
  const merged: Columns = { ...theirs, ...users };
  // One row per customer also where two of a file's customers turned out to be one user.
  await engine.run(`CREATE TABLE ga4_customer_ids AS
    SELECT DISTINCT customer_id FROM ${orders}${file === undefined ? '' : ` UNION SELECT customer_id FROM ${file.relation}`}`);
  if (file !== undefined)
    await engine.run(`CREATE TABLE file_customer_rows AS
      SELECT customer_id, ${Object.keys(theirs)
        .map((name) => `max(${sqlName(name)}) AS ${sqlName(name)}`)
        .join(', ')} FROM ${file.relation} GROUP BY customer_id`);
  const cell = (name: string): string => {
    const ofUser = users[name] !== undefined;
    const ofFile = theirs[name] !== undefined;
    const value =
      ofUser && ofFile
        ? `COALESCE(f.${sqlName(name)}, CAST(u.${sqlName(name)} AS ${theirs[name]}))`
        : `${ofUser ? 'u' : 'f'}.${sqlName(name)}`;
    return `${value} AS ${sqlName(name)}`;
  };
  await engine.run(`CREATE VIEW ga4_customers AS
    SELECT i.customer_id, ${Object.keys(merged).map(cell).join(', ')} FROM ga4_customer_ids i
    LEFT JOIN ga4_users u ON u.user_key = i.customer_id${file === undefined ? '' : ' LEFT JOIN file_customer_rows f ON f.customer_id = i.customer_id'}`);
  relations.set('customers', relation('ga4_customers', { customer_id: 'VARCHAR', ...merged, ...theirs }));
  const prospects = known.get('prospects');
  const selected = `SELECT user_key AS prospect_id, ${Object.keys(users).map(sqlName).join(', ')} FROM ga4_users WHERE user_key NOT IN (SELECT customer_id FROM ga4_customer_ids)`;
  await engine.run(
    `CREATE VIEW ga4_prospects AS ${selected}${prospects === undefined ? '' : ' UNION ALL BY NAME SELECT * FROM file_prospects'}`,
  );
  relations.set(
    'prospects',
    relation('ga4_prospects', { prospect_id: 'VARCHAR', ...users, ...(prospects?.columns ?? {}) }),
  );
}

/** What is kept of an export beside the canonical tables: its feature matrix with its schema, and the history of leads. */
export async function writeExtras(
  engine: TableEngine,
  scratch: string,
  rows: ExportRows,
  users: readonly GaUser[],
  cut: string,
): Promise<{
  readonly features: string;
  readonly history: string;
  readonly schema: FeatureMatrix['schema'];
}> {
  const { schema, values } = featureMatrix(users);
  const names = schema.features.map(({ name }) => name);
  const text = {
    user_key: 'VARCHAR',
    device: 'VARCHAR',
    operating_system: 'VARCHAR',
    browser: 'VARCHAR',
    country: 'VARCHAR',
    region: 'VARCHAR',
    city: 'VARCHAR',
    acquisition_channel: 'VARCHAR',
    lifecycle_stage: 'VARCHAR',
    categories: 'VARCHAR[]',
  } as const;
  await engine.load(
    'ga4_features',
    { ...text, ...Object.fromEntries(names.map((name) => [name, 'DOUBLE'])) },
    users.map((user, row) => ({
      user_key: user.user_key,
      device: user.device,
      operating_system: user.operating_system,
      browser: user.browser,
      country: user.country,
      region: user.region,
      city: user.city,
      acquisition_channel: user.acquisition_channel,
      lifecycle_stage: user.lifecycle_stage,
      categories: user.categories,
      ...Object.fromEntries(names.map((name, at) => [name, values[row]?.[at] ?? 0])),
    })),
  );
  const history = leadHistory(rows, users, cut);
  await engine.load(
    'ga4_history',
    {
      user_key: 'VARCHAR',
      device: 'VARCHAR',
      operating_system: 'VARCHAR',
      browser: 'VARCHAR',
      country: 'VARCHAR',
      acquisition_channel: 'VARCHAR',
      session_count: 'BIGINT',
      page_views: 'BIGINT',
      engagement_time_seconds: 'DOUBLE',
      products_viewed: 'BIGINT',
      products_added: 'BIGINT',
      next_revenue_e4: 'BIGINT',
    },
    history.map((row) => ({ ...row })),
  );
  const features = join(scratch, 'ga4-features.parquet');
  const past = join(scratch, 'ga4-lead-history.parquet');
  await engine.run(
    `COPY (SELECT * FROM ga4_features ORDER BY user_key) TO '${features}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  await engine.run(
    `COPY (SELECT * FROM ga4_history ORDER BY user_key) TO '${past}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  return { features, history: past, schema };
}
