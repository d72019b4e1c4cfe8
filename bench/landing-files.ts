import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createRandom } from '../core/stats/random.ts';

/** What of the generated file is wrong on purpose: shares of its rows. */
export const dirt = {
  /** An amount that is no number. */
  badAmount: 1 / 5000,
  /** A day that does not exist. */
  badDate: 1 / 5000,
  /** No customer. */
  noCustomer: 1 / 10_000,
  /** A cell too few. */
  short: 1 / 20_000,
  /** The row before, once more. */
  repeated: 1 / 1000,
} as const;

export type OrdersFile = { readonly bytes: number; readonly rows: number };

/**
 * Writes an orders file as an ERP exports it: a number, a day, a customer, an amount with two decimals, a cost, a currency, a
 * seller and a note, of which one in twenty is quoted and one in a hundred holds a line end. With `clean` nothing is wrong.
 * Rows grow, customers stay: the same customers whatever `rows`.
 */
export async function writeOrdersFile(
  path: string,
  rows: number,
  {
    seed = 7,
    customers = 50_000,
    clean = false,
  }: { seed?: number; customers?: number; clean?: boolean } = {},
): Promise<OrdersFile> {
  const random = createRandom(seed);
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  let bytes = 0;
  let written = 0;
  let block: string[] = ['order_id,order_date,customer_id,order_revenue,cogs,currency,sales_rep,note\n'];
  const flush = async (): Promise<void> => {
    const text = Buffer.from(block.join(''));
    bytes += text.length;
    block = [];
    if (!out.write(text)) await once(out, 'drain');
  };
  let before = '';
  for (let row = 0; row < rows; row += 1) {
    const dice = clean ? 1 : random.next();
    const cents = 500 + Math.floor(500_000 * random.next() ** 3);
    const day = Math.floor(random.next() * 1095);
    const date = new Date(Date.UTC(2023, 6, 1) + day * 86_400_000).toISOString().slice(0, 10);
    const customer = Math.floor(customers * random.next() ** 2);
    const noted = random.next();
    const note =
      noted < 0.01
        ? '"deliver to gate 2\nring twice"'
        : noted < 0.05
          ? '"said ""urgent"", confirmed"'
          : noted < 0.3
            ? 'standard delivery'
            : '';
    const cells = [
      `SO-${String(row).padStart(9, '0')}`,
      dice < dirt.badDate ? '2024-13-45' : date,
      dice >= dirt.badDate && dice < dirt.badDate + dirt.noCustomer
        ? ''
        : `C${String(customer).padStart(6, '0')}`,
      dice > 1 - dirt.badAmount && !clean ? '12,5o' : (cents / 100).toFixed(2),
      ((cents * (50 + (row % 40))) / 10_000).toFixed(2),
      'USD',
      `rep ${customer % 40}`,
      note,
    ];
    const line = `${(dice > 0.5 && dice < 0.5 + dirt.short ? cells.slice(0, 6) : cells).join(',')}\n`;
    block.push(line);
    written += 1;
    if (before !== '' && dice > 0.6 && dice < 0.6 + dirt.repeated) {
      block.push(before);
      written += 1;
    }
    before = line;
    if (block.length >= 20_000) await flush();
  }
  await flush();
  out.end();
  await once(out, 'finish');
  return { bytes, rows: written };
}
