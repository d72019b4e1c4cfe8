import { type Assignment, assignColumns, assignIngredients, type SampledFile } from './assign-columns.ts';
import { type TableName, tableNames } from './canonical-tables.ts';
import { carriedColumns, ingredientsOf } from './carried-columns.ts';
import { chooseTable, missingColumns, nearestTable } from './choose-table.ts';
import { isNameHeader } from './column-sources.sql.ts';
import { asDecided, decidedColumns, type FileDecision, locateColumn, settingLine } from './file-decision.ts';
import { TOLD } from './header-meaning.ts';
import { headerForm } from './header-name.ts';
import { type HeaderUnit, headerUnit } from './header-unit.ts';
import type { Alternative, ColumnMapping, FileMapping } from './mapping.ts';
import { remainingColumns } from './remaining-columns.ts';
import { supplementColumns } from './supplement-columns.ts';
import { nameSpeaksFor } from './table-hints.ts';

/** A mapping before its columns' number and date styles are decided from all values. */
export type Draft = Omit<FileMapping, 'format' | 'undecided'>;

/**
 * Maps a file: which table it is, which column each header means, what is kept as an attribute. The settings' decision wins
 * over every guess. Pure: the same headers and sample give the same mapping.
 */
export function mapFile(sampled: SampledFile, decision: FileDecision = {}): Draft {
  if (decision.ignore === true) return unmappedFile(sampled.file, 'left out by the settings');
  const named = tableNames.find((table) => table === decision.table);
  if (decision.table !== undefined && named === undefined)
    return unmappedFile(
      sampled.file,
      `the settings name a table "${decision.table}" that does not exist: use one of ${tableNames.join(', ')}`,
    );
  const decided = decidedColumns(sampled, decision);
  const view = asDecided(sampled, decided);
  const guess =
    named === undefined
      ? chooseTable(view)
      : { table: named, confidence: 1, evidence: 'the settings say so', rival: null };
  if (guess === null) return unmappedFile(sampled.file, whyUnmapped(sampled));
  const { table } = guess;
  const columns: ColumnMapping[] = [];
  const alternatives: Alternative[] = [];
  const taken = new Set<number>(decided.keys());
  for (const [position, column] of decided)
    if (column !== 'attribute' && column !== 'ignore') {
      const header = sampled.headers[position] ?? '';
      const located = locateColumn(table, column);
      const unit = located.type === 'money' ? headerUnit(header) : null;
      columns.push({
        position,
        header,
        role: 'canonical',
        ...located,
        confidence: 1,
        evidence: `the settings say so${unitText(unit)}`,
        ...unitFacts(unit),
      });
    }
  const add = (into: TableName, role: 'canonical' | 'ingredient', made: readonly Assignment[]): void => {
    for (const assignment of made) {
      const { column, position, others } = assignment;
      if (taken.has(position) || columns.some((other) => other.table === into && other.column === column))
        continue;
      taken.add(position);
      columns.push(columnMapping(sampled, into, role, assignment));
      if (others.length > 0 && role === 'canonical')
        alternatives.push({
          column: `${into}.${column}`,
          chosen: sampled.headers[position] ?? '',
          others: others.map((other) => sampled.headers[other] ?? ''),
          setting: settingLine(sampled.file, sampled.headers[others[0] ?? 0] ?? '', column),
        });
    }
  };
  if (guess.rival !== null)
    alternatives.push({
      column: 'table',
      chosen: table,
      others: [guess.rival],
      setting: `"files": {${JSON.stringify(sampled.file)}: {"table": ${JSON.stringify(guess.rival)}}}`,
    });
  add(table, 'canonical', assignColumns(view, table, taken));
  for (const [into, only] of carriedColumns[table] ?? []) {
    const already = new Set(columns.map(({ column }) => column));
    const open = only.filter((column) => !already.has(column));
    add(into, 'canonical', assignColumns(view, into, taken, open));
  }
  add(table, 'ingredient', assignIngredients(view, ingredientsOf[table] ?? [], taken));
  const supplemented = supplementColumns(sampled, table, columns);
  const lacking = missingColumns(table, supplemented);
  if (lacking.length > 0)
    return unmappedFile(
      sampled.file,
      `it is read as ${table} but has no column for ${lacking.join(', ')}: ${settingLine(sampled.file, 'HEADER', lacking[0] ?? '')}`,
    );
  const all = [...supplemented, ...remainingColumns(sampled, table, supplemented, decided)];
  return {
    file: sampled.file,
    table,
    carries: tableNames.filter(
      (name) =>
        name !== table &&
        (all.some((made) => made.table === name && made.role === 'canonical') ||
          (name === 'customers' && namesCustomers(all))),
    ),
    confidence: guess.confidence,
    evidence: guess.evidence,
    columns: all.sort((a, b) => a.position - b.position || (a.column < b.column ? -1 : 1)),
    alternatives,
    note: null,
  };
}

