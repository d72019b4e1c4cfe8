import type { Random } from '../stats/random.ts';
import { type Gap, gapStatistic, tightness } from './gap-statistic.ts';
import type { Partition } from './lloyd.ts';
import { type PointCloud, selectPoints } from './point-cloud.ts';
import { type PrincipalComponents, project } from './principal-components.ts';
import { gaussianAround, shuffledWithin } from './reference-points.ts';

/** The gap of one k over both kinds of references that have only `over` clusters. */
export type GapPair = { readonly over: number; readonly independent: Gap; readonly gaussian: Gap };

/** The points before (`encoded`) and after (`cloud`) the rotation into `pca`; `features` numbers the encoded coordinates. */
export type Space = {
  readonly encoded: PointCloud;
  readonly features: readonly number[];
  readonly cloud: PointCloud;
  readonly pca: PrincipalComponents;
};

/**
 * Gaps of each of `ks` over the clusters of `base`: against features shuffled inside these, and against Gaussians around
 * their centres, on at most `gap_rows` rows.
 */
export function bothGaps(
  space: Space,
  base: Partition,
  ks: readonly number[],
  params: { readonly gap_rows: number; readonly references: number },
  random: Random,
): ReadonlyMap<number, GapPair> {
  const { encoded, features, cloud, pca } = space;
  const rows = random.sample(cloud.rows, Math.min(cloud.rows, params.gap_rows));
  const labels = Int32Array.from(rows, (r) => base.labels[r]!);
  const before = selectPoints(encoded, rows);
  const after = selectPoints(cloud, rows);
  const data = tightness(after, base.centres, ks, random);
  const gaps = (make: () => PointCloud): readonly Gap[] => {
    const references = Array.from({ length: params.references }, () => make());
    return gapStatistic(data, base.centres, ks, references, random);
  };
  // Shuffled features are seen along the data's own components, so that both are read in one space.
  const independent = gaps(() => project(pca, shuffledWithin(before, features, labels, random)));
  const gaussian = gaps(gaussianAround(after, { labels, centres: base.centres }, random));
  return new Map(
    ks.map((k, i) => [k, { over: base.k, independent: independent[i]!, gaussian: gaussian[i]! }]),
  );
}

/** Less than half a per cent of the variance inside groups is not worth a name, however sure. */
const leastGap = 0.005;

/** Why a gap is no evidence of groups; null where it is: more than two standard errors and 0.005 above 0 on both counts. */
export function gapRefusal({ over, independent, gaussian }: GapPair): string | null {
  if (independent.gap <= Math.max(leastGap, 2 * independent.se))
    return `no tighter than ${clouds(over)} with its features shuffled apart`;
  if (gaussian.gap <= Math.max(leastGap, 2 * gaussian.se))
    return `no tighter than ${clouds(over)}, stretched as it is`;
  return null;
}

const clouds = (k: number): string => (k === 1 ? 'one group' : `${k} groups`);

/** The numbers of a pair for the record; null where k was not tested. */
export function gapFacts(gap: GapPair | null) {
  return {
    gap_over: gap?.over ?? null,
    gap_independent: gap?.independent.gap ?? null,
    gap_independent_se: gap?.independent.se ?? null,
    gap_gaussian: gap?.gaussian.gap ?? null,
    gap_gaussian_se: gap?.gaussian.se ?? null,
  };
}
