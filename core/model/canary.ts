import { createRandom } from '../stats/random.ts';
import { splitFolds } from './cross-fit.ts';
import { meanAndError } from './held-out-figures.ts';
import { type LookalikeSet, side } from './lookalike-set.ts';
import { crossFitMethod } from './method-reports.ts';
import type { MethodTools, SimilarityMethod } from './similarity-method.ts';
import type { SimilarityModel } from './similarity-model.ts';

/**
 * Shuffles who is best, fits the method on each half to rank the other, and looks whether it still "finds" the best: on labels without
 * meaning an honest evaluation gives an AUC of about 0.5. A value outside 3.3 standard errors means that held-out labels
 * reach the fit. Null with fewer than 30 best customers, where the band would let anything pass.
 */
export function checkCanary(
  method: SimilarityMethod,
  set: LookalikeSet,
  seed: number,
  tools: MethodTools,
): SimilarityModel['canary'] {
  const best = set.sides.reduce((count, where) => count + (where === side.best ? 1 : 0), 0);
  if (best < 30) return null;
  const order = createRandom(seed).permutation(set.sides.length);
  const shuffled = Uint8Array.from(order, (row) => set.sides[row]!);
  const { ranks } = crossFitMethod(method, splitFolds({ ...set, sides: shuffled }, 2, seed), tools);
  const against = ranks.amongMarket ?? ranks.amongRest;
  if (against === null) return null;
  const { mean: auc } = meanAndError(against);
  const others = set.sides.length - best;
  const band = 3.3 * Math.sqrt((1 / best + 1 / others) / 12);
  return { auc, low: 0.5 - band, high: 0.5 + band, passed: Math.abs(auc - 0.5) <= band };
}