/** Whether a sales file's key is a name, or an address stands beside it: then it says something of its customers. */
function namesCustomers(columns: readonly ColumnMapping[]): boolean {
  const key = columns.find(({ table, column }) => table === 'orders' && column === 'customer_id');
  if (key === undefined) return false;
  return (
    isNameHeader(key.header) ||
    headerForm(key.header).includes('email') ||
    columns.some(({ role, column }) => role === 'ingredient' && column === 'contact_email')
  );
}

function columnMapping(
  { headers, shapes }: SampledFile,
  table: TableName,
  role: 'canonical' | 'ingredient',
  { column, position, type, name: strength, fit, unit }: Assignment,
): ColumnMapping {
  const header = headers[position] ?? '';
  const values = shapes[position]?.values ?? 0;
  const name =
    strength === 1
      ? 'its own name'
      : strength === TOLD
        ? 'what its words say'
        : strength > 0.65
          ? 'a known name of it'
          : 'a vague name of it';
  const fits =
    type === 'text' || type === 'identifier' || values === 0
      ? ''
      : `; ${Math.round(fit * 100)} % of ${values} sampled values fit`;
  return {
    position,
    header,
    role,
    table,
    column,
    type,
    confidence: Math.round(strength * fit * 100) / 100,
    evidence: `"${header}" is ${name}${unitText(unit)}${fits}`,
    ...unitFacts(unit),
  };
}

function unitFacts(unit: HeaderUnit | null): Pick<ColumnMapping, 'scale' | 'currency'> {
  return {
    ...(unit === null || unit.scale === 1 ? {} : { scale: unit.scale }),
    ...(unit?.currency == null ? {} : { currency: unit.currency }),
  };
}

function unitText(unit: HeaderUnit | null): string {
  if (unit === null || (unit.scale === 1 && unit.currency === null)) return '';
  const scale = scaleWords.get(unit.scale);
  const parts = [scale, unit.currency].filter((part) => part != null);
  return `, in ${parts.join(' of ')}`;
}

const scaleWords: ReadonlyMap<number, string> = new Map([
  [1000, 'thousands'],
  [1_000_000, 'millions'],
  [1_000_000_000, 'billions'],
]);

/** A file nothing was made of, with the reason. */
export function unmappedFile(file: string, note: string): Draft {
  return { file, table: null, carries: [], confidence: 0, evidence: '', columns: [], alternatives: [], note };
}

function whyUnmapped(sampled: SampledFile): string {
  const { file, headers } = sampled;
  const seen = headers
    .filter((header) => header.trim() !== '')
    .slice(0, 12)
    .map((header) => `"${header.slice(0, 40)}"`);
  const needs = tableNames
    .filter((table) => nameSpeaksFor(file, table))
    .map((table) => `${table} need ${missingColumns(table, []).join(', ')}`);
  const near = nearestTable(sampled);
  const lacking = near?.lacking[0] ?? 'order_id';
  const nearest =
    near === null || needs.length > 0
      ? []
      : [`it is nearest to ${near.table}, but nothing was taken for ${near.lacking.join(', ')}`];
  const periods = headers.filter((header) =>
    /^(19|20)\d\d([-/. ]?(0?[1-9]|1[0-2]|q[1-4]))?$/i.test(header.trim()),
  );
  const crossed =
    periods.length < 2 ? [] : ['it has a column per period: export one row per order or invoice instead'];
  return [
    `no table's required columns were found among ${seen.join(', ') || 'no column names'}`,
    ...crossed,
    ...nearest,
    ...needs,
    `name them in icp.json, e.g. ${settingLine(file, headers[0] ?? '', needs.length > 0 ? 'order_id' : lacking)}`,
  ].join('; ');
}
