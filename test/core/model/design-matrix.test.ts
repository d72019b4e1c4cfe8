import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDesign } from '../../../core/model/design-matrix.ts';
import { designDefaults, fitDesign } from '../../../core/model/fit-design.ts';
import { cutIndex, quantileCuts } from '../../../core/model/quantile-cuts.ts';
import { selectRows } from '../../../core/model/select-rows.ts';
import { stackTables } from '../../../core/model/stack-tables.ts';
import { plantWorld, tableOf } from './planted-world.ts';

describe('quantile cuts', () => {
  it('never part equal values, and use every bin there is a distinct value for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 200 }),
        fc.integer({ min: 2, max: 12 }),
        (values, bins) => {
          const cuts = quantileCuts(Float64Array.from(values), bins);
          const distinct = new Set(values).size;
          expect(cuts.length).toBeLessThanOrEqual(bins - 1);
          if (distinct <= bins) expect(cuts.length).toBe(Math.max(0, distinct - 1));
          expect([...cuts].sort((a, b) => a - b)).toEqual(cuts);
          const groups = new Set(values.map((value) => cutIndex(cuts, value)));
          expect(groups.size).toBe(values.length === 0 ? 0 : cuts.length + 1);
        },
      ),
      { seed: 1 },
    );
  });

  it('make groups of about equal size, also behind a lump of zeros', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i < 600 ? 0 : i));
    const cuts = quantileCuts(values, 5);
    const sizes = new Array<number>(5).fill(0);
    for (const value of values) sizes[cutIndex(cuts, value)]! += 1;
    expect(sizes).toEqual([600, 100, 100, 100, 100]);
  });
});

describe('a design', () => {
  const rows = [
    ...Array.from({ length: 20 }, (_, i) => [i, 'north', '3331']),
    ...Array.from({ length: 20 }, (_, i) => [100 + i, 'south', '4238']),
    ...Array.from({ length: 12 }, (_, i) => [null, `rare ${i}`, '33']),
  ];
  const table = tableOf({ size: 'numeric', region: 'category', naics: 'hierarchy' }, rows);
  const schema = fitDesign(table, { ...designDefaults, bins: 4, digits: [2, 3] });

  it('keeps levels with support, pools the others, and reads hierarchies by their digits', () => {
    expect(schema.columns).toEqual([
      { feature: 'size', kind: 'numeric', cuts: [9.5, 59.5, 109.5] },
      { feature: 'region', kind: 'level', levels: ['north', 'south', null] },
      { feature: 'naics', kind: 'prefix', digits: 2, levels: ['33', '42'] },
      { feature: 'naics', kind: 'prefix', digits: 3, levels: ['333', '423'] },
    ]);
  });

  it('maps by name: unknown to bin 0, unseen levels to the others or, where there are none, to bin 0', () => {
    const leads = tableOf({ naics: 'hierarchy', region: 'category' }, [
      ['333999', 'south'],
      ['33', 'mars'],
      ['99', null],
    ]);
    const { bins, columns } = applyDesign(schema, leads);
    expect(columns).toBe(4);
    expect(Array.from(bins)).toEqual([0, 2, 1, 1, 0, 3, 1, 0, 0, 0, 0, 0]);
  });

  it('says when a feature changed its kind', () => {
    expect(() => applyDesign(schema, tableOf({ size: 'category' }, [['big']]))).toThrow(
      'size was numeric when the model was fitted',
    );
  });

  it('does not depend on how levels are numbered or rows are cut', () => {
    const world = plantWorld(3, { customers: 200, prospects: 200 });
    const whole = stackTables(world.customers, world.background);
    const fitted = fitDesign(whole, designDefaults);
    const straight = applyDesign(fitted, world.background);
    const half = applyDesign(fitted, world.background, { from: 50, to: 150 });
    expect(half.bins).toEqual(straight.bins.slice(50 * straight.columns, 150 * straight.columns));
    const backwards = Array.from({ length: 400 }, (_, i) => 399 - i);
    expect(fitDesign(selectRows(whole, backwards), designDefaults)).toEqual(fitted);
  });
});
