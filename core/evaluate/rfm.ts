/**
 * The published RFM score: recency (reversed), ln(1 + frequency) and ln(1 + monetary value), each stretched to 0–100
 * between the smallest and the greatest, and added: 0–300. A baseline: one outlier flattens everybody else, and a score
 * moves when other customers do. A measure on which all agree counts 0 for everybody (the original divides by zero).
 *
 * @example
 * Array.from(rfmScores({ recencyDays: [10, 100], frequency: [3, 0], monetary: [50, 0] })); // => [300, 0]
 */
export function rfmScores(customers: {
  readonly recencyDays: ArrayLike<number>;
  readonly frequency: ArrayLike<number>;
  readonly monetary: ArrayLike<number>;
}): Float64Array {
  const size = customers.recencyDays.length;
  const scores = new Float64Array(size);
  const add = (values: Float64Array): void => {
    const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
    const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
    if (!(most > least)) return;
    for (let i = 0; i < size; i++) scores[i] = scores[i]! + (100 * (values[i]! - least)) / (most - least);
  };
  add(Float64Array.from(customers.recencyDays, (days) => -days));
  add(Float64Array.from(customers.frequency, (orders) => Math.log1p(Math.max(0, orders))));
  add(Float64Array.from(customers.monetary, (value) => Math.log1p(Math.max(0, value))));
  return scores;
}
