import { moneyOf } from '../../core/label/customer-values.ts';
import { leastTenureMonths } from '../../core/label/tenure-fair.ts';
import type { FeatureTable } from '../../core/model/feature-table.ts';
import { selectFeatures, selectRows } from '../../core/model/select-rows.ts';
import { fitProspectValue, type ProspectValue } from '../../core/value/prospect-value.ts';
import type { TraitInputs } from './read-inputs.ts';

/**
 * What companies of a kind bring in a year once they are customers: learnt from the customers of the base that were
 * observed long enough for a yearly value to be more than luck, on features that prospects have too.
 */
export function learnProspectValue(inputs: TraitInputs, features: readonly string[]): ProspectValue {
  const { customers, label, rollups, basis } = inputs;
  const rollupOf = new Map(rollups.map((rollup) => [rollup.customer_id, rollup]));
  const longest = rollups.reduce((most, { months_observed }) => Math.max(most, months_observed), 0);
  const least = leastTenureMonths(longest);
  const metric = basis === 'margin' ? 'total-margin' : 'revenue';
  const known = customers.ids.flatMap((id, row) => {
    const rollup = rollupOf.get(id);
    if (rollup === undefined || label[row] === -1 || rollup.months_observed < least) return [];
    const money_e4 = moneyOf(metric, rollup);
    return money_e4 === null ? [] : [{ row, yearly: (12 * money_e4) / 10_000 / rollup.months_observed }];
  });
  return fitProspectValue(
    shared(
      selectRows(
        customers,
        known.map(({ row }) => row),
      ),
      features,
    ),
    Float64Array.from(known, ({ yearly }) => yearly),
    basis,
  );
}

function shared(table: FeatureTable, names: readonly string[]): FeatureTable {
  const own = table.features.filter(
    ({ name, known, population }) =>
      names.includes(name) && known === 'timeless' && population !== 'customer',
  );
  return selectFeatures(
    table,
    own.map(({ name }) => name),
  );
}
