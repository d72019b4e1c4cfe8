import { midRanks } from '../stats/ranks.ts';
import { byUser } from './by-user.ts';
import { channelGroup } from './channel-group.ts';
import { dashed, daysBetween } from './days.ts';
import type { GaUser } from './ga-user.ts';
import type { AttributesRow, BehaviourRow, ExportRows, OrderRow, ProductsRow, Stage } from './result-rows.ts';

export type UserWindow = {
  /** First day of the window, and the day after its last: YYYY-MM-DD. */
  readonly from: string;
  readonly as_of: string;
};

const newDays = 30;
const silentDays = 30;

/**
 * The users of an export, by key. Divisors are never 0: rates per week take the weeks plus one, so nobody seen for a day becomes
 * infinitely frequent. Age counts from the first visit ever, not from the first in the window. O(users log users).
 */
export function userFeatures(rows: ExportRows, window: UserWindow): readonly GaUser[] {
  const behaviour = byUser(rows.behaviour);
  const products = byUser(rows.products);
  const attributes = new Map(rows.attributes.map((row) => [row.user_key, row]));
  const orders = Map.groupBy(
    rows.orders.filter((order) => order.user_key !== null),
    (order) => order.user_key ?? '',
  );
  const users = [...behaviour.keys()].sort().flatMap((user_key) => {
    const all = behaviour.get(user_key)?.get('window');
    return all === undefined
      ? []
      : [
          oneUser(
            user_key,
            all,
            behaviour.get(user_key)?.get('lead') ?? null,
            attributes.get(user_key) ?? null,
            products.get(user_key) ?? new Map(),
            orders.get(user_key) ?? [],
            window,
          ),
        ];
  });
  const recency = percentiles(users.map((user) => -user.recency_days));
  const frequency = percentiles(users.map((user) => user.purchases));
  const monetary = percentiles(users.map((user) => user.customer_lifetime_value));
  return users.map((user, row) => ({
    ...user,
    rfm_score: ((recency[row] ?? 0) + (frequency[row] ?? 0) + (monetary[row] ?? 0)) / 3,
  }));
}

function oneUser(
  user_key: string,
  all: BehaviourRow,
  lead: BehaviourRow | null,
  is: AttributesRow | null,
  products: ReadonlyMap<Stage, ProductsRow>,
  orders: readonly OrderRow[],
  { from, as_of }: UserWindow,
): Omit<GaUser, 'rfm_score'> {
  const revenue = orders.reduce((sum, order) => sum + order.revenue_e4 - order.refund_e4, 0) / 10_000;
  const purchases = orders.length;
  const sessions = Math.max(1, all.sessions);
  const seconds = all.engagement_ms / 1000;
  const first = all.first_touch_day ?? dashed(all.first_day);
  const age = Math.max(0, daysBetween(first, as_of));
  const weeks = age / 7;
  // What could be seen of it: a user of last year has been watched since the window's first day only.
  const watched = Math.max(0, daysBetween(first < from ? from : first, as_of)) / 7;
  const inactive = daysBetween(dashed(all.last_day), as_of);
  const lastOrder = orders
    .map((order) => order.order_day)
    .sort()
    .at(-1);
  const done = products.get('window');
  const before = products.get('lead');
  const at_risk = inactive > silentDays;
  return {
    user_key,
    device: is?.device ?? null,
    operating_system: is?.operating_system ?? null,
    browser: is?.browser ?? null,
    country: is?.country ?? null,
    region: is?.region ?? null,
    city: is?.city ?? null,
    first_source: is?.first_source ?? null,
    first_medium: is?.first_medium ?? null,
    acquisition_channel: channelGroup(is?.first_medium ?? null),
    properties: is?.properties ?? {},
    session_count: lead?.sessions ?? null,
    page_views: lead?.page_views ?? null,
    engagement_time_seconds: lead === null ? null : lead.engagement_ms / 1000,
    products_viewed: lead === null ? null : (before?.unique_products_viewed ?? 0),
    products_added: lead === null ? null : (before?.products_added_to_cart ?? 0),
    days_active: all.days_active,
    total_sessions: all.sessions,
    total_page_views: all.page_views,
    total_engagement_seconds: seconds,
    avg_engagement_seconds: seconds / sessions,
    pages_per_session: all.page_views / sessions,
    engagement_intensity: all.page_views / Math.max(1, all.days_active),
    session_frequency: all.sessions / (watched + 1),
    recency_days: inactive,
    days_inactive: inactive,
    frequency_score: Math.log1p(all.sessions),
    monetary_value: Math.log1p(revenue),
    purchases,
    purchase_conversion_rate: purchases / sessions,
    customer_lifetime_value: revenue,
    avg_order_value: purchases === 0 ? 0 : revenue / purchases,
    revenue_per_session: revenue / sessions,
    is_mobile: is?.device === 'mobile' ? 1 : 0,
    is_desktop: is?.device === 'desktop' ? 1 : 0,
    customer_age_days: age,
    customer_age_weeks: weeks,
    is_new_customer: age <= newDays ? 1 : 0,
    is_returning_customer: purchases > 1 ? 1 : 0,
    days_since_last_purchase: daysBetween(lastOrder === undefined ? from : dashed(lastOrder), as_of),
    purchase_frequency_weeks: purchases / (watched + 1),
    is_at_risk: at_risk ? 1 : 0,
    lifecycle_stage:
      purchases === 0
        ? 'visitor'
        : at_risk
          ? 'at-risk'
          : purchases > 1
            ? 'returning'
            : daysBetween(dashed(lastOrder ?? ''), as_of) <= newDays
              ? 'new'
              : 'one-time',
    categories_viewed: done?.categories_viewed.length ?? 0,
    categories: done?.categories_viewed ?? [],
    unique_products_viewed: done?.unique_products_viewed ?? 0,
    products_added_to_cart: done?.products_added_to_cart ?? 0,
    products_purchased: done?.products_purchased ?? 0,
    avg_product_price:
      done === undefined || done.pieces === 0 ? 0 : done.item_revenue_e4 / 10_000 / done.pieces,
  };
}

/** 0–100, ties in the middle of their places: one giant moves nobody else. */
function percentiles(values: readonly number[]): readonly number[] {
  const { ranks } = midRanks(Float64Array.from(values));
  return values.map((_, row) => (100 * ((ranks[row] ?? 0) - 0.5)) / values.length);
}
