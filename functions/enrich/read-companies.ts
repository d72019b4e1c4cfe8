import type { Identity } from '../../core/match/customer-matches.ts';
import type { ExclusionEntry } from '../../core/match/exclusion-list.ts';
import type { Cell } from '../shared/ports.ts';
import { columnOrNull, type StepTables } from '../shared/step-tables.ts';

const text = (cell: Cell | undefined): string | null =>
  typeof cell === 'string' && cell !== '' ? cell : null;

/** Everyone on one side, as far as matching needs to know them, ordered by id. Empty where the table has not landed. */
export async function readIdentities(
  tables: StepTables,
  view: 'customers' | 'prospects',
): Promise<Identity[]> {
  if (!tables.columns.has(view)) return [];
  const key = view === 'customers' ? 'customer_id' : 'prospect_id';
  const wanted = ['name', 'domain', 'postal_code', 'city', 'region'].map((column) =>
    columnOrNull(tables, view, column),
  );
  const columns = await tables.engine.columns(
    `SELECT "${key}" AS id, ${wanted.join(', ')} FROM "${view}" ORDER BY "${key}"`,
  );
  const ids = columns['id'] ?? [];
  return ids.map((id, row) => ({
    id: String(id),
    name: text(columns['name']?.[row]),
    domain: text(columns['domain']?.[row]),
    postal_code: text(columns['postal_code']?.[row]),
    city: text(columns['city']?.[row]),
    region: text(columns['region']?.[row]),
  }));
}

/** The client's own exclusion file; empty where none has landed. */
export async function readExclusions(tables: StepTables): Promise<ExclusionEntry[]> {
  if (!tables.columns.has('exclusions')) return [];
  const rows = await tables.engine.query(
    `SELECT target, ${columnOrNull(tables, 'exclusions', 'reason')} FROM exclusions ORDER BY ALL`,
  );
  return rows.map((row) => ({ target: String(row['target']), reason: text(row['reason']) }));
}
