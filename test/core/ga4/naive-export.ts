import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AttributesRow,
  BehaviourRow,
  ExportRows,
  OrderRow,
  ProductsRow,
  Stage,
} from '../../../core/ga4/result-rows.ts';
import type { EventRow, ParameterValue } from '../../../examples/ga4/event-row.ts';

/**
 * The four queries said again in loops over event rows, as plainly as possible and for no speed: what the SQL must equal. Shares
 * nothing with it.
 */
export function naiveExport(
  rows: readonly EventRow[],
  cut: string,
  timeZone: string,
  properties: readonly string[],
): ExportRows {
  const key = userKeys(rows);
  const firstPurchase = new Map<string, number>();
  for (const row of rows) {
    const user = key(row);
    if (user === null || row.event_name !== 'purchase') continue;
    firstPurchase.set(user, Math.min(firstPurchase.get(user) ?? Infinity, time(row)));
  }
  const inStage = (row: EventRow, user: string, stage: Stage): boolean =>
    stage === 'window' ||
    (stage === 'lead' && time(row) < (firstPurchase.get(user) ?? Infinity)) ||
    (stage === 'cut' && row.event_date < cut);
  const staged = (of: readonly EventRow[]): { user: string; stage: Stage; rows: EventRow[] }[] => {
    const groups = new Map<string, { user: string; stage: Stage; rows: EventRow[] }>();
    for (const row of of) {
      const user = key(row);
      if (user === null) continue;
      for (const stage of ['cut', 'lead', 'window'] as const)
        if (inStage(row, user, stage)) {
          const name = `${user}\n${stage}`;
          const group = groups.get(name) ?? { user, stage, rows: [] };
          group.rows.push(row);
          groups.set(name, group);
        }
    }
    return [...groups.values()].sort((a, b) =>
      a.user === b.user ? (a.stage < b.stage ? -1 : 1) : a.user < b.user ? -1 : 1,
    );
  };

  const once = [
    ...new Map(
      rows.map((row) => [
        JSON.stringify([
          row.user_pseudo_id,
          row.user_id,
          row.event_timestamp,
          row.event_name,
          row.event_bundle_sequence_id,
          row.batch_page_id,
          row.batch_ordering_id,
          row.batch_event_index,
          row.event_params,
        ]),
        row,
      ]),
    ).values(),
  ];
  const behaviourOf = (user: string | null, stage: Stage, of: readonly EventRow[]): BehaviourRow => {
    const touches = of.flatMap((row) =>
      row.user_first_touch_timestamp === undefined ? [] : [Number(row.user_first_touch_timestamp)],
    );
    const days = of.map((row) => row.event_date).sort();
    return {
      user_key: user,
      stage,
      events: of.length,
      days_active: new Set(days).size,
      sessions: new Set(
        of.flatMap((row) => {
          const session = parameter(row, 'ga_session_id');
          const browser = row.user_pseudo_id ?? user;
          return session === null || browser === null ? [] : [`${browser}.${session}`];
        }),
      ).size,
      page_views: of.filter((row) => ['page_view', 'screen_view'].includes(row.event_name)).length,
      engagement_ms: of.reduce((sum, row) => sum + (parameter(row, 'engagement_time_msec') ?? 0), 0),
      first_day: days[0] ?? '',
      last_day: days.at(-1) ?? '',
      first_touch_day: touches.length === 0 ? null : dayIn(timeZone, Math.min(...touches)),
    };
  };
  const nobody = once.filter((row) => key(row) === null);
  return {
    behaviour: [
      ...(nobody.length === 0 ? [] : [behaviourOf(null, 'window', nobody)]),
      ...staged(once).map(({ user, stage, rows: of }) => behaviourOf(user, stage, of)),
    ],
    attributes: attributes(rows, key, properties),
    products: products(rows, key, staged),
    orders: orders(rows, key),
  };
}

/** The rows of the daily shards of a folder, first and last day included. */
export function readShards(folder: string, from: string, to: string): EventRow[] {
  const digits = (day: string): string => day.replaceAll('-', '');
  return readdirSync(folder)
    .filter((name) => /^events_\d{8}\.ndjson$/.test(name))
    .filter((name) => name.slice(7, 15) >= digits(from) && name.slice(7, 15) <= digits(to))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line): EventRow => JSON.parse(line)),
    );
}

