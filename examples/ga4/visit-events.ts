import type { Draws } from '../draws.ts';
import type { EventItem, EventParameter, EventRow } from './event-row.ts';
import type { Person } from './people.ts';

export type Property = {
  /** Year of the export's schema. */
  readonly schema: 2020 | 2026;
  /** Hours from UTC to the property's zone, which keeps no summer time. */
  readonly utc_offset_hours: number;
};

/** One visit: when, with which browser, what is looked at, and the order it ends with. */
export type Visit = {
  readonly person: Person;
  readonly pseudo_id: string;
  readonly start_us: number;
  readonly first_touch_us: number;
  readonly number: number;
  readonly pages: number;
  readonly page_seconds: number;
  readonly logged_in: boolean;
  /** Null: no order. */
  readonly order: { readonly id: string; readonly amount: number } | null;
};

const categories = ['Bags', 'Apparel', 'Office', 'Accessories', 'Drinkware', 'Books'] as const;

/** Ten products a category. */
export function product(
  draws: Draws,
  category: string,
): { readonly id: string; readonly name: string; readonly category: string } {
  const of = draws.chance(0.7) ? category : draws.pick(categories);
  const number = draws.int(10);
  return { id: `SKU-${of.slice(0, 3).toUpperCase()}-${number}`, name: `${of} ${number}`, category: of };
}

const int = (key: string, value: number): EventParameter => ({ key, value: { int_value: String(value) } });
const text = (key: string, value: string): EventParameter => ({ key, value: { string_value: value } });
const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** The events of a visit, in time order, clean. */
export function visitEvents(draws: Draws, visit: Visit, property: Property): EventRow[] {
  const { person } = visit;
  const session = Math.floor(visit.start_us / 1_000_000);
  const events: EventRow[] = [];
  let at = visit.start_us;
  let bundle = 1;
  const add = (name: string, more: readonly EventParameter[], rest: Partial<EventRow> = {}): void => {
    bundle += 1;
    events.push(
      row(
        visit,
        property,
        name,
        at,
        bundle,
        [int('ga_session_id', session), int('ga_session_number', visit.number), ...more],
        rest,
      ),
    );
  };
  if (visit.number === 1) add('first_visit', []);
  add('session_start', []);
  for (let page = 0; page < visit.pages; page += 1) {
    at += Math.round(visit.page_seconds * draws.between(0.5, 1.5) * 1_000_000);
    const seen = product(draws, person.kind.category);
    const item: EventItem = {
      item_id: seen.id,
      item_name: seen.name,
      item_category: draws.chance(0.03) ? '(not set)' : seen.category,
      price_in_usd: cents(draws.between(5, 120)),
    };
    add('page_view', [text('page_location', `https://shop.example/${page === 0 ? '' : seen.id}`)]);
    at += 1000;
    if (page > 0) add('view_item', [], { items: [item] });
    // Engagement comes as a whole number, now and then as a double.
    const engaged = Math.round(visit.page_seconds * 1000 * draws.between(0.4, 1));
    add('user_engagement', [
      draws.chance(0.05)
        ? { key: 'engagement_time_msec', value: { double_value: engaged } }
        : int('engagement_time_msec', engaged),
    ]);
    if (page > 1 && (visit.order !== null || draws.chance(0.1)))
      add('add_to_cart', [], { items: [{ ...item, quantity: '1' }] });
  }
  if (visit.order !== null) {
    at += 5_000_000;
    add('begin_checkout', []);
    at += 30_000_000;
    const { id, amount } = visit.order;
    const pieces = 1 + draws.int(3);
    const items = Array.from({ length: pieces }, (): EventItem => {
      const bought = product(draws, person.kind.category);
      return {
        item_id: bought.id,
        item_name: bought.name,
        item_category: bought.category,
        price_in_usd: cents(amount / pieces),
        quantity: '1',
        item_revenue_in_usd: cents(amount / pieces),
      };
    });
    add('purchase', [text('currency', 'USD'), { key: 'value', value: { double_value: amount } }], {
      ecommerce: { transaction_id: id, purchase_revenue_in_usd: amount },
      items,
    });
  }
  return events;
}

function row(
  visit: Visit,
  property: Property,
  name: string,
  at: number,
  bundle: number,
  event_params: readonly EventParameter[],
  rest: Partial<EventRow>,
): EventRow {
  const { person } = visit;
  const [category, system, browser] = person.device;
  const [country, region, city] = person.place;
  const [source, medium] = person.channel;
  const clicked =
    medium === 'cpc'
      ? { gclid: `gclid-${visit.pseudo_id.slice(0, 8)}` }
      : { manual_source: source, manual_medium: medium };
  return {
    event_date: localDay(at, property),
    event_timestamp: String(at),
    event_name: name,
    event_params,
    event_bundle_sequence_id: String(bundle),
    ...(person.consent
      ? { user_pseudo_id: visit.pseudo_id, user_first_touch_timestamp: String(visit.first_touch_us) }
      : {}),
    ...(visit.logged_in && person.user_id !== null ? { user_id: person.user_id } : {}),
    user_properties: [
      {
        key: 'plan_level',
        value: { string_value: person.plan, set_timestamp_micros: String(visit.start_us) },
      },
      {
        key: 'user_type',
        value: {
          string_value: visit.logged_in ? 'member' : 'guest',
          set_timestamp_micros: String(visit.start_us),
        },
      },
    ],
    privacy_info: { analytics_storage: person.consent ? 'Yes' : 'No' },
    device: { category, operating_system: system, web_info: { browser } },
    geo: { country, region, city },
    traffic_source: { source, medium, name: medium === 'cpc' ? 'spring' : '(not set)' },
    stream_id: '1',
    platform: 'WEB',
    ...(property.schema === 2026
      ? {
          collected_traffic_source: clicked,
          session_traffic_source_last_click: { manual_campaign: { source, medium } },
          batch_event_index: String(bundle),
          batch_page_id: String(Math.floor(visit.start_us / 1000)),
          batch_ordering_id: '1',
        }
      : {}),
    ...rest,
  };
}

/** YYYYMMDD of a microsecond in the property's zone. */
export function localDay(us: number, { utc_offset_hours }: Property): string {
  return new Date(us / 1000 + utc_offset_hours * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
}
