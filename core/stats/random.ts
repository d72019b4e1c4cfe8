import { normalQuantile } from './normal.ts';

/** A stream of pseudo-random numbers. Every call moves the stream on; two streams of one seed are equal. */
export type Random = {
  /** Uniform in [0, 1), with 53 random bits. */
  readonly next: () => number;
  /** Uniform integer in 0…n−1, without modulo bias; n is an integer in 1…2^32. */
  readonly int: (n: number) => number;
  /** Standard normal: mean 0, standard deviation 1. One uniform draw each. */
  readonly normal: () => number;
  /** The items in random order, as a new array (Fisher–Yates; every order is equally likely). */
  readonly shuffle: <T>(items: readonly T[]) => T[];
  /** 0…n−1 in random order. */
  readonly permutation: (n: number) => Int32Array;
  /** `count` different numbers out of 0…n−1, in rising order. */
  readonly sample: (n: number, count: number) => Int32Array;
};

/**
 * A seeded generator: xoshiro128** 1.1 (Blackman and Vigna 2018), period 2^128 − 1, its state filled from the seed by
 * SplitMix32. The same seed gives the same stream on every machine.
 *
 * Use it for resampling, restarts and synthetic data, always with a seed that is an argument. Never for tokens, keys or
 * anything an attacker could want to guess. Neighbouring seeds give unrelated streams.
 *
 * @param seed an integer from 0 to 2^53 − 1; anything else is a RangeError.
 * @example
 * createRandom(42).int(1000) === createRandom(42).int(1000); // => true
 * createRandom(42).shuffle(['a', 'b', 'c', 'd']).sort(); // => ['a', 'b', 'c', 'd']
 * Array.from(createRandom(1).sample(3, 3)); // => [0, 1, 2]
 */
export function createRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`a seed must be a whole number from 0 to 2^53 - 1, got ${seed}`);
  const fill = splitMix32(seed >>> 0, Math.floor(seed / 2 ** 32));
  const draw = xoshiro128([fill(), fill(), fill(), fill()]);
  const next = (): number => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;
  const int = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
      throw new RangeError(`int needs a whole number from 1 to 2^32, got ${n}`);
    const usable = 2 ** 32 - (2 ** 32 % n);
    let value = draw();
    while (value >= usable) value = draw();
    return value % n;
  };
  const permutation = (n: number): Int32Array => {
    const order = Int32Array.from({ length: n }, (_, index) => index);
    for (let i = n - 1; i > 0; i--) {
      const j = int(i + 1);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    return order;
  };
  return {
    next,
    int,
    normal: () => normalQuantile(next() + 2 ** -54),
    shuffle: (items) => Array.from(permutation(items.length), (index) => items[index]!),
    permutation,
    sample: (n, count) => sampleWithout(n, count, next),
  };
}

/**
 * The bare xoshiro128** on four 32-bit words, not all zero: each call gives the next unsigned 32-bit integer. For
 * checking against the published sequence; use {@link createRandom} for everything else.
 *
 * @example
 * xoshiro128([1, 2, 3, 4])(); // => 11520
 */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  if ((a | b | c | d) === 0) throw new RangeError('the state of xoshiro must not be all zero');
  return () => {
    const scaled = Math.imul(b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** Steele, Lea and Flood's SplitMix with the 32-bit finaliser of MurmurHash3; the high half of the seed enters first. */
function splitMix32(low: number, high: number): () => number {
  let state = Math.imul(high ^ 0x85ebca6b, 0xc2b2ae35) ^ low;
  if (high === 0) state = low;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
}

/** Selection sampling (Knuth, vol. 2, 3.4.2 algorithm S): one pass, already in order. */
function sampleWithout(n: number, count: number, next: () => number): Int32Array {
  if (!(Number.isInteger(count) && count >= 0 && count <= n))
    throw new RangeError(`cannot take ${count} different numbers out of ${n}`);
  const chosen = new Int32Array(count);
  let taken = 0;
  for (let i = 0; taken < count; i++) if ((n - i) * next() < count - taken) chosen[taken++] = i;
  return chosen;
}
