import { type CompanyField, formOf, type ReadAs } from '../traits/company-fields.ts';

/** Raised whenever a feature's name, meaning or reading changes: training and the score API share what this names. */
export const GA4_FEATURE_SCHEMA = 'ga4-features-1';

/** A column of users that is a feature: what it is called, how it is read, when it is known. */
export type UserField = CompanyField & {
  /** SQL type of its column. */
  readonly sql: 'VARCHAR' | 'BIGINT' | 'DOUBLE';
};

const field = (
  name: string,
  label: string,
  read: ReadAs,
  known: CompanyField['known'],
  unit: string | null,
  sql: UserField['sql'],
): UserField => ({
  name,
  label,
  category: 'behavioural',
  population: 'both',
  known,
  unit,
  form: formOf(read),
  column: name,
  read,
  sql,
});

/** What anybody can be known by before a first order: models may use it. */
const ofLeads: readonly UserField[] = [
  field('device', 'Device', 'level', 'timeless', null, 'VARCHAR'),
  field('operating_system', 'Operating system', 'level', 'timeless', null, 'VARCHAR'),
  field('browser', 'Browser', 'level', 'timeless', null, 'VARCHAR'),
  field('acquisition_channel', 'Acquisition channel', 'level', 'timeless', null, 'VARCHAR'),
  field('first_source', 'First source', 'level', 'timeless', null, 'VARCHAR'),
  field('session_count', 'Sessions before the first order', 'number', 'timeless', 'sessions', 'BIGINT'),
  field('page_views', 'Page views before the first order', 'number', 'timeless', 'pages', 'BIGINT'),
  field(
    'engagement_time_seconds',
    'Engagement before the first order',
    'number',
    'timeless',
    'seconds',
    'DOUBLE',
  ),
  field(
    'products_viewed',
    'Products viewed before the first order',
    'number',
    'timeless',
    'products',
    'BIGINT',
  ),
  field(
    'products_added',
    'Products put into the cart before the first order',
    'number',
    'timeless',
    'products',
    'BIGINT',
  ),
];

/** What users did in the whole window, orders and what led to them included: described, never modelled. */
const ofWindow: readonly UserField[] = [
  field('days_active', 'Days active', 'number', 'label-window', 'days', 'BIGINT'),
  field('total_sessions', 'Sessions', 'number', 'label-window', 'sessions', 'BIGINT'),
  field('total_page_views', 'Page views', 'number', 'label-window', 'pages', 'BIGINT'),
  field('total_engagement_seconds', 'Engagement', 'number', 'label-window', 'seconds', 'DOUBLE'),
  field('avg_engagement_seconds', 'Engagement per session', 'number', 'label-window', 'seconds', 'DOUBLE'),
  field('pages_per_session', 'Pages per session', 'number', 'label-window', 'pages', 'DOUBLE'),
  field('engagement_intensity', 'Pages per active day', 'number', 'label-window', 'pages', 'DOUBLE'),
  field('session_frequency', 'Sessions per week', 'number', 'label-window', 'sessions', 'DOUBLE'),
  field('days_inactive', 'Days since the last visit', 'number', 'label-window', 'days', 'BIGINT'),
  field('customer_age_days', 'Days since the first visit', 'number', 'label-window', 'days', 'BIGINT'),
  field('categories_viewed', 'Categories viewed', 'number', 'label-window', 'categories', 'BIGINT'),
  field('unique_products_viewed', 'Products viewed', 'number', 'label-window', 'products', 'BIGINT'),
  field(
    'products_added_to_cart',
    'Products put into the cart',
    'number',
    'label-window',
    'products',
    'BIGINT',
  ),
];

/** Columns of GA4 users beside country, region, city and their own user properties, in the order traits are listed. */
export const userFields: readonly UserField[] = [...ofLeads, ...ofWindow];

/** The same as features alone, without the types of their columns. */
export const userTraits: readonly CompanyField[] = userFields.map(({ sql: _sql, ...trait }) => trait);

const names: ReadonlySet<string> = new Set(userFields.map(({ column }) => column));
/** Whether a column of customers or prospects is one of GA4 users. */
export const isUserColumn = (column: string): boolean => names.has(column);
