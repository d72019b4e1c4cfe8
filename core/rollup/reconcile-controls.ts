import { bigE4FromDecimalText, decimalTextFromE4 } from '../money/decimal-text.ts';
import { roundMoney } from '../money/round-money.ts';

/** One line of a reconciliation: a total as a step found it, or what lies between two of them. */
export type ControlLine = {
  readonly step: 'land' | 'rollup' | 'label';
  readonly what: string;
  /** Decimal text, exact; what leaves is negative. */
  readonly amount: string;
};

/** From what landing accepted to what was published, line by line. `difference` is what no line explains: always 0.0000. */
export type Reconciliation = { readonly lines: readonly ControlLine[]; readonly difference: string };

export type Controls = {
  /** As landing summed its own tables; null where there is no such column. */
  readonly landed: string | null;
  /** By name, as `rollupControls` gives them. */
  readonly rollup: { readonly [name: string]: unknown };
  /** Of the label window as the label step published it, rounded to the currency's smallest unit. */
  readonly published: string | null;
  readonly currency: string;
};

const e4 = (value: unknown): bigint | null =>
  typeof value === 'string' ? bigE4FromDecimalText(value) : null;

/**
 * Carries revenue or margin from landing through the rollup to the label, every cent: landed and read back again, dated on or after
 * the as-of date, exchanged, before the label window, ordered in it, given back, net, published. Null where nothing was landed.
 * Margin goes back with returns at the orders' own rates, so its line of returns is what the rollup took off.
 *
 * @example
 * reconcileMoney('revenue', {
 *   landed: '10.0000', published: '6.00', currency: 'EUR',
 *   rollup: { landed_revenue: '10.0000', later_revenue: '0.0000', earlier_revenue: '3.0000', ordered_revenue: '7.0000', returns: '1.0000', revenue: '6.0000' },
 * })?.difference; // => '0.0000'
 */
export function reconcileMoney(measure: 'revenue' | 'margin', controls: Controls): Reconciliation | null {
  const { rollup, published, currency } = controls;
  const landed = e4(controls.landed);
  const back = e4(rollup[`landed_${measure}`]);
  if (landed === null || back === null) return null;
  const later = e4(rollup[`later_${measure}`]) ?? 0n;
  const earlier = e4(rollup[`earlier_${measure}`]) ?? 0n;
  const ordered = e4(rollup[`ordered_${measure}`]) ?? 0n;
  const net = e4(rollup[measure]) ?? 0n;
  const exchanged = earlier + ordered - (back - later);
  const line = (step: ControlLine['step'], what: string, amount: bigint): ControlLine => ({
    step,
    what,
    amount: decimalTextFromE4(amount),
  });
  const shown = published === null ? null : bigE4FromDecimalText(published);
  const returned = measure === 'revenue' ? e4(rollup['returns']) : null;
  // Where nothing was exchanged the two sums must agree; where returns are known the two ways to the net must.
  const unexplained =
    (rollup['exchanged_orders'] === 0 ? exchanged : 0n) + (returned === null ? 0n : ordered - returned - net);
  const rounded = bigE4FromDecimalText(roundMoney(net, currency));
  return {
    lines: [
      line('land', 'accepted', landed),
      line('rollup', 'read back', back),
      line('rollup', 'dated on or after the as-of date', -later),
      line('rollup', `exchanged into ${currency}`, exchanged),
      line('rollup', 'before the label window', -earlier),
      line('rollup', 'ordered in the label window', ordered),
      line('rollup', 'given back', net - ordered),
      line('rollup', 'net in the label window', net),
      ...(shown === null ? [] : [line('label', 'published, rounded', shown)]),
    ],
    difference: decimalTextFromE4(landed - back + unexplained + (shown === null ? 0n : rounded - shown)),
  };
}

/** The same for quantities, which the rollup reads back and nothing changes. */
export function reconcileQuantity({
  landed,
  rollup,
}: Pick<Controls, 'landed' | 'rollup'>): Reconciliation | null {
  const sum = e4(landed);
  const back = e4(rollup['landed_quantity']);
  if (sum === null || back === null) return null;
  return {
    lines: [
      { step: 'land', what: 'accepted', amount: decimalTextFromE4(sum) },
      { step: 'rollup', what: 'read back', amount: decimalTextFromE4(back) },
    ],
    difference: decimalTextFromE4(sum - back),
  };
}
