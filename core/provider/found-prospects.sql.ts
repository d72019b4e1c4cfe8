import { providerFields } from './provider-company.ts';

/**
 * The view `prospects`: the landed rows (a view `landed_prospects`, where the file has landed) and below them those of the
 * table `found`, in the file's column types.
 */
export function prospectsWithFoundSql(landed: readonly string[] | undefined): string {
  const found = `SELECT prospect_id, ${providerFields.join(', ')} FROM found`;
  return landed === undefined
    ? `CREATE VIEW "prospects" AS ${found}`
    : `CREATE VIEW "prospects" AS SELECT * FROM "landed_prospects" UNION ALL BY NAME ${found}`;
}

/** The candidates with fills over what they lack: `fills(candidate_id, <fields>)` holds only values a candidate has none of. */
export function filledCandidatesSql(candidates: string): string {
  const filled = providerFields.map((field) => `COALESCE(f.${field}, c.${field}) AS ${field}`).join(', ');
  return `SELECT c.* REPLACE (${filled}) FROM (${candidates}) c LEFT JOIN fills f ON f.candidate_id = c.candidate_id ORDER BY c.pool, c.candidate_id, c.tags`;
}
