import type { FeatureTable } from './feature-table.ts';
import { type CompanyTexts, type LookalikeInput, sampleRows, withoutEmptySide } from './lookalike-set.ts';
import { selectRows } from './select-rows.ts';

/** Companies that scores are read against. */
export type ReferenceCompanies = { readonly table: FeatureTable; readonly texts: CompanyTexts | null };

/** The candidates, or all customers where there are none; at most `most`, those with the lowest hash of their id. */
export function referenceCompanies(input: LookalikeInput, most: number, seed: number): ReferenceCompanies {
  const { customers, background, texts } = withoutEmptySide(input);
  return background === null
    ? sampleCompanies({ table: customers, texts: texts?.customers ?? null }, most, seed)
    : sampleCompanies({ table: background, texts: texts?.background ?? null }, most, seed);
}

/** Up to `most` of the companies, sorted by id. */
export function sampleCompanies(
  companies: ReferenceCompanies,
  most: number,
  seed: number,
): ReferenceCompanies {
  const { table, texts } = companies;
  const rows = sampleRows(table.ids, most, seed);
  return { table: selectRows(table, rows), texts: texts && rows.map((row) => texts[row] ?? null) };
}
