import { join } from 'node:path';
import type { Account } from './accounts.ts';
import { buyingStyles } from './buying-style.ts';
import { dateOf } from './calendar.ts';
import { createCsvFile, money } from './csv-file.ts';
import type { Draws } from './draws.ts';

/** What became of the quotes. */
export type QuoteBook = {
  readonly rows: number;
  readonly won: number;
  readonly lost: number;
  readonly open: number;
};

/** What moves the log-odds of winning a quote, beside chance: the truth a quote model can find. */
export const quoteEffects = {
  base: 1.3,
  per_response_day: -0.13,
  competitor_named: -0.9,
  /** Per doubling of the quote against the customer's usual order. */
  per_doubling: -0.35,
  never_ordered: -1,
  /** Standard deviation between customers. */
  customer_spread: 0.6,
} as const;

/** Writes Quotes.csv: quotes of every customer through its life, of dormant accounts too; the youngest are open. */
export async function writeQuoteFile(
  accounts: readonly Account[],
  as_of: number,
  draws: Draws,
  folder: string,
): Promise<QuoteBook> {
  const file = createCsvFile(join(folder, 'Quotes.csv'));
  file.line(
    'Quote ID,Customer No,Created Date,Stage,Won,Quoted Value,Close Date,Response Days,Competitor Named',
  );
  const counts = { rows: 0, won: 0, lost: 0, open: 0 };
  for (const account of accounts) {
    const inclined = quoteEffects.customer_spread * draws.normal();
    const gap = 365.25 / buyingStyles[account.style].quotes_per_year;
    const wait = (): number => -gap * Math.log(1 - draws.next());
    for (let at = account.start + wait(); at < account.end; at += wait()) {
      const created = Math.floor(at);
      const ratio = Math.exp(0.9 * draws.normal() + 0.4);
      const response = 1 + Math.floor(-Math.log(1 - draws.next()) * 4);
      const competitor = draws.chance(0.3);
      const odds =
        quoteEffects.base +
        inclined +
        quoteEffects.per_response_day * response +
        (competitor ? quoteEffects.competitor_named : 0) +
        quoteEffects.per_doubling * Math.log2(ratio) +
        (account.dormant ? quoteEffects.never_ordered : 0);
      const won = !account.dormant && draws.chance(1 / (1 + Math.exp(-odds)));
      const closed = created + response + 3 + draws.int(40);
      const open = closed >= as_of;
      counts.rows += 1;
      counts[open ? 'open' : won ? 'won' : 'lost'] += 1;
      const stage = open ? draws.pick(['Proposal', 'Negotiation']) : won ? 'Closed Won' : 'Closed Lost';
      const value = Math.max(100, Math.round((account.order_cents * ratio) / 100) * 100);
      file.line(
        `Q-${7_000 + counts.rows},${account.customer_id},${dateOf(created)},${stage},${open ? '' : won ? 'yes' : 'no'},${money(value)},${open ? '' : dateOf(closed)},${response},${competitor ? 'yes' : 'no'}`,
      );
    }
    if (file.full()) await file.flush();
  }
  await file.close();
  return counts;
}
