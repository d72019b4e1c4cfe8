import { describe, expect, it } from 'vitest';
import type { Column } from '../../../core/model/feature-table.ts';
import type { CompanyColumns } from '../../../core/traits/company-columns.ts';
import { companyFeatures } from '../../../core/traits/company-features.ts';
import { type CompanyPlanParams, planCompanyFeatures } from '../../../core/traits/company-plan.ts';

const rows = 40;
const every = <T>(of: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => of(row));
const pick = <T>(row: number, ...values: readonly T[]): T => values[row % values.length]!;

const customers: CompanyColumns = {
  ids: every((row) => `C${row}`),
  columns: {
    name: every((row) => `Company ${row}`),
    industry: every((row) =>
      pick<string | null>(row, 'Machinery', 'MACHINERY', '  Machinery ', 'Food', null),
    ),
    naics: every((row) => pick(row, '3339.14', '31-33', '311', 'x')),
    employees: every((row) => (row === 3 ? null : row * 10)),
    annual_revenue: every((row) => `${row + 1}000000.0000`),
    founded_year: every((row) => pick(row, 1978, 2001, 2040, null)),
    country: every(() => 'US'),
    region: every((row) => pick(row, 'OH', 'MI', 'n/a')),
    city: every((row) => `Town ${row}`),
    edi: every((row) => pick(row, true, false, null)),
    attribute_class: every((row) => pick(row, 'A', 'B')),
    attribute_shift: every((row) => pick(row, '1-shift', '3-shift')),
    attribute_notes: every((row) => `they asked for a new quote in week ${row % 3}`),
    attribute_account: every((row) => row + 1000),
    attribute_territory_key: every((row) => (row % 3) + 1),
    attribute_flag: every((row) => row % 2),
    attribute_score: every((row) => row / 7),
    attribute_since: every(() => '2020-01-01'),
    attribute_phone: every((row) => `555-${row}`),
    attribute_empty: every(() => null),
  },
};
const prospects: CompanyColumns = {
  ids: ['P1', 'P2'],
  columns: {
    industry: ['machinery', 'Robotics'],
    employees: [12, null],
    attribute_shift: ['3-SHIFT', null],
  },
};
const params: CompanyPlanParams = {
  asOfYear: 2026,
  currency: 'USD',
  attributes: {
    attribute_class: 'text',
    attribute_shift: 'text',
    attribute_notes: 'text',
    attribute_account: 'integer',
    attribute_territory_key: 'integer',
    attribute_flag: 'integer',
    attribute_score: 'number',
    attribute_since: 'date',
    attribute_phone: 'identifier',
    attribute_empty: 'text',
  },
  modelFeatures: ['attribute_shift'],
};
const plan = planCompanyFeatures(customers, prospects, params);

describe('planCompanyFeatures', () => {
  it('keeps what tells companies apart and says why the rest is left out', () => {
    expect(plan.features.map(({ name }) => name)).toEqual([
      'industry',
      'naics',
      'employees',
      'annual_revenue',
      'company_age_years',
      'region',
      'edi',
      'attribute_class',
      'attribute_flag',
      'attribute_score',
      'attribute_shift',
      'attribute_territory_key',
    ]);
    expect(Object.fromEntries(plan.left_out.map(({ feature, reason }) => [feature, reason]))).toEqual({
      country: 'the same for every company: US',
      city: 'nearly every company has its own value',
      attribute_account: 'a running number: it counts companies and says nothing about them',
      attribute_empty: 'known for no customer',
      attribute_notes: 'free text: six words or more on average',
      attribute_phone: 'an identifier: it names the company and says nothing about it',
      attribute_since: 'a date: give an age, or a category, to have it compared',
    });
  });

  it('says who can have a feature and whether a model may use it', () => {
    const of = (name: string): unknown => {
      const feature = plan.features.find((planned) => planned.name === name);
      return [feature?.population, feature?.known, feature?.form];
    };
    expect(of('employees')).toEqual(['both', 'timeless', 'numeric']);
    expect(of('naics')).toEqual(['both', 'timeless', 'hierarchy']);
    expect(of('edi')).toEqual(['customer', 'timeless', 'boolean']);
    expect(of('attribute_class')).toEqual(['customer', 'label-window', 'category']);
    expect(of('attribute_shift')).toEqual(['both', 'timeless', 'category']);
    expect(of('attribute_flag')).toEqual(['customer', 'label-window', 'boolean']);
    expect(of('attribute_territory_key')).toEqual(['customer', 'label-window', 'category']);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

describe('companyFeatures', () => {
  const table = companyFeatures(plan, customers);
  const others = companyFeatures(plan, prospects);
  const column = (of: typeof table, name: string): Column => {
    const found = of.columns[of.features.findIndex((feature) => feature.name === name)];
    if (found === undefined) throw new RangeError(name);
    return found;
  };
  const levelAt = (of: typeof table, name: string, row: number): string | null => {
    const found = column(of, name);
    return found.kind === 'category' ? (found.levels[found.codes[row] ?? -1] ?? null) : null;
  };

  it('spells a level one way on both sides, and leaves a level nobody knows as it is', () => {
    expect([0, 1, 2, 3, 4].map((row) => levelAt(table, 'industry', row))).toEqual([
      'Machinery',
      'Machinery',
      'Machinery',
      'Food',
      null,
    ]);
    expect(levelAt(others, 'industry', 0)).toBe('Machinery');
    expect(levelAt(others, 'industry', 1)).toBe('Robotics');
    expect(levelAt(others, 'attribute_shift', 0)).toBe('3-shift');
  });

  it('reads codes, ages, amounts and unknowns', () => {
    expect([0, 1, 2, 3].map((row) => levelAt(table, 'naics', row))).toEqual(['333914', null, '311', null]);
    const age = column(table, 'company_age_years');
    expect(age.kind === 'numeric' ? [...age.values.slice(0, 4)] : null).toEqual([48, 25, 0, 0]);
    expect(age.kind === 'numeric' ? [...age.known.slice(0, 4)] : null).toEqual([1, 1, 0, 0]);
    const revenue = column(table, 'annual_revenue');
    expect(revenue.kind === 'numeric' ? revenue.values[1] : null).toBe(2_000_000);
    expect(levelAt(table, 'region', 2)).toBeNull();
    expect([0, 1, 2].map((row) => levelAt(table, 'edi', row))).toEqual(['yes', 'no', null]);
    expect(levelAt(others, 'edi', 0)).toBeNull();
  });

  it('refuses columns of another length and cells of another kind', () => {
    expect(() => companyFeatures(plan, { ids: ['a', 'b'], columns: { employees: [1] } })).toThrow(RangeError);
    expect(() => companyFeatures(plan, { ids: ['a'], columns: { employees: ['many'] } })).toThrow(RangeError);
    expect(() => companyFeatures(plan, { ids: ['a'], columns: { edi: ['maybe'] } })).toThrow(RangeError);
  });

  it('does not depend on the order of rows or columns', () => {
    const turned: CompanyColumns = {
      ids: [...customers.ids].reverse(),
      columns: Object.fromEntries(
        Object.entries(customers.columns)
          .reverse()
          .map(([name, cells]) => [name, [...cells].reverse()]),
      ),
    };
    expect(JSON.stringify(planCompanyFeatures(turned, prospects, params))).toBe(JSON.stringify(plan));
  });
});
