import type { FittedBase } from './contract.ts';
import { contrastRows } from './contrast.ts';
import { fitLogOddsLink, type LogOddsLink } from './log-odds-link.ts';
import type { CompanyTexts, LookalikeSet } from './lookalike-set.ts';
import { type SparseVector, termVector, weighTerms } from './text-vector.ts';

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
  const terms = Array.from(rows, (row) => termVector(set.texts?.[row] ?? ''));
  const documents = terms.filter(({ buckets }) => buckets.length > 0).length;
  const frequency = new Map<number, number>();
  for (const { buckets } of terms) for (const b of buckets) frequency.set(b, (frequency.get(b) ?? 0) + 1);
  const buckets = Int32Array.from(frequency.keys()).sort();
  const idf = Float64Array.from(
    buckets,
    (bucket) => Math.log((1 + documents) / (1 + frequency.get(bucket)!)) + 1,
  );
  const unseen = Math.log(1 + documents) + 1;
  const places = new Map(Array.from(buckets, (bucket, place) => [bucket, place]));
  const vectors = terms.map((vector) => weighTerms(vector, { places, idf, unseen }));
  const sums = [new Float64Array(buckets.length), new Float64Array(buckets.length)] as const;
  const totals = [0, 0];
  vectors.forEach((vector, i) => {
    if (vector.buckets.length === 0) return;
    const which = target[i] === 1 ? 1 : 0;
    totals[which]! += weights[i]!;
    const sum = sums[which];
    vector.buckets.forEach((bucket, j) => {
      const place = places.get(bucket)!;
      sum[place] = sum[place]! + weights[i]! * vector.values[j]!;
    });
  });
  const mean = (which: number): Float64Array => {
    const total = Math.max(totals[which]!, 1e-9);
    return sums[which]!.map((sum) => sum / total);
  };
  const means = [mean(0), mean(1)] as const;
  const known = Array.from(vectors.keys()).filter((i) => vectors[i]!.buckets.length > 0);
  const raw = Float64Array.from(known, (i) => {
    const which = target[i] === 1 ? 1 : 0;
    const own = weights[i]! / totals[which]!;
    const meanOwn = own >= 1 ? 0 : (dot(means[which], places, vectors[i]!) - own) / (1 - own);
    const difference = meanOwn - dot(means[1 - which]!, places, vectors[i]!);
    return which === 1 ? difference : -difference;
  });
  const pick = (values: Float64Array): Float64Array => Float64Array.from(known, (i) => values[i]!);
  const listed = Array.from(buckets.keys()).filter((place) => frequency.get(buckets[place]!)! >= 2);
  return {
    model: 'text',
    version: 1,
    features: [textFeature],
    buckets: listed.map((place) => buckets[place]!),
    idf: listed.map((place) => idf[place]!),
    direction: listed.map((place) => means[1][place]! - means[0][place]!),
    unseen,
    link: known.length === 0 ? { intercept: 0, slope: 0 } : fitLogOddsLink(raw, pick(target), pick(weights)),
  };
}

/** Log-odds per text; 0 for a missing or empty one. */
export function scoreTexts(model: TextSimilarity, texts: CompanyTexts): Float64Array {
  const places = new Map(model.buckets.map((bucket, place) => [bucket, place]));
  const vocabulary = { places, idf: model.idf, unseen: model.unseen };
  return Float64Array.from(texts, (text) => {
    const vector = weighTerms(termVector(text ?? ''), vocabulary);
    if (vector.buckets.length === 0) return 0;
    return model.link.intercept + model.link.slope * dot(model.direction, places, vector);
  });
}

function dot(dense: ArrayLike<number>, places: ReadonlyMap<number, number>, vector: SparseVector): number {
  let sum = 0;
  for (let i = 0; i < vector.buckets.length; i++) {
    const place = places.get(vector.buckets[i]!);
    if (place !== undefined) sum += dense[place]! * vector.values[i]!;
  }
  return sum;
}
