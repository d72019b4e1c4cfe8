import { pointCloud } from '../../core/cluster/point-cloud.ts';
import { silhouetteOf } from '../../core/cluster/silhouette.ts';
import { leakageFirewall, predictionFeatures } from '../../core/evaluate/leakage-firewall.ts';
import { legacyIcpScore } from '../../core/model/legacy-icp-score.ts';
import { standardiseIdeal } from '../../core/model/legacy-icp-scorer.ts';
import { fisherExact } from '../../core/stats/fisher-exact.ts';
import { createRandom, type Random } from '../../core/stats/random.ts';
import { riskRatio } from '../../core/stats/risk-ratio.ts';
import { rocAuc } from '../../core/stats/roc-auc.ts';
import { numericColumn } from '../../core/traits/read-column.ts';
import { numericFeature } from '../planted-table.ts';

/** Facts about the published descriptions, each from a small simulation; asserted by test/bench/published-faults.test.ts. */
export type PublishedFaults = {
  /** Highest score any lead can get from the published scorer, 0–100, by ideal customers × features. */
  readonly highest_score: readonly {
    readonly ideal: number;
    readonly features: number;
    readonly score: number;
  }[];
  readonly centre: { readonly score: number; readonly tier: string; readonly confidence: string };
  /** Scores 0.01 and 100 standard deviations away in one direction. */
  readonly near_and_far: readonly [number, number];
  readonly confidence_by_features: readonly { readonly features: number; readonly confidence: string }[];
  /** R² of revenue on ln(1 + revenue) of the same window (rank-free, by construction) and of the next. */
  readonly r2: { readonly same_window: number; readonly next_window: number };
  /** AUC of a window's margin for the best of that window, and of the next. */
  readonly auc: { readonly same_window: number; readonly next_window: number };
  /** Share of this window's best fifth that is in the next window's. */
  readonly best_again: number;
  /** exp(mean of logs) ÷ mean, log-normal with σ = 1. */
  readonly back_transform: number;
  /** Share of customers under 6 months among all, among the truly best by rate, among the best by total. */
  readonly young: { readonly all: number; readonly by_rate: number; readonly by_total: number };
  /** A lift announced without an interval. */
  readonly lift: { readonly ratio: number; readonly p: number; readonly low: number; readonly high: number };
  /** Share of on-time buyers called inactive after 90 days, by their own gap in days. */
  readonly inactive: readonly { readonly gap: number; readonly share: number }[];
  /** Silhouette of true clusters in the space they were made in, and with a column of another scale beside it. */
  readonly silhouette: { readonly clustered: number; readonly raw: number };
  /** Features of the published lifetime-value set-up that the firewall names, with its reason. */
  readonly refused: readonly { readonly feature: string; readonly reason: string }[];
};

const logNormal = (random: Random, rows: number, width: number): Float64Array =>
  Float64Array.from({ length: rows * width }, () => Math.exp(0.6 * random.normal()));

/** Simulates every fact. Seeded; about two seconds. */
export function publishedFaults(): PublishedFaults {
  const random = createRandom(42);
  const ideal = logNormal(random, 50, 6);
  const { mean, deviation } = standardiseIdeal(ideal, 6);
  const centre = legacyIcpScore(ideal, Float64Array.from(mean));
  const away = (distance: number): number =>
    legacyIcpScore(
      ideal,
      Float64Array.from(mean, (at, c) => at + distance * deviation[c]!),
    ).score;
  return {
    highest_score: [
      [50, 6],
      [200, 12],
      [1000, 30],
      [1247, 60],
    ].map(([rows, width]) => ({
      ideal: rows!,
      features: width!,
      score: 100 * Math.hypot(...standardiseIdeal(logNormal(random, rows!, width!), width!).direction),
    })),
    centre: {
      score: Math.abs(centre.score) < 1e-9 ? 0 : centre.score,
      tier: centre.tier,
      confidence: centre.match_confidence,
    },
    near_and_far: [away(0.01), away(100)],
    confidence_by_features: [10, 50, 150].map((features) => ({
      features,
      confidence: legacyIcpScore(logNormal(random, 300, features), logNormal(random, 1, features))
        .match_confidence,
    })),
    ...twoWindows(random),
    back_transform: backTransform(random),
    young: tenure(random),
    lift: {
      ratio: 3 / 8 / (5 / 32),
      p: fisherExact(3, 5, 5, 27),
      low: riskRatio(3, 8, 5, 32)!.low,
      high: riskRatio(3, 8, 5, 32)!.high,
    },
    inactive: [14, 30, 90, 180, 365].map((gap) => ({
      gap,
      share: share(20_000, () => random.next() * 1.2 * gap > 90),
    })),
    silhouette: scales(random),
    refused: refusedFeatures(),
  };
}

