import { type Assignment, assignColumns, assignIngredients, type SampledFile } from './assign-columns.ts';
import {
  attributePrefix,
  type ColumnType,
  canonicalTables,
  type TableDefinition,
  type TableName,
  tableNames,
} from './canonical-tables.ts';
import { chooseTable, missingColumns } from './choose-table.ts';
import { snakeName } from './header-name.ts';
import type { Ingredient } from './ingredient-aliases.ts';
import type { Alternative, ColumnMapping, FileMapping } from './mapping.ts';
import { remainingColumns } from './remaining-columns.ts';

/** What the settings say about one file: everything given is obeyed. */
export type FileDecision = {
  readonly table?: string | undefined;
  /** Header → canonical column, `attribute`, or `ignore`. */
  readonly columns?: { readonly [header: string]: string } | undefined;
  readonly ignore?: boolean | undefined;
};

/** A mapping before its columns' number and date styles are decided from all values. */
export type Draft = Omit<FileMapping, 'format' | 'undecided'>;

/** What a file of one grain says about others: an order file names customers, a line file repeats its order. */
const carried: { readonly [table in TableName]?: readonly [TableName, readonly string[]][] } = {
  order_lines: [
    [
      'orders',
      [
        'order_date',
        'customer_id',
        'order_revenue',
        'currency',
        'ship_to',
        'sales_rep',
        'required_date',
        'shipped_date',
      ],
    ],
    ['customers', ['name', 'domain', 'industry', 'city', 'region', 'country', 'postal_code']],
    ['payments', ['due_date', 'paid_date']],
  ],
  orders: [
    ['customers', ['name', 'domain', 'industry', 'city', 'region', 'country', 'postal_code']],
    ['payments', ['due_date', 'paid_date']],
  ],
};

const ingredientsOf: { readonly [table in TableName]?: readonly Ingredient[] } = {
  orders: ['total_with_tax', 'tax', 'customer_division', 'record_kind', 'cancelled_at', 'refunded'],
  order_lines: [
    'unit_price',
    'unit_cost',
    'line_discount',
    'line_margin',
    'customer_division',
    'record_kind',
    'cancelled_at',
  ],
  customers: ['customer_division'],
};

/**
 * Maps a file: which table it is, which column each header means, what is kept as an attribute. The settings' decision wins
 * over every guess. Pure: the same headers and sample give the same mapping.
 */
