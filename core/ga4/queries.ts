import { attributesQuery } from './attributes-query.sql.ts';
import { behaviourQuery } from './behaviour-query.sql.ts';
import type { Dialect, QueryOptions } from './dialect.ts';
import { ordersQuery } from './orders-query.sql.ts';
import { productsQuery } from './products-query.sql.ts';

/** Raised whenever a query, or what is made of its rows, gives other rows for the same export. */
export const GA4_CONTRACT = 'ga4-1';

export const queryNames = ['behaviour', 'attributes', 'products', 'orders'] as const;
export type QueryName = (typeof queryNames)[number];

/**
 * The four questions put to an export, in one dialect. Each reads only the columns it needs: bytes are paid by column and shard.
 */
export function ga4Queries(dialect: Dialect, options: QueryOptions): Readonly<Record<QueryName, string>> {
  return {
    behaviour: behaviourQuery(dialect, options),
    attributes: attributesQuery(dialect, options),
    products: productsQuery(dialect),
    orders: ordersQuery(dialect),
  };
}
