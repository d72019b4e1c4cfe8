/** What is known of one person (a customer, or a user who did not buy). */
export type ChannelPerson = {
  readonly channel: string | null;
  /** 1 best, 0 not best, −1 no customer of the window. */
  readonly label: 1 | 0 | -1;
  readonly orders: number;
  /** Net of returns, in 1/10,000. */
  readonly revenue_e4: number;
};

/** What was spent on a channel within the window, in 1/10,000 of the reporting currency. */
export type ChannelCost = { readonly channel: string; readonly cost_e4: number };

export type Channel = {
  readonly channel: string;
  readonly users: number;
  readonly customers: number;
  readonly best_customers: number;
  /** Share of the channel's customers that are best, and of all best customers that came by it, 0–1. */
  readonly best_share: number | null;
  readonly share_of_best: number | null;
  readonly orders: number;
  /** Currency units. */
  readonly revenue: number;
  readonly revenue_share: number | null;
  readonly cost: number | null;
  /** Revenue ÷ cost. */
  readonly roas: number | null;
  readonly cost_per_customer: number | null;
  readonly cost_per_best_customer: number | null;
};

/** The content of `channels.json`. */
export type Channels = {
  readonly version: 1;
  readonly currency: string;
  /** Half-open window of revenue and cost. */
  readonly from: string;
  readonly to: string;
  /** Most revenue first. */
  readonly channels: readonly Channel[];
  readonly notes: readonly string[];
};

/** Where the channel is not known. */
const unknown = 'unknown';

/**
 * Cost, revenue and return per acquisition channel. Revenue is credited to the channel of the user's first touch, all of it: say so where
 * it is shown. A ratio is null where it has no divisor. O(people).
 *
 * @example
 * const people = [{ channel: 'paid', label: 1, orders: 2, revenue_e4: 3000000 }];
 * const { channels } = channelEffectiveness(people, [{ channel: 'paid', cost_e4: 1000000 }], { currency: 'USD', from: '2026-01-01', to: '2026-04-01', notes: [] });
 * channels[0]?.roas; // => 3
 */
export function channelEffectiveness(
  people: readonly ChannelPerson[],
  costs: readonly ChannelCost[],
  about: Pick<Channels, 'currency' | 'from' | 'to' | 'notes'>,
): Channels {
  const names = [
    ...new Set([...people.map(({ channel }) => channel ?? unknown), ...costs.map(({ channel }) => channel)]),
  ].sort();
  const revenue = people.reduce((sum, person) => sum + person.revenue_e4, 0);
  const best = people.filter(({ label }) => label === 1).length;
  const channels = names.map((channel): Channel => {
    const own = people.filter((person) => (person.channel ?? unknown) === channel);
    const customers = own.filter(({ label }) => label !== -1).length;
    const ownBest = own.filter(({ label }) => label === 1).length;
    const ownRevenue = own.reduce((sum, person) => sum + person.revenue_e4, 0);
    const spent = costs.filter((cost) => cost.channel === channel);
    const cost = spent.length === 0 ? null : spent.reduce((sum, { cost_e4 }) => sum + cost_e4, 0);
    return {
      channel,
      users: own.length,
      customers,
      best_customers: ownBest,
      best_share: ratio(ownBest, customers, 4),
      share_of_best: ratio(ownBest, best, 4),
      orders: own.reduce((sum, person) => sum + person.orders, 0),
      revenue: units(ownRevenue),
      revenue_share: ratio(ownRevenue, revenue, 4),
      cost: cost === null ? null : units(cost),
      roas: cost === null ? null : ratio(ownRevenue, cost, 4),
      cost_per_customer: cost === null ? null : ratio(cost / 10_000, customers, 2),
      cost_per_best_customer: cost === null ? null : ratio(cost / 10_000, ownBest, 2),
    };
  });
  return {
    version: 1,
    ...about,
    channels: channels.sort((a, b) => b.revenue - a.revenue || (a.channel < b.channel ? -1 : 1)),
  };
}

const units = (e4: number): number => Math.round(e4 / 100) / 100;

function ratio(part: number, whole: number, digits: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 10 ** digits) / 10 ** digits : null;
}
