import { stableHash } from '../core/model/stable-hash.ts';
import { createRandom, type Random } from '../core/stats/random.ts';

/** Seeded draws from the few distributions the sample tenant is made of. Every call moves the stream on. */
export type Draws = Random & {
  /** Uniform in [from, to). */
  readonly between: (from: number, to: number) => number;
  readonly chance: (probability: number) => boolean;
  /** Gamma with this shape (at least 1) and mean 1: the larger the shape, the steadier. */
  readonly gamma: (shape: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** Index into the weights that made the table. */
  readonly weighted: (table: WeightTable) => number;
};

/** Running sums of weights, made by {@link weightTable}. */
export type WeightTable = Float64Array;

/** Prepares weights (non-negative, one of them above 0) for `weighted`. */
export function weightTable(weights: readonly number[]): WeightTable {
  const table = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, index) => {
    sum += weight;
    table[index] = sum;
  });
  if (!(sum > 0)) throw new RangeError('no weight is above 0');
  return table;
}

/**
 * A stream of draws of its own for each part of the tenant, so that asking for more prospects leaves the customers as
 * they were.
 */
export function createDraws(seed: number, stream: string): Draws {
  const random = createRandom(stableHash(stream, seed));
  const { next, int, normal } = random;
  return {
    ...random,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    gamma: (shape) => gamma(shape, next, normal),
    pick: (list) => {
      const found = list[int(list.length)];
      if (found === undefined) throw new RangeError('nothing to pick from');
      return found;
    },
    weighted: (table) => {
      const goal = next() * (table.at(-1) ?? 0);
      let low = 0;
      let high = table.length - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (table[middle]! > goal) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

/** Marsaglia and Tsang (2000), "A simple method for generating gamma variables". */
function gamma(shape: number, next: () => number, normal: () => number): number {
  if (!(shape >= 1)) throw new RangeError(`gamma needs a shape of at least 1, got ${shape}`);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const t = 1 + c * x;
    if (t <= 0) continue;
    const v = t * t * t;
    if (Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}
