import type { Random } from '../stats/random.ts';
import { bothGaps, type GapPair, gapFacts, gapRefusal } from './gap-pair.ts';
import { type Gap, withinOneError } from './gap-statistic.ts';
import { inOrder, kMeans } from './k-means.ts';
import { lloyd, type Partition, restarts } from './lloyd.ts';
import { type PointCloud, selectPoints } from './point-cloud.ts';
import type { PrincipalComponents } from './principal-components.ts';
import { pairDistances, silhouette } from './silhouette.ts';
import { bootstrapJaccard } from './stability.ts';

export type ChooseKParams = {
  /** Whole numbers of clusters tried beside 1: 2 ≤ k_from ≤ k_to. */
  readonly k_from: number;
  readonly k_to: number;
  /** Seeds of ml-kmeans are seed, seed + 1, … seed + 9. */
  readonly seed: number;
  /** Numbers of clusters that are tested for gap and stability: those of best silhouette. */
  readonly most_tested: number;
  /** Rows of the gap statistic, and references of each kind. */
  readonly gap_rows: number;
  readonly references: number;
  /** Bootstraps of the stability test, and rows they draw from. */
  readonly bootstraps: number;
  readonly bootstrap_rows: number;
  /** A partition with a smaller cluster (rows, and share of all rows) is not chosen. */
  readonly least_rows: number;
  readonly least_share: number;
};

/** What was found for one number of clusters. Null where a later test was not reached. */
export type Tried = {
  readonly k: number;
  readonly inertia: number;
  readonly silhouette: number | null;
  /** Gap against independent features and against one Gaussian, each with its standard error. */
  readonly gap_independent: number | null;
  readonly gap_independent_se: number | null;
  readonly gap_gaussian: number | null;
  readonly gap_gaussian_se: number | null;
  readonly smallest: number;
  /** Mean bootstrap Jaccard per cluster, largest cluster first. */
  readonly jaccard: readonly number[] | null;
  readonly verdict: string;
};

export type Choice = {
  readonly tried: readonly Tried[];
  /** Null: no stable clusters. */
  readonly chosen: {
    readonly partition: Partition;
    readonly jaccard: readonly number[];
    readonly silhouette: number;
  } | null;
};

/** Silhouettes are exact up to so many rows, and on a seeded sample of so many above. */
const silhouetteRows = 2000;
/** Rows on which the scan over k looks for starting centres. */
const scanRows = 600;

/**
 * How many clusters, or none. A number k is accepted when (1) its gap over both references is more than two standard
 * errors and 0.01 above 0, (2) no cluster is tiny, (3) every cluster comes back in bootstraps: Jaccard ≥ 0.60 each and
 * ≥ 0.75 on average over the points. Of the accepted, those within one standard error of the largest gap over one
 * Gaussian stay (fewer clusters leave structure unexplained), and of these the best silhouette wins.
 * `encoded` are the points before, `cloud` after the rotation into `pca`; `features` numbers the encoded coordinates.
 */
