/** Counts of one bin of a feature. */
export type BinCounts = { readonly positives: number; readonly negatives: number };

export type WeightOfEvidence = {
  /** Per bin: ln(share of the positives in it ÷ share of the negatives in it). Positive speaks for. */
  readonly weights: readonly number[];
  /** Σ (share of positives − share of negatives) · weight: 0 for a feature that tells nothing. */
  readonly informationValue: number;
};

/**
 * Weight of evidence per bin and information value of a feature, with 0.5 added to each count so that empty cells stay
 * finite (as SAS HPBIN). Rule of thumb for the information value: below 0.02 nothing, 0.1 weak, 0.3 medium, above 0.5
 * suspiciously good (Siddiqi, Credit Risk Scorecards, 2006). It grows with the number of bins: merge thin ones first with
 * {@link mergeBins}, and do not compare features of very different coverage by it. It is no test of significance.
 *
 * @param bins at least one positive and one negative in total; a RangeError otherwise.
 * @example
 * weightOfEvidence([{ positives: 30, negatives: 30 }, { positives: 10, negatives: 10 }]).informationValue; // => 0
 * weightOfEvidence([{ positives: 20, negatives: 10 }, { positives: 20, negatives: 30 }]).weights.map((w) => w.toFixed(3)); // => ['0.669', '-0.397']
 */
export function weightOfEvidence(bins: readonly BinCounts[]): WeightOfEvidence {
  let positives = 0;
  let negatives = 0;
  for (const bin of bins) {
    if (!(bin.positives >= 0 && bin.negatives >= 0)) throw new RangeError('counts are at least 0');
    positives += bin.positives;
    negatives += bin.negatives;
  }
  if (positives === 0 || negatives === 0)
    throw new RangeError('weight of evidence needs positives and negatives');
  let informationValue = 0;
  const weights = bins.map((bin) => {
    const speaksFor = (bin.positives + 0.5) / positives;
    const against = (bin.negatives + 0.5) / negatives;
    const weight = Math.log(speaksFor / against);
    informationValue += (bin.positives / positives - bin.negatives / negatives) * weight;
    return weight;
  });
  return { weights, informationValue };
}

/**
 * Merges neighbouring bins from the left until each has at least `support` rows; what remains at the end joins its left
 * neighbour. Looks at totals only, never at the label, so that tests on the merged bins stay honest.
 *
 * @returns for each input bin, the index of the merged bin it went to.
 * @example
 * mergeBins([4, 7, 3, 20, 2], 10); // => [0, 0, 1, 1, 1]
 */
export function mergeBins(rows: readonly number[], support: number): number[] {
  const merged: number[] = [];
  let bin = 0;
  let held = 0;
  for (const count of rows) {
    merged.push(bin);
    held += count;
    if (held >= support) {
      bin++;
      held = 0;
    }
  }
  return merged.map((index) => Math.min(index, Math.max(0, bin - 1)));
}
