import type { Trait } from '../traits/trait.ts';
import { boostingDefaults, fitBoosting } from './boosting.ts';
import { type Contrast, contrastRows } from './contrast.ts';
import type { FeatureTable } from './feature-table.ts';
import { type LookalikeSet, selectSet, side } from './lookalike-set.ts';
import { fitScorecard, scorecardDefaults } from './scorecard.ts';
import { selectRows } from './select-rows.ts';
import type { SimilarityFit } from './similarity-fit.ts';
import type { MethodName } from './similarity-model.ts';
import { fitWeightedTraits } from './weighted-traits.ts';

/** Finds the trait table of labelled customers (1 best, 0 rest); `strongest` marks the ones that count. */
export type FindTraits = (table: FeatureTable, label: Int8Array) => readonly Trait[];

export type MethodTools = { readonly findTraits: FindTraits; readonly seed: number };

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

/** Shallow and slow to learn: what 100–400 positives can bear. */
const lookalikeBoosting = { ...boostingDefaults, trees: 80, depth: 3, rate: 0.08, l2: 5, balanced: true };

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

/** All methods, from simple to complex; ties of complexity in order of preference. */
export const similarityMethods: readonly SimilarityMethod[] = [
  weightedTraits,
  scorecardMethod(
    'scorecard-both',
    'both',
    'a scorecard of best customers against candidates and ordinary customers in equal parts',
    2,
  ),
  scorecardMethod('scorecard-rest', 'rest', 'a scorecard of best customers against other customers', 2.1),
  scorecardMethod(
    'scorecard-background',
    'background',
    'a scorecard of best customers against candidates (positive-unlabelled)',
    2.2,
  ),
  boosting,
];
