import type { Random } from '../stats/random.ts';
import { bothGaps, type GapPair, gapFacts, gapRefusal, type Space } from './gap-pair.ts';
import { inOrder, kMeans } from './k-means.ts';
import { lloyd, type Partition, restarts } from './lloyd.ts';
import { type PointCloud, selectPoints } from './point-cloud.ts';
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
  /** Gap over `gap_over` clusters: against shuffled features and against Gaussians, each with its standard error. */
  readonly gap_over: number | null;
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
 * How many clusters, or none, step by step from one: the next number k up is accepted when (1) its gap over the clusters
 * accepted so far is more than two standard errors and 0.005 above 0 for both kinds of references, (2) no cluster is tiny,
 * (3) every cluster comes back in bootstraps: Jaccard ≥ 0.60 each and ≥ 0.75 on average over the points. From there on the
 * references have those k clusters. The last accepted stands; none accepted: no stable clusters. Only the numbers of best
 * silhouette are tested.
 */
export function chooseK(space: Space, params: ChooseKParams, random: Random): Choice {
  const { cloud } = space;
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
  const rows = scan.map(
    (partition): Row => ({
      partition,
      silhouette: score(partition.labels),
      gap: null,
      jaccard: null,
      refusal: 'its silhouette is too low to be tested further',
    }),
  );
  const drawn = random.sample(cloud.rows, Math.min(cloud.rows, params.bootstrap_rows));
  const stability = (partition: Partition): readonly number[] => {
    const labels = drawn.map((r) => partition.labels[r]!);
    return bootstrapJaccard(selectPoints(cloud, drawn), labels, partition.k, params.bootstraps, random);
  };
  const least = Math.max(params.least_rows, params.least_share * cloud.rows);
  const judge = (row: Row, gap: GapPair): Row => {
    const size = smallest(row.partition);
    const refusal = gapRefusal(gap) ?? (size < least ? `its smallest group has ${size} companies` : null);
    if (refusal !== null) return { ...row, gap, refusal };
    const jaccard = row.jaccard ?? stability(row.partition);
    const stable = isStable(jaccard, row.partition);
    return { ...row, gap, jaccard, refusal: stable ? null : 'not stable when companies are redrawn' };
  };
  let accepted: Row | null = null;
  // The components are centred: the one centre is the origin.
  const whole = lloyd(cloud, new Float64Array(cloud.columns), 1);
  for (let waiting = bestSilhouettes(rows, params.most_tested); waiting.length > 0; ) {
    const base: Partition = accepted?.partition ?? whole;
    const gaps = bothGaps(
      space,
      base,
      waiting.map((i) => rows[i]!.partition.k),
      params,
      random,
    );
    const next = waiting.find((i) => {
      rows[i] = judge(rows[i]!, gaps.get(rows[i]!.partition.k)!);
      return rows[i]!.refusal === null;
    });
    if (next === undefined) break;
    accepted = rows[next]!;
    waiting = waiting.filter((i) => i > next);
  }
  const chosen = accepted === null ? null : kept(cloud, accepted, params.seed, least, stability, score);
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
        shown === chosen
          ? 'chosen'
          : (row.refusal ?? `stable, but ${chosen?.partition.k} groups are tighter`),
    };
  });
  return { tried: [oneCluster(whole, chosen === null), ...tried], chosen };
}

/** Places of the rows of best silhouette, in order of k. */
function bestSilhouettes(rows: readonly Row[], most: number): readonly number[] {
  return [...rows.keys()]
    .sort((x, y) => rows[y]!.silhouette - rows[x]!.silhouette || x - y)
    .slice(0, most)
    .sort((x, y) => x - y);
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

/**
 * The partition that is kept: ml-kmeans's for ten seeds, unless the scan found one as tight already, or the tighter one rests
 * on a tiny or unstable cluster.
 */
function kept(
  cloud: PointCloud,
  row: Row,
  seed: number,
  least: number,
  stability: (partition: Partition) => readonly number[],
  score: (labels: Int32Array) => number,
): NonNullable<Choice['chosen']> {
  const seeds = Array.from({ length: 10 }, (_, i) => seed + i);
  const fitted = kMeans(cloud, row.partition.k, seeds);
  const found = { partition: row.partition, jaccard: row.jaccard ?? [], silhouette: row.silhouette };
  if (fitted.inertia >= row.partition.inertia * (1 - 1e-9) || smallest(fitted) < least) return found;
  const jaccard = stability(fitted);
  return isStable(jaccard, fitted) ? { partition: fitted, jaccard, silhouette: score(fitted.labels) } : found;
}

function isStable(jaccard: readonly number[], { sizes, labels }: Partition): boolean {
  const mean = jaccard.reduce((sum, j, c) => sum + (j * sizes[c]!) / labels.length, 0);
  return mean >= 0.75 && jaccard.every((j) => j >= 0.6);
}

function oneCluster(whole: Partition, chosen: boolean): Tried {
  return {
    k: 1,
    inertia: whole.inertia,
    silhouette: null,
    ...gapFacts(null),
    smallest: whole.labels.length,
    jaccard: [1],
    verdict: chosen ? 'chosen' : 'a larger number was accepted',
  };
}

const smallest = (partition: Partition): number =>
  partition.sizes.reduce((least, size) => Math.min(least, size), Infinity);
