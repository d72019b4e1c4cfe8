import type { TypicalMargins } from './expected-margin.ts';
import type { AccountPlace } from './territories.ts';

/** What the files say of a lapsed account beside its orders' sums. */
export type AccountFact = {
  readonly customer_id: string;
  /** Who sold the last order that names a seller. */
  readonly last_seller: string | null;
  /** The category that made most revenue in its last order with a known category. */
  readonly last_category: string | null;
  readonly next_category: string | null;
};

/** `account-facts.json`: who works where, and what lapsed accounts bought last. */
export type AccountFacts = {
  readonly version: 1;
  readonly places: readonly AccountPlace[];
  readonly accounts: readonly AccountFact[];
  /** What customers earn in a year, for ranking by expected margin; null where no margin is known. */
  readonly typical_margins: TypicalMargins | null;
  /** Whether the ids of a file are HubSpot's own record ids, by the header they came under. */
  readonly hubspot_ids: { readonly customer: boolean; readonly prospect: boolean };
};
