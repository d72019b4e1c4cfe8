import type { CompanyTexts } from '../../core/model/lookalike-set.ts';
import type { PoolName } from '../../core/rank/target.ts';
import type { CompanyColumns } from '../../core/traits/company-columns.ts';
import { readCompanies } from '../shared/company-columns.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** The candidates of both pools, parallel arrays in file order, with the columns features are made of. */
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

/** Reads `candidates.parquet`. */
export async function readCandidates(tables: StepTables): Promise<Candidates> {
  const order = 'pool, candidate_id, tags';
  const companies = (await readCompanies(tables, 'candidates', 'candidate_id', order)) ?? {
    ids: [],
    columns: {},
  };
  const {
    pool = [],
    source_id = [],
    side = [],
    tags = [],
  } = await tables.engine.columns(`SELECT pool, source_id, side, tags FROM candidates ORDER BY ${order}`);
  const text = (column: string, row: number): string | null => {
    const cell = companies.columns[column]?.[row];
    return typeof cell === 'string' && cell !== '' ? cell : null;
  };
  const first = (names: readonly string[], row: number): string | null => {
    for (const name of names) {
      const cell = companies.columns[name]?.[row];
      if (cell !== undefined && cell !== null && cell !== '' && typeof cell !== 'object') return String(cell);
    }
    return null;
  };
  return {
    companies,
    pools: pool.map((name) => (name === 'win-back' ? 'win-back' : 'net-new')),
    sourceIds: source_id.map(String),
    sides: side.map((name) => (name === 'customer' ? 'customer' : 'prospect')),
    tags: tags.map((list) => (typeof list === 'string' && list !== '' ? list.split(' ') : [])),
    texts: companies.ids.map((_, row) => text('description', row)),
    text,
    first,
  };
}
