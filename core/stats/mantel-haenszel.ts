import { chiSquareTail } from './incomplete-gamma.ts';

/** Counts of one stratum: with and without, in the first group and in the second. */
export type Stratum = {
  readonly firstWith: number;
  readonly firstWithout: number;
  readonly secondWith: number;
  readonly secondWithout: number;
};

export type MantelHaenszel = {
  /** Ratio of the two rates, held equal over the strata. Null when no stratum can tell. */
  readonly riskRatio: number | null;
  /** Two-sided, Cochran–Mantel–Haenszel with continuity correction; 1 when no stratum can tell. */
  readonly p: number;
};

/**
 * Does a difference between two groups remain when compared only like with like, inside each stratum? Answers "is
 * machinery still more frequent among best customers once size is held fixed, or was it the size all along?".
 *
 * Assumes the effect points the same way in all strata; opposite effects cancel. Fine for small strata, as only their sum
 * must be large. Sources: Cochran 1954; Mantel and Haenszel, JNCI 22 (1959); risk ratio of Greenland and Robins,
 * Biometrics 41 (1985). Equal to statsmodels' `StratifiedTable`.
 *
 * @example
 * mantelHaenszel([{ firstWith: 8, firstWithout: 2, secondWith: 40, secondWithout: 10 }]).riskRatio; // => 1
 * mantelHaenszel([]); // => { riskRatio: null, p: 1 }
 */
export function mantelHaenszel(strata: readonly Stratum[]): MantelHaenszel {
  let difference = 0;
  let variance = 0;
  let top = 0;
  let bottom = 0;
  for (const { firstWith, firstWithout, secondWith, secondWithout } of strata) {
    const first = firstWith + firstWithout;
    const second = secondWith + secondWithout;
    const total = first + second;
    if (first === 0 || second === 0) continue;
    const having = firstWith + secondWith;
    top += (firstWith * second) / total;
    bottom += (secondWith * first) / total;
    difference += firstWith - (first * having) / total;
    variance += (first * second * having * (total - having)) / (total * total * (total - 1));
  }
  return {
    riskRatio: bottom > 0 ? top / bottom : null,
    p: variance > 0 ? chiSquareTail(Math.max(0, Math.abs(difference) - 0.5) ** 2 / variance, 1) : 1,
  };
}
