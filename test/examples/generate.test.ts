import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyNameKey } from '../../core/match/company-name.ts';
import { registrableDomain } from '../../core/match/registrable-domain.ts';
import { generateTenant, type TenantPlan, tenantSettings } from '../../examples/generate.ts';
import type { PlantedTruth } from '../../examples/planted-truth.ts';
import { settingsSchema } from '../../functions/shared/settings.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'kindred-tenant-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

type Row = { readonly [header: string]: string };
const textOf = (where: string, file: string): string => {
  const bytes = readFileSync(join(where, file));
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
};
const rowsOf = (where: string, file: string): readonly Row[] =>
  Papa.parse<Row>(textOf(where, file), { header: true, skipEmptyLines: true }).data;

const small: TenantPlan = { seed: 3, customers: 200, orders: 4_000, prospects: 1_000 };
const filesOf = (where: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(where)
      .sort()
      .map((name) => [name, readFileSync(join(where, name)).toString('latin1')]),
  );

describe('a generated tenant', () => {
  it('is the same files for the same plan, and other files for another seed', async () => {
    const [one, again, other] = [folder(), folder(), folder()];
    const truth = await generateTenant(small, one);
    expect(await generateTenant(small, again)).toEqual(truth);
    await generateTenant({ ...small, seed: 4 }, other);
    const first = filesOf(one);
    expect([...first.keys()]).toEqual([
      'Branches.csv',
      'Customers.csv',
      'OrderLines.csv.gz',
      'Orders.csv',
      'Payments.csv',
      'Prospects.csv',
      'Quotes.csv',
      'Returns.csv',
      'Signals.csv',
      'icp.json',
    ]);
    const second = filesOf(again);
    const third = filesOf(other);
    for (const [name, bytes] of first) {
      expect(second.get(name) === bytes, name).toBe(true);
      const fixed = name === 'Branches.csv' || name === 'icp.json';
      expect(third.get(name) === bytes, name).toBe(fixed);
    }
  });

  it('leaves the customers as they were when more prospects are asked for', async () => {
    const [few, many] = [folder(), folder()];
    await generateTenant(small, few);
    await generateTenant({ ...small, prospects: 1_500 }, many);
    for (const file of ['Customers.csv', 'Orders.csv', 'OrderLines.csv.gz', 'Payments.csv', 'Quotes.csv'])
      expect(readFileSync(join(few, file)).equals(readFileSync(join(many, file))), file).toBe(true);
  });

  it('can end on another day, go back less far and have no archetypes', async () => {
    const where = folder();
    const truth = await generateTenant({ ...small, months: 12, asOf: '2025-01-01', archetypes: 1 }, where);
    const dates = rowsOf(where, 'Orders.csv')
      .map((row) => row['ORDER DATE'] ?? '')
      .filter((date) => /^20[12]\d-(0[1-9]|1[0-2])-\d\d$/.test(date) && date !== '2025-02-30')
      .sort();
    expect(dates[0]! >= '2024-01-01').toBe(true);
    expect(dates.at(-1)! < '2025-01-01').toBe(true);
    expect(new Set(Object.values(truth.styles)).size).toBe(1);
  });

  it('comes with settings that are valid and declare columns of its files', () => {
    expect(settingsSchema.parse(tenantSettings).model_features).toHaveLength(7);
  });
});

