import type { Explanation } from './contract.ts';
import { applyDesign, type RowRange } from './design-matrix.ts';
import type { FeatureTable } from './feature-table.ts';
import type { CompanyTexts } from './lookalike-set.ts';
import { explainCard, type Scorecard, scoreCard } from './scorecard.ts';
import { selectRows } from './select-rows.ts';
import { explainTrees, scoreTrees, type TreeModel } from './tree-model.ts';
import { scoreTraits, type WeightedTraits } from './weighted-traits.ts';

/** A fitted similarity method as plain JSON; `model` tells which. */
export type SimilarityFit = WeightedTraits | Scorecard | TreeModel;

/** Rows scored at a time: bounds memory whatever the length of the table. */
const chunk = 16_384;

/** Log-odds per row of a table; texts are read by text methods only. */
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
  _texts: CompanyTexts | null,
  range: RowRange,
): Float64Array {
  switch (fit.model) {
    case 'scorecard':
      return scoreCard(fit, applyDesign(fit.design, table, range));
    case 'boosting':
    case 'forest':
      return scoreTrees(fit, applyDesign(fit.design, table, range));
    case 'weighted-traits': {
      const rows = Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
      return scoreTraits(fit, selectRows(table, rows)).scores;
    }
  }
}

/** base + contributions by original feature = log-odds, for the given rows. */
export function explainFit(
  fit: SimilarityFit,
  table: FeatureTable,
  _texts: CompanyTexts | null,
): Explanation {
  switch (fit.model) {
    case 'scorecard':
      return explainCard(fit, applyDesign(fit.design, table));
    case 'boosting':
    case 'forest':
      return explainTrees(fit, applyDesign(fit.design, table));
    case 'weighted-traits':
      return { features: fit.features, base: 0, contributions: scoreTraits(fit, table).contributions };
  }
}
