import type { Draws } from '../draws.ts';
import type { EventParameter, EventRow } from './event-row.ts';

/** What exports are known to do, and how often it was done here. */
export type Quirks = Record<
  | 'repeated_events'
  | 'repeated_purchases'
  | 'orders_without_id'
  | 'purchases_without_amount'
  | 'refunds'
  | 'repeated_refunds'
  | 'events_without_session'
  | 'session_ids_as_text'
  | 'shared_microsecond',
  number
>;

export const noQuirks = (): Quirks => ({
  repeated_events: 0,
  repeated_purchases: 0,
  orders_without_id: 0,
  purchases_without_amount: 0,
  refunds: 0,
  repeated_refunds: 0,
  events_without_session: 0,
  session_ids_as_text: 0,
  shared_microsecond: 0,
});

/** A clean event as the export might write it: once or twice, with or without what it should have. Counts into `quirks`. */
export function withQuirks(draws: Draws, event: EventRow, quirks: Quirks): EventRow[] {
  if (event.event_name === 'purchase') return purchaseQuirks(draws, event, quirks);
  if (draws.chance(0.01)) {
    quirks.repeated_events += 1;
    return [event, event];
  }
  if (draws.chance(0.01)) {
    quirks.events_without_session += 1;
    return [{ ...event, event_params: event.event_params.filter(({ key }) => key !== 'ga_session_id') }];
  }
  if (draws.chance(0.01)) {
    quirks.session_ids_as_text += 1;
    return [{ ...event, event_params: event.event_params.map(asText) }];
  }
  if (event.event_name === 'page_view' && draws.chance(0.01)) {
    // Two pages in one batch with one time stamp: not the same event.
    quirks.shared_microsecond += 1;
    const { batch_event_index, ...rest } = event;
    return [
      event,
      {
        ...rest,
        ...(batch_event_index === undefined ? {} : { batch_event_index: `${batch_event_index}1` }),
        event_params: [
          ...event.event_params.filter(({ key }) => key !== 'page_location'),
          { key: 'page_location', value: { string_value: 'https://shop.example/also' } },
        ],
      },
    ];
  }
  return [event];
}

const asText = (parameter: EventParameter): EventParameter =>
  parameter.key === 'ga_session_id' && parameter.value.int_value !== undefined
    ? { key: parameter.key, value: { string_value: parameter.value.int_value } }
    : parameter;

function purchaseQuirks(draws: Draws, event: EventRow, quirks: Quirks): EventRow[] {
  const later = (row: EventRow, seconds: number): EventRow => ({
    ...row,
    event_timestamp: String(Number(row.event_timestamp) + seconds * 1_000_000),
    event_bundle_sequence_id: String(Number(row.event_bundle_sequence_id) + 1),
  });
  if (draws.chance(0.06)) {
    // The thank-you page loaded again: the same order, another time stamp.
    quirks.repeated_purchases += 1;
    return [event, later(event, 40)];
  }
  if (draws.chance(0.02)) {
    quirks.orders_without_id += 1;
    return [{ ...event, ecommerce: { ...event.ecommerce, transaction_id: '(not set)' } }];
  }
  if (draws.chance(0.01)) {
    quirks.purchases_without_amount += 1;
    const { purchase_revenue_in_usd: _amount, ...ecommerce } = event.ecommerce ?? {};
    return [{ ...event, ecommerce }];
  }
  if (draws.chance(0.04)) {
    quirks.refunds += 1;
    const amount = event.ecommerce?.purchase_revenue_in_usd ?? 0;
    const whole = draws.chance(0.3);
    const { items: _items, ...bare } = event;
    const refund: EventRow = {
      ...later(bare, 3600),
      event_name: 'refund',
      ecommerce: {
        transaction_id: event.ecommerce?.transaction_id ?? '',
        ...(whole ? {} : { refund_value_in_usd: Math.round(amount * 50) / 100 }),
      },
    };
    if (!draws.chance(0.3)) return [event, refund];
    quirks.repeated_refunds += 1;
    return [event, refund, later(refund, 60)];
  }
  return [event];
}
