import type { FeatureTable } from '../model/feature-table.ts';
import type { CustomerRollup } from '../rollup/customer-rollup.ts';
import { type BehaviourParams, behaviourDefaults, behaviourFeatures } from './behaviour-features.ts';
import type { CompanyColumns } from './company-columns.ts';
import { companyFeatures } from './company-features.ts';
import { type CompanyPlan, type CompanyPlanParams, planCompanyFeatures } from './company-plan.ts';
import { joinFeatures } from './join-features.ts';

export type CustomerFeatures = {
  /** How companies are read; keep it with the models and read every candidate by it. */
  readonly plan: CompanyPlan;
  /** What customers are and what they did in the window of the rollups. */
  readonly customers: FeatureTable;
  /** What prospects are; null where there are none. */
  readonly prospects: FeatureTable | null;
};

/**
 * Everything known about customers as one table, and about prospects as another with the same company features. The
 * distance to the nearest branch is taken from the rollups for customers, and from a column `nearest_branch_km` where
 * prospects have one.
 *
 * @param rollups of one window, at most one per customer.
 * @example
 * const params = { asOfYear: 2026, currency: 'USD', attributes: {}, modelFeatures: [] };
 * customerFeatures({ ids: ['C1'], columns: { employees: [40] } }, null, [], params).plan.left_out[0]; // => { feature: 'employees', reason: 'known for 1 customer only' }
 */
export function customerFeatures(
  customers: CompanyColumns,
  prospects: CompanyColumns | null,
  rollups: readonly CustomerRollup[],
  params: CompanyPlanParams & Partial<BehaviourParams>,
): CustomerFeatures {
  const distance = new Map(rollups.map((rollup) => [rollup.customer_id, rollup.nearest_branch_km]));
  const measured = rollups.some(({ nearest_branch_km }) => nearest_branch_km !== null);
  const nearest_branch_km = customers.ids.map((id) => distance.get(id) ?? null);
  const own: CompanyColumns = measured
    ? { ids: customers.ids, columns: { ...customers.columns, nearest_branch_km } }
    : customers;
  const plan = planCompanyFeatures(own, prospects, params);
  const behaviour = behaviourFeatures(customers.ids, rollups, {
    known: params.known ?? behaviourDefaults.known,
    currency: params.currency,
    categories: params.categories ?? behaviourDefaults.categories,
    categoryNames: params.categoryNames ?? behaviourDefaults.categoryNames,
  });
  return {
    plan,
    customers: joinFeatures(companyFeatures(plan, own), behaviour),
    prospects: prospects === null ? null : companyFeatures(plan, prospects),
  };
}
