/** Yearly margin of a typical customer, among the best and among the others; integers of 1/10,000. */
export type TypicalMargins = { readonly best_e4: number; readonly rest_e4: number };

/**
 * Median yearly margin of the best and of the other customers whose margin is known; null where either is not known.
 *
 * @example
 * typicalMargins([
 *   { best: true, yearly_margin_e4: 900_0000 },
 *   { best: false, yearly_margin_e4: 100_0000 },
 *   { best: false, yearly_margin_e4: 300_0000 },
 * ]); // => { best_e4: 9000000, rest_e4: 2000000 }
 * typicalMargins([{ best: true, yearly_margin_e4: null }]); // => null
 */
export function typicalMargins(
  customers: readonly { readonly best: boolean; readonly yearly_margin_e4: number | null }[],
): TypicalMargins | null {
  const of = (best: boolean): number | null =>
    median(
      customers.flatMap((row) =>
        row.best === best && row.yearly_margin_e4 !== null ? [row.yearly_margin_e4] : [],
      ),
    );
  const [best_e4, rest_e4] = [of(true), of(false)];
  return best_e4 === null || rest_e4 === null ? null : { best_e4, rest_e4 };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}

/**
 * What a company never sold to would earn in a year once it buys: the typical margin of best customers and of the others,
 * weighed by the chance that it becomes one of the best. Null where the chance or the margins are not known. Not a forecast of
 * a sale: whether it buys at all is not in it.
 *
 * @example
 * expectedMarginE4(0.25, { best_e4: 9000000, rest_e4: 1000000 }); // => 3000000
 * expectedMarginE4(null, { best_e4: 9000000, rest_e4: 1000000 }); // => null
 */
export function expectedMarginE4(chance: number | null, typical: TypicalMargins | null): number | null {
  if (chance === null || typical === null) return null;
  return Math.round(chance * typical.best_e4 + (1 - chance) * typical.rest_e4);
}
