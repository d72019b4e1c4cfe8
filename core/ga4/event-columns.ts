import type { EventColumns } from './dialect.ts';

/** A field of a table's schema, as far as it matters here. */
export type NamedField = { readonly name: string; readonly fields?: readonly NamedField[] | undefined };

const required = [
  'event_date',
  'event_timestamp',
  'event_name',
  'event_params',
  'event_bundle_sequence_id',
  'user_id',
  'user_pseudo_id',
  'user_properties',
  'user_first_touch_timestamp',
  'device.category',
  'device.operating_system',
  'device.browser',
  'device.web_info.browser',
  'geo.country',
  'geo.region',
  'geo.city',
  'traffic_source.source',
  'traffic_source.medium',
  'ecommerce.transaction_id',
  'ecommerce.purchase_revenue_in_usd',
  'ecommerce.refund_value_in_usd',
  'items.item_id',
  'items.item_category',
  'items.quantity',
  'items.item_revenue_in_usd',
] as const;

/**
 * What the newest shard offers: which of the newer columns may be named, and which needed ones are missing (then it is no GA4 export).
 * A wildcard query takes its columns from the newest shard, so this one decides.
 *
 * @example
 * eventColumns([{ name: 'event_date' }]).missing.length; // => 24
 */
export function eventColumns(schema: readonly NamedField[]): {
  readonly columns: EventColumns;
  readonly missing: readonly string[];
} {
  const has = (path: string): boolean => {
    let fields: readonly NamedField[] = schema;
    for (const name of path.split('.')) {
      const found = fields.find((field) => field.name === name);
      if (found === undefined) return false;
      fields = found.fields ?? [];
    }
    return true;
  };
  return {
    columns: {
      batch: ['batch_page_id', 'batch_ordering_id', 'batch_event_index'].every(has),
      collected: ['gclid', 'manual_source', 'manual_medium'].every((name) =>
        has(`collected_traffic_source.${name}`),
      ),
      session: ['source', 'medium'].every((name) =>
        has(`session_traffic_source_last_click.manual_campaign.${name}`),
      ),
    },
    missing: required.filter((path) => !has(path)),
  };
}
