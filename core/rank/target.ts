export type PoolName = 'net-new' | 'win-back';
export type ListName = 'tier-a' | 'tier-b' | 'nurture' | 'win-back';
export type TierName = 'A' | 'B' | 'C' | 'D';

/** The seeds' tiers, one per band of a single 0–100 score. */
export const tierLabels: Readonly<Record<TierName, string>> = {
  A: 'A - Excellent Fit',
  B: 'B - Good Fit',
  C: 'C - Moderate Fit',
  D: 'D - Poor Fit',
};

/**
 * One reason in words with what it is worth. Similarity points are log-odds × 100, rounded so that base + all points =
 * total exactly; opportunity points are points of the 0–100 opportunity score in the same manner.
 */
export type Reason = {
  readonly kind: 'trait' | 'similar-to' | 'signal' | 'win-back' | 'other';
  readonly words: string;
  readonly feature: string | null;
  readonly points: number;
  /** Where the evidence came from and when, for signals. */
  readonly source: string | null;
  readonly date: string | null;
};

/** base + sum of points = total, in whole points. */
export type ReasonSum = {
  readonly base: number;
  readonly total: number;
  readonly reasons: readonly Reason[];
};

/** An exact amount of the run's reporting currency, rounded to its smallest unit; "XXX" where no currency is known. */
export type Amount = { readonly amount: string; readonly currency: string };

/** The best customer a company resembles most, and on what: features both have alike, and those that tell them apart. */
export type ClosestBestCustomer = {
  readonly customer_id: string;
  readonly name: string | null;
  readonly similarity_percent: number;
  readonly shared: readonly string[];
  readonly differing: readonly string[];
};

/** What is known of a company beside its name, as outreach tools want it; null where it is not known. */
export type CompanyFacts = {
  readonly website: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly postal_code: string | null;
  readonly linkedin_page: string | null;
  readonly annual_revenue: number | null;
  readonly founded_year: number | null;
  readonly naics: string | null;
  readonly sic: string | null;
  readonly description: string | null;
};

/** The company's own keys in other systems, carried through so that a second import updates. */
export type CrmIds = {
  readonly hubspot: string | null;
  readonly salesforce: string | null;
  readonly apollo: string | null;
};

/** What a lapsed customer was, and what it would bring back. Amounts of the next 12 months are chance × yearly amount. */
export type WinBackFacts = {
  readonly last_order_date: string;
  readonly silence_days: number;
  /** Usual days between its orders; null where nobody ordered twice. */
  readonly cadence_days: number | null;
  readonly p_alive: number | null;
  readonly p_recoverable: number;
  readonly p_recoverable_from: 'assumed' | 'recorded attempts';
  readonly recoverable_margin_12m: Amount | null;
  readonly recoverable_revenue_12m: Amount;
  readonly past_margin: Amount | null;
  readonly past_revenue: Amount;
  readonly past_orders: number;
  readonly category_breadth: number | null;
  readonly last_category: string | null;
  /** The category best customers buy most that this one never bought. */
  readonly next_category: string | null;
  readonly days_to_pay: number | null;
  readonly days_late: number | null;
};

/** What learning one unknown fact could do: the next tier, if the fact is the most favourable one, and what knowing it costs. */
export type Counterfactual = {
  readonly feature: string;
  readonly words: string;
  readonly tier: TierName;
  readonly credits: number;
};

/** How a company came onto its list. Held back: drawn at random not to be contacted, to measure what contact does. */
export type Slot = {
  readonly kind: 'ranked' | 'random' | 'held-back';
  /** Chance of being put where it is, given its rank, over (0, 1]. */
  readonly propensity: number;
};

/** One ranked company: a row of `targets.csv` and an item of the targets endpoint. */
export type Target = {
  readonly target_id: string;
  readonly pool: PoolName;
  readonly rank: number;
  readonly list: ListName;
  readonly tier: TierName;
  readonly name: string | null;
  readonly domain: string | null;
  /** w1 · similarity + w2 · opportunity, 0–100, one decimal; the two terms are kept beside it. */
  readonly score: number;
  readonly similarity: number;
  readonly opportunity: number;
  readonly similarity_term: number;
  readonly opportunity_term: number;
  readonly confidence: 'high' | 'medium' | 'low';
  /** Which of interval, share of features known, distance from support limits the confidence. */
  readonly confidence_limited_by: string;
  readonly closest_best_customer: ClosestBestCustomer | null;
  readonly archetype: string | null;
  /** What to open the conversation with: the archetype's. */
  readonly message_angle: string | null;
  readonly owner: string | null;
  /** Whether the account itself, its last order or its territory says who owns it. */
  readonly owner_from: 'account' | 'last order' | 'territory' | null;
  /** The files' own territory, else country and region. */
  readonly territory: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly industry: string | null;
  readonly employees: number | null;
  /** e.g. `known_account`. */
  readonly tags: readonly string[];
  readonly company: CompanyFacts;
  readonly crm_ids: CrmIds;
  /** Margin of the next 12 months if it buys (net-new) or comes back (win-back: times the chance); null where it cannot be told. */
  readonly expected_margin_12m: Amount | null;
  readonly win_back: WinBackFacts | null;
  readonly counterfactual: Counterfactual | null;
  /** The week of first outreach it is due in, from 1, where the settings say how many a week can be worked. */
  readonly week: number | null;
  readonly slot: Slot;
  readonly similarity_reasons: ReasonSum;
  readonly opportunity_reasons: ReasonSum;
};
