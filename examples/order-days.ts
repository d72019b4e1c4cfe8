import type { Account } from './accounts.ts';
import { buyingStyles } from './buying-style.ts';
import { monthOf, workday } from './calendar.ts';
import type { Draws } from './draws.ts';

/** Every order of the tenant as a day and an account, in order of the day, then of the account. */
export type OrderDays = {
  readonly size: number;
  readonly day: (order: number) => number;
  readonly account: (order: number) => number;
  /** Per account: number of orders, day of the last one, median gap in days (0 where there is none). */
  readonly orders: Int32Array;
  readonly last_day: Int32Array;
  readonly median_gap: Float64Array;
};

/** Demand by month, January first. */
const season = [0.94, 0.97, 1.05, 1.07, 1.08, 1.04, 0.93, 1, 1.04, 1.05, 0.98, 0.85];
const monthDays = 30.4375;
/** day × keyBase + account: sorting the keys puts orders in order of the day, then of the customer. */
const keyBase = 2 ** 24;

/** The days every account orders on: gamma gaps around its own cadence, shorter in busy months, on working days. */
export function drawOrderDays(accounts: readonly Account[], draws: Draws): OrderDays {
  const keys: number[] = [];
  const orders = new Int32Array(accounts.length);
  const last = new Int32Array(accounts.length);
  const gap = new Float64Array(accounts.length);
  for (const [index, account] of accounts.entries()) {
    if (account.dormant) continue;
    const mean = monthDays / account.orders_per_month;
    const { regularity } = buyingStyles[account.style];
    const days: number[] = [];
    let at = account.start + mean * draws.next();
    while (at < account.end) {
      const day = workday(Math.floor(at));
      if (day < account.end) days.push(day);
      at += (mean * draws.gamma(regularity)) / season[monthOf(day)]!;
    }
    for (const day of days) keys.push(day * keyBase + index);
    orders[index] = days.length;
    last[index] = days.at(-1) ?? 0;
    gap[index] = medianGap(days);
  }
  const sorted = Float64Array.from(keys).sort();
  return {
    size: sorted.length,
    day: (order) => Math.floor(sorted[order]! / keyBase),
    account: (order) => sorted[order]! % keyBase,
    orders,
    last_day: last,
    median_gap: gap,
  };
}

function medianGap(days: readonly number[]): number {
  const gaps = days.slice(1).map((day, i) => day - days[i]!);
  gaps.sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  if (gaps.length === 0) return 0;
  return gaps.length % 2 === 1 ? gaps[middle]! : (gaps[middle - 1]! + gaps[middle]!) / 2;
}
