import type { ExclusionEntry } from '../../core/match/exclusion-list.ts';
import type { Owned } from '../../core/match/parent-relations.ts';
import { type PastContact, type Suppression, suppression } from '../../core/match/suppression.ts';
import type { Cell } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { columnOrNull, type StepTables } from '../shared/step-tables.ts';

/** The views this reads beside customers and prospects. */
export const suppressionViews = { quotes: 'table-quotes' };

const text = (cell: Cell | undefined): string | null =>
  typeof cell === 'string' && cell.trim() !== '' ? cell.trim() : null;

/** Stages that say a quote is decided, whatever its `won` column holds. */
const decided =
  'won|lost|closed|cancel|declin|expired|withdrawn|abandon|dead|accepted|rejected|invoiced|ordered';

/** Open quotes of the last 365 days and recorded contacts, as reasons not to call now. */
export async function readSuppression(
  tables: StepTables,
  settings: Settings['suppression'],
  contacts: readonly PastContact[],
  asOf: string,
): Promise<Suppression> {
  const { engine, columns } = tables;
  const has = (view: string, column: string): boolean => columns.get(view)?.includes(column) === true;
  const quotes =
    settings.open_quotes && has('quotes', 'customer_id') && has('quotes', 'created_date')
      ? await engine.query(
          `SELECT quote_id, customer_id, CAST(created_date AS VARCHAR) AS created_date, stage FROM
            (SELECT quote_id, customer_id, created_date, ${columnOrNull(tables, 'quotes', 'stage')}, ${columnOrNull(tables, 'quotes', 'won', 'BOOLEAN')} FROM quotes) q
           WHERE won IS NULL AND NOT regexp_matches(LOWER(COALESCE(stage, '')), '${decided}')
             AND created_date < DATE '${asOf}' AND created_date >= DATE '${asOf}' - 365
           ORDER BY ALL`,
        )
      : [];
  return suppression(
    quotes.flatMap((row) => {
      const account = text(row['customer_id']);
      return account === null
        ? []
        : [
            {
              quote_id: String(row['quote_id']),
              account,
              created_date: String(row['created_date']),
              stage: text(row['stage']),
            },
          ];
    }),
    contacts,
    asOf,
    settings.contacted_within_days,
  );
}

/** Columns in which a file marks whom nobody may contact. */
const flags = [
  'attributedonotcontact',
  'attributedonotcall',
  'attributednc',
  'attributenocontact',
  'attributeoptout',
  'attributeoptedout',
];

/** Companies that a column of their own file marks as not to be contacted. */
export async function readFlagged(tables: StepTables): Promise<ExclusionEntry[]> {
  const found: ExclusionEntry[] = [];
  for (const [view, key] of [
    ['customers', 'customer_id'],
    ['prospects', 'prospect_id'],
  ] as const) {
    const marked = (tables.columns.get(view) ?? []).filter((name) =>
      flags.includes(name.replaceAll('_', '')),
    );
    if (marked.length === 0) continue;
    const yes = marked.map(
      (name) => `LOWER(TRIM(CAST("${name}" AS VARCHAR))) IN ('true', 'yes', 'y', '1', 'x')`,
    );
    const rows = await tables.engine.query(
      `SELECT "${key}" AS id FROM "${view}" WHERE ${yes.join(' OR ')} ORDER BY ALL`,
    );
    found.push(...rows.map((row) => ({ target: String(row['id']), reason: 'do not contact' })));
  }
  return found;
}

/** Companies with the parent company their file names; only those that name one, or could be one. */
export async function readParents(tables: StepTables, view: 'customers' | 'prospects'): Promise<Owned[]> {
  if (!tables.columns.has(view)) return [];
  const key = view === 'customers' ? 'customer_id' : 'prospect_id';
  const rows = await tables.engine.columns(
    `SELECT "${key}" AS id, ${columnOrNull(tables, view, 'name')}, ${columnOrNull(tables, view, 'parent_company')} FROM "${view}" ORDER BY "${key}"`,
  );
  return (rows['id'] ?? []).map((id, row) => ({
    id: String(id),
    name: text(rows['name']?.[row]),
    parent: text(rows['parent_company']?.[row]),
  }));
}
