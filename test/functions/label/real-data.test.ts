import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelSummary } from '../../../core/label/label-summary.ts';
import { stepResult } from '../../../events/step.ts';
import { run as label } from '../../../functions/label/run.ts';
import { run as rollup } from '../../../functions/rollup/run.ts';
import { readArtifact } from '../../../functions/shared/artifacts.ts';
import type { AuthoredSettings } from '../../../functions/shared/settings.ts';
import { type LandedTable, openStepBench, type StepBench } from '../rollup/step-bench.ts';

const data = resolve(import.meta.dirname, '../../../../shared/data');
const present = existsSync(data);
if (!present) console.info(`skipped: no real data in ${data}`);

let bench: StepBench;
beforeAll(async () => {
  bench = await openStepBench();
});
afterAll(async () => {
  await bench.close();
});

const csv = (file: string): string => `read_csv('${join(data, file)}', all_varchar = true)`;
const money = (column: string): string => `CAST(${column} AS DECIMAL(18,4)) AS ${column}`;

async function labelled(
  tables: readonly LandedTable[],
  asOf: string,
  settings: AuthoredSettings = {},
): Promise<{ summary: LabelSummary; top: string[] }> {
  const landed = await bench.land(tables, { asOf, settings, currency: 'USD' });
  const rolled = stepResult.parse(await rollup(bench.ports, landed));
  const state = {
    ...landed,
    artifacts: { ...landed.artifacts, ...rolled.artifacts },
    facts: { rollup: rolled.facts },
  };
  const done = stepResult.parse(await label(bench.ports, state));
  const text = async (name: string): Promise<string> => {
    const artifact = done.artifacts[name];
    if (artifact === undefined) throw new Error(`no ${name}`);
    return new TextDecoder().decode(await readArtifact(bench.ports.objects, artifact));
  };
  const summary: LabelSummary = JSON.parse(await text('label-summary'));
  return { summary, top: (await text('top-customers')).split('\n') };
}

