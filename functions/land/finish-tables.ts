import type { TableName } from '../../core/tables/canonical-tables.ts';
import { customerSpellingSql, respelledSql } from '../../core/tables/customer-spelling.sql.ts';
import { finishOrdersSql } from '../../core/tables/finish-orders.sql.ts';
import { sqlName } from '../../core/tables/sql-text.ts';
import type { TableEngine } from '../shared/ports.ts';
import type { Gathered } from './gather-table.ts';

/** A table as it will be written: `columns` in order, with their SQL types. */
export type Relation = {
  readonly relation: string;
  readonly columns: readonly string[];
  readonly types: ReadonlyMap<string, string>;
};

export type Finished = {
  readonly relations: Map<TableName, Relation>;
  /** Customer keys that orders write differently from the customers file, and that were matched. */
  readonly respelled: number;
};

const MONEY = 'DECIMAL(18,4)';
/** Tables whose customer keys refer to the customers table. */
const referring: readonly TableName[] = ['orders', 'payments', 'returns', 'quotes'];

/**
 * Settles what only all tables together can: the orders' amounts and margins, customer keys that differ in leading zeros or
 * case only, and a customer for everyone who ever ordered.
 */
export async function finishTables(
  engine: TableEngine,
  gathered: ReadonlyMap<TableName, Gathered>,
): Promise<Finished> {
  const relations = new Map<TableName, Relation>();
  for (const [table, { relation, columns }] of gathered)
    relations.set(table, { relation, columns: [...columns.keys()], types: columns });
  const orders = relations.get('orders');
  if (orders === undefined) return { relations, respelled: 0 };
  const lines = relations.get('order_lines');
  const finished = finishOrdersSql({
    orders: orders.relation,
    orderColumns: orders.columns,
    lines: lines?.relation ?? null,
    lineColumns: lines?.columns ?? [],
  });
  await engine.run(`CREATE VIEW priced_orders AS ${finished.select}`);
  const types = new Map([['order_revenue', MONEY], ['gross_margin', MONEY], ...orders.types]);
  relations.set('orders', { relation: 'priced_orders', columns: finished.columns, types });
  const respelled = await respell(engine, relations, gathered.get('customers')?.ownRelation ?? null);
  await completeCustomers(engine, relations, respelled > 0);
  return { relations, respelled };
}

/** Replaces differing customer keys by the customers file's own, where that one has rows. */
async function respell(
  engine: TableEngine,
  relations: Map<TableName, Relation>,
  customers: string | null,
): Promise<number> {
  if (customers === null) return 0;
  await engine.run(`CREATE TABLE customer_spelling AS ${customerSpellingSql('priced_orders', customers)}`);
  const [row] = await engine.query('SELECT count(*) AS n FROM customer_spelling');
  const count = Number(row?.['n'] ?? 0);
  if (count === 0) return 0;
  for (const table of referring) {
    const made = relations.get(table);
    if (made === undefined || !made.columns.includes('customer_id')) continue;
    await engine.run(
      `CREATE VIEW respelled_${table} AS ${respelledSql(made.relation, made.columns, 'customer_spelling')}`,
    );
    relations.set(table, { ...made, relation: `respelled_${table}` });
  }
  return count;
}

/** Adds a row for every customer that orders name and no file describes. */
async function completeCustomers(
  engine: TableEngine,
  relations: Map<TableName, Relation>,
  respelled: boolean,
): Promise<void> {
  const orders = relations.get('orders')?.relation ?? 'priced_orders';
  const customers = relations.get('customers');
  const ordering = `SELECT DISTINCT customer_id FROM ${orders}`;
  if (customers === undefined) {
    await engine.run(`CREATE VIEW finished_customers AS ${ordering}`);
    relations.set('customers', {
      relation: 'finished_customers',
      columns: ['customer_id'],
      types: new Map([['customer_id', 'VARCHAR']]),
    });
    return;
  }
  // What an order carried along under the other spelling is the same customer.
  const known = respelled
    ? `(SELECT * FROM ${customers.relation} ANTI JOIN customer_spelling ON customer_id = written)`
    : customers.relation;
  const list = customers.columns.map(sqlName).join(', ');
  const empty = customers.columns.map((column) =>
    column === 'customer_id'
      ? sqlName(column)
      : `CAST(NULL AS ${customers.types.get(column)}) AS ${sqlName(column)}`,
  );
  await engine.run(
    `CREATE VIEW finished_customers AS SELECT ${list} FROM ${known} UNION ALL SELECT ${empty.join(', ')} FROM (${ordering}) ANTI JOIN ${known} AS known USING (customer_id)`,
  );
  relations.set('customers', { ...customers, relation: 'finished_customers' });
}
