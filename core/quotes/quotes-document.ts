import type { OpenQuote, QuotePropensity } from './quote-propensity.ts';

/** `quotes.json`: the model of won quotes, or why there is none, and the open quotes in the order it gives. */
export type QuotesDocument = QuotePropensity & { readonly open: readonly OpenQuote[] };
