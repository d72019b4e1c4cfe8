import type { FeatureTable } from '../model/feature-table.ts';
import { selectFeatures, selectRows } from '../model/select-rows.ts';
import { type DroppedFeature, featureSeparation } from '../model/usable-features.ts';
import { attributePrefix } from '../tables/canonical-tables.ts';

/** Names under which systems keep a judgement of the customer. */
const judgement =
  /(^|_)(abc|class|clv|grade|key_account|ltv|margin|potential|priority|profit|rank|ranking|rating|sales|score|segment|status|tier|turnover|value|vip)(_|$)/;

/** AUC above which a column is suspect: of one named like a judgement, and of any other. */
const limits = { named: 0.85, any: 0.98 };

/**
 * Further columns that seem to have been written down from the result: an ERP's "customer class" is the answer, not a
 * reason. A column is suspect when it alone tells the best customers from the rest almost perfectly, or nearly so and is
 * named like a judgement ("class", "tier", "score"). Columns that the settings declare for models are never suspect
 * here, and neither are measures of the orders.
 *
 * @param label 1 best, 0 not best, −1 left out.
 * @example
 * const known = 'label-window';
 * const features = [{ name: 'attribute_customer_class', known }, { name: 'attribute_product_line', known }];
 * const column = { kind: 'category', levels: ['A', 'B'], codes: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1] };
 * const table = { ids: column.codes.map(String), features, columns: [column, column] };
 * suspectColumns(table, [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]).map(({ feature }) => feature); // => ['attribute_customer_class']
 */
export function suspectColumns(table: FeatureTable, label: Int8Array): readonly DroppedFeature[] {
  const rowsOf = (value: number): number[] => Array.from(label.keys()).filter((row) => label[row] === value);
  const undeclared = table.features
    .filter(({ name, known }) => name.startsWith(attributePrefix) && known !== 'timeless')
    .map(({ name }) => name);
  const own = selectFeatures(table, undeclared);
  const best = selectRows(own, rowsOf(1));
  const rest = selectRows(own, rowsOf(0));
  return own.features.flatMap(({ name }, index) => {
    const auc = featureSeparation(best.columns[index]!, rest.columns[index]!);
    const limit = judgement.test(name.slice(attributePrefix.length)) ? limits.named : limits.any;
    const reason = `alone it tells best customers from the rest (AUC ${auc.toFixed(2)}): probably written down from their results`;
    return auc > limit ? [{ feature: name, reason }] : [];
  });
}
