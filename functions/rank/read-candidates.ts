import type { CompanyTexts } from '../../core/model/lookalike-set.ts';
import type { PoolName } from '../../core/rank/target.ts';
import type { CompanyColumns } from '../../core/traits/company-columns.ts';
import { quoted } from '../shared/company-columns.ts';
import type { Cell } from '../shared/ports.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** Some candidates as parallel arrays, with the columns features are made of. */
export type Candidates = {
  readonly companies: CompanyColumns;
  readonly pools: readonly PoolName[];
  readonly sourceIds: readonly string[];
  readonly sides: readonly ('customer' | 'prospect')[];
  readonly tags: readonly (readonly string[])[];
  readonly texts: CompanyTexts;
  /** A text column's value of one row; null where it is not known. */
  readonly text: (column: string, row: number) => string | null;
  /** The first of some columns with a value, as text; numbers and exact decimals as they are written. */
  readonly first: (columns: readonly string[], row: number) => string | null;
};

/** Which candidates to read, in what order, and which of their columns; at most about `rows` at a time. */
export type CandidateQuery = {
  /** A FROM clause in which the candidates are called `c`. */
  readonly from: string;
  readonly order: string;
  readonly columns: readonly string[];
  readonly rows: number;
};

/** The candidates of both pools in the order of their file. */
export const inFileOrder = {
  from: 'candidates c',
  order: 'c.pool, c.candidate_id, c.tags',
} as const;

/** Reads candidates some at a time, so that memory does not grow with their number. */
export async function* readCandidates(
  { engine }: StepTables,
  { from, order, columns, rows }: CandidateQuery,
): AsyncGenerator<Candidates> {
  const wanted = ['candidate_id', 'source_id', 'side', 'pool', 'tags'].map(
    (name) => `c.${name} AS "c.${name}"`,
  );
  const sql = `SELECT ${[...wanted, ...columns.map((name) => `c.${quoted(name)}`)].join(', ')} FROM ${from} ORDER BY ${order}`;
  for await (const batch of engine.batches(sql, rows)) yield candidatesOf(batch, columns);
}

function candidatesOf(
  batch: { readonly [column: string]: readonly Cell[] },
  names: readonly string[],
): Candidates {
  const own = (name: string): readonly Cell[] => batch[`c.${name}`] ?? [];
  const columns = Object.fromEntries(names.map((name) => [name, batch[name] ?? []]));
  const text = (column: string, row: number): string | null => {
    const cell = columns[column]?.[row];
    return typeof cell === 'string' && cell !== '' ? cell : null;
  };
  // "LinkedIn Page" lands as linked_in_page: names are compared without their underscores.
  const bySound = new Map(names.map((name) => [name.replaceAll('_', ''), name]));
  const first = (given: readonly string[], row: number): string | null => {
    for (const name of given) {
      const cell = columns[bySound.get(name.replaceAll('_', '')) ?? name]?.[row];
      if (cell !== undefined && cell !== null && cell !== '' && typeof cell !== 'object') return String(cell);
    }
    return null;
  };
  const ids = own('candidate_id').map(String);
  return {
    companies: { ids, columns },
    pools: own('pool').map((name) => (name === 'win-back' ? 'win-back' : 'net-new')),
    sourceIds: own('source_id').map(String),
    sides: own('side').map((name) => (name === 'customer' ? 'customer' : 'prospect')),
    tags: own('tags').map((list) => (typeof list === 'string' && list !== '' ? list.split(' ') : [])),
    texts: ids.map((_, row) => text('description', row)),
    text,
    first,
  };
}