export function mapFile(sampled: SampledFile, decision: FileDecision = {}): Draft {
  const none = (note: string): Draft => ({
    file: sampled.file,
    table: null,
    carries: [],
    confidence: 0,
    evidence: '',
    columns: [],
    alternatives: [],
    note,
  });
  if (decision.ignore === true) return none('left out by the settings');
  const decided = tableNames.find((table) => table === decision.table);
  if (decision.table !== undefined && decided === undefined)
    return none(
      `the settings name a table "${decision.table}" that does not exist: use one of ${tableNames.join(', ')}`,
    );
  const forced = forcedColumns(sampled, decision);
  const free: SampledFile = {
    ...sampled,
    // A header the settings decide has no name for the guesses.
    headers: sampled.headers.map((header, position) => (forced.has(position) ? '' : header)),
  };
  const guess =
    decided === undefined
      ? chooseTable(sampled)
      : {
          table: decided,
          columns: assignColumns(sampled, decided),
          confidence: 1,
          evidence: 'the settings say so',
        };
  if (guess === null) return none(unmapped(sampled));
  const { table } = guess;
  const set = new Set(forced.values());
  const columns: ColumnMapping[] = [];
  const alternatives: Alternative[] = [];
  const taken = new Set<number>(forced.keys());
  const add = (into: TableName, role: 'canonical' | 'ingredient', made: readonly Assignment[]): void => {
    for (const { column, position, type, strength, fit, others } of made) {
      if (set.has(column) || taken.has(position)) continue;
      taken.add(position);
      const header = sampled.headers[position] ?? '';
      const filled = sampled.shapes[position]?.values ?? 0;
      columns.push({
        position,
        header,
        role,
        table: into,
        column,
        type,
        confidence: Math.round(strength * fit * 100) / 100,
        evidence: `"${header}" is ${strength === 1 ? 'its own name' : strength > 0.65 ? 'a known name of it' : 'a vague name of it'}${type === 'text' || type === 'identifier' || filled === 0 ? '' : `; ${Math.round(fit * 100)} % of ${filled} sampled values fit`}`,
      });
      if (others.length > 0 && role === 'canonical')
        alternatives.push({
          column: `${into}.${column}`,
          chosen: header,
          others: others.map((other) => sampled.headers[other] ?? ''),
          setting: settingLine(sampled.file, sampled.headers[others[0] ?? 0] ?? '', column),
        });
    }
  };
  const definition: TableDefinition = canonicalTables[table];
  for (const [position, column] of forced) {
    if (column === 'attribute' || column === 'ignore') continue;
    columns.push({
      position,
      header: sampled.headers[position] ?? '',
      role: 'canonical',
      ...locate(table, column, definition),
      confidence: 1,
      evidence: 'the settings say so',
    });
  }
  add(table, 'canonical', assignColumns(free, table, taken));
  for (const [into, only] of carried[table] ?? []) {
    const already = new Set(columns.map(({ column }) => column));
    add(
      into,
      'canonical',
      assignColumns(
        free,
        into,
        taken,
        only.filter((column) => !already.has(column)),
      ),
    );
  }
  add(table, 'ingredient', assignIngredients(free, ingredientsOf[table] ?? [], taken));
  const lacking = missingColumns(
    table,
    columns
      .filter((made) => made.table === table)
      .map((made) => ({ ...made, strength: 1, fit: 1, others: [] })),
  );
  if (lacking.length > 0)
    return none(
      `it is read as ${table} but has no column for ${lacking.join(', ')}: ${settingLine(sampled.file, 'HEADER', lacking[0] ?? '')}`,
    );
  columns.push(...remainingColumns(sampled, table, columns, forced));
  const carries = tableNames.filter(
    (name) => name !== table && columns.some((made) => made.table === name && made.role === 'canonical'),
  );
  return {
    file: sampled.file,
    table,
    carries,
    confidence: guess.confidence,
    evidence: guess.evidence,
    columns: columns.sort((a, b) => a.position - b.position || (a.column < b.column ? -1 : 1)),
    alternatives,
    note: null,
  };
}

/** The line of `icp.json` that decides one column of one file. */
export function settingLine(file: string, header: string, column: string): string {
  return `"files": {${JSON.stringify(file)}: {"columns": {${JSON.stringify(header)}: ${JSON.stringify(column)}}}}`;
}

function forcedColumns(sampled: SampledFile, decision: FileDecision): ReadonlyMap<number, string> {
  const wanted = new Map(Object.entries(decision.columns ?? {}));
  return new Map(
    sampled.headers.flatMap((header, position) => {
      const column = wanted.get(header) ?? wanted.get(header.trim());
      return column === undefined ? [] : [[position, column] as const];
    }),
  );
}

function locate(
  table: TableName,
  column: string,
  definition: TableDefinition,
): { readonly table: TableName; readonly column: string; readonly type: ColumnType } {
  const own = Object.entries(definition.columns).find(([name]) => name === column);
  if (own !== undefined) return { table, column, type: own[1].type };
  for (const [into] of carried[table] ?? []) {
    const other: TableDefinition = canonicalTables[into];
    const found = Object.entries(other.columns).find(([name]) => name === column);
    if (found !== undefined) return { table: into, column, type: found[1].type };
  }
  return { table, column: `${attributePrefix}${snakeName(column)}`, type: 'text' };
}

function unmapped({ file, headers }: SampledFile): string {
  const seen = headers
    .filter((header) => header.trim() !== '')
    .slice(0, 12)
    .map((header) => `"${header.slice(0, 40)}"`);
  return `no table's required columns were found among ${seen.join(', ') || 'no column names'}: name them, e.g. ${settingLine(file, headers[0] ?? '', 'order_id')}`;
}
