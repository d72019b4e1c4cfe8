import type { FittedBase } from './contract.ts';
import { contrastRows } from './contrast.ts';
import { fitLogOddsLink, type LogOddsLink } from './log-odds-link.ts';
import type { CompanyTexts, LookalikeSet } from './lookalike-set.ts';
import { type SparseVector, termVector, textBuckets, weighTerms } from './text-vector.ts';

/** The name under which the text enters reasons. */
export const textFeature = 'description';

/**
 * Hashed TF-IDF: how much closer a text is to the mean of the best customers' texts than to the mean of the others'.
 * Buckets are listed in rising order; one that is not listed has the rarity `unseen` and is in neither mean.
 */
export type TextSimilarity = FittedBase & {
  readonly model: 'text';
  readonly buckets: readonly number[];
  readonly idf: readonly number[];
  /** Mean of best minus mean of others, per listed bucket. */
  readonly direction: readonly number[];
  readonly unseen: number;
  readonly link: LogOddsLink;
};

/**
 * Learns from the texts of best customers and their contrast (candidates and ordinary customers in equal parts). Words
 * that everybody uses cancel out. Needs no model download, works in any language that puts spaces between words, and is
 * blind to synonyms. Rarity is ln((1 + n) ÷ (1 + df)) + 1 as in scikit-learn's smoothed idf. A text that is in a mean is
 * judged without its own share in it, or long texts would look alike to themselves.
 *
 * Source: Rocchio, Relevance feedback in information retrieval, 1971; Weinberger et al., Feature hashing, 2009.
 */
export function fitTextSimilarity(set: LookalikeSet): TextSimilarity {
  const { rows, target, weights } = contrastRows(set, 'both');
  const texts = Array.from(rows, (row) => set.texts?.[row] ?? '');
  const terms = texts.map(termVector);
  const documents = terms.filter(({ buckets }) => buckets.length > 0).length;
  const frequency = new Float64Array(textBuckets);
  for (const { buckets } of terms) for (const b of buckets) frequency[b] = frequency[b]! + 1;
  const idf = frequency.map((count) => Math.log((1 + documents) / (1 + count)) + 1);
  const vectors = terms.map((vector) => weighTerms(vector, idf));
  const sums = [new Float64Array(textBuckets), new Float64Array(textBuckets)] as const;
  const totals = [0, 0];
  vectors.forEach((vector, i) => {
    if (vector.buckets.length === 0) return;
    const which = target[i] === 1 ? 1 : 0;
    totals[which]! += weights[i]!;
    addTo(sums[which]!, vector, weights[i]!);
  });
  const direction = sums[1].map(
    (sum, b) => sum / Math.max(totals[1]!, 1e-9) - sums[0][b]! / Math.max(totals[0]!, 1e-9),
  );
  const raw = Float64Array.from(vectors, (vector, i) => {
    if (vector.buckets.length === 0) return 0;
    const which = target[i] === 1 ? 1 : 0;
    const total = totals[which]!;
    const own = weights[i]! / total;
    const sign = which === 1 ? 1 : -1;
    const meanOther = dot(sums[1 - which]!, vector) / Math.max(totals[1 - which]!, 1e-9);
    const meanOwn = own >= 1 ? 0 : (dot(sums[which]!, vector) / total - own) / (1 - own);
    return sign * (meanOwn - meanOther);
  });
  const known = Array.from(vectors.keys()).filter((i) => vectors[i]!.buckets.length > 0);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(known, (i) => values[i]!);
  const buckets = Array.from(frequency.keys()).filter((b) => frequency[b]! >= 2);
  return {
    model: 'text',
    version: 1,
    features: [textFeature],
    buckets,
    idf: buckets.map((b) => idf[b]!),
    direction: buckets.map((b) => direction[b]!),
    unseen: Math.log(1 + documents) + 1,
    link:
      known.length === 0
        ? { intercept: 0, slope: 0 }
        : fitLogOddsLink(pick(raw), pick(target), pick(weights)),
  };
}

/** Log-odds per text; the base for a missing or empty one. */
export function scoreTexts(model: TextSimilarity, texts: CompanyTexts): Float64Array {
  const idf = new Float64Array(textBuckets).fill(model.unseen);
  const direction = new Float64Array(textBuckets);
  model.buckets.forEach((bucket, i) => {
    idf[bucket] = model.idf[i]!;
    direction[bucket] = model.direction[i]!;
  });
  return Float64Array.from(texts, (text) => {
    const vector = weighTerms(termVector(text ?? ''), idf);
    if (vector.buckets.length === 0) return 0;
    return model.link.intercept + model.link.slope * dot(direction, vector);
  });
}

function addTo(sum: Float64Array, vector: SparseVector, weight: number): void {
  vector.buckets.forEach((bucket, i) => {
    sum[bucket] = sum[bucket]! + weight * vector.values[i]!;
  });
}

function dot(dense: Float64Array, vector: SparseVector): number {
  let sum = 0;
  for (let i = 0; i < vector.buckets.length; i++) sum += dense[vector.buckets[i]!]! * vector.values[i]!;
  return sum;
}