const time = (row: EventRow): number => Number(row.event_timestamp);

function userKeys(rows: readonly EventRow[]): (row: EventRow) => string | null {
  const logins = new Map<string, Set<string>>();
  for (const { user_pseudo_id, user_id } of rows)
    if (user_pseudo_id !== undefined && user_id !== undefined && user_id !== '')
      logins.set(user_pseudo_id, (logins.get(user_pseudo_id) ?? new Set()).add(user_id));
  return ({ user_pseudo_id, user_id }) => {
    if (user_id !== undefined && user_id !== '') return user_id;
    if (user_pseudo_id === undefined) return null;
    const seen = [...(logins.get(user_pseudo_id) ?? [])];
    return seen.length === 1 ? (seen[0] ?? null) : user_pseudo_id;
  };
}

const rounded = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));
const e4 = (amount: number | undefined): number | null =>
  amount === undefined ? null : rounded(amount * 10_000);

function whole(value: ParameterValue): number | null {
  if (value.int_value !== undefined) return Number(value.int_value);
  if (value.string_value !== undefined && /^-?\d+$/.test(value.string_value))
    return Number(value.string_value);
  if (value.double_value !== undefined) return rounded(value.double_value);
  return value.float_value === undefined ? null : rounded(value.float_value);
}

function parameter(row: EventRow, key: string): number | null {
  const values = row.event_params.flatMap((each) => (each.key === key ? (whole(each.value) ?? []) : []));
  return values.length === 0 ? null : Math.min(...values);
}

const told = (value: string | undefined): string | null =>
  value === undefined || ['', '(not set)', '(data deleted)', '<Other>'].includes(value) ? null : value;
const channelTold = (value: string | undefined): string | null =>
  value === undefined || ['', '(not set)', '(data deleted)'].includes(value) ? null : value;

function attributes(
  rows: readonly EventRow[],
  key: (row: EventRow) => string | null,
  properties: readonly string[],
): AttributesRow[] {
  const users = Map.groupBy(
    rows.filter((row) => key(row) !== null),
    (row) => key(row) ?? '',
  );
  const pick = (
    of: readonly EventRow[],
    value: (row: EventRow) => string | null,
    latest: boolean,
  ): string | null => {
    let found: { readonly at: number; readonly value: string } | null = null;
    for (const row of of) {
      const own = value(row);
      if (own === null) continue;
      const at = latest ? -time(row) : time(row);
      if (found === null || at < found.at || (at === found.at && own < found.value))
        found = { at, value: own };
    }
    return found?.value ?? null;
  };
  const traffic = (row: EventRow, field: 'source' | 'medium'): string | null =>
    channelTold(row.traffic_source?.[field]) ??
    channelTold(row.session_traffic_source_last_click?.manual_campaign[field]) ??
    (row.collected_traffic_source?.gclid === undefined ? null : field === 'source' ? 'google' : 'cpc') ??
    channelTold(row.collected_traffic_source?.[`manual_${field}`]);
  return [...users]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([user_key, of]) => ({
      user_key,
      device: pick(of, (row) => told(row.device.category), true),
      operating_system: pick(of, (row) => told(row.device.operating_system), true),
      browser: pick(of, (row) => told(row.device.web_info.browser), true),
      country: pick(of, (row) => told(row.geo.country), true),
      region: pick(of, (row) => told(row.geo.region), true),
      city: pick(of, (row) => told(row.geo.city), true),
      first_source: pick(of, (row) => traffic(row, 'source'), false),
      first_medium: pick(of, (row) => traffic(row, 'medium'), false),
      properties: Object.fromEntries(
        properties.map((name) => [
          name,
          pick(
            of,
            (row) => told(propertyText(row.user_properties?.find((each) => each.key === name)?.value)),
            true,
          ),
        ]),
      ),
    }));
}

function propertyText(value: ParameterValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  const { string_value, int_value, double_value, float_value } = value;
  const number = double_value ?? float_value;
  return string_value ?? int_value ?? (number === undefined ? undefined : String(number));
}