const share = (rounds: number, holds: () => boolean): number => {
  let count = 0;
  for (let i = 0; i < rounds; i++) count += Number(holds());
  return count / rounds;
};

function poisson(random: Random, rate: number): number {
  const limit = Math.exp(-rate);
  let [count, product] = [0, random.next()];
  while (product > limit) {
    count += 1;
    product *= random.next();
  }
  return count;
}

/** Customers that buy at a rate of their own in two windows; three in ten leave between them. */
function twoWindows(random: Random): Pick<PublishedFaults, 'r2' | 'auc' | 'best_again'> {
  const customers = Array.from({ length: 4000 }, () => {
    const rate = 4 * Math.exp(0.8 * random.normal());
    const value = 100 * Math.exp(0.6 * random.normal());
    const spend = (): number => poisson(random, rate) * value * Math.exp(0.5 * random.normal());
    return { first: spend(), second: random.next() < 0.3 ? 0 : spend() };
  });
  const first = customers.map((customer) => customer.first);
  const second = customers.map((customer) => customer.second);
  const bestOf = (values: readonly number[]): number[] => {
    const limit = [...values].sort((a, b) => b - a)[Math.ceil(values.length / 5) - 1]!;
    return values.map((value) => Number(value >= limit));
  };
  const [best, next] = [bestOf(first), bestOf(second)];
  return {
    // Any flexible model turns ln(1 + revenue) back into revenue: the feature is the target.
    r2: { same_window: r2(first, first), next_window: r2(first, second) },
    auc: { same_window: rocAuc(first, best)!.value, next_window: rocAuc(first, next)!.value },
    best_again: best.reduce((sum, is, i) => sum + is * next[i]!, 0) / best.reduce((sum, is) => sum + is, 0),
  };
}

/** Of the best line through the points. */
function r2(x: readonly number[], y: readonly number[]): number {
  const mean = (v: readonly number[]): number => v.reduce((sum, a) => sum + a, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (of: (i: number) => number): number => x.reduce((total, _, i) => total + of(i), 0);
  const xy = sum((i) => (x[i]! - mx) * (y[i]! - my));
  return xy ** 2 / (sum((i) => (x[i]! - mx) ** 2) * sum((i) => (y[i]! - my) ** 2));
}

function backTransform(random: Random): number {
  const logs = Array.from({ length: 20_000 }, () => 5 + random.normal());
  const mean = logs.reduce((sum, log) => sum + Math.exp(log), 0) / logs.length;
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length) / mean;
}

/** Tenure of up to 24 months and a rate that has nothing to do with it. */
function tenure(random: Random): PublishedFaults['young'] {
  const customers = Array.from({ length: 5000 }, () => ({
    months: 24 * random.next(),
    rate: Math.exp(5 + 0.6 * random.normal()),
  }));
  const young = (of: (customer: (typeof customers)[number]) => number): number => {
    const best = [...customers].sort((a, b) => of(b) - of(a)).slice(0, customers.length / 5);
    return best.filter(({ months }) => months < 6).length / best.length;
  };
  return {
    all: customers.filter(({ months }) => months < 6).length / customers.length,
    by_rate: young(({ rate }) => rate),
    by_total: young(({ rate, months }) => rate * months),
  };
}

