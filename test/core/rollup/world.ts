import fc from 'fast-check';
import { dateOfDay, dayNumber } from '../../../core/rollup/calendar.ts';

/** Landed rows as plain values: money as decimal text, dates as YYYY-MM-DD, absent values as null. */
export type World = {
  readonly customers: readonly Customer[];
  readonly orders: readonly Order[];
  readonly order_lines: readonly Line[];
  readonly payments: readonly Payment[];
  readonly returns: readonly Return[];
  readonly quotes: readonly Quote[];
  readonly branches: readonly Branch[];
};
export type Customer = {
  readonly customer_id: string;
  readonly attribute_latitude: number | null;
  readonly attribute_longitude: number | null;
};
export type Order = {
  readonly order_id: string;
  readonly customer_id: string;
  readonly order_date: string;
  readonly order_revenue: string;
  readonly gross_margin: string | null;
  readonly cogs: string | null;
  readonly ship_to: string | null;
  readonly required_date: string | null;
  readonly shipped_date: string | null;
};
export type Line = { readonly order_id: string; readonly product_category: string | null };
export type Payment = {
  readonly customer_id: string | null;
  readonly order_id: string | null;
  readonly invoice_date: string;
  readonly due_date: string | null;
  readonly paid_date: string | null;
};
export type Return = {
  readonly order_id: string | null;
  readonly customer_id: string | null;
  readonly return_date: string;
  readonly return_amount: string;
};
export type Quote = {
  readonly quote_id: string;
  readonly customer_id: string | null;
  readonly created_date: string | null;
  readonly close_date: string | null;
  readonly won: boolean | null;
};
export type Branch = { readonly branch_id: string; readonly latitude: number; readonly longitude: number };

/** SQL types of the landed columns, as landing writes them. */
export const worldColumns = {
  customers: { customer_id: 'VARCHAR', attribute_latitude: 'DOUBLE', attribute_longitude: 'DOUBLE' },
  orders: {
    order_id: 'VARCHAR',
    customer_id: 'VARCHAR',
    order_date: 'DATE',
    order_revenue: 'DECIMAL(18,4)',
    gross_margin: 'DECIMAL(18,4)',
    cogs: 'DECIMAL(18,4)',
    ship_to: 'VARCHAR',
    required_date: 'DATE',
    shipped_date: 'DATE',
  },
  order_lines: { order_id: 'VARCHAR', product_category: 'VARCHAR' },
  payments: {
    customer_id: 'VARCHAR',
    order_id: 'VARCHAR',
    invoice_date: 'DATE',
    due_date: 'DATE',
    paid_date: 'DATE',
  },
  returns: {
    order_id: 'VARCHAR',
    customer_id: 'VARCHAR',
    return_date: 'DATE',
    return_amount: 'DECIMAL(18,4)',
  },
  quotes: {
    quote_id: 'VARCHAR',
    customer_id: 'VARCHAR',
    created_date: 'DATE',
    close_date: 'DATE',
    won: 'BOOLEAN',
  },
  branches: { branch_id: 'VARCHAR', latitude: 'DOUBLE', longitude: 'DOUBLE' },
} as const;

/** As-of dates to try: in the middle, at the start and at the end of a month. */
export const asOfDates = ['2024-03-15', '2024-01-01', '2023-05-31'] as const;

/** Small worlds full of edges: ties, empty tables, returns without order, orders on window borders and after the as-of date. */
export function anyWorld(asOf: string): fc.Arbitrary<World> {
  const today = dayNumber(asOf);
  return fc
    .record({
      customers: fc.integer({ min: 0, max: 6 }),
      orders: fc.integer({ min: 0, max: 25 }),
      span: fc.constantFrom(60, 400, 1500),
    })
    .chain(({ customers, orders, span }) => {
      // ids whose order by UTF-8 differs from that by UTF-16, and ids a careless quoting would break
      const ids = ['10', '9', "o'b", 'é', '\uffee', '\u{1f600}', 'z"'];
      const buyer = fc.constantFrom(...ids);
      const date = fc.integer({ min: today - span, max: today + 20 }).map(dateOfDay);
      const orderId = fc.integer({ min: 0, max: orders + 2 }).map((n) => `O${n}`);
      const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });
      const money = fc
        .oneof(fc.integer({ min: -30_000, max: 900_000 }), fc.constantFrom(0, 10_000, 25_000))
        .map(
          (e4) =>
            `${e4 < 0 ? '-' : ''}${Math.floor(Math.abs(e4) / 10_000)}.${String(Math.abs(e4) % 10_000).padStart(4, '0')}`,
        );
      const order = fc.record({
        customer_id: buyer,
        order_date: date,
        order_revenue: money,
        gross_margin: maybe(money),
        cogs: maybe(money),
        ship_to: maybe(fc.constantFrom('North', 'South', '')),
        required_date: maybe(date),
        shipped_date: maybe(date),
      });
      return fc.record({
        customers: fc.tuple(
          ...ids.slice(0, customers).map((customer_id) =>
            fc.record({
              customer_id: fc.constant(customer_id),
              attribute_latitude: maybe(fc.constantFrom(39.75, -33.9, 0)),
              attribute_longitude: maybe(fc.constantFrom(-84.19, 151.2, 0)),
            }),
          ),
        ),
        orders: fc
          .array(order, { minLength: orders, maxLength: orders })
          .map((rows) => rows.map((row, index) => ({ order_id: `O${index}`, ...row }))),
        order_lines: fc.array(
          fc.record({
            order_id: orderId,
            product_category: maybe(fc.constantFrom('Seals', 'Pumps', 'Ventile', '')),
          }),
          { maxLength: 30 },
        ),
        payments: fc.array(
          fc.record({
            customer_id: maybe(buyer),
            order_id: maybe(orderId),
            invoice_date: date,
            due_date: maybe(date),
            paid_date: maybe(date),
          }),
          { maxLength: 10 },
        ),
        returns: fc.array(
          fc.record({
            order_id: maybe(orderId),
            customer_id: maybe(buyer),
            return_date: date,
            return_amount: money,
          }),
          { maxLength: 10 },
        ),
        quotes: fc
          .array(
            fc.record({
              customer_id: maybe(buyer),
              created_date: maybe(date),
              close_date: maybe(date),
              won: maybe(fc.boolean()),
            }),
            { maxLength: 30 },
          )
          .map((rows) => rows.map((row, index) => ({ quote_id: `Q${index}`, ...row }))),
        branches: fc.array(
          fc.record({
            branch_id: fc.uuid(),
            latitude: fc.constantFrom(40.1, -30, 0.5),
            longitude: fc.constantFrom(-80.5, 150, 179.5),
          }),
          { maxLength: 2 },
        ),
      });
    });
}
