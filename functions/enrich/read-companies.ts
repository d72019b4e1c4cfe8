import type { ExclusionEntry } from '../../core/match/exclusion-list.ts';
import type { Identity } from '../../core/match/identity.ts';
import type { Cell } from '../shared/ports.ts';
import { columnOrNull, type StepTables } from '../shared/step-tables.ts';

const text = (cell: Cell | undefined): string | null =>
  typeof cell === 'string' && cell !== '' ? cell : null;

/** The further columns in which files keep what companies are also told apart by, best first. */
const furtherColumns = {
  phone: ['phone', 'phone_number', 'telephone', 'company_phone', 'main_phone', 'tel'],
  address: ['address', 'street', 'street_address', 'address_1', 'address_line_1', 'billing_street'],
} as const;

/** Everyone on one side, as far as matching needs to know them, ordered by id. Empty where the table has not landed. */
export async function readIdentities(
  tables: StepTables,
  view: 'customers' | 'prospects',
): Promise<Identity[]> {
  const known = tables.columns.get(view);
  if (known === undefined) return [];
  const key = view === 'customers' ? 'customer_id' : 'prospect_id';
  const wanted = ['name', 'domain', 'postal_code', 'city', 'region', 'country'].map((column) =>
    columnOrNull(tables, view, column),
  );
  const further = Object.entries(furtherColumns).map(([field, names]) => {
    const column = names.map((name) => `attribute_${name}`).find((name) => known.includes(name));
    return `CAST(${column === undefined ? 'NULL' : `"${column}"`} AS VARCHAR) AS "${field}"`;
  });
  const columns = await tables.engine.columns(
    `SELECT "${key}" AS id, ${[...wanted, ...further].join(', ')}, ${columnOrNull(tables, view, 'founded_year', 'BIGINT')} FROM "${view}" ORDER BY "${key}"`,
  );
  const ids = columns['id'] ?? [];
  return ids.map((id, row) => {
    const founded = columns['founded_year']?.[row];
    return {
      id: String(id),
      name: text(columns['name']?.[row]),
      domain: text(columns['domain']?.[row]),
      postal_code: text(columns['postal_code']?.[row]),
      city: text(columns['city']?.[row]),
      region: text(columns['region']?.[row]),
      country: text(columns['country']?.[row]),
      address: text(columns['address']?.[row]),
      phone: text(columns['phone']?.[row]),
      founded_year: typeof founded === 'number' ? founded : null,
    };
  });
}

/** The client's own exclusion file; empty where none has landed. */
export async function readExclusions(tables: StepTables): Promise<ExclusionEntry[]> {
  if (!tables.columns.has('exclusions')) return [];
  const rows = await tables.engine.query(
    `SELECT target, ${columnOrNull(tables, 'exclusions', 'reason')} FROM exclusions ORDER BY ALL`,
  );
  return rows.map((row) => ({ target: String(row['target']), reason: text(row['reason']) }));
}
