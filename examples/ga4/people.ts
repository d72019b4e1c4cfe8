import type { Draws } from '../draws.ts';

/** What a planted kind of user is like. Shares are drawn per user; `noise` of them are somebody else's. */
export type Kind = {
  readonly name: string;
  readonly buys: boolean;
  readonly devices: readonly (readonly [category: string, system: string, browser: string])[];
  readonly places: readonly (readonly [country: string, region: string, city: string])[];
  readonly channels: readonly (readonly [source: string, medium: string])[];
  readonly plans: readonly string[];
  /** Orders of a buyer: from, to. */
  readonly orders: readonly [number, number];
  readonly average_order: number;
  /** Visits before the first order (or in all, without one): from, to. */
  readonly visits: readonly [number, number];
  readonly pages: readonly [number, number];
  /** Seconds on a page. */
  readonly seconds: readonly [number, number];
  /** Part of the window in which it comes first, 0–1. */
  readonly starts: readonly [number, number];
  /** Days from the last look to the first order. */
  readonly decides: readonly [number, number];
  /** Days between orders. */
  readonly gap: readonly [number, number];
  readonly category: string;
  readonly logs_in: number;
};

const north = [
  ['United States', 'California', 'San Francisco'],
  ['United States', 'New York', 'New York'],
  ['United States', 'Texas', 'Austin'],
  ['United Kingdom', 'England', 'London'],
  ['Canada', 'Ontario', 'Toronto'],
] as const;
const latin = [
  ['Brazil', 'State of Sao Paulo', 'Sao Paulo'],
  ['Mexico', 'Mexico City', 'Mexico City'],
  ['Spain', 'Community of Madrid', 'Madrid'],
] as const;
const middle = [
  ['Germany', 'Berlin', 'Berlin'],
  ['France', 'Ile-de-France', 'Paris'],
  ['Netherlands', 'North Holland', 'Amsterdam'],
] as const;
const pacific = [
  ['Australia', 'New South Wales', 'Sydney'],
  ['Japan', 'Tokyo', '(not set)'],
  ['India', 'Karnataka', 'Bengaluru'],
] as const;
const desktops = [
  ['desktop', 'Macintosh', 'Chrome'],
  ['desktop', 'Macintosh', 'Safari'],
  ['desktop', 'Windows', 'Chrome'],
] as const;
const phones = [
  ['mobile', 'iOS', 'Safari'],
  ['mobile', 'Android', 'Chrome'],
] as const;
const officePcs = [
  ['desktop', 'Windows', 'Edge'],
  ['desktop', 'Windows', 'Firefox'],
] as const;
const tablets = [['tablet', 'iOS', 'Safari']] as const;
const organic = [
  ['google', 'organic'],
  ['newsletter', 'email'],
] as const;
const social = [
  ['instagram', 'social'],
  ['facebook', 'social'],
] as const;
const paid = [['google', 'cpc']] as const;
const referral = [['partner.example', 'referral']] as const;
const direct = [['(direct)', '(none)']] as const;

