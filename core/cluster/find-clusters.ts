import type { FeatureTable } from '../model/feature-table.ts';
import { selectRows } from '../model/select-rows.ts';
import { createRandom } from '../stats/random.ts';
import { type ChooseKParams, chooseK, type Tried } from './choose-k.ts';
import { type Encoding, encode } from './encoding.ts';
import { defaultEncoding, type EncodingParams, fitEncoding } from './fit-encoding.ts';
import { nearestCentres } from './k-means.ts';
import { type PointCloud, selectPoints } from './point-cloud.ts';
import { type PrincipalComponents, principalComponents, project } from './principal-components.ts';

export type ClusterParams = ChooseKParams & {
  readonly encoding: EncodingParams;
  /** Share of the variance the principal components keep. */
  readonly variance_share: number;
  /** Rows that are clustered; above that a seeded sample is, and the rest go to the nearest centre. */
  readonly most_rows: number;
};

export const defaultClusters: ClusterParams = {
  encoding: defaultEncoding,
  k_from: 2,
  k_to: 5,
  variance_share: 0.95,
  seed: 42,
  most_rows: 2000,
  most_tested: 5,
  gap_rows: 400,
  references: 10,
  bootstraps: 40,
  bootstrap_rows: 600,
  least_rows: 8,
  least_share: 0.05,
};

export type Clusters = {
  readonly k: number;
  /** Cluster of each row of the table, 0 = the largest. */
  readonly labels: Int32Array;
  readonly sizes: readonly number[];
  readonly encoding: Encoding;
  readonly pca: PrincipalComponents | null;
  /** In the components' space. */
  readonly centres: readonly (readonly number[])[];
  readonly jaccard: readonly number[];
  readonly silhouette: number | null;
  readonly tried: readonly Tried[];
  readonly because: string;
};

/**
 * The clusters of a table's rows, or none. The features are encoded (every feature the same variance), rotated into the
 * components that hold 95 % of the variance and clustered by k-means; {@link chooseK} says how many clusters there are.
 * "No stable clusters" is k = 1 with its reason. Rows and features may come in any order: the result is the same.
 * Method: docs/methods/clusters.md.
 *
 * @example
 * findClusters({ ids: ['a', 'b'], features: [], columns: [] }).because; // => '2 companies are too few to tell groups apart'
 */
export function findClusters(table: FeatureTable, params: ClusterParams = defaultClusters): Clusters {
  const ordered = inNameOrder(table);
  const encoding = fitEncoding(ordered.table, params.encoding);
  const points = encode(encoding, ordered.table);
  if (points.rows < 4 * params.least_rows)
    return whole(points, encoding, null, [], `${points.rows} companies are too few to tell groups apart`);
  if (points.columns < 2) return whole(points, encoding, null, [], 'there is no second feature to group by');
  const random = createRandom(params.seed);
  const encoded = selectPoints(points, random.sample(points.rows, Math.min(points.rows, params.most_rows)));
  const pca = principalComponents(encoded, params.variance_share);
  const names = encoding.coordinates.map((coordinate) => coordinate.feature);
  const features = names.map((name) => names.indexOf(name));
  const space = { encoded, features, cloud: project(pca, encoded), pca };
  const { tried, chosen } = chooseK(space, params, random);
  if (chosen === null) {
    const because = 'no grouping is both tighter than chance and stable when companies are redrawn';
    return whole(points, encoding, pca, tried, because);
  }
  const { k, centres } = chosen.partition;
  const everywhere = nearestCentres(centres, project(pca, points));
  const sizes = new Int32Array(k);
  const labels = new Int32Array(points.rows);
  ordered.rows.forEach((row, i) => {
    labels[row] = everywhere[i]!;
    sizes[everywhere[i]!]! += 1;
  });
  const d = pca.components.length;
  return {
    k,
    labels,
    sizes: Array.from(sizes),
    encoding,
    pca,
    centres: Array.from({ length: k }, (_, j) => Array.from(centres.subarray(j * d, j * d + d))),
    jaccard: chosen.jaccard,
    silhouette: chosen.silhouette,
    tried,
    because: `${k} groups are tighter than chance and stable, and no larger number is tighter than these`,
  };
}

function whole(
  points: PointCloud,
  encoding: Encoding,
  pca: PrincipalComponents | null,
  tried: readonly Tried[],
  because: string,
): Clusters {
  return {
    k: 1,
    labels: new Int32Array(points.rows),
    sizes: [points.rows],
    encoding,
    pca,
    centres: pca === null ? [] : [pca.components.map(() => 0)],
    jaccard: [1],
    silhouette: null,
    tried,
    because,
  };
}

/** The table with features by name and rows by id, and where each of its rows came from. */
function inNameOrder(table: FeatureTable): {
  readonly table: FeatureTable;
  readonly rows: readonly number[];
} {
  const rows = [...table.ids.keys()].sort((a, b) => (table.ids[a]! < table.ids[b]! ? -1 : 1));
  const places = [...table.features.keys()].sort((a, b) =>
    table.features[a]!.name < table.features[b]!.name ? -1 : 1,
  );
  return {
    table: selectRows(
      {
        ids: table.ids,
        features: places.map((f) => table.features[f]!),
        columns: places.map((f) => table.columns[f]!),
      },
      rows,
    ),
    rows,
  };
}
