import { dayNumber, monthNumber } from '../../../core/rollup/calendar.ts';
import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';
import type { NamedWindow } from '../../../core/rollup/windows.ts';
import type { Order, World } from './world.ts';

/**
 * The rollups computed the slow, obvious way: for each customer and window, filter all rows and count. It shares nothing
 * with the SQL but the calendar, and takes the definitions from the documentation of `CustomerRollup`.
 */
export function naiveRollup(world: World, asOf: string, windows: readonly NamedWindow[]): CustomerRollup[] {
  const orders = world.orders.filter((order) => order.order_date < asOf);
  const accounts = new Set([
    ...world.customers.map((customer) => customer.customer_id),
    ...orders.map((order) => order.customer_id),
  ]);
  return windows.flatMap((window) =>
    [...accounts]
      .filter(
        (id) =>
          window.name === 'label' ||
          orders.some((order) => order.customer_id === id && order.order_date < window.to),
      )
      .map((id) => oneRow(world, orders, id, window, asOf)),
  );
}

function oneRow(
  world: World,
  orders: readonly Order[],
  id: string,
  window: NamedWindow,
  asOf: string,
): CustomerRollup {
  const within = (date: string): boolean => date >= window.from && date < window.to;
  const ever = orders.filter((o) => o.customer_id === id && o.order_date < window.to);
  const mine = ever.filter((o) => o.order_date >= window.from);
  const dates = mine.map((o) => o.order_date).sort();
  const everDates = ever.map((o) => o.order_date).sort();
  const [first, last] = [dates[0] ?? null, dates.at(-1) ?? null];
  const lastEver = everDates.at(-1) ?? null;

  // money
  const net = mine.map((order) => {
    const returned = total(
      world.returns
        .filter((r) => r.order_id === order.order_id && r.return_date < window.to)
        .map((r) => r.return_amount),
    );
    const revenue = e4(order.order_revenue);
    const margin =
      order.gross_margin !== null
        ? e4(order.gross_margin)
        : order.cogs !== null
          ? revenue - e4(order.cogs)
          : null;
    const netMargin = margin === null ? null : margin - marginOf(returned, margin, revenue);
    return { order, revenue, returned, net: revenue - returned, margin: netMargin };
  });
  const loose = total(
    world.returns
      .filter((r) => r.customer_id === id && within(r.return_date))
      .filter((r) => !orders.some((o) => o.order_id === r.order_id))
      .map((r) => r.return_amount),
  );
  const known = net.filter((n) => n.margin !== null);
  const revenue = sum(net.map((n) => n.net)) - loose;
  const returned = sum(net.map((n) => n.returned)) + loose;
  const gross = sum(net.map((n) => n.revenue));
  const orderedMargin = sum(known.map((n) => n.margin ?? 0n));
  const orderedBase = sum(known.map((n) => n.net));
  const margin = known.length === 0 ? null : orderedMargin - marginOf(loose, orderedMargin, orderedBase);
  const marginBase = orderedBase - loose;

  // time
  const days = [...new Set(dates.map(dayNumber))].sort((a, b) => a - b);
  const gaps = days.slice(1).map((day, index) => day - (days[index] ?? 0));
  const sinceFirst = first === null ? null : Math.max(1, (dayNumber(window.to) - dayNumber(first)) / 30.4375);
  const active = new Set(dates.map(monthNumber)).size;
  const lastDay = dayNumber(window.to) - 1;
  const observed = first === null ? 0 : monthNumber(isoDay(lastDay)) - monthNumber(first) + 1;

  // categories, by the first day each was bought
  const firstDays = new Map<string, number>();
  for (const order of mine)
    for (const line of world.order_lines)
      if (
        line.order_id === order.order_id &&
        line.product_category !== null &&
        line.product_category !== ''
      ) {
        const day = dayNumber(order.order_date);
        firstDays.set(line.product_category, Math.min(day, firstDays.get(line.product_category) ?? day));
      }
  const categoryDays = [...firstDays.values()].sort((a, b) => a - b);
  const [start, second] = categoryDays;

  const paid = world.payments.filter((p) => {
    const payer = p.customer_id ?? orders.find((o) => o.order_id === p.order_id)?.customer_id;
    return payer === id && within(p.invoice_date) && p.paid_date !== null && p.paid_date < window.to;
  });
  const due = paid.filter((p) => p.due_date !== null);
  const decided = world.quotes.filter((q) => {
    const date = q.close_date ?? (window.to === asOf ? q.created_date : null);
    return q.customer_id === id && q.won !== null && date !== null && within(date);
  });
  const won = decided.filter((q) => q.won === true);
  const asked = mine.filter((o) => o.required_date !== null);
  const shipped = asked.filter((o) => o.shipped_date !== null && o.shipped_date < window.to);
  const places = new Set(mine.map((o) => o.ship_to).filter((place) => place !== null && place !== ''));
  const between = (from: string | null, to: string | null): number =>
    dayNumber(to ?? '') - dayNumber(from ?? '');

  return {
    customer_id: id,
    window: window.name,
    orders: mine.length,
    orders_with_margin: known.length,
    order_days: days.length,
    revenue_e4: Number(revenue),
    margin_e4: margin === null ? null : Number(margin),
    returns_e4: Number(returned),
    margin_percent: margin === null || marginBase <= 0n ? null : Number(margin) / Number(marginBase),
    first_order_date: first,
    last_order_date: last,
    first_order_ever: everDates[0] ?? null,
    last_order_ever: lastEver,
    recency_days: lastEver === null ? null : dayNumber(window.to) - dayNumber(lastEver),
    months_since_first: sinceFirst,
    active_months: active,
    months_observed: observed,
    orders_per_month: sinceFirst === null ? null : mine.length / sinceFirst,
    consistency: observed === 0 ? null : active / observed,
    repeat_rate: observed < 2 ? null : (active - 1) / (observed - 1),
    categories: [...firstDays.keys()].sort(),
    category_breadth: firstDays.size === 0 ? null : firstDays.size,
    categories_added_per_year:
      start === undefined || sinceFirst === null
        ? null
        : categoryDays.filter((day) => day > start).length / Math.max(1, sinceFirst / 12),
    months_to_second_category:
      start === undefined || second === undefined ? null : (second - start) / 30.4375,
    aov_e4: mine.length === 0 ? null : Number(halfEven(revenue, BigInt(mine.length))),
    days_to_pay: mean(paid.map((p) => between(p.invoice_date, p.paid_date))),
    days_late: mean(due.map((p) => between(p.due_date, p.paid_date))),
    return_rate: gross > 0n ? Number(returned) / Number(gross) : null,
    quotes_decided: decided.length,
    quotes_won: won.length,
    quote_win_rate: decided.length === 0 ? null : won.length / decided.length,
    ship_to_count: places.size === 0 ? null : places.size,
    requested_lead_days: mean(asked.map((o) => between(o.order_date, o.required_date))),
    late_share: mean(shipped.map((o) => ((o.shipped_date ?? '') > (o.required_date ?? '') ? 1 : 0))),
    gap_days_median: median(gaps),
    gap_days_max: gaps.length === 0 ? null : Math.max(...gaps),
    gap_variation: variation(gaps),
    trend: slope(
      net.map((n) => ({
        back: monthsBack(n.order.order_date, window.to),
        value: known.length > 0 ? (n.margin ?? 0n) : n.net,
      })),
    ),
    nearest_branch_km: null,
  };
}

