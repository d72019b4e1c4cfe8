import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decisions, withDecisions } from '../../console/parts/decisions.ts';
import { settingsSchema } from '../../functions/shared/settings.ts';

describe('settings with decisions about files', () => {
  it('keep what was authored, and let a later decision on a column win', () => {
    const authored = {
      currency: 'USD',
      files: { 'Orders.csv': { day_first: true, columns: { Amt: 'cogs', Day: 'order_date' } } },
    };
    const decisions: Decisions = new Map([
      ['Orders.csv', { columns: { Amt: 'order_revenue' } }],
      ['Notes.csv', { ignore: true }],
    ]);
    expect(withDecisions(authored, decisions)).toEqual({
      currency: 'USD',
      files: {
        'Orders.csv': { day_first: true, columns: { Amt: 'order_revenue', Day: 'order_date' } },
        'Notes.csv': { ignore: true },
      },
    });
    expect(authored.files['Orders.csv'].columns.Amt).toBe('cogs');
  });

  it('are the settings themselves where nothing was decided, and are always read by the schema', () => {
    expect(withDecisions({ best: { share: 0.1 } }, new Map())).toEqual({ best: { share: 0.1 } });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), fc.constantFrom('ignore', 'attribute', 'name')),
        fc.boolean(),
        fc.constantFrom('.', ','),
        (columns, ignore, decimal) => {
          const settings = withDecisions({}, new Map([['a.csv', { columns, ignore, decimal }]]));
          return settingsSchema.safeParse(settings).success;
        },
      ),
    );
  });
});
