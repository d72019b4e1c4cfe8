import type { Trait } from '../traits/trait.ts';
import { type BoostingParams, boostingDefaults, fitBoosting } from './boosting.ts';
import { type Contrast, contrastRows, customersAgainstMarket } from './contrast.ts';
import type { FeatureTable } from './feature-table.ts';
import { challengerDefaults, fitForestChallenger } from './forest-challenger.ts';
import { fitLegacyIcpScorer, legacyColumns } from './legacy-icp-scorer.ts';
import { type LookalikeSet, selectSet, side } from './lookalike-set.ts';
import { fitNearestBest, nearestDefaults, traitImportance } from './nearest-best.ts';
import { fitScorecard, scorecardDefaults } from './scorecard.ts';
import { selectRows } from './select-rows.ts';
import { type SimilarityFit, sumFits } from './similarity-fit.ts';
import type { MethodName } from './similarity-model.ts';
import { fitTextSimilarity } from './text-similarity.ts';
import { fitWeightedTraits } from './weighted-traits.ts';

/** Finds the trait table of labelled customers (1 best, 0 rest); `strongest` marks the ones that count. */
export type FindTraits = (table: FeatureTable, label: Int8Array) => readonly Trait[];

export type MethodTools = {
  readonly findTraits: FindTraits;
  readonly seed: number;
  /** The fit of another method on the same training set, made once. */
  readonly fitOf: (method: SimilarityMethod, train: LookalikeSet) => SimilarityFit;
};

/** Remembers fits by training set and method, so that methods built on others cost nothing extra. */
export function methodTools(findTraits: FindTraits, seed: number): MethodTools {
  const kept = new WeakMap<LookalikeSet, Map<string, SimilarityFit>>();
  const tools: MethodTools = {
    findTraits,
    seed,
    fitOf: (method, train) => {
      const fits = kept.get(train) ?? new Map<string, SimilarityFit>();
      kept.set(train, fits);
      const fit = fits.get(method.name) ?? method.fit(train, tools);
      fits.set(method.name, fit);
      return fit;
    },
  };
  return tools;
}

/** A way to measure similarity. */
export type SimilarityMethod = {
  readonly name: MethodName;
  readonly words: string;
  /** 1 is simplest; the evidence must pay for more. */
  readonly complexity: number;
  /** Shown for comparison, never chosen. */
  readonly baseline: boolean;
  /** Best customers it needs. */
  readonly leastBest: number;
  readonly needs: 'features' | 'candidates' | 'texts';
  /** Folds it is tried on; all when absent. For what is too dear to fit more often. */
  readonly folds?: number;
  /** Learns from a training set alone. */
  readonly fit: (train: LookalikeSet, tools: MethodTools) => SimilarityFit;
};

function scorecardMethod(
  name: MethodName,
  contrast: Contrast,
  words: string,
  complexity: number,
): SimilarityMethod {
  return {
    name,
    words,
    complexity,
    baseline: false,
    leastBest: 30,
    needs: contrast === 'rest' ? 'features' : 'candidates',
    fit: (train) => {
      const { rows, target, weights } = contrastRows(train, contrast);
      return fitScorecard(selectRows(train.table, rows), target, scorecardDefaults, weights);
    },
  };
}

/** Best and other customers of a set with their labels. */
export function customersOf(set: LookalikeSet): {
  readonly table: FeatureTable;
  readonly label: Int8Array;
} {
  const rows = Int32Array.from(
    Array.from(set.sides.keys()).filter((row) => set.sides[row] !== side.background),
  );
  const customers = selectSet(set, rows);
  return {
    table: customers.table,
    label: Int8Array.from(customers.sides, (where) => (where === side.best ? 1 : 0)),
  };
}

const weightedTraits: SimilarityMethod = {
  name: 'weighted-traits',
  words: 'the strongest traits, each weighed by its lift',
  complexity: 1,
  baseline: false,
  leastBest: 0,
  needs: 'features',
  fit: (train, { findTraits }) => {
    const { table, label } = customersOf(train);
    return fitWeightedTraits(findTraits(table, label));
  },
};

