import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dayNumber } from '../../../core/rollup/calendar.ts';
import type { OrderDays } from '../../../core/value/order-days.ts';

const folder = join(import.meta.dirname, '../../../../shared/data/cdnow');

/** Day numbers: the calibration ends and the 39-week holdout begins, and ends. */
export const calibrationEnd = dayNumber('1997-10-01');
export const holdoutEnd = dayNumber('1998-07-01');

/** The 2,357 customers of the published papers, same-day orders merged; null where the data are not at hand. */
export function readCdnow(): readonly OrderDays[] | null {
  if (!existsSync(join(folder, 'Orders.csv.gz'))) return null;
  const read = (file: string): string[][] =>
    gunzipSync(readFileSync(join(folder, file)))
      .toString('utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  const sample = new Set(
    read('Customers.csv.gz').flatMap(([id, , flag]) => (flag === '1' && id !== undefined ? [id] : [])),
  );
  const byCustomer = new Map<string, Map<number, number>>();
  for (const [, date, id, revenue] of read('Orders.csv.gz')) {
    if (date === undefined || id === undefined || !sample.has(id)) continue;
    const days = byCustomer.get(id) ?? new Map<number, number>();
    byCustomer.set(id, days);
    const day = dayNumber(date);
    days.set(day, (days.get(day) ?? 0) + Number(revenue));
  }
  return [...byCustomer].map(([customer_id, orders]) => {
    const days = [...orders.keys()].sort((a, b) => a - b);
    return { customer_id, days, values: days.map((day) => orders.get(day) ?? 0) };
  });
}
