import type { ExportRows, OrderRow } from '../../../core/ga4/result-rows.ts';

export type NaiveUser = { readonly user_key: string } & {
  readonly [feature: string]: number | string | null;
};

const day = (text: string): number =>
  Date.parse(`${text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')}T00:00:00Z`) / 86_400_000;

/** The published features of every user, each by its own line, from the naive rows of an export. */
export function naiveFeatures(rows: ExportRows, from: string, asOf: string): readonly NaiveUser[] {
  const users = [...new Set(rows.behaviour.flatMap((row) => row.user_key ?? []))].sort();
  const all = users.map((user_key) => {
    const window = rows.behaviour.find((row) => row.user_key === user_key && row.stage === 'window');
    const lead = rows.behaviour.find((row) => row.user_key === user_key && row.stage === 'lead');
    const attributes = rows.attributes.find((row) => row.user_key === user_key);
    const bought = rows.orders.filter((row) => row.user_key === user_key);
    const items = rows.products.find((row) => row.user_key === user_key && row.stage === 'window');
    const before = rows.products.find((row) => row.user_key === user_key && row.stage === 'lead');
    if (window === undefined || attributes === undefined) throw new RangeError(user_key);
    const net =
      bought.reduce((sum: number, row: OrderRow) => sum + row.revenue_e4 - row.refund_e4, 0) / 10_000;
    const n = bought.length;
    const visits = window.sessions === 0 ? 1 : window.sessions;
    const born = window.first_touch_day === null ? day(window.first_day) : day(window.first_touch_day);
    const ageDays = Math.max(0, day(asOf) - born);
    const weeksSeen = Math.max(0, day(asOf) - Math.max(born, day(from))) / 7;
    const silent = day(asOf) - day(window.last_day);
    const last = bought
      .map((row) => row.order_day)
      .sort()
      .at(-1);
    const mediums: Record<string, string> = {
      organic: 'organic',
      cpc: 'paid',
      social: 'social',
      referral: 'referral',
      email: 'email',
      '(none)': 'direct',
    };
    const medium = attributes.first_medium;
    return {
      user_key,
      device: attributes.device,
      country: attributes.country,
      acquisition_channel: medium === null ? null : (mediums[medium] ?? 'other'),
      session_count: lead === undefined ? null : lead.sessions,
      page_views_before: lead === undefined ? null : lead.page_views,
      engagement_time_seconds: lead === undefined ? null : lead.engagement_ms / 1000,
      products_viewed: lead === undefined ? null : (before?.unique_products_viewed ?? 0),
      recency_days: silent,
      frequency_score: Math.log1p(window.sessions),
      monetary_value: Math.log1p(net),
      engagement_intensity: window.page_views / window.days_active,
      purchase_conversion_rate: n / visits,
      session_frequency: window.sessions / (weeksSeen + 1),
      customer_lifetime_value: net,
      avg_order_value: n === 0 ? 0 : net / n,
      revenue_per_session: net / visits,
      days_active: window.days_active,
      total_sessions: window.sessions,
      page_views: window.page_views,
      pages_per_session: window.page_views / visits,
      avg_engagement_seconds: window.engagement_ms / 1000 / visits,
      purchases: n,
      is_mobile: Number(attributes.device === 'mobile'),
      is_desktop: Number(attributes.device === 'desktop'),
      customer_age_days: ageDays,
      customer_age_weeks: ageDays / 7,
      is_new_customer: Number(ageDays <= 30),
      is_returning_customer: Number(n > 1),
      days_since_last_purchase: day(asOf) - (last === undefined ? day(from) : day(last)),
      purchase_frequency_weeks: n / (weeksSeen + 1),
      days_inactive: silent,
      is_at_risk: Number(silent > 30),
      categories_viewed: items?.categories_viewed.length ?? 0,
      unique_products_viewed: items?.unique_products_viewed ?? 0,
      products_added_to_cart: items?.products_added_to_cart ?? 0,
      products_purchased: items?.products_purchased ?? 0,
      avg_product_price:
        items === undefined || items.pieces === 0 ? 0 : items.item_revenue_e4 / 10_000 / items.pieces,
    };
  });
  // Percentile: the share below, and half of those equal.
  const percentile = (value: number, of: readonly number[]): number =>
    (100 * (of.filter((x) => x < value).length + of.filter((x) => x === value).length / 2)) / of.length;
  const recency = all.map((user) => -user.recency_days);
  const orders = all.map((user) => user.purchases);
  const money = all.map((user) => user.customer_lifetime_value);
  return all.map((user, row) => ({
    ...user,
    rfm_score:
      (percentile(recency[row] ?? 0, recency) +
        percentile(orders[row] ?? 0, orders) +
        percentile(money[row] ?? 0, money)) /
      3,
  }));
}
