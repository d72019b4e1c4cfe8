import { liftTable } from '../traits/lift-table.ts';
import { strongestTraits } from '../traits/strongest.ts';
import { type Calibration, calibrate } from './calibrate.ts';
import { checkCanary } from './canary.ts';
import { splitFolds } from './cross-fit.ts';
import { driversOf } from './drivers.ts';
import { foldsOf } from './folds.ts';
import { chanceCriterion, type HeldOutFigures } from './held-out-figures.ts';
import {
  buildLookalikeSet,
  type LookalikeInput,
  type LookalikeSet,
  type SideSamples,
  side,
} from './lookalike-set.ts';
import { type CrossFitted, crossFitMethod, reportMethods } from './method-reports.ts';
import { jackknifeUncertainty } from './model-uncertainty.ts';
import { percentileTable } from './percentile-table.ts';
import { pointsOf } from './score-similarity.ts';
import { selectFeatures } from './select-rows.ts';
import { explainFit, scoreFit } from './similarity-fit.ts';
import { type FindTraits, methodTools, type SimilarityMethod } from './similarity-method.ts';
import { similarityMethods } from './similarity-methods.ts';
import { pointsPerLogOdds, type SimilarityMode, type SimilarityModel } from './similarity-model.ts';
import { referenceCompanies, sampleCompanies } from './similarity-reference.ts';
import { singleFeatureLeaks } from './single-feature-leaks.ts';
import { trainingSupport } from './training-support.ts';

export type SimilarityParams = {
  readonly seed: number;
  readonly folds: number;
  /** Companies of each side that take part in fitting, and candidates the percentiles are read from. */
  readonly samples: SideSamples;
  readonly referenceSample: number;
  /** Makes the trait table of the customers it is given; called once per fold and once on all. */
  readonly findTraits: FindTraits;
  /** Methods that compete; all by default. */
  readonly methods: readonly SimilarityMethod[];
};

export const similarityDefaults: SimilarityParams = {
  seed: 42,
  folds: 5,
  samples: { best: 4_000, rest: 8_000, background: 4_000 },
  referenceSample: 50_000,
  findTraits: (table, label) => strongestTraits(table, label, liftTable(table, label)).traits,
  methods: similarityMethods,
};

/**
 * Learns what best customers look like and chooses how to measure it. Every method that the amount of data allows is
 * cross-fitted: it is fitted on four fifths of the companies and must find the held-out best customers again, among
 * candidates it has not seen and among ordinary customers. The simplest method within one standard error of the best one
 * wins, is fitted on everything, and its scores over the candidates become the percentile scale.
 *
 * Fewer than 30 best customers leave weighted traits only; up to 100, no trees. Without candidates best customers are
 * told from the rest, and percentiles refer to all customers.
 *
 * Throws a RangeError when nobody is best or no feature is left.
 */
export function chooseSimilarity(
  input: LookalikeInput,
  params: SimilarityParams = similarityDefaults,
): SimilarityModel {
  const built = buildLookalikeSet(input, params.samples, params.seed);
  const leaks = singleFeatureLeaks(built);
  const leaking = new Set(leaks.map(({ feature }) => feature));
  const names = built.table.features.map(({ name }) => name).filter((name) => !leaking.has(name));
  const set: LookalikeSet = { ...built, table: selectFeatures(built.table, names) };
  const counts = countSides(set, input);
  if (counts.best === 0) throw new RangeError('nobody is labelled best');
  const { mode, because } = chooseMode(counts.best);
  const tools = methodTools(params.findTraits, params.seed);
  const splits = splitFolds(set, params.folds, params.seed);
  const tried = params.methods.flatMap((method): CrossFitted[] =>
    whyNot(method, counts, set) === null ? [crossFitMethod(method, splits, tools)] : [],
  );
  const reports = reportMethods(
    params.methods.map((method) => ({ method, because: whyNot(method, counts, set) })),
    tried,
  );
  const chosen = params.methods.find((method) => method.name === reports.chosen)!;
  const fit = tools.fitOf(chosen, set);
  const reference = referenceCompanies(input, params.referenceSample, params.seed + 1);
  const scores = scoreFit(fit, reference.table, reference.texts);
  const table = percentileTable(Float64Array.from(pointsOf(scores)));
  const steady = sampleCompanies(reference, 2_000, params.seed);
  const foldScores = splits
    .slice(0, chosen.folds)
    .map(({ train }) => scoreFit(tools.fitOf(chosen, train), steady.table, steady.texts));
  const shown = sampleCompanies(reference, 500, params.seed);
  const heldOut = tried.find(({ method }) => method === chosen)?.ranks.scores ?? new Map<number, number>();
  return {
    version: 1,
    mode,
    mode_because: because,
    chosen: chosen.name,
    chosen_because: reports.because,
    better_than_chance: beatsChance(
      reports.methods.find(({ method }) => method === chosen.name)?.figures ?? null,
    ),
    counts,
    folds: params.folds,
    seed: params.seed,
    features: set.table.features,
    dropped: [...built.dropped, ...leaks],
    methods: reports.methods,
    canary: checkCanary(chosen, set, params.seed, tools),
    fit,
    reference: {
      population: counts.candidates === 0 ? 'customers' : 'candidates',
      size: reference.table.ids.length,
      table,
    },
    calibration: heldOut.size === 0 ? null : calibrateCustomers(set, heldOut, params),
    uncertainty:
      counts.best < 30 || foldScores.length < 2
        ? null
        : jackknifeUncertainty(
            foldScores,
            pointsOf(scoreFit(fit, steady.table, steady.texts)),
            table,
            pointsPerLogOdds,
          ),
    support: trainingSupport(set.table, fit.features),
    drivers: driversOf(explainFit(fit, shown.table, shown.texts), pointsPerLogOdds),
  };
}

