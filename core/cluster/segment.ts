import type { GroupTrait } from './cluster-name.ts';
import type { IcpCondition } from './icp-definition.ts';

/**
 * What is known of one customer beside its features, to profile segments with. Null = this source cannot know it (an ERP
 * has no sessions, GA4 no invoices). Amounts are integers of 1/10,000 of the reporting currency.
 */
export type CustomerFacts = {
  readonly customer_id: string;
  /** Revenue over its whole known history. */
  readonly ltv_e4: number;
  /** Expected in the horizon, in currency units; null or left out where nothing is forecast. */
  readonly predicted_ltv?: number | null;
  readonly orders: number;
  readonly sessions: number | null;
  readonly engagement_seconds: number | null;
  readonly country: string | null;
  readonly device: string | null;
  readonly channel: string | null;
  /** Plan it is on (a GA4 user property); left out where the source has none. */
  readonly plan?: string | null;
  /** Days since the first order, and since the last. */
  readonly customer_age_days: number | null;
  readonly recency_days: number | null;
  /** Silent for longer than its own cadence allows (see core/value/win-back.ts); null where that is not measured. */
  readonly lapsed: boolean | null;
};

/** Names of profile fields that a segment may lack, each with its reason in `unavailable_because`. */
export type SegmentField =
  | 'avg_predicted_ltv'
  | 'avg_sessions'
  | 'avg_engagement_time'
  | 'conversion_rate'
  | 'top_countries'
  | 'device_breakdown'
  | 'top_channels'
  | 'plan_breakdown'
  | 'avg_order_value'
  | 'avg_customer_age_days'
  | 'avg_recency_days';

export type SegmentRecommendation = {
  /** Name of the segment. */
  readonly segment: string;
  readonly priority: 'high' | 'medium' | 'low';
  readonly action: string;
  /** Null unless this run has evidence of its own for an effect. */
  readonly expected_impact: string | null;
  readonly expected_impact_unavailable_because: string | null;
};

/** One kind of customer, with every field of the published ICP analysis. Amounts in currency units, rounded half-even. */
export type Segment = {
  readonly segment_id: number;
  readonly name: string;
  readonly size: number;
  /** Of all customers, 0–100. */
  readonly percentage: number;
  readonly avg_ltv: number;
  /** Mean over customers of what each is expected to bring in the horizon. */
  readonly avg_predicted_ltv: number | null;
  readonly avg_orders: number;
  /** Mean over customers of their own average order. */
  readonly avg_order_value: number | null;
  readonly avg_sessions: number | null;
  /** Seconds. */
  readonly avg_engagement_time: number | null;
  /** Mean over customers of orders ÷ sessions. */
  readonly conversion_rate: number | null;
  /** The up to three most frequent, most frequent first; the counts beside them. */
  readonly top_countries: readonly string[] | null;
  readonly top_country_counts: Readonly<Record<string, number>> | null;
  /** Shares of the customers whose device is known, adding up to 1. */
  readonly device_breakdown: Readonly<Record<string, number>> | null;
  readonly top_channels: readonly string[] | null;
  readonly top_channel_counts: Readonly<Record<string, number>> | null;
  /** Shares of the customers whose plan is known, adding up to 1. */
  readonly plan_breakdown: Readonly<Record<string, number>> | null;
  readonly avg_customer_age_days: number | null;
  readonly avg_recency_days: number | null;
  readonly unavailable_because: Readonly<Partial<Record<SegmentField, string>>>;
  readonly description: string;
  readonly recommendations: readonly SegmentRecommendation[];
  readonly traits: readonly GroupTrait[];
  readonly icp: readonly IcpCondition[];
  /** Share of the segment's customers that are best customers, 0–1; null without labels. */
  readonly best_share: number | null;
  readonly jaccard: number;
  readonly stability: 'stable' | 'doubtful' | 'unstable';
};