describe.skipIf(!present)('labels of real data', () => {
  it('finds the published totals of the AdventureWorks resellers', async () => {
    const folder = 'adventureworks-resellers';
    const { summary, top } = await labelled(
      [
        {
          table: 'customers',
          select: `SELECT customer_id, customer_name AS name, city, country FROM ${csv(`${folder}/Customers.csv`)}`,
        },
        {
          table: 'orders',
          select: `SELECT order_id, CAST(order_date AS DATE) AS order_date, customer_id, ${money('order_revenue')}, ${money('gross_margin')} FROM ${csv(`${folder}/Orders.csv`)}`,
        },
        {
          table: 'order_lines',
          select: `SELECT order_id, product_category FROM ${csv(`${folder}/OrderLines.csv.gz`)}`,
        },
      ],
      '2020-06-01',
    );
    expect(summary).toMatchObject({
      metric: { used: 'total-margin', reason: null, margin_coverage: 1 },
      accounts: 701,
      base: 632,
      best: 127,
      revenue: '77548570.20',
      margin: '999494.57',
      best_total: '2589167.17',
      cut_value: '2596.07',
      negative_customers: 324,
      windows: [
        { name: 'label', from: '2017-07-01', to: '2020-06-01' },
        { name: 'feature', to: '2019-07-01' },
        { name: 'outcome', to: '2020-06-01' },
        { name: 'feature-2', to: '2018-08-01' },
        { name: 'outcome-2', to: '2019-07-01' },
      ],
    });
    expect(summary.best_share_of_net).toBeCloseTo(2.59, 2);
    expect(summary.best_share_of_positive).toBeCloseTo(0.97, 2);
    expect(summary.by_pareto).toEqual({ share: 0.8, size: 69, overlap: 69 });
    expect(summary.tenure_fair).toMatchObject({ least_months: 6, judged: 630, too_young: 2, overlap: 120 });
    expect(summary.proxy_check).toMatchObject({ customers: 632, top: 127, overlap: 54 });
    expect(summary.pareto_curve).toHaveLength(200);
    expect(summary.pareto_curve.at(-1)).toMatchObject({ customers: 632, cumulative: '999494.57' });
    expect(top).toHaveLength(129);
    expect(top[1]).toMatch(/^1,697,Brakes and Gears,67903\.80,882273\.53,67903\.80,7\.6965,USD,12,/);
    expect(top[127]).toMatch(/^127,[^,]+,[^,]+,2596\.07,/);
  });

  it('ranks Northwind, which has no cost, by the announced composite', async () => {
    const { summary } = await labelled(
      [
        {
          table: 'customers',
          select: `SELECT customer_id, customer_name AS name, city, region, country FROM ${csv('northwind/Customers.csv')}`,
        },
        {
          table: 'orders',
          select: `SELECT order_id, CAST(order_date AS DATE) AS order_date, customer_id, ${money('order_revenue')}, CAST(required_date AS DATE) AS required_date, CAST(shipped_date AS DATE) AS shipped_date FROM ${csv('northwind/Orders.csv')}`,
        },
        {
          table: 'order_lines',
          select: `SELECT order_id, product_category FROM ${csv('northwind/OrderLines.csv')}`,
        },
      ],
      '1998-05-07',
    );
    expect(summary).toMatchObject({
      metric: {
        requested: 'total-margin',
        used: 'composite',
        reason:
          'no order in the window has a margin; customers are ranked by their mean percentile of revenue, repeat rate, order frequency, consistency and category breadth',
        margin_coverage: 0,
      },
      proxy: true,
      basis: 'revenue',
      accounts: 91,
      base: 89,
      best: 18,
      revenue: '1265793.02',
      margin: null,
      proxy_check: null,
    });
    expect(summary.warnings[0]).toMatch(/^total-margin was asked for, composite is used: no order/);
    expect(Number(summary.cut_value)).toBeGreaterThan(0.5);
  });

  it('ranks CDNOW, which has neither cost nor lines, by a composite without categories', async () => {
    const orders = {
      table: 'orders',
      select: `SELECT order_id, CAST(order_date AS DATE) AS order_date, customer_id, ${money('order_revenue')} FROM ${csv('cdnow/Orders.csv.gz')}`,
    };
    const { summary } = await labelled([orders], '1998-07-01');
    expect(summary).toMatchObject({
      metric: {
        used: 'composite',
        components: ['revenue', 'repeat rate', 'order frequency', 'consistency'],
      },
      accounts: 23570,
      base: 23570,
      best: 4714,
      revenue: '2500315.63',
      categories: [],
      windows: [
        { months: 18 },
        { from: '1997-01-01', to: '1998-01-01' },
        { to: '1998-07-01' },
        { to: '1997-07-01' },
        { to: '1998-01-01' },
      ],
    });
  });

  it('reads quotes beside orders in the CRM opportunities', async () => {
    const { summary } = await labelled(
      [
        {
          table: 'customers',
          select: `SELECT customer_id, industry FROM ${csv('crm-sales-opportunities/Customers.csv')}`,
        },
        {
          table: 'orders',
          select: `SELECT order_id, CAST(order_date AS DATE) AS order_date, customer_id, ${money('order_revenue')} FROM ${csv('crm-sales-opportunities/Orders.csv')}`,
        },
        {
          table: 'quotes',
          select: `SELECT quote_id, customer_id, CAST(created_date AS DATE) AS created_date, CAST(close_date AS DATE) AS close_date, CAST(CAST(won AS DOUBLE) AS BOOLEAN) AS won FROM ${csv('crm-sales-opportunities/Quotes.csv')}`,
        },
      ],
      '2018-01-01',
    );
    expect(summary).toMatchObject({ accounts: 85, base: 85, best: 17, metric: { used: 'composite' } });
    expect(summary.warnings.some((warning) => warning.includes('17 best customers'))).toBe(true);
  });
});
