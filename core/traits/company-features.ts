import type { FeatureTable } from '../model/feature-table.ts';
import type { CompanyColumns } from './company-columns.ts';
import type { CompanyPlan } from './company-plan.ts';
import { categoryColumn, numericColumn, readColumn } from './read-column.ts';

/**
 * Companies as a feature table, read as the plan says. Customers, prospects and candidates that a provider returns later
 * all go through the same plan, so that a level is spelt alike everywhere. A column these companies do not have is
 * unknown for all of them. A level the plan has never seen keeps its own spelling.
 *
 * O(companies × features).
 *
 * @throws RangeError when a column is not as long as the ids, or a cell is not of the planned kind.
 * @example
 * companyFeatures({ version: 1, as_of_year: 2026, features: [], left_out: [] }, { ids: ['C1'], columns: {} }).ids; // => ['C1']
 */
export function companyFeatures(plan: CompanyPlan, companies: CompanyColumns): FeatureTable {
  const { ids } = companies;
  return {
    ids,
    features: plan.features.map(({ name, label, category, population, known, unit, form }) => ({
      name,
      label,
      category,
      population,
      known,
      unit,
      form,
    })),
    columns: plan.features.map((feature) => {
      const cells = companies.columns[feature.column];
      if (cells === undefined) {
        const nothing = ids.map(() => null);
        return feature.form === 'numeric' ? numericColumn(nothing) : categoryColumn(nothing);
      }
      if (cells.length !== ids.length)
        throw new RangeError(`${feature.column} has ${cells.length} values for ${ids.length} companies`);
      return readColumn(feature, cells, plan.as_of_year);
    }),
  };
}
