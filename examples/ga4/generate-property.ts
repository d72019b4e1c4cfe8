import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dateOf, dayOf } from '../calendar.ts';
import { createDraws, type Draws } from '../draws.ts';
import { channelCosts } from './channel-costs.ts';
import type { EventRow } from './event-row.ts';
import { noQuirks, type Quirks, withQuirks } from './export-quirks.ts';
import { drawPerson, type Kind, type Person, segments, visitors } from './people.ts';
import { localDay, type Property, type Visit, visitEvents } from './visit-events.ts';

export type PropertyPlan = {
  readonly seed: number;
  /** About this many users; the exact numbers are kept in the truth. */
  readonly users?: number;
  /** First and last day of the export, YYYY-MM-DD in the property's zone. */
  readonly from?: string;
  readonly to?: string;
  readonly schema?: 2020 | 2026;
};

/** What was planted: the key Kindred should know each user by, and the kind it is. */
export type PropertyTruth = {
  readonly seed: number;
  readonly from: string;
  readonly to: string;
  readonly time_zone: 'America/Phoenix';
  readonly schema: 2020 | 2026;
  readonly kinds: { readonly [user: string]: string };
  readonly buyers: readonly string[];
  readonly events: number;
  readonly without_consent: number;
  readonly quirks: Quirks;
};

const dayUs = 86_400_000_000;
const zone = 'America/Phoenix';
const offset = -7;

/**
 * Writes an invented shop's GA4 export as NDJSON, one file per daily shard (`events_20260401.ndjson`) and one intraday shard of the day
 * after, with the quirks exports are known for, the costs of its channels (`channel_costs.csv`) and a planted truth in `truth.json`. The same plan gives the same bytes.
 */
export function generateProperty(plan: PropertyPlan, folder: string): PropertyTruth {
  const { seed, users = 2400, from = '2026-04-01', to = '2026-06-30', schema = 2026 } = plan;
  const property: Property = { schema, utc_offset_hours: offset };
  const first = dayOf(from) * dayUs - offset * 3_600_000_000;
  const last = (dayOf(to) + 1) * dayUs - offset * 3_600_000_000;
  const draws = createDraws(seed, 'ga4');
  const shards = new Map<string, EventRow[]>();
  const kinds: Record<string, string> = {};
  const buyers: string[] = [];
  const quirks = noQuirks();
  let number = 0;
  let withoutConsent = 0;
  for (const { per_thousand, ...kind } of [...segments, ...visitors]) {
    const count = Math.round((per_thousand * users) / 1000);
    for (let index = 0; index < count; index += 1) {
      number += 1;
      const person = drawPerson(draws, kind, number);
      let bought = false;
      for (const visit of visitsOf(draws, person, kind, first, last, number))
        for (const event of visitEvents(draws, visit, property)) {
          if (Number(event.event_timestamp) >= last) continue;
          if (event.event_name === 'purchase') bought = true;
          for (const written of withQuirks(draws, event, quirks)) {
            if (Number(written.event_timestamp) >= last) continue;
            const day = localDay(Number(written.event_timestamp), property);
            const dated = { ...written, event_date: day };
            const rows = shards.get(day);
            if (rows === undefined) shards.set(day, [dated]);
            else rows.push(dated);
          }
        }
      if (!person.consent) withoutConsent += 1;
      else {
        const key = person.user_id ?? person.pseudo_id;
        kinds[key] = kind.name;
        if (bought) buyers.push(key);
      }
    }
  }
  mkdirSync(folder, { recursive: true });
  let events = 0;
  for (let day = dayOf(from); day <= dayOf(to); day += 1) {
    const name = dateOf(day).replaceAll('-', '');
    const rows = (shards.get(name) ?? []).sort(inOrder);
    events += rows.length;
    writeFileSync(join(folder, `events_${name}.ndjson`), lines(rows));
  }
  // Today's stream, still without attribution: nothing of it may count.
  const intraday = (shards.get(to.replaceAll('-', '')) ?? [])
    .slice(0, 200)
    .map(({ traffic_source: _source, ...row }) => row);
  writeFileSync(
    join(folder, `events_intraday_${dateOf(dayOf(to) + 1).replaceAll('-', '')}.ndjson`),
    lines(intraday),
  );
  writeFileSync(join(folder, 'channel_costs.csv'), channelCosts(createDraws(seed, 'costs'), from, to));
  const truth: PropertyTruth = {
    seed,
    from,
    to,
    time_zone: zone,
    schema,
    kinds,
    buyers,
    events,
    without_consent: withoutConsent,
    quirks,
  };
  writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);
  return truth;
}

const inOrder = (a: EventRow, b: EventRow): number =>
  Number(a.event_timestamp) - Number(b.event_timestamp) ||
  ((a.user_pseudo_id ?? '') < (b.user_pseudo_id ?? '') ? -1 : 1);
const lines = (rows: readonly EventRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The visits of a person over the window: some before the first order, then one or two for each order. */
function visitsOf(
  draws: Draws,
  person: Person,
  kind: Kind,
  first: number,
  last: number,
  number: number,
): Visit[] {
  const visits: Visit[] = [];
  const range = ([low, high]: readonly [number, number]): number => low + draws.int(high - low + 1);
  const start = first + draws.between(...kind.starts) * (last - first - dayUs);
  let at = start;
  let count = 0;
  const visit = (order: Visit['order']): void => {
    count += 1;
    const second = person.second_pseudo_id !== null && count > 2 && draws.chance(0.3);
    // Those who log in do so from their second visit on; one in ten visits of theirs is not logged in.
    visits.push({
      person,
      pseudo_id: second ? (person.second_pseudo_id ?? person.pseudo_id) : person.pseudo_id,
      start_us: Math.round(at),
      first_touch_us: Math.round(start),
      number: count,
      pages: range(kind.pages),
      page_seconds: draws.between(...kind.seconds),
      logged_in: person.user_id !== null && (second || (count > 1 && draws.chance(0.9))),
      order,
    });
  };
  const looks = range(kind.visits);
  for (let look = 0; look < looks; look += 1) {
    visit(null);
    at += draws.between(0.2, 1.5) * dayUs;
  }
  const orders = range(kind.orders);
  if (orders > 0) at += draws.between(...kind.decides) * dayUs;
  for (let order = 1; order <= orders; order += 1) {
    const amount = Math.round(kind.average_order * draws.gamma(8) * 100) / 100;
    visit({ id: `T${number}-${order}`, amount });
    at += draws.between(...kind.gap) * dayUs;
    if (draws.chance(0.4)) visit(null);
  }
  // Somebody who logs in must have done so once, or nobody could know.
  const [only] = visits;
  if (person.user_id !== null && only !== undefined && !visits.some(({ logged_in }) => logged_in))
    visits[visits.length - 1] = { ...visits.at(-1)!, logged_in: true };
  return visits.filter(({ start_us }) => start_us < last);
}
