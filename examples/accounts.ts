import { type BuyingStyle, buyingStyles, categoryPath, drawBuyingStyle } from './buying-style.ts';
import { type Company, drawCompany } from './company.ts';
import type { CompanyName } from './company-names.ts';
import type { Draws } from './draws.ts';
import type { Territory } from './places.ts';
import { latentFit } from './planted-traits.ts';

/** A customer with everything that decides its orders. Days are day numbers; the account buys in [start, end). */
export type Account = {
  readonly customer_id: string;
  readonly company: Company;
  readonly style: BuyingStyle;
  /** Expected margin a month in dollars while it buys, before the accounts sold below cost. */
  readonly monthly_margin: number;
  readonly orders_per_month: number;
  /** Mean order in cents. */
  readonly order_cents: number;
  /** Added to every margin of the account; strongly negative where it is sold below cost. */
  readonly margin_offset: number;
  readonly start: number;
  readonly end: number;
  /** Meant to be a good customer that went silent. */
  readonly lapsed: boolean;
  /** An account that was opened and never ordered. */
  readonly dormant: boolean;
  /** Categories it buys, with the day it takes each one up. */
  readonly categories: readonly { readonly category: number; readonly from: number }[];
  readonly ship_to: readonly string[];
  readonly lead_days: number;
  readonly pays_late_days: number;
  readonly sales_rep: string;
  readonly lead_source: string;
};

const monthDays = 30.4375;
const plainMargin = 95;
const noise = 0.78;
const reference = 1_500;
const largest = 2_500;

const reps: Readonly<Record<Territory, readonly string[]>> = {
  Midwest: ['A. R.', 'D. K.', 'J. M.', 'L. V.'],
  Northeast: ['B. T.', 'C. O.', 'S. N.'],
  Southeast: ['E. W.', 'F. G.', 'H. P.', 'R. D.'],
  Plains: ['I. S.', 'M. B.'],
  Southwest: ['House'],
  West: ['House'],
};
const leadSources = ['trade show', 'referral', 'web form', 'cold call', 'catalogue', 'inherited'] as const;

/** The shape of the customer base. */
export type AccountPlan = {
  readonly customers: number;
  readonly orders: number;
  /** Three buying styles, or one for everybody, so that there is nothing to cluster. */
  readonly archetypes: 1 | 3;
  /** First day of the history and the as-of day, which is the first day after it. */
  readonly start: number;
  readonly as_of: number;
};

/** Accounts in customer id order, with frequencies scaled so that about `orders` orders come out. */
export function drawAccounts(
  plan: AccountPlan,
  draws: Draws,
  makeName: (trades: readonly string[]) => CompanyName,
): Account[] {
  const drawn = Array.from({ length: plan.customers }, (_, index) =>
    drawAccount(plan, index, draws, makeName),
  );
  const expected = drawn.reduce((sum, account) => sum + expectedOrders(account), 0);
  const scale = plan.orders / expected;
  const scaled = drawn.map((account) => ({
    ...account,
    orders_per_month: account.orders_per_month * scale,
    order_cents: account.order_cents / scale,
  }));
  return plantLapsed(scaled, plan, draws);
}

const expectedOrders = (account: Account): number =>
  account.dormant ? 0 : (account.orders_per_month * (account.end - account.start)) / monthDays;

