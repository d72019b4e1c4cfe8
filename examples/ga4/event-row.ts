/** A row of the export as `bq extract` writes it: whole numbers are text, absent fields are null. */
export type EventRow = {
  readonly event_date: string;
  readonly event_timestamp: string;
  readonly event_name: string;
  readonly event_params: readonly EventParameter[];
  readonly event_bundle_sequence_id: string;
  readonly user_id?: string;
  readonly user_pseudo_id?: string;
  readonly user_properties?: readonly EventParameter[];
  readonly user_first_touch_timestamp?: string;
  readonly privacy_info: { readonly analytics_storage: 'Yes' | 'No' };
  readonly device: {
    readonly category: string;
    readonly operating_system: string;
    readonly web_info: { readonly browser: string };
  };
  readonly geo: { readonly country: string; readonly region: string; readonly city: string };
  readonly traffic_source?: { readonly source: string; readonly medium: string; readonly name: string };
  readonly ecommerce?: {
    readonly transaction_id?: string;
    readonly purchase_revenue_in_usd?: number;
    readonly refund_value_in_usd?: number;
  };
  readonly items?: readonly EventItem[];
  readonly stream_id: string;
  readonly platform: 'WEB';
  readonly collected_traffic_source?: {
    readonly gclid?: string;
    readonly manual_source?: string;
    readonly manual_medium?: string;
  };
  readonly session_traffic_source_last_click?: {
    readonly manual_campaign: { readonly source: string; readonly medium: string };
  };
  readonly batch_event_index?: string;
  readonly batch_page_id?: string;
  readonly batch_ordering_id?: string;
};

export type ParameterValue = {
  readonly string_value?: string;
  readonly int_value?: string;
  readonly double_value?: number;
  readonly float_value?: number;
  readonly set_timestamp_micros?: string;
};
export type EventParameter = { readonly key: string; readonly value: ParameterValue };

export type EventItem = {
  readonly item_id: string;
  readonly item_name: string;
  readonly item_category: string;
  readonly price_in_usd: number;
  readonly quantity?: string;
  readonly item_revenue_in_usd?: number;
};