/** The planted segments of buyers: how many of each, per 1,000 users of the plan. */
export const segments: readonly (Kind & { readonly per_thousand: number })[] = [
  {
    name: 'loyal-desktop',
    per_thousand: 60,
    buys: true,
    devices: desktops,
    places: north,
    channels: organic,
    plans: ['enterprise', 'pro'],
    orders: [5, 9],
    average_order: 260,
    visits: [2, 6],
    pages: [3, 9],
    seconds: [12, 42],
    starts: [0, 0.25],
    decides: [0.5, 3],
    gap: [5, 10],
    category: 'Bags',
    logs_in: 0.6,
  },
  {
    name: 'social-mobile',
    per_thousand: 80,
    buys: true,
    devices: phones,
    places: [...latin, ...north.slice(0, 2)],
    channels: [...social, ...social, ...organic.slice(0, 1)],
    plans: ['free'],
    orders: [3, 5],
    average_order: 32,
    visits: [2, 4],
    pages: [2, 5],
    seconds: [4, 14],
    starts: [0.05, 0.4],
    decides: [1, 10],
    gap: [8, 14],
    category: 'Apparel',
    logs_in: 0.2,
  },
  {
    name: 'paid-once',
    per_thousand: 140,
    buys: true,
    devices: [...officePcs, ...desktops.slice(2)],
    places: [...middle, ...north.slice(2, 4)],
    channels: [...paid, ...paid, ...organic.slice(0, 1)],
    plans: ['trial'],
    orders: [1, 1],
    average_order: 85,
    visits: [1, 2],
    pages: [3, 7],
    seconds: [8, 30],
    starts: [0.3, 0.85],
    decides: [6, 32],
    gap: [5, 10],
    category: 'Office',
    logs_in: 0.1,
  },
  {
    name: 'referral-tablet',
    per_thousand: 60,
    buys: true,
    devices: tablets,
    places: [...pacific, ...north.slice(3)],
    channels: [...referral, ...referral, ...organic.slice(1)],
    plans: ['basic'],
    orders: [1, 2],
    average_order: 140,
    visits: [1, 3],
    pages: [4, 8],
    seconds: [10, 34],
    starts: [0, 0.2],
    decides: [4, 20],
    gap: [4, 9],
    category: 'Accessories',
    logs_in: 0.1,
  },
];

/** Visitors who did not buy: most are anybody; a few are like the best customers before their first order. */
export const visitors: readonly (Kind & { readonly per_thousand: number })[] = [
  {
    ...segments[0]!,
    name: 'high-value-lead',
    per_thousand: 30,
    buys: false,
    orders: [0, 0],
    starts: [0.3, 0.9],
    logs_in: 0,
  },
  {
    name: 'visitor',
    per_thousand: 630,
    buys: false,
    devices: [...phones, ...phones, ...officePcs, ...tablets, ...desktops.slice(2)],
    places: [...latin, ...middle, ...pacific, ...north, ...north],
    channels: [...social, ...paid, ...paid, ...referral, ...direct, ...direct, ...organic.slice(0, 1)],
    plans: ['free', 'trial', 'basic'],
    orders: [0, 0],
    average_order: 0,
    visits: [1, 4],
    pages: [1, 8],
    seconds: [3, 42],
    starts: [0, 0.95],
    decides: [0, 1],
    gap: [5, 10],
    category: 'Apparel',
    logs_in: 0.03,
  },
];

/** Share of a user's facts that are anybody's, so that no single fact tells a kind. */
export const noise = 0.1;

export type Person = {
  readonly kind: Kind;
  readonly pseudo_id: string;
  /** Second browser of somebody who logs in on both; null for most. */
  readonly second_pseudo_id: string | null;
  readonly user_id: string | null;
  readonly device: Kind['devices'][number];
  readonly place: Kind['places'][number];
  readonly channel: Kind['channels'][number];
  readonly plan: string;
  readonly consent: boolean;
};

/** One person of a kind. */
export function drawPerson(draws: Draws, kind: Kind, number: number): Person {
  const anybody = visitors[1]!;
  const of = <T>(own: readonly T[], others: readonly T[]): T =>
    draws.chance(noise) ? draws.pick(others) : draws.pick(own);
  const logsIn = draws.chance(kind.logs_in);
  const id = (): string => `${1_000_000_000 + draws.int(1_000_000_000)}.${1_774_000_000 + number}`;
  return {
    kind,
    pseudo_id: id(),
    second_pseudo_id: logsIn && draws.chance(0.4) ? id() : null,
    user_id: logsIn ? `U${String(10_000 + number)}` : null,
    device: of(kind.devices, anybody.devices),
    place: of(kind.places, anybody.places),
    channel: of(kind.channels, anybody.channels),
    plan: of(kind.plans, anybody.plans),
    consent: kind.buys || draws.chance(0.93),
  };
}
