import { type Assignment, assignColumns, assignIngredients, type SampledFile } from './assign-columns.ts';
import { type TableName, tableNames } from './canonical-tables.ts';
import { carriedColumns, ingredientsOf } from './carried-columns.ts';
import { chooseTable, missingColumns } from './choose-table.ts';
import { asDecided, decidedColumns, type FileDecision, locateColumn, settingLine } from './file-decision.ts';
import { TOLD } from './header-meaning.ts';
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
      : { table: named, confidence: 1, evidence: 'the settings say so' };
  if (guess === null) return unmappedFile(sampled.file, whyUnmapped(sampled));
  const { table } = guess;
  const columns: ColumnMapping[] = [];
  const alternatives: Alternative[] = [];
  const taken = new Set<number>(decided.keys());
  for (const [position, column] of decided)
    if (column !== 'attribute' && column !== 'ignore')
      columns.push({
        position,
        header: sampled.headers[position] ?? '',
        role: 'canonical',
        ...locateColumn(table, column),
        confidence: 1,
        evidence: 'the settings say so',
      });
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
      (name) => name !== table && all.some((made) => made.table === name && made.role === 'canonical'),
    ),
    confidence: guess.confidence,
    evidence: guess.evidence,
    columns: all.sort((a, b) => a.position - b.position || (a.column < b.column ? -1 : 1)),
    alternatives,
    note: null,
  };
}

function columnMapping(
  { headers, shapes }: SampledFile,
  table: TableName,
  role: 'canonical' | 'ingredient',
  { column, position, type, name: strength, fit }: Assignment,
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
    evidence: `"${header}" is ${name}${fits}`,
  };
}

/** A file nothing was made of, with the reason. */
export function unmappedFile(file: string, note: string): Draft {
  return { file, table: null, carries: [], confidence: 0, evidence: '', columns: [], alternatives: [], note };
}

function whyUnmapped({ file, headers }: SampledFile): string {
  const seen = headers
    .filter((header) => header.trim() !== '')
    .slice(0, 12)
    .map((header) => `"${header.slice(0, 40)}"`);
  const needs = tableNames
    .filter((table) => nameSpeaksFor(file, table))
    .map((table) => `${table} need ${missingColumns(table, []).join(', ')}`);
  return [
    `no table's required columns were found among ${seen.join(', ') || 'no column names'}`,
    ...needs,
    `name them in icp.json, e.g. ${settingLine(file, headers[0] ?? '', 'order_id')}`,
  ].join('; ');
}
