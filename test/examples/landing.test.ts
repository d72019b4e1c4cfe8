import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateTenant, tenantSettings } from '../../examples/generate.ts';
import type { PlantedTruth } from '../../examples/planted-truth.ts';
import { type Landed, landFiles } from '../../functions/land/land-files.ts';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import { settingsSchema } from '../../functions/shared/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-landing-'));
const files = [
  'Orders.csv',
  'OrderLines.csv.gz',
  'Returns.csv',
  'Prospects.csv',
  'Quotes.csv',
  'Signals.csv',
];
let truth: PlantedTruth;
let landed: Landed;
beforeAll(async () => {
  const tenant = join(folder, 'tenant');
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  truth = await generateTenant({ seed: 12, customers: 300, orders: 6_000, prospects: 2_000 }, tenant);
  const drop = files.map((file) => {
    const path = join(tenant, file);
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
    return { file, path, sha256, arrived: '2026-07-01T06:00:00Z' };
  });
  const engine = await openDuckdb({ scratch, memoryLimitMb: 500, threads: 2 });
  try {
    landed = await landFiles(engine, scratch, drop, settingsSchema.parse(tenantSettings));
  } finally {
    await engine.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const account = (file: string) => {
  const found = landed.accounting.files.find((one) => one.file === file);
  if (found === undefined) throw new Error(`${file} is not accounted for`);
  return found;
};

it('lands every good row and no other', () => {
  const { 'Orders.csv': orders, 'OrderLines.csv.gz': lines, 'Prospects.csv': prospects } = truth.dirt;
  expect(account('Orders.csv')).toMatchObject({
    rows_accepted: truth.rows['Orders.csv']! + orders['unknown_customer']!,
    rows_deduplicated: orders['duplicate_row'],
    rows_quarantined:
      orders['bad_date']! +
      orders['text_amount']! +
      orders['missing_order_id']! +
      orders['missing_customer_id']! +
      orders['future_date']!,
  });
  expect(account('Orders.csv').quarantined_by).toMatchObject({
    BAD_NUMBER: orders['text_amount'],
    FUTURE_DATE: orders['future_date'],
  });
  expect(account('OrderLines.csv.gz')).toMatchObject({
    rows_accepted: truth.rows['OrderLines.csv.gz']! + lines['unknown_order']!,
    rows_deduplicated: lines['duplicate_row'],
    rows_quarantined: lines['text_amount'],
  });
  expect(account('Returns.csv')).toMatchObject({
    rows_accepted: truth.rows['Returns.csv'],
    rows_quarantined: 0,
    lines_skipped: { total: 1 },
  });
  expect(account('Prospects.csv')).toMatchObject({
    rows_accepted: truth.rows['Prospects.csv'],
    rows_quarantined: prospects['missing_prospect_id'],
    cells_emptied: { Employees: prospects['bad_number'] },
  });
  for (const file of ['Quotes.csv', 'Signals.csv'])
    expect(account(file)).toMatchObject({ rows_accepted: truth.rows[file], rows_quarantined: 0 });
});

it('reconciles the money of the orders', () => {
  const cents = truth.money.revenue_cents + truth.money.unknown_customer_cents;
  expect(Number(account('Orders.csv').totals.accepted.revenue) * 100).toBeCloseTo(cents, 4);
});

it('maps every column, and keeps the further ones as attributes', () => {
  const prospects = landed.mapping.files.find((file) => file.file === 'Prospects.csv');
  expect(
    prospects?.columns
      .filter((column) => column.role === 'attribute')
      .map((column) => column.column)
      .sort(),
  ).toEqual([...tenantSettings.model_features].sort());
});
