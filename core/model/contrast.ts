import { type LookalikeSet, side } from './lookalike-set.ts';

/**
 * What best customers are told apart from. `rest`: the other customers, which answers "who is good once they buy".
 * `background`: the market, which answers "who resembles our best" but also rewards whatever all customers share, such
 * as the region the sales team happens to work in. `both`: an even mixture of the two. What all customers share and
 * ordinary companies lack can then earn at most log 2: the score is log p(x | best) − log ½(p(x | rest) + p(x | market)),
 * and a feature on which best and rest agree leaves at least half the denominator equal to the numerator.
 */
export type Contrast = 'rest' | 'background' | 'both';

/** All customers, best or not, against candidates: what the market knows of customers at all. */
export function customersAgainstMarket(set: LookalikeSet): ContrastRows {
  return {
    rows: Int32Array.from(set.sides.keys()),
    target: Float64Array.from(set.sides, (where) => (where === side.background ? 0 : 1)),
    weights: new Float64Array(set.sides.length).fill(1),
  };
}

/** Rows that take part (weight > 0), their target and weight. */
export type ContrastRows = {
  readonly rows: Int32Array;
  readonly target: Float64Array;
  readonly weights: Float64Array;
};

/**
 * Rows and weights of a contrast. Positives weigh 1. In `both` the negatives keep their total number as weight, half of
 * it on each side. A side that has no rows is left out.
 */
export function contrastRows(set: LookalikeSet, contrast: Contrast): ContrastRows {
  const counts = [0, 0, 0];
  for (const where of set.sides) counts[where]! += 1;
  const rest = contrast === 'background' ? 0 : counts[side.rest]!;
  const market = contrast === 'rest' ? 0 : counts[side.background]!;
  const total = rest + market;
  const worth = [
    rest === 0 ? 0 : market === 0 ? 1 : total / 2 / rest,
    1,
    market === 0 ? 0 : rest === 0 ? 1 : total / 2 / market,
  ];
  const rows = Int32Array.from(Array.from(set.sides.keys()).filter((row) => worth[set.sides[row]!]! > 0));
  return {
    rows,
    target: Float64Array.from(rows, (row) => (set.sides[row] === side.best ? 1 : 0)),
    weights: Float64Array.from(rows, (row) => worth[set.sides[row]!]!),
  };
}
