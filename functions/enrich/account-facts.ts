import { accountPlacesSql, lastCategorySql, lastSellerSql } from '../../core/rank/account-facts.sql.ts';
import type { AccountFacts } from '../../core/rank/account-facts.ts';
import { typicalMargins } from '../../core/rank/expected-margin.ts';
import type { DropMapping } from '../../core/tables/mapping.ts';
import type { WinBack } from '../../core/value/win-back.ts';
import type { RunState } from '../../events/step.ts';
import { dropMappingDocument } from '../shared/documents.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { Row, StepPorts } from '../shared/ports.ts';
import { readLabels } from '../shared/run-tables.ts';
import { columnOrNull, type StepTables } from '../shared/step-tables.ts';

/** The views this reads beside customers and labels. */
export const accountViews = { orders: 'table-orders', order_lines: 'table-order_lines' };

/** Who works which territory, and what the lapsed accounts bought last and from whom. */
export async function accountFacts(
  ports: StepPorts,
  state: RunState,
  tables: StepTables,
  lapsed: readonly string[],
  past: readonly WinBack[],
): Promise<AccountFacts> {
  const { engine, columns } = tables;
  await engine.load(
    'wanted',
    { customer_id: 'VARCHAR' },
    lapsed.map((customer_id) => ({ customer_id })),
  );
  const has = (view: string, column: string): boolean => columns.get(view)?.includes(column) === true;
  const places = columns.has('customers')
    ? await engine.query(accountPlacesSql(columns.get('customers') ?? []))
    : [];
  const sellers = has('orders', 'sales_rep') ? await engine.query(lastSellerSql) : [];
  if (has('order_lines', 'product_category'))
    await engine.run(
      `CREATE VIEW lines AS SELECT order_id, product_category, ${columnOrNull(tables, 'order_lines', 'line_revenue', 'DECIMAL(18,4)')} FROM order_lines`,
    );
  const categories = has('order_lines', 'product_category') ? await engine.query(lastCategorySql) : [];
  const labels = await readLabels(tables);
  const next = new Map(labels.map((label) => [label.customer_id, label.next_category]));
  const best = new Set(labels.flatMap((label) => (label.label === 1 ? [label.customer_id] : [])));
  const seller = byCustomer(sellers, 'sales_rep');
  const category = byCustomer(categories, 'product_category');
  const mapping =
    state.artifacts['mapping'] === undefined
      ? null
      : await readJson(ports.objects, state, 'mapping', dropMappingDocument);
  return {
    version: 1,
    places: places.map((row) => ({
      territory: text(row, 'territory'),
      region: text(row, 'region'),
      country: text(row, 'country'),
      owner: text(row, 'owner'),
      customers: Number(row['customers']),
    })),
    accounts: [...lapsed].sort().map((customer_id) => ({
      customer_id,
      last_seller: seller.get(customer_id) ?? null,
      last_category: category.get(customer_id) ?? null,
      next_category: next.get(customer_id) ?? null,
    })),
    typical_margins: typicalMargins(
      past.map((row) => ({ best: best.has(row.customer_id), yearly_margin_e4: row.yearly_margin_e4 })),
    ),
    hubspot_ids: {
      customer: isHubspotId(mapping, 'customers', 'customer_id'),
      prospect: isHubspotId(mapping, 'prospects', 'prospect_id'),
    },
  };
}

const text = (row: Row, column: string): string | null => {
  const cell = row[column];
  return typeof cell === 'string' && cell !== '' ? cell : null;
};

const byCustomer = (rows: readonly Row[], column: string): ReadonlyMap<string, string> =>
  new Map(rows.map((row) => [String(row['customer_id']), String(row[column])]));

/** HubSpot calls its key "Record ID"; its exports have no other. */
function isHubspotId(mapping: DropMapping | null, table: string, column: string): boolean {
  return (mapping?.files ?? []).some((file) =>
    file.columns.some(
      (each) =>
        each.role === 'canonical' &&
        each.table === table &&
        each.column === column &&
        /^(record ?id|hs_object_id)$/i.test(each.header.trim()),
    ),
  );
}
