import type { FeatureDefinition, FeatureTable } from '../model/feature-table.ts';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts';
import { fisherExact } from '../stats/fisher-exact.ts';
import { shrunkenLift } from '../stats/shrunken-lift.ts';
import { minimumSupport } from './minimum-support.ts';
import type { Trait, TraitCondition } from './trait.ts';
import { type TraitCandidate, traitCandidates } from './trait-candidates.ts';
import { type CodeTitles, traitWords } from './trait-words.ts';

export type LiftParams = {
  /** Least companies with, and without, a trait; null takes {@link minimumSupport}. */
  readonly support: number | null;
  /** Pseudo-companies per group at the common rate: what pulls thin lifts toward 1. */
  readonly shrinkage: number;
  /** Ranges to aim at for numbers that are neither long-tailed nor few-valued. */
  readonly bins: number;
  /** Leading digits tried for code hierarchies. */
  readonly digits: readonly number[];
  /** Bands of features that have their own. */
  readonly bands: { readonly [feature: string]: readonly number[] };
  /** Titles of codes, for the words. */
  readonly titles: CodeTitles;
};

export const liftDefaults: LiftParams = {
  support: null,
  shrinkage: 10,
  bins: 6,
  digits: [2, 3, 4, 5, 6],
  bands: { distance_to_nearest_branch_km: [10, 25, 50, 100, 250, 500, 1000] },
  titles: {},
};

/**
 * The lift table: for every statement worth testing about every feature, how often best customers and the rest meet it, the
 * shrunken lift with its interval, Fisher's p, and q over all statements tried. Sorted by p, then id.
 *
 * Descriptive: a trait is what best customers *have*, not what makes them good. It takes features measured in the
 * window that decided who is best; a model must not. Statements are chosen without looking at the label, so that q
 * holds: with labels shuffled, no more than one table in ten shows anything at q ≤ 0.10.
 *
 * O(rows × features) plus one sort per numeric feature: 100,000 rows × 60 features in a few seconds.
 *
 * @param label 1 best, 0 not best, −1 left out, per row of the table; a RangeError for other lengths or values.
 * @returns empty when there are no best customers or no others.
 */
export function liftTable(
  table: FeatureTable,
  label: Int8Array,
  params: LiftParams = liftDefaults,
): readonly Trait[] {
  const { best, base } = countLabels(table, label);
  if (best === 0 || best === base) return [];
  const support = params.support ?? minimumSupport(base);
  const tried = table.features.flatMap((feature, index) => {
    const column = table.columns[index]!;
    const whole = column.kind === 'numeric' && column.values.every((value) => Number.isInteger(value));
    return traitCandidates(feature, column, label, { ...params, support }).map((candidate) => ({
      trait: describe(feature, candidate, whole, base, params),
      mirror: candidate.mirror,
    }));
  });
  const own = tried.filter(({ mirror }) => !mirror).map(({ trait }) => trait.p_value);
  const q = benjaminiHochberg(own);
  const byP = new Map(own.map((p, index) => [p, q[index]!]));
  return tried
    .map(({ trait }) => {
      // A mirror has its twin's p to the last bit, and with it the twin's q.
      const q_value = byP.get(trait.p_value);
      if (q_value === undefined) throw new RangeError(`no test stands behind ${trait.id}`);
      return { ...trait, q_value };
    })
    .sort((a, b) => a.p_value - b.p_value || (a.id < b.id ? -1 : 1));
}

/**
 * Stable name of a trait: the feature, then `=level`, `~prefix` or `:from-to` with open ends left empty.
 *
 * @example
 * traitId('employees', { kind: 'range', from: 200, to: 500 }); // => 'employees:200-500'
 * traitId('employees', { kind: 'range', from: 500, to: null }); // => 'employees:500-'
 * traitId('naics', { kind: 'prefix', prefix: '333' }); // => 'naics~333'
 */
export function traitId(feature: string, condition: TraitCondition): string {
  if (condition.kind === 'level') return `${feature}=${condition.level}`;
  if (condition.kind === 'prefix') return `${feature}~${condition.prefix}`;
  return `${feature}:${condition.from ?? ''}-${condition.to ?? ''}`;
}

function describe(
  feature: FeatureDefinition,
  { condition, counts }: TraitCandidate,
  whole: boolean,
  base: number,
  params: LiftParams,
): Trait {
  const { best_with, best_known, rest_with, rest_known } = counts;
  const lift = shrunkenLift(best_with, best_known, rest_with, rest_known, params.shrinkage);
  if (lift === null) throw new RangeError(`${feature.name} has a statement that everybody or nobody meets`);
  return {
    id: traitId(feature.name, condition),
    feature: feature.name,
    words: traitWords(feature, condition, whole, params.titles),
    category: feature.category,
    population: feature.population,
    condition,
    ...counts,
    rate_best: best_with / best_known,
    rate_rest: rest_with / rest_known,
    lift: lift.value,
    lift_low: lift.low,
    lift_high: lift.high,
    p_value: pValue(counts),
    q_value: 1,
    coverage: (best_known + rest_known) / base,
    strongest: null,
  };
}

/** Fisher's p, computed on the rarer side, so that a statement and its opposite get the same bits. */
function pValue({ best_with, best_known, rest_with, rest_known }: TraitCandidate['counts']): number {
  const bestWithout = best_known - best_with;
  const restWithout = rest_known - rest_with;
  const difference = best_with + rest_with - bestWithout - restWithout;
  return difference > 0 || (difference === 0 && best_with > bestWithout)
    ? fisherExact(bestWithout, best_with, restWithout, rest_with)
    : fisherExact(best_with, bestWithout, rest_with, restWithout);
}

function countLabels(
  table: FeatureTable,
  label: Int8Array,
): { readonly best: number; readonly base: number } {
  if (label.length !== table.ids.length)
    throw new RangeError(`a label per row is needed, got ${label.length} for ${table.ids.length}`);
  let best = 0;
  let base = 0;
  for (const value of label) {
    if (value !== 1 && value !== 0 && value !== -1)
      throw new RangeError(`labels are 1, 0 or -1, got ${value}`);
    if (value === 1) best++;
    if (value !== -1) base++;
  }
  return { best, base };
}
