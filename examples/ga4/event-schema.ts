/** A field of a BigQuery table, as the REST API tells it. */
export type SchemaField = {
  readonly name: string;
  readonly type: 'STRING' | 'INTEGER' | 'FLOAT' | 'BOOLEAN' | 'RECORD';
  readonly mode: 'NULLABLE' | 'REPEATED';
  readonly fields?: readonly SchemaField[];
};

const types = { s: 'STRING', i: 'INTEGER', f: 'FLOAT', b: 'BOOLEAN' } as const;

/** "s: a b, i: c" → fields of these types. */
const scalars = (text: string): SchemaField[] =>
  text.split(',').flatMap((group) => {
    const [type = '', names = ''] = group.split(':').map((part) => part.trim());
    const known = types[type as keyof typeof types];
    if (known === undefined) throw new RangeError(`no type ${type}`);
    return names.split(' ').map((name): SchemaField => ({ name, type: known, mode: 'NULLABLE' }));
  });
const record = (name: string, fields: readonly SchemaField[]): SchemaField => ({
  name,
  type: 'RECORD',
  mode: 'NULLABLE',
  fields,
});
const repeated = (name: string, fields: readonly SchemaField[]): SchemaField => ({
  ...record(name, fields),
  mode: 'REPEATED',
});

const values = scalars('s: string_value, i: int_value, f: float_value double_value');
const parameters = (name: string): SchemaField =>
  repeated(name, [...scalars('s: key'), record('value', values)]);

/**
 * The schema of `events_YYYYMMDD` as the export wrote it in a year: shards of 2020 lack what came later, and a statement that names a
 * missing column is refused.
 */
export function eventSchema(year: 2020 | 2026): readonly SchemaField[] {
  const newer = year === 2026;
  return [
    ...scalars('s: event_date, i: event_timestamp, s: event_name'),
    parameters('event_params'),
    ...scalars(
      'i: event_previous_timestamp, f: event_value_in_usd, i: event_bundle_sequence_id event_server_timestamp_offset, s: user_id user_pseudo_id',
    ),
    record('privacy_info', scalars('s: analytics_storage ads_storage uses_transient_token')),
    repeated('user_properties', [
      ...scalars('s: key'),
      record('value', [...values, ...scalars('i: set_timestamp_micros')]),
    ]),
    ...scalars('i: user_first_touch_timestamp'),
    record('user_ltv', scalars('f: revenue, s: currency')),
    record('device', [
      ...scalars(
        's: category mobile_brand_name mobile_model_name mobile_marketing_name mobile_os_hardware_model operating_system operating_system_version vendor_id advertising_id language is_limited_ad_tracking, i: time_zone_offset_seconds, s: browser browser_version',
      ),
      record('web_info', scalars('s: browser browser_version hostname')),
    ]),
    record('geo', scalars('s: continent country region city sub_continent metro')),
    record('app_info', scalars('s: id version install_store firebase_app_id install_source')),
    record('traffic_source', scalars('s: name medium source')),
    ...scalars('s: stream_id platform'),
    record('event_dimensions', scalars('s: hostname')),
    record(
      'ecommerce',
      scalars(
        'i: total_item_quantity, f: purchase_revenue_in_usd purchase_revenue refund_value_in_usd refund_value shipping_value_in_usd shipping_value tax_value_in_usd tax_value, i: unique_items, s: transaction_id',
      ),
    ),
    repeated('items', [
      ...scalars(
        's: item_id item_name item_brand item_variant item_category item_category2 item_category3 item_category4 item_category5, f: price_in_usd price, i: quantity, f: item_revenue_in_usd item_revenue item_refund_in_usd item_refund, s: coupon affiliation location_id item_list_id item_list_name item_list_index promotion_id promotion_name creative_name creative_slot',
      ),
      ...(newer ? [parameters('item_params')] : []),
    ]),
    ...(newer
      ? [
          record(
            'collected_traffic_source',
            scalars(
              's: manual_campaign_id manual_campaign_name manual_source manual_medium manual_term manual_content gclid dclid srsltid',
            ),
          ),
          ...scalars('b: is_active_user, i: batch_event_index batch_page_id batch_ordering_id'),
          record('session_traffic_source_last_click', [
            record(
              'manual_campaign',
              scalars('s: campaign_id campaign_name source medium term content source_platform'),
            ),
            record(
              'cross_channel_campaign',
              scalars(
                's: campaign_id campaign_name source medium source_platform default_channel_group primary_channel_group',
              ),
            ),
          ]),
          record('publisher', scalars('f: ad_revenue_in_usd, s: ad_format ad_source_name ad_unit_id')),
        ]
      : []),
  ];
}
