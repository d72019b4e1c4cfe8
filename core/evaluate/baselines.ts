import type { BacktestOrigin } from './backtest.ts';
import { legacyScores } from './legacy-ranking.ts';
import type { PredictionParams } from './prediction.ts';
import type { Ranking } from './ranking-figures.ts';
import { rfmScores } from './rfm.ts';

/**
 * What a model has to beat on one cut, weakest last: who brought most in the period before (by revenue, and by margin
 * where margin decides who is best), RFM, the published scorer, and chance. Each sees only what the model sees.
 */
export function baselines(
  origin: BacktestOrigin,
  earlier: readonly BacktestOrigin[],
  params: PredictionParams,
): readonly Ranking[] {
  const { recencyDays, orders: frequency, revenue: monetary, margin } = origin;
  return [
    ...(margin ? [{ name: 'Last-period margin', scores: margin }] : []),
    { name: 'Last-period revenue', scores: monetary },
    { name: 'RFM', scores: rfmScores({ recencyDays, frequency, monetary }) },
    { name: 'Published scorer', scores: legacyScores(origin, earlier, params) },
    { name: 'Random', scores: new Float64Array(monetary.length) },
  ];
}