/** Three clusters in two dimensions; beside them a third column of another scale that has nothing to do with them. */
function scales(random: Random): PublishedFaults['silhouette'] {
  const labels = Array.from({ length: 300 }, (_, i) => i % 3);
  const points = labels.map((label) => [
    [0, 4, 2][label]! + random.normal(),
    [0, 0, 3.5][label]! + random.normal(),
  ]);
  const raw = points.map((point) => [...point, Math.exp(8 + 1.2 * random.normal())]);
  return {
    clustered: silhouetteOf(pointCloud(points), labels),
    raw: silhouetteOf(pointCloud(raw), labels),
  };
}

/** The published features for lifetime value, as they are: of the window that makes the target. */
function refusedFeatures(): PublishedFaults['refused'] {
  const names = [
    'customer_lifetime_value',
    'monetary_value',
    'avg_order_value',
    'revenue_per_session',
    'purchase_frequency_weeks',
    'rfm_score',
  ];
  const { refused } = leakageFirewall(
    {
      ids: ['a', 'b'],
      features: names.map((name) => ({
        ...numericFeature(name),
        category: 'financial',
        population: 'customer',
        known: 'label-window',
      })),
      columns: names.map(() => numericColumn([1, 2])),
    },
    null,
    predictionFeatures,
  );
  return refused.map(({ feature, reason }) => ({ feature, reason }));
}

/** The facts as Markdown. */
export function publishedFigures(): string {
  const facts = publishedFaults();
  const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;
  return [
    '| published | what it does here | instead |',
    '| --- | --- | --- |',
    `| cosine to a set standardised on itself | the highest score any lead can get, of 100: ${facts.highest_score.map(({ ideal, features, score }) => `${score.toFixed(1)} (${ideal} ideal customers, ${features} features)`).join(', ')} | percentile among candidates |`,
    `| the same, at the centre of the ideal customers | score ${facts.centre.score.toFixed(0)}, "${facts.centre.tier}", confidence "${facts.centre.confidence}" | likelier than the background |`,
    `| the same, near and far | 0.01 standard deviations away ${facts.near_and_far[0].toFixed(2)}, 100 away ${facts.near_and_far[1].toFixed(2)} | distance counts |`,
    `| confidence from the spread of cosines | ${facts.confidence_by_features.map(({ features, confidence }) => `${features} features "${confidence}"`).join(', ')} | interval × known × support |`,
    `| value and its features from one window | R² ${facts.r2.same_window.toFixed(3)}; on the next window ${facts.r2.next_window.toFixed(3)} | features before, target after |`,
    `| best customers and their behaviour from one window | AUC ${facts.auc.same_window.toFixed(3)}; for the next window ${facts.auc.next_window.toFixed(3)}; ${percent(facts.best_again)} of the best fifth are best again | backtest |`,
    `| exp of the mean logarithm | ${facts.back_transform.toFixed(2)} of the mean (σ = 1) | smearing |`,
    `| total margin as label | customers under 6 months: ${percent(facts.young.all)} of all, ${percent(facts.young.by_rate)} of the best by rate, ${percent(facts.young.by_total)} of the best by total | tenure-fair label beside it |`,
    `| "${facts.lift.ratio.toFixed(1)} times more likely" from 3 of 8 against 5 of 32 | p = ${facts.lift.p.toFixed(2)}, 95 %: ${facts.lift.low.toFixed(2)}–${facts.lift.high.toFixed(2)} | interval, q-value, support |`,
    `| inactive after 90 days | on-time buyers called inactive: ${facts.inactive.map(({ gap, share: of }) => `${percent(of)} of those that order every ${gap} days`).join(', ')} | own cadence |`,
    `| silhouette outside of the clustered space | true clusters ${facts.silhouette.clustered.toFixed(2)}; with an unscaled column beside them ${facts.silhouette.raw.toFixed(2)} | the space that was clustered |`,
    '',
    `The published lifetime-value set-up is rejected by the leakage firewall, which names ${facts.refused.map(({ feature }) => `\`${feature}\``).join(', ')}: ${[...new Set(facts.refused.map(({ reason }) => reason))].join('; ')}.`,
  ].join('\n');
}
