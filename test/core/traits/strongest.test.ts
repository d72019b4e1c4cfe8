import { describe, expect, it } from 'vitest';
import { categoryFeature, numericFeature } from '../../../bench/planted-table.ts';
import type { FeatureDefinition, FeatureTable } from '../../../core/model/feature-table.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { liftTable } from '../../../core/traits/lift-table.ts';
import { strongestTraits } from '../../../core/traits/strongest.ts';

/** Best customers are in the Midwest, machinery and 200–500 people; the rest of the columns only follow from that. */
function tenant(seed: number, rows: number): { readonly table: FeatureTable; readonly label: Int8Array } {
  const random = createRandom(seed);
  const chance = (share: number): boolean => random.next() < share;
  const companies = Array.from({ length: rows }, () => {
    const midwest = chance(0.25);
    const machinery = chance(0.2);
    const middle = chance(0.25);
    const odds = -2.4 + 1.3 * Number(midwest) + 1.3 * Number(machinery) + 1.3 * Number(middle);
    const best = chance(1 / (1 + Math.exp(-odds)));
    const employees = middle
      ? 200 + random.int(300)
      : chance(0.6)
        ? 5 + random.int(195)
        : 500 + random.int(3000);
    return {
      best,
      employees,
      region: midwest ? 'Midwest' : ['West', 'South', 'North'][random.int(3)]!,
      city: midwest && chance(0.5) ? 'Dayton' : `Town ${random.int(6)}`,
      industry: machinery ? 'Machinery' : ['Food', 'Retail', 'Energy'][random.int(3)]!,
      code: machinery ? `3331${random.int(3)}` : ['311', '44', '22'][random.int(3)]!,
      revenue: employees * (50_000 + 150_000 * random.next()),
      orders: best ? 3 + 4 * random.next() : 5 * random.next() * random.next(),
      steady: best ? 0.5 + random.next() / 2 : random.next(),
      fast: best ? 10 + 30 * random.next() : 60 * random.next(),
      broad: best ? 3 + random.int(6) : 1 + random.int(6),
      lead: best ? 5 * random.next() : 8 * random.next(),
      small: best && chance(0.8) ? 'no' : chance(0.5) ? 'yes' : 'no',
    };
  });
  const numbers = (of: (company: (typeof companies)[number]) => number) =>
    ({
      kind: 'numeric',
      values: Float64Array.from(companies, of),
      known: new Uint8Array(rows).fill(1),
    }) as const;
  const levels = (of: (company: (typeof companies)[number]) => string) => {
    const texts = companies.map(of);
    const names = [...new Set(texts)].sort();
    return {
      kind: 'category',
      levels: names,
      codes: Int32Array.from(texts, (text) => names.indexOf(text)),
    } as const;
  };
  const behaviour = (name: string): FeatureDefinition => ({
    ...numericFeature(name),
    population: 'customer',
    known: 'label-window',
    category: 'behavioural',
  });
  return {
    label: Int8Array.from(companies, ({ best }) => Number(best)),
    table: {
      ids: companies.map((_, row) => `C${row}`),
      features: [
        numericFeature('employees', 'employees'),
        categoryFeature('region'),
        categoryFeature('city'),
        categoryFeature('industry'),
        { ...categoryFeature('naics'), form: 'hierarchy' },
        numericFeature('annual_revenue', 'USD'),
        { ...categoryFeature('small'), form: 'boolean' },
        ...['orders', 'steady', 'fast', 'broad', 'lead'].map(behaviour),
      ],
      columns: [
        numbers(({ employees }) => employees),
        levels(({ region }) => region),
        levels(({ city }) => city),
        levels(({ industry }) => industry),
        levels(({ code }) => code),
        numbers(({ revenue }) => revenue),
        levels(({ small }) => small),
        numbers(({ orders }) => orders),
        numbers(({ steady }) => steady),
        numbers(({ fast }) => fast),
        numbers(({ broad }) => broad),
        numbers(({ lead }) => lead),
      ],
    },
  };
}

describe('strongestTraits', () => {
  const { table, label } = tenant(21, 2000);
  const tried = liftTable(table, label);
  const { traits, avoid } = strongestTraits(table, label, tried);
  const chosen = traits.filter(({ strongest }) => strongest !== null);
  const natures = chosen.filter(({ category }) => category === 'firmographic').map(({ id }) => id);

  it('says each thing once: what is explained by a stronger trait is passed over', () => {
    expect(natures).toContain('employees:200-500');
    expect(natures).toContain('region=Midwest');
    expect(natures.filter((id) => id.startsWith('naics') || id.startsWith('industry')).length).toBe(1);
    expect(natures).not.toContain('city=Dayton');
    expect(natures.some((id) => id.startsWith('annual_revenue'))).toBe(false);
    expect(natures.length).toBe(3);
  });

  it('ranks from 1 without gaps, behaviour included but never more than four', () => {
    expect(chosen.map(({ strongest }) => strongest)).toEqual(chosen.map((_, index) => index + 1));
    const behaviours = chosen.filter(({ category }) => category === 'behavioural');
    expect(behaviours.length).toBeGreaterThan(0);
    expect(behaviours.length).toBeLessThanOrEqual(4);
    for (const trait of chosen) {
      expect(trait.q_value).toBeLessThanOrEqual(0.1);
      expect(trait.lift).toBeGreaterThan(1);
    }
  });

  it('keeps every trait, the strongest first', () => {
    expect(traits.length).toBe(tried.length);
    expect(traits.slice(0, chosen.length)).toEqual(chosen);
    expect(new Set(traits.map(({ id }) => id))).toEqual(new Set(tried.map(({ id }) => id)));
  });

  it('reports what best customers have less often apart', () => {
    expect(avoid.map(({ id }) => id)).toContain('small=yes');
    expect(
      avoid.every(({ lift, q_value, strongest }) => lift < 1 && q_value <= 0.1 && strongest === null),
    ).toBe(true);
    expect(avoid.length).toBeLessThanOrEqual(5);
  });

  it('finds nothing to say where nothing is significant', () => {
    const shuffled = Int8Array.from(createRandom(2).shuffle([...label]));
    const none = strongestTraits(table, shuffled, liftTable(table, shuffled));
    expect(none.traits.every(({ strongest }) => strongest === null)).toBe(true);
    expect(none.avoid).toEqual([]);
  });

  it('refuses traits of another table', () => {
    const strange = tried.map((trait) => ({ ...trait, feature: 'elsewhere', q_value: 0.01 }));
    expect(() => strongestTraits(table, label, strange)).toThrow(RangeError);
  });
});
