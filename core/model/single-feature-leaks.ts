import { type LookalikeSet, side } from './lookalike-set.ts';
import { selectRows } from './select-rows.ts';
import { type DroppedFeature, featureSeparation, usableDefaults } from './usable-features.ts';

/**
 * Features that alone tell best customers from the rest with an AUC above 0.98. Nothing that is known before a company
 * buys does that; such a column was filled in *because* the customer is good (a class, a discount group, a key-account
 * flag). They are named, to be dropped.
 */
export function singleFeatureLeaks(
  set: LookalikeSet,
  limit: number = usableDefaults.separation,
): DroppedFeature[] {
  const rowsOf = (wanted: number): number[] =>
    Array.from(set.sides.keys()).filter((row) => set.sides[row] === wanted);
  const best = selectRows(set.table, rowsOf(side.best));
  const rest = selectRows(set.table, rowsOf(side.rest));
  return set.table.features.flatMap((feature, index): DroppedFeature[] => {
    const separation = featureSeparation(best.columns[index]!, rest.columns[index]!);
    return separation > limit
      ? [
          {
            feature: feature.name,
            reason: `alone it separates best customers from the rest (AUC ${separation.toFixed(3)})`,
          },
        ]
      : [];
  });
}
