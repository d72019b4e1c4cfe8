import { join } from 'node:path';
import { divideHalfEven } from '../core/money/divide-half-even.ts';
import type { Account } from './accounts.ts';
import { buyingStyles } from './buying-style.ts';
import { dateOf, monthsBefore, usDate, workday } from './calendar.ts';
import { type CsvFile, createCsvFile, money } from './csv-file.ts';
import { type DirtKind, planDirt } from './dirt.ts';
import type { Draws } from './draws.ts';
import { drawOrderDays } from './order-days.ts';
import { drawOrderLines, type OrderLine } from './order-lines.ts';
import { categories, type ProductRange } from './products.ts';

/** What the orders came to, by account in their order: the truth that a rollup must find. Money in cents. */
export type OrderBook = {
  readonly rows: {
    readonly orders: number;
    readonly lines: number;
    readonly payments: number;
    readonly returns: number;
  };
  readonly dirt: Readonly<
    Record<
      'Orders.csv' | 'OrderLines.csv.gz' | 'Payments.csv' | 'Returns.csv',
      Readonly<Record<string, number>>
    >
  >;
  readonly orders: Int32Array;
  readonly revenue_cents: Float64Array;
  readonly margin_cents: Float64Array;
  readonly returned_cents: Float64Array;
  /** Margin less what returns took back of it, in 1/10,000. */
  readonly net_margin_e4: Float64Array;
  /** Of the orders of the last 12 months: how many, and their margin less what returns took back of it, in 1/10,000. */
  readonly last_year: { readonly orders: Int32Array; readonly net_margin_e4: Float64Array };
  /** Day of the last order, and the median gap in days; 0 where there is none. */
  readonly last_day: Int32Array;
  readonly median_gap: Float64Array;
  readonly unknown_customer_cents: number;
};

/** Writes Orders.csv, OrderLines.csv.gz, Payments.csv and Returns.csv in order of the day. */
export async function writeOrderBook(
  accounts: readonly Account[],
  range: ProductRange,
  as_of: number,
  share: number,
  draws: Draws,
  folder: string,
): Promise<OrderBook> {
  const plan = drawOrderDays(accounts, draws);
  const yearStart = monthsBefore(as_of, 12);
  const late = {
    orders: new Int32Array(accounts.length),
    net_margin_e4: new Float64Array(accounts.length),
  };
  const size = plan.size;
  const files = {
    orders: createCsvFile(join(folder, 'Orders.csv')),
    lines: createCsvFile(join(folder, 'OrderLines.csv.gz'), { gzip: true }),
    payments: createCsvFile(join(folder, 'Payments.csv'), { newline: '\r\n' }),
    returns: createCsvFile(join(folder, 'Returns.csv')),
  };
  files.orders.line(
    'Order No,ORDER DATE,Customer No,net amount,COGS,Currency,Ship To,Sales Rep,Required Date,Shipped Date',
  );
  files.lines.line('order_id,Line Number,SKU,Product Category,QTY,Line Revenue,Line COGS');
  files.payments.line('Order No,Invoice Date,Due Date,Paid Date,Amount');
  files.returns.line('Order No,Customer No,Return Date,Return Amount');
  const dirt = {
    orders: planDirt('Orders.csv', size, share, draws),
    lines: planDirt('OrderLines.csv.gz', size, share, draws),
    payments: planDirt('Payments.csv', size, share, draws),
  };
  const revenue = new Float64Array(accounts.length);
  const margin = new Float64Array(accounts.length);
  const returned = new Float64Array(accounts.length);
  const lost = new Float64Array(accounts.length);
  const rows = { orders: size, lines: 0, payments: 0, returns: 0 };
  const later: { readonly at: number; readonly row: string }[] = [];
  let unknown = 0;
  let returnTotal = 0;
  const dates = new Map<number, string>();
  const dateText = (day: number): string => {
    const known = dates.get(day);
    if (known !== undefined) return known;
    const text = dateOf(day);
    dates.set(day, text);
    return text;
  };

  for (let i = 0; i < size; i++) {
    const day = plan.day(i);
    const index = plan.account(i);
    const account = accounts[index]!;
    const habits = buyingStyles[account.style];
    const order = `SO-${500_001 + i}`;

    const lines = drawOrderLines(account, day, range, draws);
    let orderCents = 0;
    let costCents = 0;
    for (const [number, line] of lines.entries()) {
      orderCents += line.revenue;
      costCents += line.cost;
      files.lines.line(
        `${order},${number + 1},${line.product_id},${categories[line.category]!.name},${line.quantity},${money(line.revenue)},${money(line.cost)}`,
      );
    }
    rows.lines += lines.length;
    const last = lines.at(-1)!;
    dirtyLine(files.lines, dirt.lines.at.get(i), order, lines.length, last, i);

    const required = day + account.lead_days;
    const isLate = draws.chance(habits.late_share);
    const shipped = workday(
      Math.max(
        day,
        isLate ? required + 1 + draws.int(9) : required - draws.int(Math.min(3, account.lead_days + 1)),
      ),
    );
    const tail = `USD,"${account.ship_to[draws.int(account.ship_to.length)]!}",${account.sales_rep},${dateText(required)},${shipped < as_of ? dateText(shipped) : ''}`;
    const row = `${order},${dateText(day)},${account.customer_id},${money(orderCents)},${money(costCents)},${tail}`;
    files.orders.line(row);
    if (day >= yearStart) {
      late.orders[index]! += 1;
      late.net_margin_e4[index]! += (orderCents - costCents) * 100;
    }
    revenue[index]! += orderCents;
    margin[index]! += orderCents - costCents;

    const kind = dirt.orders.at.get(i);
    if (kind === 'duplicate_row') later.push({ at: i + 1 + draws.int(400), row });
    else if (kind === 'unknown_customer') unknown += orderCents;
    dirtyOrder(files.orders, kind, i, {
      order,
      date: dateText(day),
      customer: account.customer_id,
      amount: money(orderCents),
      cost: money(costCents),
      tail,
    });
    for (let at = later.length - 1; at >= 0; at--) {
      if (later[at]!.at > i && i < size - 1) continue;
      files.orders.line(later[at]!.row);
      later.splice(at, 1);
    }

    if (shipped < as_of) {
      const due = shipped + habits.terms_days;
      const paid =
        due + Math.max(-habits.terms_days + 2, Math.round(account.pays_late_days + 5 * draws.normal()));
      const wrong = dirt.payments.at.get(i) === 'bad_date';
      files.payments.line(
        `${order},${wrong ? '00/00/0000' : usDate(dateText(shipped))},${usDate(dateText(due))},${paid < as_of ? usDate(dateText(paid)) : ''},${money(orderCents)}`,
      );
      rows.payments += 1;
    }
    if (draws.chance(habits.return_share)) {
      const back = shipped + 4 + draws.int(26);
      const amount = Math.round(last.revenue * draws.between(0.3, 1));
      if (back < as_of) {
        files.returns.line(`${order},${account.customer_id},${dateText(back)},${money(amount)}`);
        rows.returns += 1;
        returned[index]! += amount;
        const taken = lostMargin(amount, orderCents - costCents, orderCents);
        lost[index]! += taken;
        if (day >= yearStart) late.net_margin_e4[index]! -= taken;
        returnTotal += amount;
      }
    }
    if (files.orders.full()) await files.orders.flush();
    if (files.lines.full()) await files.lines.flush();
    if (files.payments.full()) await files.payments.flush();
  }
  files.returns.line(`Total,,,${money(returnTotal)}`);
  await Promise.all(Object.values(files).map((file) => file.close()));
  return {
    rows,
    dirt: {
      'Orders.csv': dirt.orders.counts,
      'OrderLines.csv.gz': dirt.lines.counts,
      'Payments.csv': dirt.payments.counts,
      'Returns.csv': { total_row: 1 },
    },
    orders: plan.orders,
    revenue_cents: revenue,
    margin_cents: margin,
    returned_cents: returned,
    net_margin_e4: margin.map((cents, index) => cents * 100 - lost[index]!),
    last_year: late,
    last_day: plan.last_day,
    median_gap: plan.median_gap,
    unknown_customer_cents: unknown,
  };
}

