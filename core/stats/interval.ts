/** A range that holds the true value with the stated confidence, 95 % unless said otherwise. */
export type Interval = { readonly low: number; readonly high: number };

/** An estimate with its interval. */
export type Estimate = Interval & { readonly value: number };