function drawAccount(
  plan: AccountPlan,
  index: number,
  draws: Draws,
  makeName: (trades: readonly string[]) => CompanyName,
): Account {
  const company = drawCompany(draws, 'customer', makeName);
  const drawn = drawBuyingStyle(company, draws);
  const style = plan.archetypes === 3 ? drawn : 'high-frequency-mro';
  const habits = buyingStyles[style];
  const wished = plainMargin * Math.exp(latentFit(company) + noise * draws.normal());
  // Very large accounts negotiate: beyond the limit margin grows with a root of what they would bring.
  const margin = wished <= largest ? wished : largest * (wished / largest) ** 0.4;
  const perMonth = Math.min(
    20,
    Math.max(
      0.12,
      habits.orders_per_month * (margin / reference) ** habits.growth * Math.exp(0.15 * draws.normal()),
    ),
  );
  const path = categoryPath(style);
  const legacy = draws.chance(0.5);
  const start = legacy ? plan.start : plan.start + Math.floor(draws.next() * (plan.as_of - plan.start - 45));
  const months = months0(draws, margin);
  const sites = Math.round(draws.between(...habits.sites));
  const belowCost = draws.chance(0.025);
  const rate = averageMargin[style];
  const { city } = company.place;
  return {
    customer_id: `C-${10_001 + index}`,
    company,
    style,
    monthly_margin: margin,
    orders_per_month: perMonth,
    order_cents: (margin * 100) / (perMonth * rate),
    margin_offset: belowCost ? -rate - draws.between(0.02, 0.1) : 0.025 * draws.normal(),
    start,
    end: Math.min(plan.as_of, start + Math.round(months * monthDays)),
    lapsed: false,
    dormant: draws.chance(0.02),
    categories: takeUp(path, habits, start - (legacy ? draws.int(1_200) : 0), margin, draws),
    ship_to: Array.from({ length: sites }, (_, site) =>
      site === 0
        ? `Main, ${city}`
        : style === 'large-project'
          ? `Job site ${draws.int(900) + 100}`
          : `Plant ${site + 1}, ${city}`,
    ),
    lead_days: Math.round(draws.between(...habits.lead_days)),
    pays_late_days: habits.pays_late_days + 4 * draws.normal(),
    sales_rep: draws.pick(reps[company.place.territory]),
    lead_source: draws.pick(leadSources),
  };
}

/** Months an account keeps buying: exponential, longer for accounts that earn more. */
function months0(draws: Draws, margin: number): number {
  const monthlyLoss = 0.011 / Math.sqrt(Math.max(0.2, margin / 250));
  return 4 - Math.log(1 - draws.next()) / monthlyLoss;
}

/** Usual margin share of each style over its categories, for turning margin into order value. */
const averageMargin: Readonly<Record<BuyingStyle, number>> = {
  'high-frequency-mro': 0.39,
  'large-project': 0.2,
  'contract-replenishment': 0.28,
};

function takeUp(
  path: readonly number[],
  habits: (typeof buyingStyles)[BuyingStyle],
  since: number,
  margin: number,
  draws: Draws,
): Account['categories'] {
  const pace = habits.months_per_category / Math.min(2.5, Math.max(0.4, (margin / 400) ** 0.4));
  let day = since;
  return path.map((category, step) => {
    if (step >= habits.categories_at_start) day += Math.round(pace * monthDays * draws.gamma(2));
    return { category, from: step < habits.categories_at_start ? since : day };
  });
}

/**
 * Makes about 6 % of the accounts into former good customers: 16 months or more of history, a margin in the upper
 * part of the base, and then silence for 5 to 10 of their own usual gaps.
 */
function plantLapsed(accounts: readonly Account[], plan: AccountPlan, draws: Draws): Account[] {
  const margins = accounts.map((account) => account.monthly_margin).sort((a, b) => a - b);
  const good = margins[Math.floor(margins.length * 0.6)] ?? 0;
  const wanted = Math.round(accounts.length * 0.06);
  const able = accounts.flatMap((account, index) =>
    !account.dormant &&
    account.margin_offset > -0.15 &&
    account.monthly_margin >= good &&
    account.end === plan.as_of &&
    plan.as_of - account.start >= 16 * monthDays &&
    account.orders_per_month >= 0.6
      ? [index]
      : [],
  );
  const chosen = new Set(
    Array.from(draws.sample(able.length, Math.min(wanted, able.length)), (place) => able[place]),
  );
  return accounts.map((account, index) => {
    if (!chosen.has(index)) return account;
    const gap = monthDays / account.orders_per_month;
    const silence = Math.round(Math.min(420, Math.max(75, gap * draws.between(5.5, 10))));
    return { ...account, lapsed: true, end: plan.as_of - silence };
  });
}
