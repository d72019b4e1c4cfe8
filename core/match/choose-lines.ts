import type { MatchLines } from './match-policy.ts';
import { matchProbability } from './match-weights.ts';

/** Share of false pairs the fitted model may expect above the upper line, and of matches below the lower one. */
const falseShare = 0.002;
const missedShare = 0.005;
/** The lower line is never above odds of 1 to 4: writing to a customer as to a stranger costs more than a look at a pair. */
const highestReview = -200;

/** The lines where there is nothing to fit: odds of 32 to 1 for "same", 1 to 8 for "review". */
export const usualLines: MatchLines = { same: 500, review: -300 };

/**
 * Chooses both lines for one data set from the probabilities the fitted mixture gives its pairs. Above `same` the model
 * expects at most 2 false pairs in 1,000 and each single pair to be right at 20 to 1 at least; below `review` it expects to
 * miss at most 0.5 % of the matches, and no line is lower than 1 to 64 or higher than 1 to 4. O(n log n).
 *
 * @param totals total weights of the pairs, in hundredths of a bit.
 * @example
 * chooseLines([1500, 1400, 200, -100, -900]); // => { same: 432, review: -600 }
 */
export function chooseLines(totals: readonly number[]): MatchLines {
  const falling = Int32Array.from(totals).sort().reverse();
  const least = 432;
  let same = 1000;
  let wrong = 0;
  for (let at = 0; at < falling.length; at++) {
    const total = falling[at]!;
    if (total < least) break;
    wrong += 1 - matchProbability(total);
    if (wrong > falseShare * (at + 1)) continue;
    const next = falling[at + 1];
    same = next === undefined || next < least ? least : total;
  }
  let all = 0;
  for (const total of falling) all += matchProbability(total);
  let below = 0;
  let review = -600;
  for (let at = falling.length - 1; at >= 0; at--) {
    below += matchProbability(falling[at]!);
    if (falling[at]! > 0) break;
    if (below > missedShare * all) break;
    review = Math.max(review, Math.min(highestReview, falling[at]!));
  }
  return { same, review };
}
