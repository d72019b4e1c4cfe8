import type { Random } from '../stats/random.ts';
import { type Gap, gapStatistic, independentFeatures, oneGaussian, tightness } from './gap-statistic.ts';
import { type PointCloud, selectPoints } from './point-cloud.ts';
import { type PrincipalComponents, project } from './principal-components.ts';

/** The gap of one k over both references. */
export type GapPair = { readonly independent: Gap; readonly gaussian: Gap };

/**
 * Gaps of each k over shuffled features and over one Gaussian, on at most `gap_rows` rows. `encoded` are the points before,
 * `cloud` after the rotation into `pca`; `features` numbers the encoded coordinates.
 */
export function bothGaps(
  encoded: PointCloud,
  features: readonly number[],
  cloud: PointCloud,
  pca: PrincipalComponents,
  ks: readonly number[],
  params: { readonly gap_rows: number; readonly references: number },
  random: Random,
): ReadonlyMap<number, GapPair> {
  const rows = random.sample(cloud.rows, Math.min(cloud.rows, params.gap_rows));
  const small = selectPoints(encoded, rows);
  const data = tightness(selectPoints(cloud, rows), ks, random);
  const gaps = (make: () => PointCloud): readonly Gap[] =>
    gapStatistic(
      data,
      ks,
      Array.from({ length: params.references }, () => make()),
      random,
    );
  // Shuffled features are seen along the data's own components, so that both are read in one space.
  const independent = gaps(() => project(pca, independentFeatures(small, features, random)));
  const gaussian = gaps(() => oneGaussian(pca, rows.length, random));
  return new Map(ks.map((k, i) => [k, { independent: independent[i]!, gaussian: gaussian[i]! }]));
}

/** Why a gap is no evidence of groups; null where it is: more than two standard errors and 0.01 above 0 on both counts. */
export function gapRefusal({ independent, gaussian }: GapPair): string | null {
  if (independent.gap <= Math.max(0.01, 2 * independent.se))
    return 'no tighter than the same features shuffled apart';
  if (gaussian.gap <= Math.max(0.01, 2 * gaussian.se)) return 'no tighter than one stretched cloud';
  return null;
}

/** The numbers of a pair for the record; null where k was not tested. */
export function gapFacts(gap: GapPair | null) {
  return {
    gap_independent: gap?.independent.gap ?? null,
    gap_independent_se: gap?.independent.se ?? null,
    gap_gaussian: gap?.gaussian.gap ?? null,
    gap_gaussian_se: gap?.gaussian.se ?? null,
  };
}
