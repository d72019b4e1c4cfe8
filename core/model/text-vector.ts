import { stableHash } from './stable-hash.ts';

/** Buckets words are hashed into. */
export const textBuckets = 2 ** 18;

/** A sparse vector: buckets in rising order with their values. */
export type SparseVector = { readonly buckets: Int32Array; readonly values: Float64Array };

/**
 * The words of a text: runs of letters and digits in any script, Unicode-normalised (NFKC) and in lower case. Single
 * characters are left out.
 *
 * @example
 * wordsOf('CNC-milled Parts & Zubehör, 24 h'); // => ['cnc', 'milled', 'parts', 'zubehör', '24']
 */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1);
}

/**
 * Term frequencies by hash bucket, damped: 1 + ln(count) (sublinear tf). Two words may share a bucket: with 2^18 buckets
 * and a vocabulary of 10,000, about 4 % of the words do.
 */
export function termVector(text: string): SparseVector {
  const counts = new Map<number, number>();
  for (const word of wordsOf(text)) {
    const bucket = stableHash(word, 0) % textBuckets;
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const buckets = Int32Array.from(counts.keys()).sort();
  return { buckets, values: Float64Array.from(buckets, (bucket) => 1 + Math.log(counts.get(bucket)!)) };
}

/** What is known of a bucket. */
export type Vocabulary = {
  /** Place of each listed bucket. */
  readonly places: ReadonlyMap<number, number>;
  /** Rarity by place, and of a bucket that is not listed. */
  readonly idf: ArrayLike<number>;
  readonly unseen: number;
};

/** Weighs a term vector by rarity and scales it to length 1. An empty vector stays empty. */
export function weighTerms(vector: SparseVector, { places, idf, unseen }: Vocabulary): SparseVector {
  const values = vector.values.map((value, i) => {
    const place = places.get(vector.buckets[i]!);
    return value * (place === undefined ? unseen : idf[place]!);
  });
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? { buckets: vector.buckets, values: values.map((value) => value / length) } : vector;
}