describe('a tenant of the usual size', () => {
  let where = '';
  let truth: PlantedTruth;
  let orders: readonly Row[] = [];
  let prospects: readonly Row[] = [];
  let customers: readonly Row[] = [];
  beforeAll(async () => {
    where = folder();
    truth = await generateTenant({ seed: 7 }, where);
    orders = rowsOf(where, 'Orders.csv');
    prospects = rowsOf(where, 'Prospects.csv');
    customers = rowsOf(where, 'Customers.csv');
  });

  /** Orders that count, in the plainest way: the first row of each good order number. */
  const goodOrders = (): ReadonlyMap<string, Row> => {
    const good = new Map<string, Row>();
    for (const row of orders) {
      const id = row['Order No'] ?? '';
      if (/^SO-/.test(id) && !good.has(id)) good.set(id, row);
    }
    return good;
  };
  const cents = (text: string | undefined): number => Math.round(Number(text) * 100);

  it('has the size of a mid-market distributor', () => {
    expect(truth.rows['Customers.csv']).toBe(2_000);
    expect(truth.rows['Prospects.csv']).toBe(20_000);
    expect(truth.rows['Orders.csv']).toBeGreaterThan(57_000);
    expect(truth.rows['Orders.csv']).toBeLessThan(63_000);
    expect(truth.rows['OrderLines.csv.gz']).toBeGreaterThan(165_000);
    expect(truth.rows['OrderLines.csv.gz']).toBeLessThan(200_000);
    expect(truth.as_of).toBe('2026-07-01');
  });

  it('counts its rows, its money and its dirt as they stand in the files', () => {
    const good = [...goodOrders().values()];
    expect(good).toHaveLength(truth.rows['Orders.csv']!);
    const revenue = good.reduce((sum, row) => sum + cents(row['net amount']), 0);
    const margin = good.reduce((sum, row) => sum + cents(row['net amount']) - cents(row['COGS']), 0);
    expect(revenue).toBe(truth.money.revenue_cents);
    expect(margin).toBe(truth.money.margin_cents);
    const known = new Set(customers.map((row) => row['CUSTOMER NO']));
    const bad = orders.filter((row) => !/^SO-/.test(row['Order No'] ?? ''));
    const dirt = truth.dirt['Orders.csv'];
    const date = (row: Row): string => row['ORDER DATE'] ?? '';
    const counted = {
      duplicate_row: orders.length - bad.length - good.length,
      bad_date: bad.filter(
        (row) => !/^2[0-9]{3}-(0[1-9]|1[0-2])/.test(date(row)) || /-02-30$/.test(date(row)),
      ).length,
      text_amount: bad.filter((row) => Number.isNaN(Number(row['net amount']))).length,
      missing_order_id: bad.filter((row) => row['Order No'] === '').length,
      missing_customer_id: bad.filter((row) => row['Customer No'] === '').length,
      unknown_customer: bad.filter((row) => row['Customer No'] !== '' && !known.has(row['Customer No'] ?? ''))
        .length,
      future_date: bad.filter((row) => date(row).startsWith('2099')).length,
      blank_line: textOf(where, 'Orders.csv')
        .split('\n')
        .slice(0, -1)
        .filter((line) => line === '').length,
    };
    expect(counted).toEqual(dirt);
    const returns = rowsOf(where, 'Returns.csv');
    expect(returns.at(-1)?.['Order No']).toBe('Total');
    expect(cents(returns.at(-1)?.['Return Amount'])).toBe(truth.money.returned_cents);
    expect(customers.filter((row) => row['company name']?.includes('\n'))).toHaveLength(
      truth.dirt['Customers.csv']['line_break_in_name']!,
    );
    expect(customers.filter((row) => row['CUSTOMER NO'] === '')).toHaveLength(
      truth.dirt['Customers.csv']['missing_customer_id']!,
    );
    expect(prospects.filter((row) => row['Prospect ID'] === '')).toHaveLength(
      truth.dirt['Prospects.csv']['missing_prospect_id']!,
    );
  });

  it('has lines that add up to their orders', () => {
    const sums = new Map<string, number>();
    const seen = new Set<string>();
    for (const row of rowsOf(where, 'OrderLines.csv.gz')) {
      const key = `${row['order_id']}#${row['Line Number']}`;
      if (seen.has(key) || Number.isNaN(Number(row['Line Revenue']))) continue;
      seen.add(key);
      const id = row['order_id'] ?? '';
      sums.set(id, (sums.get(id) ?? 0) + cents(row['Line Revenue']));
    }
    const wrong = [...goodOrders()].filter(([id, row]) => sums.get(id) !== cents(row['net amount']));
    expect(wrong).toEqual([]);
  });

  it('names as best whom a plain reading of orders and returns names', () => {
    const good = goodOrders();
    const margin = new Map<string, number>();
    const add = (customer: string, amount: number): void => {
      margin.set(customer, (margin.get(customer) ?? 0) + amount);
    };
    for (const row of good.values())
      add(row['Customer No']!, (cents(row['net amount']) - cents(row['COGS'])) * 100);
    for (const row of rowsOf(where, 'Returns.csv')) {
      const order = good.get(row['Order No'] ?? '');
      if (order === undefined) continue;
      const earned = cents(order['net amount']) - cents(order['COGS']);
      add(
        order['Customer No']!,
        -((cents(row['Return Amount']) * 100 * earned) / cents(order['net amount'])),
      );
    }
    const ranked = [...margin].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const best = ranked.slice(0, Math.ceil(ranked.length * 0.2)).map(([id]) => id);
    expect(best.sort()).toEqual(truth.best);
    expect(ranked.length + truth.never_ordered.length).toBe(2_000);
  });

  it('plants traits of the strength it promises, none of which decides alone', () => {
    for (const trait of truth.traits) {
      expect(trait.prevalence, trait.id).toBeGreaterThan(0.05);
      expect(trait.prevalence, trait.id).toBeLessThan(0.31);
      expect(trait.lift, trait.id).toBeGreaterThan(1.4);
      expect(trait.lift, trait.id).toBeLessThan(3.1);
      expect(trait.rate_best, trait.id).toBeLessThan(0.55);
    }
    expect(truth.fits.length / truth.net_new).toBeGreaterThan(0.02);
    expect(truth.fits.length / truth.net_new).toBeLessThan(0.03);
    expect(truth.ceiling.precision_at_100).toBeGreaterThan(0.7);
    expect(truth.ceiling.precision_at_500).toBeLessThan(0.8);
  });

  it('leaves a fifth of the firmographics empty, on both sides', () => {
    const empty = (rows: readonly Row[], header: string): number =>
      rows.filter((row) => row[header] === '').length / rows.length;
    for (const header of ['Industry', 'NAICS Code', 'Annual Revenue', 'Facility Count', 'Shift Pattern'])
      for (const rows of [customers, prospects]) expect(empty(rows, header)).toBeCloseTo(0.2, 1);
  });

  it('makes lapsed customers silent for several of their own gaps', () => {
    const days = new Map<string, number[]>();
    for (const row of goodOrders().values()) {
      const list = days.get(row['Customer No']!) ?? [];
      list.push(Date.parse(row['ORDER DATE']!) / 86_400_000);
      days.set(row['Customer No']!, list);
    }
    expect(truth.lapsed.length).toBeGreaterThan(100);
    expect(truth.lapsed.length).toBeLessThan(140);
    for (const id of truth.lapsed) {
      const list = (days.get(id) ?? []).sort((a, b) => a - b);
      const gaps = list
        .slice(1)
        .map((day, i) => day - list[i]!)
        .sort((a, b) => a - b);
      const median = (gaps[(gaps.length - 1) >> 1]! + gaps[gaps.length >> 1]!) / 2;
      expect(
        (Date.parse(truth.as_of) / 86_400_000 - list.at(-1)!) / Math.max(1, median),
      ).toBeGreaterThanOrEqual(4);
    }
  });

  it('hides customers under a shared domain or name, and namesakes under neither place nor domain', () => {
    const prospect = new Map(prospects.map((row) => [row['Prospect ID'], row]));
    const customer = new Map(customers.map((row) => [row['CUSTOMER NO'], row]));
    const name = (row: Row | undefined, header: string): string => companyNameKey(row?.[header] ?? '');
    expect(truth.hidden).toHaveLength(150);
    expect(truth.duplicates).toHaveLength(60);
    expect(truth.namesakes).toHaveLength(40);
    for (const { prospect_id, customer_id, known_by } of truth.hidden) {
      const row = prospect.get(prospect_id);
      const known = customer.get(customer_id);
      expect(name(row, 'Company Name')).toBe(name(known, 'company name'));
      const domain = registrableDomain(row?.['Website'] ?? '');
      if (known_by === 'name') expect(domain).toBeNull();
      else if (known?.['WebSite'] !== '') expect(domain).toBe(registrableDomain(known?.['WebSite'] ?? ''));
    }
    for (const { prospect_id, original_id } of truth.duplicates) {
      expect(prospect_id > original_id).toBe(true);
      expect(name(prospect.get(prospect_id), 'Company Name')).toBe(
        name(prospect.get(original_id), 'Company Name'),
      );
    }
    for (const { prospect_id, customer_id } of truth.namesakes) {
      const row = prospect.get(prospect_id);
      const known = customer.get(customer_id);
      expect(name(row, 'Company Name')).toBe(name(known, 'company name'));
      expect(row?.['State']).not.toBe(known?.['State']);
      expect(registrableDomain(row?.['Website'] ?? '')).not.toBe(registrableDomain(known?.['WebSite'] ?? ''));
    }
  });

  it('invents companies whose names differ in more than the legal form', () => {
    const planned = new Set([
      ...truth.hidden.map((entry) => entry.prospect_id),
      ...truth.duplicates.map((entry) => entry.prospect_id),
      ...truth.namesakes.map((entry) => entry.prospect_id),
    ]);
    const names = [
      ...customers.filter((row) => row['CUSTOMER NO'] !== '').map((row) => row['company name'] ?? ''),
      ...prospects
        .filter((row) => row['Prospect ID'] !== '' && !planned.has(row['Prospect ID'] ?? ''))
        .map((row) => row['Company Name'] ?? ''),
    ].map(companyNameKey);
    expect(new Set(names).size).toBe(names.length);
  });
});
