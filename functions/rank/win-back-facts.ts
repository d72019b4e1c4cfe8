import { roundMoney } from '../../core/money/round-money.ts';
import type { AccountFact } from '../../core/rank/account-facts.ts';
import type { Amount, WinBackFacts } from '../../core/rank/target.ts';
import type { WinBack } from '../../core/value/win-back.ts';

/** A lapsed customer's past as a list shows it, in the reporting currency. */
export function winBackFacts(
  past: WinBack,
  account: AccountFact | undefined,
  currency: string,
): WinBackFacts {
  const money = (e4: number): Amount => ({ amount: roundMoney(e4, currency), currency });
  const known = (e4: number | null): Amount | null => (e4 === null ? null : money(e4));
  return {
    last_order_date: past.last_order_date,
    silence_days: past.silence_days,
    cadence_days: past.cadence_days,
    p_alive: past.p_alive,
    p_recoverable: past.p_recoverable,
    p_recoverable_from: past.p_recoverable_from,
    recoverable_margin_12m: known(past.recoverable_margin_e4_12m),
    recoverable_revenue_12m: money(past.recoverable_revenue_e4_12m),
    past_margin: known(past.past_margin_e4),
    past_revenue: money(past.past_revenue_e4),
    past_orders: past.past_orders,
    category_breadth: past.category_breadth,
    last_category: account?.last_category ?? null,
    next_category: account?.next_category ?? null,
    days_to_pay: past.days_to_pay,
    days_late: past.days_late,
  };
}