/** Shallow: what 100–400 positives can bear. More and slower trees find no more planted fits (docs/methods/similarity.md). */
const lookalikeBoosting: BoostingParams = {
  ...boostingDefaults,
  design: { ...boostingDefaults.design, bins: 32 },
  trees: 50,
  depth: 3,
  rate: 0.12,
  l2: 5,
  balanced: true,
};

const boosting: SimilarityMethod = {
  name: 'boosting',
  words: 'boosted trees on best customers against candidates and ordinary customers in equal parts',
  complexity: 5,
  baseline: false,
  leastBest: 100,
  needs: 'features',
  fit: (train) => {
    const { rows, target, weights } = contrastRows(train, 'both');
    return fitBoosting(selectRows(train.table, rows), target, lookalikeBoosting, weights);
  },
};

const nearestBest: SimilarityMethod = {
  name: 'nearest-best',
  words: 'likeness to the five closest best customers, features weighed by their strongest trait',
  complexity: 3,
  baseline: false,
  leastBest: 30,
  needs: 'features',
  fit: (train, { findTraits, seed }) => {
    const { table, label } = customersOf(train);
    return fitNearestBest(train, traitImportance(findTraits(table, label)), { ...nearestDefaults, seed });
  },
};

const text: SimilarityMethod = {
  name: 'text',
  words: 'words in the description that best customers use and others do not',
  complexity: 4,
  baseline: false,
  leastBest: 30,
  needs: 'texts',
  fit: fitTextSimilarity,
};

const forest: SimilarityMethod = {
  name: 'forest',
  words: 'a random forest (ml-random-forest) fitted once, on at most 600 companies',
  complexity: 6,
  baseline: false,
  leastBest: 100,
  needs: 'features',
  folds: 1,
  fit: (train, { seed }) => fitForestChallenger(train, { ...challengerDefaults, seed }),
};

const legacy: SimilarityMethod = {
  name: 'legacy',
  words: 'the published scorer: mean cosine to best customers after standardising on them',
  complexity: 0,
  baseline: true,
  leastBest: 2,
  needs: 'features',
  fit: (train) => {
    const best = Array.from(train.sides.keys()).filter((row) => train.sides[row] === side.best);
    const ideal = selectRows(train.table, best);
    return fitLegacyIcpScorer(ideal, legacyColumns(ideal));
  },
};

const scorecardBoth = scorecardMethod(
  'scorecard-both',
  'both',
  'a scorecard of best customers against candidates and ordinary customers in equal parts',
  2,
);
const scorecardRest = scorecardMethod(
  'scorecard-rest',
  'rest',
  'a scorecard of best customers against other customers',
  2.1,
);
const scorecardBackground = scorecardMethod(
  'scorecard-background',
  'background',
  'a scorecard of best customers against candidates (positive-unlabelled)',
  2.2,
);

const blend: SimilarityMethod = {
  name: 'blend',
  words: 'the mean of the scorecard and the boosted trees on the same contrast',
  complexity: 5.1,
  baseline: false,
  leastBest: 100,
  needs: 'features',
  fit: (train, { fitOf }) =>
    sumFits([scorecardBoth, boosting].map((method) => ({ weight: 0.5, fit: fitOf(method, train) }))),
};

/**
 * log p(best)/p(rest) + ½ log p(customer)/p(candidate). The second step learns from all customers, not only the best
 * ones; it is halved because part of what sets customers apart is where a company happened to sell.
 */
const twoStep: SimilarityMethod = {
  name: 'two-step',
  words:
    'a scorecard of best against other customers, plus half of what sets customers apart from candidates',
  complexity: 5.2,
  baseline: false,
  leastBest: 100,
  needs: 'candidates',
  fit: (train, { fitOf }) => {
    const { target, weights } = customersAgainstMarket(train);
    const market = { ...lookalikeBoosting, depth: 2, trees: 60 };
    return sumFits([
      { weight: 1, fit: fitOf(scorecardRest, train) },
      { weight: 0.5, fit: fitBoosting(train.table, target, market, weights) },
    ]);
  },
};

/** All methods, from simple to complex; ties of complexity in order of preference. */
export const similarityMethods: readonly SimilarityMethod[] = [
  weightedTraits,
  scorecardBoth,
  scorecardRest,
  scorecardBackground,
  nearestBest,
  text,
  boosting,
  blend,
  twoStep,
  forest,
  legacy,
];