/** What a return takes back of its order's margin, in 1/10,000: its share of the revenue, rounded half-even. */
const lostMargin = (returned: number, margin: number, revenue: number): number =>
  Number(divideHalfEven(BigInt(returned) * 100n * BigInt(margin), BigInt(revenue)));

type OrderFields = {
  readonly order: string;
  readonly date: string;
  readonly customer: string;
  readonly amount: string;
  readonly cost: string;
  readonly tail: string;
};

/** A row that must not count, after the row it was made from. Its order number is one that no good row has. */
function dirtyOrder(
  file: CsvFile,
  kind: DirtKind<'Orders.csv'> | undefined,
  i: number,
  from: OrderFields,
): void {
  if (kind === undefined || kind === 'duplicate_row') return;
  if (kind === 'blank_line') {
    file.line('');
    return;
  }
  const order = kind === 'missing_order_id' ? '' : `SX-${900_001 + i}`;
  const date =
    kind === 'bad_date'
      ? ['2025-02-30', 'n/a', '0000-00-00', '2024-13-05'][i % 4]!
      : kind === 'future_date'
        ? `2099${from.date.slice(4)}`.replace('-02-29', '-02-28')
        : from.date;
  const customer =
    kind === 'missing_customer_id' ? '' : kind === 'unknown_customer' ? `C-U${(i % 5) + 1}` : from.customer;
  const amount = kind === 'text_amount' ? ['see invoice', 'TBD', '#REF!'][i % 3]! : from.amount;
  file.line(`${order},${date},${customer},${amount},${from.cost},${from.tail}`);
}

function dirtyLine(
  file: CsvFile,
  kind: DirtKind<'OrderLines.csv.gz'> | undefined,
  order: string,
  number: number,
  line: OrderLine,
  i: number,
): void {
  if (kind === undefined) return;
  const rest = `${line.product_id},${categories[line.category]!.name},${line.quantity}`;
  const amounts = `${money(line.revenue)},${money(line.cost)}`;
  if (kind === 'duplicate_row') file.line(`${order},${number},${rest},${amounts}`);
  else if (kind === 'unknown_order') file.line(`SZ-${800_001 + i},1,${rest},${amounts}`);
  else file.line(`${order},${number + 1},${rest},call for price,${money(line.cost)}`);
}
