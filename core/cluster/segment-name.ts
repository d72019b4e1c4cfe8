import { quantile } from '../stats/quantile.ts';
import { midRanks } from '../stats/ranks.ts';
import type { CustomerFacts, SegmentRecommendation } from './segment.ts';

/** Where a segment's typical customer stands among all customers, 0–1 per measure; null where it is not known. */
export type Standing = {
  readonly ltv: number;
  readonly orders: number;
  readonly aov: number | null;
  readonly age: number | null;
  readonly recency: number | null;
  /** Share of its customers that lapsed by their own cadence. */
  readonly lapsed: number | null;
};

/**
 * Standing of each group: the median percentile of its customers among all. Percentiles are of this data, so no name rests
 * on a fixed amount of money. O(customers log customers).
 */
export function standings(
  facts: readonly CustomerFacts[],
  labels: Int32Array,
  k: number,
): readonly Standing[] {
  const measures = {
    ltv: facts.map((fact) => fact.ltv_e4),
    orders: facts.map((fact) => fact.orders),
    aov: facts.map((fact) => (fact.orders > 0 ? fact.ltv_e4 / fact.orders : null)),
    age: facts.map((fact) => fact.customer_age_days),
    recency: facts.map((fact) => fact.recency_days),
  };
  const percentiles = (values: readonly (number | null)[]): readonly (number | null)[] => {
    const known = values.flatMap((value, r) => (value === null ? [] : [{ r, value }]));
    const { ranks } = midRanks(Float64Array.from(known, ({ value }) => value));
    const out: (number | null)[] = values.map(() => null);
    known.forEach(({ r }, i) => {
      out[r] = (ranks[i]! - 0.5) / known.length;
    });
    return out;
  };
  const all = {
    ltv: percentiles(measures.ltv),
    orders: percentiles(measures.orders),
    aov: percentiles(measures.aov),
    age: percentiles(measures.age),
    recency: percentiles(measures.recency),
  };
  return Array.from({ length: k }, (_, j): Standing => {
    const middle = (values: readonly (number | null)[]): number | null => {
      const own = values.flatMap((value, r) => (labels[r] === j && value !== null ? [value] : []));
      return own.length === 0 ? null : quantile(own, 0.5);
    };
    return {
      ltv: middle(all.ltv) ?? 0.5,
      orders: middle(all.orders) ?? 0.5,
      aov: middle(all.aov),
      age: middle(all.age),
      recency: middle(all.recency),
      lapsed: lapsedShare(facts.filter((_, r) => labels[r] === j)),
    };
  });
}

function lapsedShare(facts: readonly CustomerFacts[]): number | null {
  const known = facts.filter((fact) => fact.lapsed !== null);
  return known.length === 0 ? null : known.filter((fact) => fact.lapsed).length / known.length;
}

/** What a segment is, by its standing; each kind has its recommendations. */
export type SegmentKind =
  | 'VIP Customers'
  | 'High-Value Regulars'
  | 'At-Risk High-Value Customers'
  | 'Frequent Bargain Hunters'
  | 'New Customers'
  | 'At-Risk Customers'
  | 'Regular Customers'
  | 'Occasional Shoppers'
  | 'All Customers';

/**
 * The kind of a segment from where its typical customer stands among all: the published vocabulary with quantiles of the
 * data in place of dollar amounts, and silence judged by own cadence where that is known. First match wins.
 *
 * @example
 * segmentKind({ ltv: 0.9, orders: 0.85, aov: 0.6, age: 0.7, recency: 0.2, lapsed: 0.1 }); // => 'VIP Customers'
 * segmentKind({ ltv: 0.3, orders: 0.4, aov: 0.4, age: 0.1, recency: 0.3, lapsed: null }); // => 'New Customers'
 */
export function segmentKind({ ltv, orders, aov, age, recency, lapsed }: Standing): SegmentKind {
  const gone = lapsed !== null ? lapsed >= 0.5 : recency !== null && recency >= 0.7;
  if (gone && ltv >= 0.6) return 'At-Risk High-Value Customers';
  if (ltv >= 0.75 && orders >= 0.65) return 'VIP Customers';
  if (ltv >= 0.6) return 'High-Value Regulars';
  if (orders >= 0.6 && aov !== null && aov <= 0.4) return 'Frequent Bargain Hunters';
  if (age !== null && age <= 0.25) return 'New Customers';
  if (gone) return 'At-Risk Customers';
  return orders >= 0.4 ? 'Regular Customers' : 'Occasional Shoppers';
}

const actions: Readonly<
  Record<SegmentKind, readonly (readonly [SegmentRecommendation['priority'], string])[]>
> = {
  'VIP Customers': [
    ['high', 'Look for companies like these first: use their ICP definition as the filter for net-new lists'],
    ['high', 'Keep them: a named owner, a yearly review, priority stock'],
  ],
  'High-Value Regulars': [
    ['high', 'Offer the next category that best customers buy and these have not yet bought'],
  ],
  'At-Risk High-Value Customers': [
    ['high', 'Call now, highest recoverable margin first: they bought well and have fallen silent'],
  ],
  'Frequent Bargain Hunters': [
    ['medium', 'Raise the order value: bundles, freight thresholds, one weekly delivery instead of many'],
  ],
  'New Customers': [
    ['medium', 'Secure the second and third order: onboarding call, introduction to the range'],
  ],
  'At-Risk Customers': [
    ['low', 'Win back by mail or inside sales; calls only where the recoverable margin is worth it'],
  ],
  'Regular Customers': [
    ['medium', 'Offer the next category that best customers buy; move up those that match an archetype'],
  ],
  'Occasional Shoppers': [['low', 'Serve through low-cost channels; move up those that match an archetype']],
  'All Customers': [
    ['medium', 'Rank by the single company: no group is distinct enough for an action of its own'],
  ],
};

/** At least one recommendation for a segment. No effect is promised: none has been measured on this data. */
export function segmentRecommendations(kind: SegmentKind, name: string): readonly SegmentRecommendation[] {
  return actions[kind].map(([priority, action]) => ({
    segment: name,
    priority,
    action,
    expected_impact: null,
    expected_impact_unavailable_because:
      'no outcome of this action has been recorded for this warehouse, so no effect can be stated',
  }));
}
