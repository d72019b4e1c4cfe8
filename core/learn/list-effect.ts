import { quantile } from '../stats/quantile.ts';
import { createRandom, type Random } from '../stats/random.ts';

/** One company that was called, long enough ago: what came of it, and the chance it had of being called. */
export type CalledCompany = {
  readonly target_id: string;
  /** Chosen for its rank, or drawn at random among those that rank passed over. */
  readonly slot: 'ranked' | 'random';
  readonly propensity: number;
  readonly success: boolean;
  /** Margin won; 0 where nothing was. */
  readonly value: number;
};

export type Estimate = { readonly value: number; readonly low: number; readonly high: number };

/** What calling by rank gives over calling anybody who could have been called. */
export type ListEffect = {
  readonly ranked: number;
  readonly random: number;
  /** Success rate of the companies chosen for their rank. */
  readonly ranked_rate: Estimate;
  /** Success rate if everybody who could have been called were called. */
  readonly market_rate: Estimate;
  /** ranked ÷ market; null where nobody in the market succeeded. */
  readonly lift: Estimate | null;
  /** Margin a call by rank wins over a call at random, in the currency's unit. */
  readonly incremental_value_per_call: Estimate;
  /** The plain mean over all that were called: biased towards the list, shown so that nobody mistakes it for the market. */
  readonly naive_rate: number;
};

const resamples = 1000;

/**
 * Unbiased lift and incremental margin of a list from the slots drawn at random. Each company that was called stands for
 * 1 ÷ propensity companies that could have been, so their weighted mean estimates what calling everybody would give (Hájek's
 * form of Horvitz and Thompson's estimator). 95 % intervals by a seeded bootstrap within ranked and random. Null without a random
 * slot: those ranked never stand for the others, and no arithmetic changes that. O(companies × 1,000).
 *
 * Sources: Horvitz & Thompson, JASA 47 (1952); Hájek (1971); Li et al., arXiv:1003.5956. Method: docs/methods/learning.md.
 *
 * @example
 * const called = [
 *   ...Array.from({ length: 10 }, (_, i) => ({ target_id: `r${i}`, slot: 'ranked', propensity: 1, success: i < 5, value: 0 })),
 *   ...Array.from({ length: 10 }, (_, i) => ({ target_id: `x${i}`, slot: 'random', propensity: 0.1, success: i < 1, value: 0 })),
 * ];
 * const { ranked_rate, market_rate, naive_rate } = listEffect(called);
 * ranked_rate.value; // => 0.5
 * Number(market_rate.value.toFixed(3)); // => 0.136
 * naive_rate; // => 0.3
 * listEffect(called.slice(0, 10)); // => null
 */
export function listEffect(called: readonly CalledCompany[]): ListEffect | null {
  const ranked = called.filter((company) => company.slot === 'ranked');
  const random = called.filter((company) => company.slot === 'random');
  if (ranked.length === 0 || random.length === 0) return null;
  const generator = createRandom(42);
  const figures = (own: Sums, others: Sums) => {
    const rate = own.success / own.weight;
    const market = (own.success + others.success) / (own.weight + others.weight);
    const worth = own.value / own.weight;
    const marketWorth = (own.value + others.value) / (own.weight + others.weight);
    return { rate, market, lift: market === 0 ? null : rate / market, incremental: worth - marketWorth };
  };
  const at = figures(sumsOf(ranked), sumsOf(random));
  const spread = Array.from({ length: resamples }, () =>
    figures(resampled(ranked, generator), resampled(random, generator)),
  );
  return {
    ranked: ranked.length,
    random: random.length,
    ranked_rate: estimate(
      at.rate,
      spread.map(({ rate }) => rate),
    ),
    market_rate: estimate(
      at.market,
      spread.map(({ market }) => market),
    ),
    lift:
      at.lift === null
        ? null
        : estimate(
            at.lift,
            spread.flatMap(({ lift }) => (lift === null ? [] : [lift])),
          ),
    incremental_value_per_call: estimate(
      at.incremental,
      spread.map(({ incremental }) => incremental),
    ),
    naive_rate: called.filter((company) => company.success).length / called.length,
  };
}

/** Weighted sums over companies: what every mean here is made of. */
type Sums = { weight: number; success: number; value: number };

function add(sums: Sums, company: Weighted): void {
  const weight = 1 / (company.propensity ?? 1);
  sums.weight += weight;
  if (company.success) sums.success += weight;
  sums.value += weight * company.value;
}

type Weighted = Pick<CalledCompany, 'success' | 'value'> & { readonly propensity?: number };

function sumsOf(rows: readonly Weighted[]): Sums {
  const sums = { weight: 0, success: 0, value: 0 };
  for (const row of rows) add(sums, row);
  return sums;
}

/** The sums of as many rows drawn with replacement. */
function resampled(rows: readonly Weighted[], random: Random): Sums {
  const sums = { weight: 0, success: 0, value: 0 };
  for (let i = 0; i < rows.length; i += 1) add(sums, rows[random.int(rows.length)]!);
  return sums;
}

function estimate(value: number, values: readonly number[]): Estimate {
  const sorted = Float64Array.from(values);
  return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** What being called does, against companies of the same list that were held back at random. */
export type CallEffect = {
  readonly called: number;
  readonly held_back: number;
  readonly called_rate: number;
  readonly held_back_rate: number;
  /** Difference of the rates, and margin a call adds. */
  readonly effect: Estimate;
  readonly incremental_value_per_call: Estimate;
};

/**
 * The effect of a call itself: those chosen for their rank and called, against those of the same rank held back at random. Both
 * groups were drawn from one list, so the plain difference is unbiased. Null with fewer than two in either group. 95 %
 * intervals by a seeded bootstrap within the groups.
 *
 * @example
 * const company = (success) => ({ success, value: success ? 10 : 0 });
 * callEffect([company(true), company(true), company(false), company(false)], [company(false), company(false)]).effect.value; // => 0.5
 * callEffect([company(true)], []); // => null
 */
export function callEffect(
  called: readonly Pick<CalledCompany, 'success' | 'value'>[],
  heldBack: readonly Pick<CalledCompany, 'success' | 'value'>[],
): CallEffect | null {
  if (called.length < 2 || heldBack.length < 2) return null;
  const own = called.map(({ success, value }) => ({ success, value }));
  const generator = createRandom(42);
  const rate = (sums: Sums): number => sums.success / sums.weight;
  const worth = (sums: Sums): number => sums.value / sums.weight;
  const [a, b] = [sumsOf(own), sumsOf(heldBack)];
  const spread = Array.from({ length: resamples }, () => {
    const [c, h] = [resampled(own, generator), resampled(heldBack, generator)];
    return { effect: rate(c) - rate(h), value: worth(c) - worth(h) };
  });
  return {
    called: called.length,
    held_back: heldBack.length,
    called_rate: rate(a),
    held_back_rate: rate(b),
    effect: estimate(
      rate(a) - rate(b),
      spread.map(({ effect }) => effect),
    ),
    incremental_value_per_call: estimate(
      worth(a) - worth(b),
      spread.map(({ value }) => value),
    ),
  };
}
