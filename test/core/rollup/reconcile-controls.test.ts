import { describe, expect, it } from 'vitest';
import { reconcileMoney, reconcileQuantity } from '../../../core/rollup/reconcile-controls.ts';

const rollup = {
  landed_revenue: '120.0000',
  later_revenue: '20.0000',
  earlier_revenue: '30.0000',
  ordered_revenue: '70.0000',
  returns: '5.0050',
  revenue: '64.9950',
  exchanged_orders: 0,
  landed_quantity: '7.0000',
};
const money = (change: object = {}, landed = '120.0000', published = '65.00') =>
  reconcileMoney('revenue', { landed, published, currency: 'EUR', rollup: { ...rollup, ...change } });

describe('control totals', () => {
  it('name every cent between landing and what is published', () => {
    const made = money();
    expect(made?.difference).toBe('0.0000');
    expect(made?.lines.map(({ what, amount }) => [what, amount])).toEqual([
      ['accepted', '120.0000'],
      ['read back', '120.0000'],
      ['dated on or after the as-of date', '-20.0000'],
      ['exchanged into EUR', '0.0000'],
      ['before the label window', '-30.0000'],
      ['ordered in the label window', '70.0000'],
      ['given back', '-5.0050'],
      ['net in the label window', '64.9950'],
      ['published, rounded', '65.0000'],
    ]);
  });

  it.each([
    [
      'a table that was not read back whole',
      money({ landed_revenue: '119.9900', ordered_revenue: '69.9900', revenue: '64.9850' }),
    ],
    ['an order in no window', money({ ordered_revenue: '69.9900', revenue: '64.9850' })],
    ['a return that was taken off twice', money({ revenue: '59.9900' }, '120.0000', '59.99')],
    ['another figure published', money({}, '120.0000', '65.01')],
  ])('show %s', (_, made) => {
    expect(made?.difference).not.toBe('0.0000');
  });

  it('let an exchange differ, and nothing else', () => {
    const exchanged = { exchanged_orders: 3, ordered_revenue: '63.0000', revenue: '57.9950' };
    expect(money(exchanged, '120.0000', '58.00')?.difference).toBe('0.0000');
    expect(money({ ...exchanged, exchanged_orders: 0 }, '120.0000', '58.00')?.difference).toBe('-7.0000');
  });

  it('are null where nothing of the kind landed', () => {
    expect(reconcileMoney('margin', { landed: null, published: null, currency: 'EUR', rollup })).toBeNull();
    expect(reconcileQuantity({ landed: '7.0000', rollup })?.difference).toBe('0.0000');
    expect(reconcileQuantity({ landed: '8.0000', rollup })?.difference).toBe('1.0000');
    expect(reconcileQuantity({ landed: null, rollup })).toBeNull();
  });
});