const orderKey = (row: EventRow): string =>
  told(row.ecommerce?.transaction_id) ??
  `no-id:${row.user_pseudo_id ?? row.user_id ?? 'nobody'}:${row.event_timestamp}`;

/** Of purchase events of one order the one that counts: somebody's before nobody's, the earliest, by user, the dearest. */
function counted(events: readonly EventRow[], key: (row: EventRow) => string | null): EventRow {
  const [first] = [...events].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return (
      Number(x === null) - Number(y === null) ||
      time(a) - time(b) ||
      ((x ?? '') < (y ?? '') ? -1 : (x ?? '') > (y ?? '') ? 1 : 0) ||
      (b.ecommerce?.purchase_revenue_in_usd ?? 0) - (a.ecommerce?.purchase_revenue_in_usd ?? 0)
    );
  });
  if (first === undefined) throw new RangeError('no event');
  return first;
}

function orders(rows: readonly EventRow[], key: (row: EventRow) => string | null): OrderRow[] {
  const sales = Map.groupBy(
    rows.filter((row) => row.event_name === 'purchase'),
    orderKey,
  );
  const refunds = Map.groupBy(
    rows.filter((row) => row.event_name === 'refund' && told(row.ecommerce?.transaction_id) !== null),
    orderKey,
  );
  return [...sales]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([order_id, events]) => {
      const sale = counted(events, key);
      const revenue = e4(sale.ecommerce?.purchase_revenue_in_usd) ?? 0;
      const back = refunds.get(order_id) ?? [];
      const amounts = [...new Set(back.map((row) => e4(row.ecommerce?.refund_value_in_usd)))];
      const sum = amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
      return {
        order_id,
        user_key: key(sale),
        order_day: sale.event_date,
        order_us: time(sale),
        events: events.length,
        revenue_e4: revenue,
        refund_e4: amounts.includes(null) ? revenue : Math.min(sum, revenue),
        refund_day: back.map((row) => row.event_date).sort()[0] ?? null,
      };
    });
}

const viewing = ['view_item', 'view_item_list', 'select_item'];

function products(
  rows: readonly EventRow[],
  key: (row: EventRow) => string | null,
  staged: (of: readonly EventRow[]) => { user: string; stage: Stage; rows: EventRow[] }[],
): ProductsRow[] {
  const withItems = rows.filter(
    (row) => [...viewing, 'add_to_cart', 'purchase'].includes(row.event_name) && (row.items ?? []).length > 0,
  );
  const groups = staged(withItems);
  // An order counts once per stage, whoever's event it is.
  const chosen = new Map<Stage, Set<EventRow>>();
  for (const stage of ['cut', 'lead', 'window'] as const) {
    const sales = Map.groupBy(
      staged(rows)
        .filter((group) => group.stage === stage)
        .flatMap((group) => group.rows)
        .filter((row) => row.event_name === 'purchase'),
      orderKey,
    );
    chosen.set(stage, new Set([...sales.values()].map((events) => counted(events, key))));
  }
  return groups.map(({ user, stage, rows: of }) => {
    const items = (names: readonly string[]): string[] =>
      of
        .filter((row) => names.includes(row.event_name))
        .flatMap((row) => (row.items ?? []).flatMap((item) => told(item.item_id) ?? []));
    const sold = of
      .filter((row) => row.event_name === 'purchase' && chosen.get(stage)?.has(row) === true)
      .flatMap((row) => row.items ?? []);
    return {
      user_key: user,
      stage,
      categories_viewed: [
        ...new Set(
          of
            .filter((row) => viewing.includes(row.event_name))
            .flatMap((row) => (row.items ?? []).flatMap((item) => told(item.item_category) ?? [])),
        ),
      ].sort(),
      unique_products_viewed: new Set(items(['view_item'])).size,
      products_added_to_cart: new Set(items(['add_to_cart'])).size,
      products_purchased: new Set(items(['purchase'])).size,
      item_revenue_e4: sold.reduce((sum, item) => sum + (e4(item.item_revenue_in_usd) ?? 0), 0),
      pieces: sold.reduce(
        (sum, item) => sum + (item.item_revenue_in_usd === undefined ? 0 : Number(item.quantity ?? 0)),
        0,
      ),
    };
  });
}

function dayIn(timeZone: string, microseconds: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(new Date(microseconds / 1000));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}