/** Margin that goes back with a returned amount: at the rate of what it was sold at; all of it where that is not positive. */
function marginOf(returned: bigint, margin: bigint, revenue: bigint): bigint {
  if (returned === 0n) return 0n;
  return revenue > 0n ? halfEven(returned * margin, revenue) : returned;
}

function e4(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}
const total = (amounts: readonly string[]): bigint => sum(amounts.map(e4));
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  if (sorted.length === 0) return null;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

function halfEven(n: bigint, d: bigint): bigint {
  const floor = n >= 0n || n % d === 0n ? n / d : n / d - 1n;
  const twice = 2n * (n - floor * d);
  return twice > d || (twice === d && floor % 2n !== 0n) ? floor + 1n : floor;
}

function variation(gaps: readonly number[]): number | null {
  const average = mean(gaps);
  if (average === null || gaps.length < 2) return null;
  const squares = gaps.reduce((a, gap) => a + (gap - average) ** 2, 0);
  return Math.sqrt(squares / (gaps.length - 1)) / average;
}

/** How many whole months back from `to` a day lies: 0 within the last month. */
function monthsBack(date: string, to: string): number {
  const months = monthNumber(to) - monthNumber(date);
  return date.slice(8) >= to.slice(8) ? months - 1 : months;
}

/** Textbook least squares over all months, empty ones as 0, divided by the mean. */
function slope(points: readonly { readonly back: number; readonly value: bigint }[]): number | null {
  const n = Math.max(0, ...points.map((point) => point.back + 1));
  const series = Array.from({ length: n }, (_, t) =>
    Number(sum(points.filter((point) => point.back === n - 1 - t).map((point) => point.value))),
  );
  const average = mean(series);
  if (n < 3 || average === null || average <= 0) return null;
  const centre = (n - 1) / 2;
  const over = series.reduce((a, y, t) => a + (t - centre) * (y - average), 0);
  const under = series.reduce((a, _, t) => a + (t - centre) ** 2, 0);
  return over / under / average;
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
