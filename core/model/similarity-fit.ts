import type { Explanation, FittedBase } from './contract.ts';
import { applyDesign, type RowRange } from './design-matrix.ts';
import type { FeatureTable } from './feature-table.ts';
import { type LegacyIcpScorer, legacyIcpScores } from './legacy-icp-scorer.ts';
import type { CompanyTexts } from './lookalike-set.ts';
import type { NearestBest } from './nearest-best.ts';
import { explainNearest, scoreNearest } from './score-nearest.ts';
import { explainCard, type Scorecard, scoreCard } from './scorecard.ts';
import { selectRows } from './select-rows.ts';
import { scoreTexts, type TextSimilarity } from './text-similarity.ts';
import { explainTrees, scoreTrees, type TreeModel } from './tree-model.ts';
import { scoreTraits, type WeightedTraits } from './weighted-traits.ts';

/** A fitted similarity method as plain JSON; `model` tells which. */
export type SimilarityFit =
  | WeightedTraits
  | Scorecard
  | NearestBest
  | TextSimilarity
  | TreeModel
  | LegacyIcpScorer
  | SummedFit;

/** A weighted sum of fits: score and contributions are those of the parts, weighted and added. */
export type SummedFit = FittedBase & {
  readonly model: 'sum';
  readonly parts: readonly { readonly weight: number; readonly fit: SimilarityFit }[];
};

/** Adds fits up. Features are those of any part, each once. */
export function sumFits(parts: SummedFit['parts']): SummedFit {
  return {
    model: 'sum',
    version: 1,
    features: [...new Set(parts.flatMap(({ fit }) => fit.features))],
    parts,
  };
}

/** Rows scored at a time: bounds memory whatever the length of the table. */
const chunk = 16_384;

/**
 * One score per row of a table: log-odds, except for the baseline, whose scores only rank. Texts are read by the text
 * method alone.
 */
export function scoreFit(fit: SimilarityFit, table: FeatureTable, texts: CompanyTexts | null): Float64Array {
  const scores = new Float64Array(table.ids.length);
  for (let from = 0; from < scores.length; from += chunk) {
    const to = Math.min(scores.length, from + chunk);
    scores.set(scoreRange(fit, table, texts, { from, to }), from);
  }
  return scores;
}

function scoreRange(
  fit: SimilarityFit,
  table: FeatureTable,
  texts: CompanyTexts | null,
  range: RowRange,
): Float64Array {
  switch (fit.model) {
    case 'scorecard':
      return scoreCard(fit, applyDesign(fit.design, table, range));
    case 'boosting':
    case 'forest':
      return scoreTrees(fit, applyDesign(fit.design, table, range));
    case 'nearest-best':
      return scoreNearest(fit, applyDesign(fit.design, table, range));
    case 'weighted-traits':
      return scoreTraits(fit, slice(table, range)).scores;
    case 'legacy':
      return legacyIcpScores(fit, slice(table, range));
    case 'text':
      return scoreTexts(fit, textsOf(table, texts, range));
    case 'sum': {
      const scores = new Float64Array(range.to - range.from);
      for (const part of fit.parts) {
        const own = scoreRange(part.fit, table, texts, range);
        for (let r = 0; r < scores.length; r++) scores[r] = scores[r]! + part.weight * own[r]!;
      }
      return scores;
    }
  }
}

/**
 * base + contributions by original feature = log-odds, per row. Throws a RangeError for the baseline, whose scores are
 * not a sum of parts.
 */
export function explainFit(fit: SimilarityFit, table: FeatureTable, texts: CompanyTexts | null): Explanation {
  const range = { from: 0, to: table.ids.length };
  switch (fit.model) {
    case 'scorecard':
      return explainCard(fit, applyDesign(fit.design, table));
    case 'boosting':
    case 'forest':
      return explainTrees(fit, applyDesign(fit.design, table));
    case 'nearest-best':
      return explainNearest(fit, applyDesign(fit.design, table));
    case 'weighted-traits':
      return { features: fit.features, base: 0, contributions: scoreTraits(fit, table).contributions };
    case 'text':
      return {
        features: fit.features,
        base: 0,
        contributions: scoreTexts(fit, textsOf(table, texts, range)),
      };
    case 'sum':
      return explainSum(fit, table, texts);
    case 'legacy':
      throw new RangeError('the legacy scorer has no additive parts');
  }
}

function explainSum(fit: SummedFit, table: FeatureTable, texts: CompanyTexts | null): Explanation {
  const width = fit.features.length;
  const place = new Map(fit.features.map((feature, index) => [feature, index]));
  const contributions = new Float64Array(table.ids.length * width);
  let base = 0;
  for (const part of fit.parts) {
    const own = explainFit(part.fit, table, texts);
    base += part.weight * own.base;
    own.features.forEach((feature, f) => {
      const at = place.get(feature)!;
      for (let r = 0; r < table.ids.length; r++) {
        const value = part.weight * own.contributions[r * own.features.length + f]!;
        contributions[r * width + at] = contributions[r * width + at]! + value;
      }
    });
  }
  return { features: fit.features, base, contributions };
}

function slice(table: FeatureTable, { from, to }: RowRange): FeatureTable {
  return selectRows(
    table,
    Array.from({ length: to - from }, (_, i) => from + i),
  );
}

function textsOf(table: FeatureTable, texts: CompanyTexts | null, { from, to }: RowRange): CompanyTexts {
  return texts?.slice(from, to) ?? table.ids.slice(from, to).map(() => null);
}
