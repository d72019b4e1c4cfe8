import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { customerFeatures } from '../../../core/traits/customer-features.ts';
import { liftTable } from '../../../core/traits/lift-table.ts';
import { strongestTraits } from '../../../core/traits/strongest.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/data/adventureworks-resellers');
const there = existsSync(folder);
if (!there) process.stdout.write(`skipped: ${folder} is not on this machine\n`);

type Line = Readonly<Record<string, string | undefined>>;
const read = (file: string): readonly Line[] =>
  Papa.parse<Line>(readFileSync(join(folder, file), 'utf8'), { header: true, skipEmptyLines: true }).data;

describe.skipIf(!there)('AdventureWorks resellers', () => {
  const companies = there ? read('Customers.csv') : [];
  const margin = new Map<string, number>();
  for (const { customer_id = '', gross_margin = '0' } of there ? read('Orders.csv') : [])
    margin.set(customer_id, (margin.get(customer_id) ?? 0) + Number(gross_margin));
  const ids = companies.map(({ customer_id = '' }) => customer_id);
  const ranked = [...margin].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([id]) => id);
  const best = new Set(ranked.slice(0, Math.ceil(ranked.length * 0.2)));
  const label = Int8Array.from(ids, (id) => (best.has(id) ? 1 : margin.has(id) ? 0 : -1));
  const texts = (column: string): (string | null)[] => companies.map((line) => line[column] || null);
  const numbers = (column: string): (number | null)[] =>
    texts(column).map((text) => (text === null ? null : Number(text)));
  const attributes = {
    attribute_business_type: 'text',
    attribute_product_line: 'text',
    attribute_bank_name: 'text',
    attribute_phone: 'text',
    attribute_first_order_year: 'integer',
  } as const;
  const { plan, customers } = customerFeatures(
    {
      ids,
      columns: {
        employees: numbers('employees'),
        annual_revenue: numbers('annual_revenue'),
        founded_year: numbers('year_opened'),
        country: texts('country'),
        region: texts('state'),
        city: texts('city'),
        attribute_business_type: texts('business_type'),
        attribute_product_line: texts('product_line'),
        attribute_bank_name: texts('bank_name'),
        attribute_phone: texts('phone'),
        attribute_first_order_year: numbers('first_order_year'),
      },
    },
    null,
    [],
    { asOfYear: 2020, currency: 'USD', attributes, modelFeatures: [] },
  );

  it('has the base its source states', () => {
    expect([ids.length, margin.size, best.size]).toEqual([701, 632, 127]);
  });

  it('leaves out what names a company or is too scattered', () => {
    expect(plan.left_out.map(({ feature }) => feature)).toEqual(['city', 'attribute_phone']);
  });

  it('finds the product line that carries the margin, and not the bank', () => {
    const { traits, avoid } = strongestTraits(customers, label, liftTable(customers, label));
    const strongest = traits.filter((trait) => trait.strongest !== null);
    expect(strongest[0]?.words).toBe('Product line: Mountain');
    expect(strongest[0]?.lift_low ?? 0).toBeGreaterThan(3);
    expect(avoid.map(({ words }) => words)).toContain('Product line: Road');
    expect(strongest.some(({ feature }) => feature === 'attribute_bank_name')).toBe(false);
    const years = traits.filter(({ feature }) => feature === 'attribute_first_order_year');
    expect(years.every(({ words }) => /(before|or later|20\d\d$)/.test(words))).toBe(true);
  });
});