export function chooseK(
  encoded: PointCloud,
  features: readonly number[],
  cloud: PointCloud,
  pca: PrincipalComponents,
  params: ChooseKParams,
  random: Random,
): Choice {
  const most = Math.min(params.k_to, Math.floor(cloud.rows / params.least_rows));
  const judged = random.sample(cloud.rows, Math.min(cloud.rows, silhouetteRows));
  const distances = pairDistances(selectPoints(cloud, judged));
  const score = (labels: Int32Array): number =>
    silhouette(
      distances,
      judged.map((r) => labels[r]!),
    );
  const scan = Array.from({ length: Math.max(0, most - params.k_from + 1) }, (_, i) =>
    scanned(cloud, params.k_from + i, random),
  ).filter((partition, i) => partition.k === params.k_from + i);
  const scored = scan.map((partition) => ({ partition, silhouette: score(partition.labels) }));
  // Tests are dear and only the best silhouettes can win.
  const tested = [...scored]
    .sort((x, y) => y.silhouette - x.silhouette || x.partition.k - y.partition.k)
    .slice(0, params.most_tested)
    .map((row) => row.partition.k)
    .sort((x, y) => x - y);
  const gaps = bothGaps(encoded, features, cloud, pca, tested, params, random);
  const drawn = random.sample(cloud.rows, Math.min(cloud.rows, params.bootstrap_rows));
  const stability = (partition: Partition): readonly number[] => {
    const labels = drawn.map((r) => partition.labels[r]!);
    return bootstrapJaccard(selectPoints(cloud, drawn), labels, partition.k, params.bootstraps, random);
  };
  const least = Math.max(params.least_rows, params.least_share * cloud.rows);
  const rows = scored.map((facts): Row => {
    const { partition } = facts;
    const gap = gaps.get(partition.k) ?? null;
    const refusal =
      gap === null
        ? 'its silhouette is too low to be tested further'
        : (gapRefusal(gap) ??
          (smallest(partition) < least ? `its smallest group has ${smallest(partition)} companies` : null));
    if (refusal !== null) return { ...facts, gap, jaccard: null, refusal };
    const jaccard = stability(partition);
    const stable = isStable(jaccard, partition);
    return { ...facts, gap, jaccard, refusal: stable ? null : 'not stable when companies are redrawn' };
  });
  const accepted = rows.filter((row) => row.refusal === null);
  const gapOf = (row: Row): Gap | null => row.gap?.gaussian ?? null;
  const widest = accepted
    .map(gapOf)
    .reduce<Gap | null>(
      (top, gap) => (top === null || (gap !== null && gap.gap > top.gap) ? gap : top),
      null,
    );
  // The tightest explain the structure; among those a standard error apart the silhouette decides, then the smaller k.
  const best = accepted
    .filter((row) => {
      const own = gapOf(row);
      return own !== null && widest !== null && withinOneError(own, widest);
    })
    .sort((x, y) => y.silhouette - x.silhouette || x.partition.k - y.partition.k)[0];
  const chosen = best === undefined ? null : kept(cloud, best, params.seed, stability, score);
  const tried = rows.map((row): Tried => {
    const { k } = row.partition;
    const shown = chosen?.partition.k === k ? chosen : row;
    return {
      k,
      inertia: shown.partition.inertia,
      silhouette: shown.silhouette,
      ...gapFacts(row.gap),
      smallest: smallest(shown.partition),
      jaccard: shown.jaccard,
      verdict:
        shown === chosen ? 'chosen' : (row.refusal ?? `stable, but ${chosen?.partition.k} groups fit better`),
    };
  });
  return { tried: [oneCluster(cloud, chosen === null), ...tried], chosen };
}

type Row = {
  readonly partition: Partition;
  readonly silhouette: number;
  readonly gap: GapPair | null;
  readonly jaccard: readonly number[] | null;
  readonly refusal: string | null;
};

/** A quick partition for the scan over k: restarts on a sample, carried to convergence on all points. */
function scanned(cloud: PointCloud, k: number, random: Random): Partition {
  const sample = selectPoints(cloud, random.sample(cloud.rows, Math.min(cloud.rows, scanRows)));
  return inOrder(lloyd(cloud, restarts(sample, k, 4, random, 30).centres), cloud.columns);
}

/** The partition that is kept: ml-kmeans's for ten seeds, unless the scan happened to find a tighter one. */
function kept(
  cloud: PointCloud,
  row: Row,
  seed: number,
  stability: (partition: Partition) => readonly number[],
  score: (labels: Int32Array) => number,
): NonNullable<Choice['chosen']> {
  const seeds = Array.from({ length: 10 }, (_, i) => seed + i);
  const fitted = kMeans(cloud, row.partition.k, seeds);
  const { partition, jaccard } = row;
  if (jaccard !== null && fitted.inertia >= partition.inertia * (1 - 1e-9))
    return { partition, jaccard, silhouette: row.silhouette };
  return { partition: fitted, jaccard: stability(fitted), silhouette: score(fitted.labels) };
}

function isStable(jaccard: readonly number[], { sizes, labels }: Partition): boolean {
  const mean = jaccard.reduce((sum, j, c) => sum + (j * sizes[c]!) / labels.length, 0);
  return mean >= 0.75 && jaccard.every((j) => j >= 0.6);
}

function oneCluster(cloud: PointCloud, chosen: boolean): Tried {
  const none: Gap = { k: 1, gap: 0, se: 0, references: [] };
  return {
    k: 1,
    // The components are centred: the one centre is the origin.
    inertia: lloyd(cloud, new Float64Array(cloud.columns), 1).inertia,
    silhouette: null,
    ...gapFacts({ independent: none, gaussian: none }),
    smallest: cloud.rows,
    jaccard: [1],
    verdict: chosen ? 'chosen' : 'a larger number was accepted',
  };
}

const smallest = (partition: Partition): number =>
  partition.sizes.reduce((least, size) => Math.min(least, size), Infinity);
