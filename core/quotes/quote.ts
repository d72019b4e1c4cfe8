/** A quote or opportunity. Days are day numbers (core/rollup/calendar.ts); amounts in any one unit. */
export type Quote = {
  readonly quote_id: string;
  readonly customer_id: string | null;
  readonly created: number;
  /** Day it was decided; null while open, or where the file does not say. */
  readonly closed: number | null;
  readonly value: number | null;
  /** Null while open. */
  readonly won: boolean | null;
};

/** Orders of one customer by day, rising, and what each day came to in the quotes' unit. */
export type QuoteOrders = ReadonlyMap<
  string,
  { readonly days: readonly number[]; readonly values: readonly number[] }
>;
