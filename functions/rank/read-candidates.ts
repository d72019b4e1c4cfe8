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
  readonly tags: readonly (readonly string[])[];
  readonly texts: CompanyTexts;
  /** A text column's value of one row; null where it is not known. */
  readonly text: (column: string, row: number) => string | null;
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
    tags = [],
  } = await tables.engine.columns(`SELECT pool, source_id, tags FROM candidates ORDER BY ${order}`);
  const text = (column: string, row: number): string | null => {
    const cell = companies.columns[column]?.[row];
    return typeof cell === 'string' && cell !== '' ? cell : null;
  };
  return {
    companies,
    pools: pool.map((name) => (name === 'win-back' ? 'win-back' : 'net-new')),
    sourceIds: source_id.map(String),
    tags: tags.map((list) => (typeof list === 'string' && list !== '' ? list.split(' ') : [])),
    texts: companies.ids.map((_, row) => text('description', row)),
    text,
  };
}
