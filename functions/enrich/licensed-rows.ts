import type { StepTables } from '../shared/step-tables.ts';

/** Columns only a certain kind of licensed list has, as landing keeps them, and what its rows are tagged with. */
const marks: readonly { readonly source: string; readonly columns: readonly string[] }[] = [
  {
    source: 'linkedin-file',
    columns: [
      'attribute_linkedincompanypageurl',
      'attribute_sales_navigator_company_url',
      'attribute_company_linkedin_url',
      'attribute_employees_on_linked_in',
    ],
  },
  {
    source: 'dnb-hoovers-file',
    columns: [
      'attribute_us_8_digit_sic_code',
      'attribute_global_ultimate_company',
      'attribute_employees_single_site',
    ],
  },
];

/**
 * Prospects of files that come under somebody's terms: LinkedIn and Sales Navigator lists, D&B Hoovers exports, known by
 * columns nobody else writes. Their rows carry the source as a tag, so that they are found again when the terms end.
 */
export async function licensedRows({
  engine,
  columns,
}: StepTables): Promise<ReadonlyMap<string, { readonly provider: string }>> {
  const known = columns.get('prospects') ?? [];
  const found = new Map<string, { readonly provider: string }>();
  for (const { source, columns: wanted } of marks) {
    const present = wanted.filter((column) => known.includes(column));
    if (present.length === 0) continue;
    const rows = await engine.query(
      `SELECT prospect_id FROM prospects WHERE ${present.map((column) => `"${column}" IS NOT NULL`).join(' OR ')} ORDER BY prospect_id`,
    );
    for (const row of rows) found.set(String(row['prospect_id']), { provider: source });
  }
  return found;
}
