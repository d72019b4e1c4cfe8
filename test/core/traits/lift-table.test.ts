import { describe, expect, it } from 'vitest';
import { categoryFeature, numericFeature, plantedTable } from '../../../bench/planted-table.ts';
import type { Column, FeatureTable } from '../../../core/model/feature-table.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { liftDefaults, liftTable } from '../../../core/traits/lift-table.ts';
import type { Trait } from '../../../core/traits/trait.ts';
import { rowStates } from '../../../core/traits/trait-condition.ts';

const found = (traits: readonly Trait[]): readonly Trait[] => traits.filter(({ q_value }) => q_value <= 0.1);

describe('liftTable', () => {
  it('counts what is there: every row of the table can be checked by hand', () => {
    const { table, label } = plantedTable(11, {
      companies: 400,
      bestShare: 0.2,
      plants: [{ prevalence: 0.3, lift: 2 }],
      categories: 4,
      numbers: 4,
    });
    for (const row of [3, 77, 201]) label[row] = -1;
    const traits = liftTable(table, label);
    expect(traits.length).toBeGreaterThan(40);
    for (const trait of traits) {
      const states = rowStates(table, trait.feature, trait.condition);
      const count = (best: number, having: number): number =>
        states.reduce((sum, state, row) => sum + Number(state === having && label[row] === best), 0);
      expect([trait.best_with, trait.rest_with]).toEqual([count(1, 1), count(0, 1)]);
      expect(trait.best_known).toBe(count(1, 1) + count(1, 0));
      expect(trait.rest_known).toBe(count(0, 1) + count(0, 0));
      expect(trait.rate_best).toBe(trait.best_with / trait.best_known);
      expect(trait.best_with + trait.rest_with).toBeGreaterThanOrEqual(20);
      expect(trait.lift_low).toBeLessThan(trait.lift);
      expect(trait.lift_high).toBeGreaterThan(trait.lift);
      expect(trait.q_value).toBeGreaterThanOrEqual(trait.p_value);
    }
    expect(new Set(traits.map(({ id }) => id)).size).toBe(traits.length);
    const p = traits.map(({ p_value }) => p_value);
    expect(p).toEqual([...p].sort((a, b) => a - b));
  });

  it('finds a range, a level, a prefix and a yes, and says them as a rep would', () => {
    const random = createRandom(5);
    const rows = 1200;
    const good = Int8Array.from({ length: rows }, () => Number(random.next() < 0.2));
    const often = (row: number, best: number, rest: number): boolean =>
      random.next() < (good[row] === 1 ? best : rest);
    const employees = Float64Array.from({ length: rows }, (_, row) =>
      often(row, 0.5, 0.2) ? 200 + random.int(300) : Math.round(Math.exp(3.8 + 1.2 * random.normal())) + 1,
    );
    const codes = Int32Array.from({ length: rows }, (_, row) =>
      often(row, 0.45, 0.15) ? random.int(3) : 3 + random.int(4),
    );
    const columns: Column[] = [
      { kind: 'numeric', values: employees, known: new Uint8Array(rows).fill(1) },
      { kind: 'category', levels: ['333111', '333914', '3334', '42', '311', '541', '44'], codes },
      {
        kind: 'category',
        levels: ['no', 'yes'],
        codes: Int32Array.from({ length: rows }, (_, row) => Number(often(row, 0.6, 0.3))),
      },
    ];
    const table: FeatureTable = {
      ids: Array.from({ length: rows }, (_, row) => `${row}`),
      features: [
        { ...numericFeature('employees', 'employees'), label: 'Employees' },
        { ...categoryFeature('naics'), label: 'NAICS', form: 'hierarchy' },
        { ...categoryFeature('edi'), label: 'Orders by EDI', form: 'boolean' },
      ],
      columns,
    };
    const traits = liftTable(table, good, {
      ...liftDefaults,
      titles: { naics: { '333': 'Machinery Manufacturing' } },
    });
    const words = found(traits)
      .filter(({ lift }) => lift > 1.5)
      .map((trait) => `${trait.id} | ${trait.words}`);
    expect(words).toContain('employees:200-500 | 200–500 employees');
    expect(words).toContain('naics~333 | NAICS 333 Machinery Manufacturing');
    expect(words).toContain('edi=yes | Orders by EDI');
    // Nobody has code 33 without 333: the shorter prefix would repeat the same statement.
    expect(traits.some(({ id }) => id === 'naics~33')).toBe(false);
  });

  it('gives a statement and its opposite one test: the same p and q', () => {
    const { table, label } = plantedTable(3, {
      companies: 500,
      bestShare: 0.2,
      plants: [],
      categories: 0,
      numbers: 3,
    });
    const traits = liftTable(table, label);
    const byId = new Map(traits.map((trait) => [trait.id, trait]));
    let pairs = 0;
    for (const { feature, condition, p_value, q_value } of traits) {
      if (condition.kind !== 'range' || condition.from !== null) continue;
      const opposite = byId.get(`${feature}:${condition.to}-`);
      if (opposite === undefined) continue;
      pairs++;
      expect([opposite.p_value, opposite.q_value]).toEqual([p_value, q_value]);
    }
    expect(pairs).toBeGreaterThan(8);
  });

  it('has nothing to say without two groups, or without support', () => {
    const { table } = plantedTable(3, {
      companies: 60,
      bestShare: 0.2,
      plants: [],
      categories: 2,
      numbers: 2,
    });
    expect(liftTable(table, new Int8Array(60))).toEqual([]);
    expect(liftTable(table, new Int8Array(60).fill(1))).toEqual([]);
    expect(liftTable(table, new Int8Array(60).fill(-1))).toEqual([]);
    const few = new Int8Array(60).fill(-1);
    few.set([1, 0, 1, 0], 0);
    expect(liftTable(table, few)).toEqual([]);
    expect(() => liftTable(table, new Int8Array(59))).toThrow(RangeError);
    expect(() => liftTable(table, new Int8Array(60).fill(2))).toThrow(RangeError);
  });

  it('does not depend on the order of the rows', () => {
    const { table, label } = plantedTable(8, {
      companies: 300,
      bestShare: 0.2,
      plants: [{ prevalence: 0.3, lift: 2 }],
      categories: 2,
      numbers: 2,
    });
    const order = createRandom(1).permutation(300);
    const turned: FeatureTable = {
      ids: Array.from(order, (row) => table.ids[row]!),
      features: table.features,
      columns: table.columns.map((column) =>
        column.kind === 'category'
          ? { ...column, codes: order.map((row) => column.codes[row]!) }
          : { ...column, values: Float64Array.from(order, (row) => column.values[row]!) },
      ),
    };
    const relabelled = Int8Array.from(order, (row) => label[row]!);
    expect(JSON.stringify(liftTable(turned, relabelled))).toBe(JSON.stringify(liftTable(table, label)));
  });
});

