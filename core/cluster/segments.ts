import type { FeatureTable } from '../model/feature-table.ts';
import { elbowOf } from './archetypes.ts';
import type { Tried } from './choose-k.ts';
import { groupTrait, habits } from './cluster-name.ts';
import { coarseLevels } from './coarse-levels.ts';
import { type Contrast, featureContrasts, tellingContrasts } from './feature-contrast.ts';
import { type ClusterParams, defaultClusters, findClusters } from './find-clusters.ts';
import { icpDefinition } from './icp-definition.ts';
import type { CustomerFacts, Segment, SegmentField } from './segment.ts';
import { segmentKind, segmentRecommendations, standings } from './segment-name.ts';
import { segmentProfile } from './segment-profile.ts';
import { stabilityBand } from './stability.ts';

export type SegmentParams = ClusterParams & {
  /** Currency of the facts' amounts (ISO 4217). */
  readonly currency: string;
  /** Why this source cannot know a field, for `unavailable_because`. */
  readonly why_unknown: Readonly<Partial<Record<SegmentField, string>>>;
};

const noWeb = 'the source is an ERP or CRM export: it has no web sessions';

/** For ERP and CRM exports. */
export const defaultSegments: SegmentParams = {
  ...defaultClusters,
  k_to: 10,
  least_share: 0.02,
  currency: 'XXX',
  why_unknown: {
    avg_predicted_ltv: 'the history is too short to look ahead from',
    avg_sessions: noWeb,
    avg_engagement_time: noWeb,
    conversion_rate: noWeb,
    device_breakdown: noWeb,
    plan_breakdown: 'the source says nothing of plans',
    top_channels: 'the source is an ERP or CRM export: it does not say through which channel a customer came',
    top_countries: 'the customers table has no country',
  },
};

const noWay = 'the export does not say for any customer of this segment';

/** For users of a GA4 export. */
export const webSegments: SegmentParams = {
  ...defaultSegments,
  why_unknown: {
    top_countries: noWay,
    device_breakdown: noWay,
    top_channels: noWay,
    plan_breakdown: 'no user property plan_level among those the settings name',
    avg_predicted_ltv: 'a forecast for each customer needs at least six whole months of orders',
  },
};

/** The content of `segments.json`. */
export type Segments = {
  readonly version: 1;
  readonly k: number;
  readonly because: string;
  readonly segments: readonly Segment[];
  readonly members: readonly { readonly customer_id: string; readonly segment_id: number }[];
  readonly silhouette: number | null;
  readonly elbow: number | null;
  readonly tried: readonly Tried[];
  readonly left_out: readonly { readonly feature: string; readonly because: string }[];
};

/**
 * The kinds of all customers, k 2–10, or one when no stable clusters are found. `table` holds the customers with their
 * behaviour and timeless features; `facts` the same customers by id, in any order (customers without facts are refused);
 * `label` 1 / 0 / −1 per row of the table, or null. Throws a RangeError when a customer has no facts.
 * Method: docs/methods/clusters.md.
 */
export function findSegments(
  table: FeatureTable,
  facts: readonly CustomerFacts[],
  label: Int8Array | null,
  params: SegmentParams = defaultSegments,
): Segments {
  const coarse = coarseLevels(table);
  const byId = new Map(facts.map((fact) => [fact.customer_id, fact]));
  const known = table.ids.map((id) => {
    const fact = byId.get(id);
    if (fact === undefined) throw new RangeError(`no facts about customer ${id}`);
    return fact;
  });
  const clusters = findClusters(coarse, params);
  const { k, labels } = clusters;
  const kinds = k === 1 ? ['All Customers' as const] : standings(known, labels, k).map(segmentKind);
  const contrasts = Array.from({ length: k }, (_, j) =>
    k === 1
      ? []
      : featureContrasts(
          coarse,
          Int8Array.from(labels, (own) => (own === j ? 1 : 0)),
        ),
  );
  const names = distinctNames(kinds, contrasts);
  const segments = names.map((name, j): Segment => {
    // By id, so that means add up in the same order whatever the table's.
    const rows = [...labels.keys()]
      .filter((r) => labels[r] === j)
      .sort((a, b) => (table.ids[a]! < table.ids[b]! ? -1 : 1));
    const profile = segmentProfile(
      rows.map((r) => known[r]!),
      table.ids.length,
      params.currency,
      params.why_unknown,
    );
    const own = contrasts[j]!;
    const labelled = rows.filter((r) => label !== null && label[r] !== -1);
    return {
      segment_id: j,
      name,
      ...profile,
      description: describe(profile, own, params.currency),
      recommendations: segmentRecommendations(kinds[j]!, name),
      traits: tellingContrasts(own).slice(0, 8).map(groupTrait),
      icp:
        k === 1
          ? []
          : icpDefinition(
              coarse,
              Int8Array.from(labels, (at) => (at === j ? 1 : 0)),
            ),
      best_share:
        labelled.length === 0 ? null : labelled.filter((r) => label?.[r] === 1).length / labelled.length,
      jaccard: clusters.jaccard[j]!,
      stability: stabilityBand(clusters.jaccard[j]!),
    };
  });
  return {
    version: 1,
    k,
    because: clusters.because,
    segments,
    members: table.ids
      .map((customer_id, r) => ({ customer_id, segment_id: labels[r]! }))
      .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1)),
    silhouette: clusters.silhouette,
    elbow: elbowOf(clusters.tried),
    tried: clusters.tried,
    left_out: clusters.encoding.left_out,
  };
}

/** The kinds as names; equal kinds are told apart by a difference none of the others has, then by number. */
function distinctNames(
  kinds: readonly string[],
  contrasts: readonly (readonly Contrast[])[],
): readonly string[] {
  const taken = new Set<string>();
  return kinds.map((kind, j) => {
    const alone = kinds.indexOf(kind) === kinds.lastIndexOf(kind);
    const telling = tellingContrasts(contrasts[j]!);
    const suffixes = [
      ...habits(telling).map((words) => words.adjective.toLowerCase()),
      ...telling.map((contrast) => groupTrait(contrast).words.replace(/, others .*$/, '')),
    ];
    const candidates = alone ? [kind] : suffixes.map((suffix) => `${kind}, ${suffix}`);
    const name = candidates.find((candidate) => !taken.has(candidate)) ?? `${kind} (${j + 1})`;
    taken.add(name);
    return name;
  });
}

function describe(
  profile: Pick<
    Segment,
    'percentage' | 'size' | 'avg_ltv' | 'avg_orders' | 'avg_sessions' | 'device_breakdown'
  >,
  contrasts: readonly Contrast[],
  currency: string,
): string {
  const sentences = [
    `This segment represents ${profile.percentage.toFixed(1)} % of customers (${profile.size}).`,
    `They have an average lifetime value of ${currency} ${profile.avg_ltv.toFixed(2)} across ${profile.avg_orders.toFixed(1)} orders.`,
  ];
  if (profile.avg_sessions !== null)
    sentences.push(`Typical engagement includes ${profile.avg_sessions.toFixed(1)} sessions.`);
  const device = Object.keys(profile.device_breakdown ?? {})[0];
  if (device !== undefined) sentences.push(`Primarily ${device} users.`);
  const traits = tellingContrasts(contrasts)
    .slice(0, 3)
    .map((contrast) => groupTrait(contrast).words);
  if (traits.length > 0) sentences.push(`What sets them apart: ${traits.join('; ')}.`);
  return sentences.join(' ');
}
