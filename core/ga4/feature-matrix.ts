import { quantileSorted } from '../stats/quantile.ts';
import { channelGroups } from './channel-group.ts';
import type { GaUser } from './ga-user.ts';
import { GA4_FEATURE_SCHEMA } from './user-fields.ts';

/** A numeric feature with its robust scale: z = (x − centre) ÷ scale, cut at ±3, so one giant flattens nobody. */
export type MatrixFeature = {
  readonly name: string;
  readonly group: 'behavioural' | 'demographic' | 'temporal' | 'product';
  readonly centre: number;
  readonly scale: number;
};

/** `ga4-feature-schema.json`: what the features are called, which countries have their own, how they scale. */
export type FeatureSchema = {
  readonly version: string;
  readonly users: number;
  /** The up to ten most frequent countries, most frequent first; all others are 0 in each. */
  readonly top_countries: readonly string[];
  readonly features: readonly MatrixFeature[];
};

export type FeatureMatrix = {
  readonly schema: FeatureSchema;
  /** Raw values per user, parallel to the schema's features; always finite. */
  readonly values: readonly (readonly number[])[];
};

type Read = (user: GaUser) => number;

const behavioural: Readonly<Record<string, Read>> = {
  recency_days: (u) => u.recency_days,
  frequency_score: (u) => u.frequency_score,
  monetary_value: (u) => u.monetary_value,
  rfm_score: (u) => u.rfm_score,
  engagement_intensity: (u) => u.engagement_intensity,
  purchase_conversion_rate: (u) => u.purchase_conversion_rate,
  session_frequency: (u) => u.session_frequency,
  customer_lifetime_value: (u) => u.customer_lifetime_value,
  avg_order_value: (u) => u.avg_order_value,
  revenue_per_session: (u) => u.revenue_per_session,
  days_active: (u) => u.days_active,
  total_sessions: (u) => u.total_sessions,
  page_views: (u) => u.total_page_views,
  pages_per_session: (u) => u.pages_per_session,
  avg_engagement_seconds: (u) => u.avg_engagement_seconds,
  purchases: (u) => u.purchases,
};
const temporal: Readonly<Record<string, Read>> = {
  customer_age_days: (u) => u.customer_age_days,
  customer_age_weeks: (u) => u.customer_age_weeks,
  is_new_customer: (u) => u.is_new_customer,
  is_returning_customer: (u) => u.is_returning_customer,
  days_since_last_purchase: (u) => u.days_since_last_purchase,
  purchase_frequency_weeks: (u) => u.purchase_frequency_weeks,
  days_inactive: (u) => u.days_inactive,
  is_at_risk: (u) => u.is_at_risk,
};
const product: Readonly<Record<string, Read>> = {
  categories_viewed: (u) => u.categories_viewed,
  unique_products_viewed: (u) => u.unique_products_viewed,
  products_added_to_cart: (u) => u.products_added_to_cart,
  products_purchased: (u) => u.products_purchased,
  avg_product_price: (u) => u.avg_product_price,
};

/** "United States" → "united_states"; letters beyond ASCII stay. */
const slug = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_');

/**
 * Every feature of the published list as one numeric matrix over all users, buyers or not, with the schema that says what each
 * column is. O(users log users × features).
 */
export function featureMatrix(users: readonly GaUser[]): FeatureMatrix {
  const top_countries = topCountries(users);
  const demographic: Record<string, Read> = {
    is_mobile: (u) => u.is_mobile,
    is_desktop: (u) => u.is_desktop,
    ...Object.fromEntries(
      top_countries.map((country): [string, Read] => [
        `country_${slug(country)}`,
        (u) => (u.country === country ? 1 : 0),
      ]),
    ),
    ...Object.fromEntries(
      channelGroups.map((channel): [string, Read] => [
        `channel_${channel}`,
        (u) => (u.acquisition_channel === channel ? 1 : 0),
      ]),
    ),
  };
  const groups = { behavioural, demographic, temporal, product } as const;
  const features = (Object.keys(groups) as (keyof typeof groups)[]).flatMap((group) =>
    Object.entries(groups[group]).map(([name, read]) => ({ name, group, read })),
  );
  const values = users.map((user) => features.map(({ read }) => read(user)));
  return {
    schema: {
      version: GA4_FEATURE_SCHEMA,
      users: users.length,
      top_countries,
      features: features.map(({ name, group }, at) => ({
        name,
        group,
        ...robustScale(values.map((row) => row[at] ?? 0)),
      })),
    },
    values,
  };
}

/** Median and interquartile range ÷ 1.349 (the standard deviation of a normal); 1 where more than half are equal. */
function robustScale(values: readonly number[]): { readonly centre: number; readonly scale: number } {
  if (values.length === 0) return { centre: 0, scale: 1 };
  const sorted = Float64Array.from(values).sort();
  const spread = (quantileSorted(sorted, 0.75) - quantileSorted(sorted, 0.25)) / 1.349;
  return { centre: quantileSorted(sorted, 0.5), scale: spread > 0 ? spread : 1 };
}

function topCountries(users: readonly GaUser[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { country } of users) if (country !== null) counts.set(country, (counts.get(country) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, 10)
    .map(([country]) => country);
}
