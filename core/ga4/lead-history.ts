import { byUser } from './by-user.ts';
import type { GaUser } from './ga-user.ts';
import type { ExportRows } from './result-rows.ts';

/** What could have been known on the cut day of somebody who had not bought by then, and what came after. */
export type LeadHistory = {
  readonly user_key: string;
  readonly device: string | null;
  readonly operating_system: string | null;
  readonly browser: string | null;
  readonly country: string | null;
  readonly acquisition_channel: string | null;
  readonly session_count: number;
  readonly page_views: number;
  readonly engagement_time_seconds: number;
  readonly products_viewed: number;
  readonly products_added: number;
  /** Net revenue from the cut to the end of the window, in 1/10,000. */
  readonly next_revenue_e4: number;
};

/**
 * Users as they were on the cut day, those who had not bought by then, with what they bought afterwards: what a model of a lead's
 * value learns from, without a look ahead.
 */
export function leadHistory(rows: ExportRows, users: readonly GaUser[], cut: string): readonly LeadHistory[] {
  const behaviour = byUser(rows.behaviour);
  const products = byUser(rows.products);
  const day = cut.replaceAll('-', '');
  const orders = Map.groupBy(rows.orders, (order) => order.user_key ?? '');
  return users.flatMap((user) => {
    const then = behaviour.get(user.user_key)?.get('cut');
    const own = orders.get(user.user_key) ?? [];
    if (then === undefined || own.some((order) => order.order_day < day)) return [];
    const seen = products.get(user.user_key)?.get('cut');
    const { user_key, device, operating_system, browser, country, acquisition_channel } = user;
    return [
      {
        user_key,
        device,
        operating_system,
        browser,
        country,
        acquisition_channel,
        session_count: then.sessions,
        page_views: then.page_views,
        engagement_time_seconds: then.engagement_ms / 1000,
        products_viewed: seen?.unique_products_viewed ?? 0,
        products_added: seen?.products_added_to_cart ?? 0,
        next_revenue_e4: own.reduce((sum, order) => sum + order.revenue_e4 - order.refund_e4, 0),
      },
    ];
  });
}
