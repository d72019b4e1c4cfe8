/** One user with every feature of the published list, each finite; null only where a fact is not known. */
export type GaUser = {
  readonly user_key: string;
  readonly device: string | null;
  readonly operating_system: string | null;
  readonly browser: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly first_source: string | null;
  readonly first_medium: string | null;
  readonly acquisition_channel: string | null;
  readonly properties: { readonly [key: string]: string | null };
  /** Before the first order; null for buyers whose first event was their order. */
  readonly session_count: number | null;
  readonly page_views: number | null;
  readonly engagement_time_seconds: number | null;
  readonly products_viewed: number | null;
  readonly products_added: number | null;
  readonly days_active: number;
  readonly total_sessions: number;
  readonly total_page_views: number;
  readonly total_engagement_seconds: number;
  readonly avg_engagement_seconds: number;
  readonly pages_per_session: number;
  readonly engagement_intensity: number;
  readonly session_frequency: number;
  readonly recency_days: number;
  readonly days_inactive: number;
  readonly frequency_score: number;
  readonly monetary_value: number;
  /** 0–100: mean of three percentiles, of last visit, orders and net revenue among all users. */
  readonly rfm_score: number;
  readonly purchases: number;
  readonly purchase_conversion_rate: number;
  readonly customer_lifetime_value: number;
  readonly avg_order_value: number;
  readonly revenue_per_session: number;
  readonly is_mobile: 0 | 1;
  readonly is_desktop: 0 | 1;
  readonly customer_age_days: number;
  readonly customer_age_weeks: number;
  readonly is_new_customer: 0 | 1;
  readonly is_returning_customer: 0 | 1;
  /** For who never bought: the days of the window. */
  readonly days_since_last_purchase: number;
  readonly purchase_frequency_weeks: number;
  readonly is_at_risk: 0 | 1;
  readonly lifecycle_stage: 'visitor' | 'new' | 'one-time' | 'returning' | 'at-risk';
  readonly categories_viewed: number;
  readonly categories: readonly string[];
  readonly unique_products_viewed: number;
  readonly products_added_to_cart: number;
  readonly products_purchased: number;
  readonly avg_product_price: number;
};
