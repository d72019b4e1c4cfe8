import { propertyPrefix } from './attributes-query.sql.ts';
import type { QueryName } from './queries.ts';

/** Which part of a user's events a row is about: see `stagedRows`. */
export type Stage = 'window' | 'lead' | 'cut';

export type BehaviourRow = {
  /** Null: what came without consent. */
  readonly user_key: string | null;
  readonly stage: Stage;
  readonly events: number;
  readonly days_active: number;
  readonly sessions: number;
  readonly page_views: number;
  readonly engagement_ms: number;
  /** YYYYMMDD, property time zone. */
  readonly first_day: string;
  readonly last_day: string;
  /** YYYY-MM-DD of the first visit ever; null where the export does not say. */
  readonly first_touch_day: string | null;
};

export type AttributesRow = {
  readonly user_key: string;
  readonly device: string | null;
  readonly operating_system: string | null;
  readonly browser: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly first_source: string | null;
  readonly first_medium: string | null;
  /** By key. */
  readonly properties: { readonly [key: string]: string | null };
};

export type ProductsRow = {
  readonly user_key: string;
  readonly stage: Stage;
  readonly categories_viewed: readonly string[];
  readonly unique_products_viewed: number;
  readonly products_added_to_cart: number;
  readonly products_purchased: number;
  readonly item_revenue_e4: number;
  readonly pieces: number;
};

export type OrderRow = {
  readonly order_id: string;
  readonly user_key: string | null;
  /** YYYYMMDD, property time zone. */
  readonly order_day: string;
  readonly order_us: number;
  /** Purchase events that reported it. */
  readonly events: number;
  readonly revenue_e4: number;
  readonly refund_e4: number;
  readonly refund_day: string | null;
};

/** Everything the four queries answered. */
export type ExportRows = {
  readonly behaviour: readonly BehaviourRow[];
  readonly attributes: readonly AttributesRow[];
  readonly products: readonly ProductsRow[];
  readonly orders: readonly OrderRow[];
};

type ColumnKind = 'text' | 'whole' | 'list';

const fixed: Readonly<Record<QueryName, { readonly [column: string]: ColumnKind }>> = {
  behaviour: {
    user_key: 'text',
    stage: 'text',
    events: 'whole',
    days_active: 'whole',
    sessions: 'whole',
    page_views: 'whole',
    engagement_ms: 'whole',
    first_day: 'text',
    last_day: 'text',
    first_touch_day: 'text',
  },
  attributes: {
    user_key: 'text',
    device: 'text',
    operating_system: 'text',
    browser: 'text',
    country: 'text',
    region: 'text',
    city: 'text',
    first_source: 'text',
    first_medium: 'text',
  },
  products: {
    user_key: 'text',
    stage: 'text',
    categories_viewed: 'list',
    unique_products_viewed: 'whole',
    products_added_to_cart: 'whole',
    products_purchased: 'whole',
    item_revenue_e4: 'whole',
    pieces: 'whole',
  },
  orders: {
    order_id: 'text',
    user_key: 'text',
    order_day: 'text',
    order_us: 'whole',
    events: 'whole',
    revenue_e4: 'whole',
    refund_e4: 'whole',
    refund_day: 'text',
  },
};

/** Columns of a query's result, in order, with what they hold. Text may be null, whole numbers and lists are not. */
export function resultColumns(
  query: QueryName,
  userProperties: readonly string[],
): { readonly [column: string]: ColumnKind } {
  if (query !== 'attributes') return fixed[query];
  return {
    ...fixed.attributes,
    ...Object.fromEntries(userProperties.map((key) => [`${propertyPrefix}${key}`, 'text' as const])),
  };
}