/** How probable it is that a customer with such a score is among the best. */
function calibrateCustomers(
  set: LookalikeSet,
  scores: ReadonlyMap<number, number>,
  params: SimilarityParams,
): Calibration {
  const rows = [...scores.keys()].filter((row) => set.sides[row] !== side.background).sort((a, b) => a - b);
  const folds = foldsOf(set.table.ids, params.folds, params.seed);
  return calibrate(
    rows.map((row) => scores.get(row)!),
    rows.map((row) => (set.sides[row] === side.best ? 1 : 0)),
    rows.map((row) => folds[row]!),
  );
}

function beatsChance(figures: HeldOutFigures | null): boolean | null {
  return figures === null ? null : figures.criterion - chanceCriterion > 1.645 * figures.criterion_se;
}

function chooseMode(best: number): { readonly mode: SimilarityMode; readonly because: string } {
  if (best < 30) {
    return {
      mode: 'traits-only',
      because: `${best} best customers are too few to fit a model (30): traits and rules only`,
    };
  }
  return best < 100
    ? { mode: 'scorecard', because: `${best} best customers allow a scorecard; trees need 100` }
    : { mode: 'all', because: `${best} best customers: every method competes` };
}

type Counts = SimilarityModel['counts'];

function countSides(set: LookalikeSet, input: LookalikeInput): Counts {
  const sampled = [0, 0, 0];
  for (const where of set.sides) sampled[where]! += 1;
  const labelled = (value: number): number => input.best.reduce((sum, own) => sum + Number(own === value), 0);
  return {
    best: labelled(1),
    rest: labelled(0),
    candidates: input.background?.ids.length ?? 0,
    best_sampled: sampled[side.best]!,
    rest_sampled: sampled[side.rest]!,
    candidates_sampled: sampled[side.background]!,
  };
}

/** Companies that best customers can be told from at least. */
const leastContrast = 10;

/** Why a method cannot be tried on these data, or null. */
function whyNot(method: SimilarityMethod, counts: Counts, set: LookalikeSet): string | null {
  if (counts.best < method.leastBest)
    return `needs ${method.leastBest} best customers, there are ${counts.best}`;
  for (const need of method.needs) {
    if (need === 'candidates' && counts.candidates_sampled === 0) return 'there are no candidates';
    if (need === 'candidates' && counts.candidates_sampled < leastContrast)
      return `needs ${leastContrast} candidates, there are ${counts.candidates_sampled}`;
    if (need === 'rest' && counts.rest_sampled < leastContrast)
      return `needs ${leastContrast} other customers, there are ${counts.rest_sampled}`;
    if (need === 'texts' && set.texts === null) return 'there are no descriptions';
    if (need === 'features' && set.table.features.length === 0) return 'no usable feature is left';
  }
  if (counts.rest_sampled + counts.candidates_sampled < leastContrast)
    return `needs ${leastContrast} companies to tell best customers from`;
  return null;
}
