import type { Column, FeatureTable } from '../model/feature-table.ts';
import { scoreSimilarity } from '../model/score-similarity.ts';
import { selectRows } from '../model/select-rows.ts';
import type { SimilarityModel } from '../model/similarity-model.ts';
import type { Trait, TraitCondition } from '../traits/trait.ts';
import { finalScore, type Weights } from './final-score.ts';
import type { Counterfactual, TierName } from './target.ts';
import { type TierCuts, tierOf } from './tier.ts';

/** What a company's place follows from, beside its features. */
export type CounterfactualRow = {
  readonly similarity: number;
  readonly opportunity: number;
  readonly score: number;
  readonly tier: TierName;
  /** Whether it is to be asked at all: each costs a few scorings. */
  readonly wanted: boolean;
};

/** Favourable values tried of one unknown feature, and what looking one fact up costs with any provider. */
const tried = 3;
const creditsPerFact = 1;

/**
 * For each company the unknown fact that could lift it by most: its score is computed anew with the value of each of the feature's
 * strongest traits put in, everything else as it is. The best tier wins, then the higher score, then the feature's name. Null for
 * companies in tier A, those of whom all is known, and those no single fact could lift.
 *
 * When not to use it: as a forecast of what the fact is. It says what knowing it is worth at best.
 *
 * O(unknown features × 3 × companies that could rise).
 */
export function counterfactuals(
  model: SimilarityModel,
  table: FeatureTable,
  rows: readonly CounterfactualRow[],
  traits: readonly Trait[],
  weights: Weights,
  tiers: TierCuts,
): (Counterfactual | null)[] {
  const best: { found: Counterfactual | null; score: number }[] = rows.map(() => ({ found: null, score: 0 }));
  const used = model.fit.model === 'text' ? [] : model.fit.features;
  for (const feature of [...used].sort()) {
    const at = table.features.findIndex(({ name }) => name === feature);
    const column = table.columns[at];
    if (column === undefined) continue;
    const open = rows.flatMap((row, index) =>
      !isKnown(column, index) && couldRise(row, weights, tiers) ? [index] : [],
    );
    if (open.length === 0) continue;
    const own = selectRows(table, open);
    for (const trait of favourable(traits, feature)) {
      const value = withValue(own.columns[at]!, trait.condition);
      if (value === null) continue;
      const changed = { ...own, columns: own.columns.with(at, value) };
      const { similarity } = scoreSimilarity(model, changed);
      for (const [place, index] of open.entries()) {
        const { score } = finalScore(similarity[place] ?? 0, rows[index]!.opportunity, weights);
        const tier = tierOf(score, tiers);
        const known = best[index]!;
        if (
          tier >= rows[index]!.tier ||
          (known.found !== null &&
            (tier > known.found.tier || (tier === known.found.tier && score <= known.score)))
        )
          continue;
        best[index] = {
          found: {
            feature,
            words: `would be ${tier} if ${trait.words}: unknown, ${creditsPerFact} credit to learn`,
            tier,
            credits: creditsPerFact,
          },
          score,
        };
      }
    }
  }
  return best.map(({ found }) => found);
}

/** Whether the best possible similarity would lift a company over the next line. */
function couldRise(row: CounterfactualRow, weights: Weights, tiers: TierCuts): boolean {
  if (row.tier === 'A' || !row.wanted) return false;
  return tierOf(finalScore(100, row.opportunity, weights).score, tiers) < row.tier;
}

const isKnown = (column: Column, row: number): boolean =>
  column.kind === 'numeric' ? column.known[row] === 1 : (column.codes[row] ?? -1) >= 0;

/** A feature's strongest traits that best customers have more often. */
const favourable = (traits: readonly Trait[], feature: string): readonly Trait[] =>
  traits
    .filter((trait) => trait.feature === feature && trait.lift > 1)
    .sort((a, b) => a.q_value - b.q_value || b.lift - a.lift || (a.id < b.id ? -1 : 1))
    .slice(0, tried);

/** The column with a value that meets a condition in every row; null where the column cannot hold one. */
function withValue(column: Column, condition: TraitCondition): Column | null {
  if (column.kind === 'numeric') {
    if (condition.kind !== 'range') return null;
    const value = condition.from ?? (condition.to === null ? null : condition.to - 1);
    return value === null
      ? null
      : {
          kind: 'numeric',
          values: new Float64Array(column.values.length).fill(value),
          known: new Uint8Array(column.known.length).fill(1),
        };
  }
  if (condition.kind === 'range') return null;
  const level = condition.kind === 'level' ? condition.level : condition.prefix;
  const at = column.levels.indexOf(level);
  return {
    kind: 'category',
    levels: at === -1 ? [...column.levels, level] : column.levels,
    codes: new Int32Array(column.codes.length).fill(at === -1 ? column.levels.length : at),
  };
}
