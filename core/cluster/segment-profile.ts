import { roundMoney } from '../money/round-money.ts';
import type { CustomerFacts, Segment, SegmentField } from './segment.ts';

/** The numbers of a segment's profile; names, words and recommendations are added by `findSegments`. */
export type SegmentProfile = Pick<
  Segment,
  | 'size'
  | 'percentage'
  | 'avg_ltv'
  | 'avg_predicted_ltv'
  | 'avg_orders'
  | 'avg_order_value'
  | 'avg_sessions'
  | 'avg_engagement_time'
  | 'conversion_rate'
  | 'top_countries'
  | 'top_country_counts'
  | 'device_breakdown'
  | 'top_channels'
  | 'top_channel_counts'
  | 'plan_breakdown'
  | 'avg_customer_age_days'
  | 'avg_recency_days'
  | 'unavailable_because'
>;

/**
 * Profile of a group of customers. A field is null, with the reason, where no customer of the group has the fact; means
 * and shares are over the customers that have it. `all` is the number of customers in every group together.
 * `whyUnknown` gives the reason a source cannot know a field (e.g. for an ERP: "an ERP has no web sessions").
 * O(customers log customers).
 *
 * @example
 * const fact = { customer_id: 'a', ltv_e4: 25000000, orders: 5, sessions: null, engagement_seconds: null, country: 'US', device: null, channel: null, customer_age_days: 400, recency_days: 12, lapsed: false };
 * segmentProfile([fact], 4, 'USD', {}).avg_order_value; // => 500
 * segmentProfile([fact], 4, 'USD', { avg_sessions: 'an ERP has no web sessions' }).unavailable_because.avg_sessions; // => 'an ERP has no web sessions'
 */
export function segmentProfile(
  facts: readonly CustomerFacts[],
  all: number,
  currency: string,
  whyUnknown: Readonly<Partial<Record<SegmentField, string>>>,
): SegmentProfile {
  const missing: Partial<Record<SegmentField, string>> = {};
  const orNull = <T>(field: SegmentField, value: T | null): T | null => {
    if (value === null) missing[field] = whyUnknown[field] ?? 'not known for any customer of this segment';
    return value;
  };
  const numbers = (pick: (fact: CustomerFacts) => number | null): number | null => {
    const known = facts.flatMap((fact) => pick(fact) ?? []);
    return known.length === 0 ? null : round(known.reduce((sum, x) => sum + x, 0) / known.length, 4);
  };
  const countries = orNull('top_countries', ranked(facts.map((fact) => fact.country)));
  const channels = orNull('top_channels', ranked(facts.map((fact) => fact.channel)));
  const devices = orNull('device_breakdown', ranked(facts.map((fact) => fact.device)));
  const plans = orNull('plan_breakdown', ranked(facts.map((fact) => fact.plan ?? null)));
  return {
    size: facts.length,
    percentage: all === 0 ? 0 : round((100 * facts.length) / all, 1),
    avg_ltv: money(sumOf(facts.map((fact) => fact.ltv_e4)), facts.length, currency) ?? 0,
    avg_predicted_ltv: orNull('avg_predicted_ltv', meanForecast(facts, currency)),
    avg_orders: numbers((fact) => fact.orders) ?? 0,
    avg_order_value: orNull('avg_order_value', meanOrder(facts, currency)),
    avg_sessions: orNull(
      'avg_sessions',
      numbers((fact) => fact.sessions),
    ),
    avg_engagement_time: orNull(
      'avg_engagement_time',
      numbers((fact) => fact.engagement_seconds),
    ),
    conversion_rate: orNull(
      'conversion_rate',
      numbers((fact) => (fact.sessions === null || fact.sessions === 0 ? null : fact.orders / fact.sessions)),
    ),
    top_countries: countries === null ? null : countries.slice(0, 3).map(([name]) => name),
    top_country_counts: countries === null ? null : Object.fromEntries(countries.slice(0, 3)),
    device_breakdown: sharesOf(devices),
    plan_breakdown: sharesOf(plans),
    top_channels: channels === null ? null : channels.slice(0, 3).map(([name]) => name),
    top_channel_counts: channels === null ? null : Object.fromEntries(channels.slice(0, 3)),
    avg_customer_age_days: orNull(
      'avg_customer_age_days',
      numbers((fact) => fact.customer_age_days),
    ),
    avg_recency_days: orNull(
      'avg_recency_days',
      numbers((fact) => fact.recency_days),
    ),
    unavailable_because: missing,
  };
}

/** Values with their counts, most frequent first, ties by code point; null when none is known. */
function ranked(values: readonly (string | null)[]): readonly (readonly [string, number])[] | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size === 0) return null;
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

/** Mean forecast of the customers that have one. */
function meanForecast(facts: readonly CustomerFacts[], currency: string): number | null {
  const known = facts.flatMap((fact) => fact.predicted_ltv ?? []);
  return money(Math.round(sumOf(known) * 10_000), known.length, currency);
}

function sharesOf(
  counts: readonly (readonly [string, number])[] | null,
): Readonly<Record<string, number>> | null {
  if (counts === null) return null;
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries(counts.map(([name, count]) => [name, round(count / total, 4)]));
}

/** Mean over customers with an order of their revenue per order. */
function meanOrder(facts: readonly CustomerFacts[], currency: string): number | null {
  const orders = facts.filter((fact) => fact.orders > 0).map((fact) => fact.ltv_e4 / fact.orders);
  return money(Math.round(sumOf(orders)), orders.length, currency);
}

function money(total_e4: number, count: number, currency: string): number | null {
  return count === 0 ? null : Number(roundMoney(Math.round(total_e4 / count), currency));
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0);

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
