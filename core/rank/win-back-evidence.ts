import { shortMoney } from '../report/numbers.ts';
import type { WinBack } from '../value/win-back.ts';
import type { Evidence } from './opportunity.ts';

/** Points for the lapsed customer that would bring back the most, and for the one that would bring the least. */
const most = 40;

/**
 * What each lapsed customer's past says for calling it now: up to 40 points by its rank in recoverable 12-month margin (or
 * revenue where no margin is known), with the amount and its silence in words. O(n log n).
 *
 * @example
 * winBackEvidence([], 'USD').size; // => 0
 */
export function winBackEvidence(lapsed: readonly WinBack[], currency: string): ReadonlyMap<string, Evidence> {
  const worth = (row: WinBack): number => row.recoverable_margin_e4_12m ?? row.recoverable_revenue_e4_12m;
  const ordered = [...lapsed].sort((a, b) => worth(a) - worth(b) || (a.customer_id < b.customer_id ? 1 : -1));
  return new Map(
    ordered.map((row, index): [string, Evidence] => {
      const points = worth(row) <= 0 ? 0 : (most * (index + 1)) / ordered.length;
      const what = row.recoverable_margin_e4_12m === null ? 'revenue' : 'margin';
      const words = `about ${shortMoney(worth(row) / 10_000, currency)} ${what} a year to win back; ${row.words.charAt(0).toLowerCase()}${row.words.slice(1)}`;
      return [
        row.customer_id,
        { kind: 'win-back', words, points, source: 'order history', date: row.last_order_date },
      ];
    }),
  );
}