describe('error rates (the full simulation is bench/traits.bench.ts)', () => {
  const share = (rounds: number, at: (seed: number) => number): number => {
    let sum = 0;
    for (let round = 0; round < rounds; round++) sum += at(round);
    return sum / rounds;
  };

  it('shows something in at most one null table of ten', () => {
    const rounds = 120;
    const any = share(rounds, (seed) => {
      const { table, label } = plantedTable(70_000 + seed, {
        companies: 400,
        bestShare: 0.2,
        plants: [],
        categories: 8,
        numbers: 6,
      });
      return Number(found(liftTable(table, label)).length > 0);
    });
    expect(any).toBeLessThanOrEqual(0.1 + 2 * Math.sqrt((0.1 * 0.9) / rounds));
  });

  it('finds at least four of five traits of lift 2 that three companies in ten have', () => {
    const hits = share(40, (seed) => {
      const { table, label } = plantedTable(80_000 + seed, {
        companies: 400,
        bestShare: 0.2,
        plants: Array.from({ length: 4 }, () => ({ prevalence: 0.3, lift: 2 })),
        categories: 8,
        numbers: 6,
      });
      const ids = new Set(found(liftTable(table, label)).map(({ id }) => id));
      return [0, 1, 2, 3].filter((plant) => ids.has(`plant${plant}=A`)).length / 4;
    });
    expect(hits).toBeGreaterThanOrEqual(0.8);
  });

  it('covers the true lift with its interval', () => {
    const covered = share(150, (seed) => {
      const { table, label } = plantedTable(90_000 + seed, {
        companies: 400,
        bestShare: 0.2,
        plants: [{ prevalence: 0.3, lift: 2 }],
        categories: 0,
        numbers: 0,
      });
      const trait = liftTable(table, label).find(({ id }) => id === 'plant0=A');
      return Number(trait !== undefined && trait.lift_low <= 2 && trait.lift_high >= 2);
    });
    expect(covered).toBeGreaterThan(0.9);
  });
});
