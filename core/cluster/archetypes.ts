import type { FeatureTable } from '../model/feature-table.ts';
import { selectRows } from '../model/select-rows.ts';
import { kneedle } from '../stats/kneedle.ts';
import { type ArchetypeAssignment, fitAssignment } from './archetype-assignment.ts';
import type { Tried } from './choose-k.ts';
import { clusterNames, type GroupTrait, groupTrait, messageAngle } from './cluster-name.ts';
import { coarseLevels } from './coarse-levels.ts';
import { type DecodedCoordinate, decode } from './encoding.ts';
import { type Contrast, featureContrasts, tellingContrasts } from './feature-contrast.ts';
import { percentWords } from './feature-words.ts';
import { type ClusterParams, type Clusters, defaultClusters, findClusters } from './find-clusters.ts';
import { type IcpCondition, icpDefinition } from './icp-definition.ts';
import { unproject } from './principal-components.ts';
import { type StabilityBand, stabilityBand } from './stability.ts';

/** One kind of best customer. */
export type Archetype = {
  /** 0 = the largest. */
  readonly archetype_id: number;
  readonly name: string;
  readonly size: number;
  /** Of the best customers, 0–1. */
  readonly share: number;
  readonly description: string;
  /** What sets it apart from the other best customers (from all other customers when it is the only archetype). */
  readonly traits: readonly GroupTrait[];
  readonly message_angle: string;
  /** Whom to look for: its companies against everybody else in the base, on what prospects can have too. */
  readonly icp: readonly IcpCondition[];
  /** Centre in original units; shares for levels. */
  readonly centre: readonly DecodedCoordinate[];
  /** Mean bootstrap Jaccard and its band. */
  readonly jaccard: number;
  readonly stability: StabilityBand;
};

/** The content of `archetypes.json`. */
export type Archetypes = {
  readonly version: 1;
  readonly k: number;
  /** Why this number of archetypes, in words; for k = 1, why no stable clusters. */
  readonly because: string;
  readonly archetypes: readonly Archetype[];
  readonly members: readonly { readonly customer_id: string; readonly archetype_id: number }[];
  readonly silhouette: number | null;
  /** Kneedle's elbow of the inertia over k, shown beside the choice. */
  readonly elbow: number | null;
  readonly tried: readonly Tried[];
  readonly left_out: readonly { readonly feature: string; readonly because: string }[];
  readonly assignment: ArchetypeAssignment;
};

/**
 * For archetypes: how long and how lately a customer has bought, and whether it grows, say where it stands, not what kind
 * it is; they describe archetypes and do not make them.
 */
export const defaultArchetypes: ClusterParams = {
  ...defaultClusters,
  encoding: {
    ...defaultClusters.encoding,
    without: ['recency_days', 'months_since_first', 'trend', 'orders', 'revenue', 'margin'],
  },
};

/**
 * The kinds of best customers, 1–5, or one when no stable clusters are found. `table` holds all customers with their
 * behaviour and timeless features, `label` 1 for best customers, 0 for the others, −1 for unknown. Only best customers
 * are clustered; the others serve as the background of each archetype's ICP definition. Throws a RangeError without a
 * best customer. Method: docs/methods/clusters.md.
 */
export function findArchetypes(
  table: FeatureTable,
  label: Int8Array,
  params: ClusterParams = defaultArchetypes,
): Archetypes {
  const rows = [...label.keys()].filter((r) => label[r] === 1);
  if (rows.length === 0) throw new RangeError('archetypes need at least one best customer');
  const coarse = coarseLevels(table);
  const best = selectRows(coarse, rows);
  const clusters = findClusters(best, params);
  const groups = Array.from({ length: clusters.k }, (_, j) => {
    const inGroup = new Int8Array(table.ids.length);
    rows.forEach((row, i) => {
      if (clusters.labels[i] === j) inGroup[row] = 1;
    });
    const amongBest = inGroup.map((member, r) => (label[r] === 1 ? member : -1));
    return {
      contrasts: featureContrasts(coarse, clusters.k === 1 ? inGroup : amongBest),
      icp: icpDefinition(coarse, inGroup),
    };
  });
  const names = clusterNames(groups, 'buyers');
  return {
    version: 1,
    k: clusters.k,
    because: clusters.because,
    archetypes: groups.map(({ contrasts, icp }, j): Archetype => {
      const size = clusters.sizes[j]!;
      return {
        archetype_id: j,
        name: names[j]!,
        size,
        share: size / rows.length,
        description: describe(size, rows.length, contrasts, clusters.k),
        traits: tellingContrasts(contrasts).slice(0, 8).map(groupTrait),
        message_angle: messageAngle(contrasts, icp),
        icp,
        centre: centreOf(clusters, j),
        jaccard: clusters.jaccard[j]!,
        stability: stabilityBand(clusters.jaccard[j]!),
      };
    }),
    members: rows
      .map((row, i) => ({ customer_id: table.ids[row]!, archetype_id: clusters.labels[i]! }))
      .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1)),
    silhouette: clusters.silhouette,
    elbow: elbowOf(clusters.tried),
    tried: clusters.tried,
    left_out: clusters.encoding.left_out,
    assignment: fitAssignment(best, clusters.labels, clusters.k),
  };
}

/**
 * Kneedle's elbow of the inertia; null where the curve is too short or straight.
 *
 * @example
 * elbowOf([]); // => null
 */
export function elbowOf(tried: readonly Tried[]): number | null {
  return kneedle(
    tried.map((row) => row.k),
    tried.map((row) => row.inertia),
    'elbow',
  );
}

/** A cluster's centre in original units; empty when nothing was clustered. */
export function centreOf({ encoding, pca, centres }: Clusters, j: number): readonly DecodedCoordinate[] {
  const centre = centres[j];
  return pca === null || centre === undefined ? [] : decode(encoding, unproject(pca, centre));
}

function describe(size: number, all: number, contrasts: readonly Contrast[], k: number): string {
  const lines = tellingContrasts(contrasts)
    .slice(0, 4)
    .map((contrast) => groupTrait(contrast).words);
  const whom = k === 1 ? 'the other customers' : 'the other best customers';
  const who = `${size} of ${all} best customers (${percentWords(size / all)}).`;
  if (k === 1)
    return `${who} No stable groups among them.${lines.length > 0 ? ` Against ${whom}: ${lines.join('; ')}.` : ''}`;
  return lines.length === 0
    ? `${who} Nothing sets them clearly apart from ${whom}.`
    : `${who} Against ${whom}: ${lines.join('; ')}.`;
}
