import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawAccounts } from './accounts.ts';
import { dayOf, monthsBefore } from './calendar.ts';
import { createNameMaker } from './company-names.ts';
import { createCsvFile } from './csv-file.ts';
import { customerClasses } from './customer-classes.ts';
import { writeCustomerFile } from './customer-file.ts';
import { createDraws } from './draws.ts';
import { writeOrderBook } from './order-book.ts';
import { branches } from './places.ts';
import type { PlantedTruth } from './planted-truth.ts';
import { createProductRange } from './products.ts';
import { writeProspectFile } from './prospect-file.ts';
import { writeQuoteFile } from './quote-file.ts';
import { realiseTruth } from './realise-truth.ts';
import { writeSignalFile } from './signal-file.ts';

export type TenantPlan = {
  readonly seed: number;
  readonly customers?: number;
  /** About this many; the exact number is drawn. */
  readonly orders?: number;
  readonly prospects?: number;
  readonly months?: number;
  /** 1 gives every customer the same buying style: a tenant without archetypes. 3 unless said. */
  readonly archetypes?: 1 | 3;
  /** The first day after the history, YYYY-MM-DD. */
  readonly asOf?: string;
};

/** What a person would write in `icp.json` for this tenant: its currency, and which of its own columns describe a company. */
export const tenantSettings = {
  version: 1,
  currency: 'USD',
  model_features: [
    'attribute_maintenance_model',
    'attribute_shift_pattern',
    'attribute_site_type',
    'attribute_ownership',
    'attribute_fiscal_year_end',
    'attribute_erp_system',
    'attribute_sales_territory',
  ],
  /** What its sales team can work in a quarter. */
  capacity: { tier_a: 120, tier_b: 400 },
} as const;

/**
 * Writes the files of an invented distributor of industrial supplies into a folder, as its systems would export them, and
 * gives what is true of it. The truth is in none of the files. The same plan gives the same files.
 *
 * About 2,000 customers, 60,000 orders, 180,000 lines over 36 months and 20,000 prospects unless the plan says otherwise;
 * two seconds. The folder is made where it is missing; files of the same names in it are replaced, others left alone.
 * Memory grows with customers and prospects and by 8 bytes an order; rows go straight to disk.
 */
export async function generateTenant(plan: TenantPlan, folder: string): Promise<PlantedTruth> {
  const { seed, customers = 2_000, prospects = 20_000, months = 36 } = plan;
  const orders = plan.orders ?? customers * 30;
  const as_of = dayOf(plan.asOf ?? '2026-07-01');
  const start = monthsBefore(as_of, months);
  const share = orders / 60_000;
  await mkdir(folder, { recursive: true });

  const makeName = createNameMaker(createDraws(seed, 'names'));
  const accounts = drawAccounts(
    { customers, orders, start, as_of, archetypes: plan.archetypes ?? 3 },
    createDraws(seed, 'customers'),
    makeName,
  );
  const range = createProductRange(createDraws(seed, 'products'));
  const book = await writeOrderBook(accounts, range, as_of, share, createDraws(seed, 'orders'), folder);
  const classDraws = createDraws(seed, 'classes');
  const classes = customerClasses(book.net_margin_e4, classDraws);
  const customerDirt = await writeCustomerFile(
    accounts,
    classes,
    customers / 2_000,
    createDraws(seed, 'customer fields'),
    folder,
  );
  const quotes = await writeQuoteFile(accounts, as_of, createDraws(seed, 'quotes'), folder);
  const market = await writeProspectFile(
    prospects,
    accounts,
    createDraws(seed, 'prospects'),
    makeName,
    folder,
  );
  const signals = await writeSignalFile(
    market.prospects,
    accounts,
    as_of,
    createDraws(seed, 'signals'),
    folder,
  );
  await writeBranches(folder);
  await writeFile(join(folder, 'icp.json'), `${JSON.stringify(tenantSettings, null, 2)}\n`);
  return realiseTruth({ seed, months, as_of, accounts, book, customerDirt, quotes, market, signals });
}

async function writeBranches(folder: string): Promise<void> {
  const file = createCsvFile(join(folder, 'Branches.csv'));
  file.line('Branch ID,Name,Postal Code,Latitude,Longitude');
  for (const [id, name, zip, latitude, longitude] of branches)
    file.line(`${id},${name},${zip},${latitude},${longitude}`);
  await file.close();
}
