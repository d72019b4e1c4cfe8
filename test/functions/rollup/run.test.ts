import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';
import { readRollupsSql } from '../../../core/rollup/read-rollups.sql.ts';
import { rollupFromRow } from '../../../core/rollup/rollup-from-row.ts';
import { type RunState, stepResult } from '../../../events/step.ts';
import { run as label } from '../../../functions/label/run.ts';
import { run as rollup } from '../../../functions/rollup/run.ts';
import { readArtifact } from '../../../functions/shared/artifacts.ts';
import type { StepPorts } from '../../../functions/shared/ports.ts';
import { withTables } from '../../../functions/shared/step-tables.ts';
import { sqlFaults } from '../../lint/sql-lint.ts';
import { type LandedTable, openStepBench, type StepBench } from './step-bench.ts';

let bench: StepBench;
let four: StepBench;
beforeAll(async () => {
  bench = await openStepBench({ threads: 1 });
  four = await openStepBench({ threads: 4 });
});
afterAll(async () => {
  await bench.close();
  await four.close();
});

/** More orders than one row group of a table holds (122,880), so that several threads really share the work. */
const many = 130_000;
const manyOrders = (order: string): readonly LandedTable[] => [
  {
    table: 'customers',
    select: `SELECT 'C' || range AS customer_id, '=cmd|' || range AS name FROM range(900) ORDER BY range ${order}`,
  },
  {
    table: 'orders',
    select: `SELECT 'O' || range AS order_id, 'C' || (range * 7919 % 877) AS customer_id,
      DATE '2024-01-01' + CAST(range * 31 % 800 AS INTEGER) AS order_date,
      CAST(range % 997 + 0.07 AS DECIMAL(18,4)) AS order_revenue, CAST(range % 613 - 100 AS DECIMAL(18,4)) AS gross_margin,
      'rep ' || (range % 9) AS sales_rep FROM range(${many}) ORDER BY range ${order}`,
  },
  {
    table: 'order_lines',
    select: `SELECT 'O' || range AS order_id, 'Category ' || (range % 11) AS product_category FROM range(${many}) ORDER BY range ${order}`,
  },
];
const small: readonly LandedTable[] = [
  {
    table: 'customers',
    select:
      "SELECT * FROM (VALUES ('a', '=1+1', 'R. Ruiz'), ('b', 'B', NULL), ('n', 'Never', NULL)) t(customer_id, name, sales_rep)",
  },
  {
    table: 'orders',
    select: `SELECT order_id, customer_id, order_date, CAST(revenue AS DECIMAL(18,4)) AS order_revenue, CAST(margin AS DECIMAL(18,4)) AS gross_margin, sales_rep
      FROM (VALUES ('1', 'a', DATE '2025-01-05', 10.005, -2.5, 'X'), ('2', 'b', DATE '2025-03-05', 8, -3, 'Y'), ('3', 'b', DATE '2025-03-05', 9, 1, 'Z'))
      t(order_id, customer_id, order_date, revenue, margin, sales_rep)`,
  },
];

async function both(ports: StepPorts, landed: RunState): Promise<RunState> {
  const rolled = stepResult.parse(await rollup(ports, landed));
  const state = {
    ...landed,
    artifacts: { ...landed.artifacts, ...rolled.artifacts },
    facts: { rollup: rolled.facts },
  };
  const done = stepResult.parse(await label(ports, state));
  return {
    ...state,
    artifacts: { ...state.artifacts, ...done.artifacts },
    facts: { ...state.facts, label: done.facts },
  };
}

async function text(state: RunState, name: string): Promise<string> {
  const artifact = state.artifacts[name];
  if (artifact === undefined) throw new Error(`no artifact ${name}`);
  return new TextDecoder().decode(await readArtifact(bench.ports.objects, artifact));
}

async function rollupsOf(state: RunState): Promise<readonly CustomerRollup[]> {
  return await withTables(bench.ports, state, { rollups: 'rollups' }, async ({ engine }) =>
    (await engine.query(readRollupsSql('rollups', 'label'))).map(rollupFromRow),
  );
}

describe('rollup and label', () => {
  it('write the same bytes whatever the order of the rows and the number of threads', async () => {
    const asOf = '2026-03-11';
    const first = await both(bench.ports, await bench.land(manyOrders('ASC'), { asOf }));
    const second = await both(four.ports, await four.land(manyOrders('DESC'), { asOf }));
    for (const name of ['rollups', 'labels', 'label-summary', 'top-customers'])
      expect(second.artifacts[name]).toEqual(first.artifacts[name]);
    expect(first.artifacts['table-orders']?.sha256).not.toBe(second.artifacts['table-orders']?.sha256);
    expect(first.facts['rollup']).toMatchObject({
      customers: 900,
      buyers: 877,
      orders: many,
      lines_without_order: 0,
    });
    expect(first.facts['label']).toMatchObject({ metric: 'total-margin', base: 877, best: 176 });
  });

  it('write the same bytes when run again', async () => {
    const landed = await bench.land(small, { asOf: '2025-04-01' });
    expect(await both(bench.ports, landed)).toEqual(await both(bench.ports, landed));
  });

  it('write a list that a spreadsheet can open', async () => {
    const landed = await bench.land(small, {
      asOf: '2025-04-01',
      currency: 'USD',
      settings: { best: { share: 0.99 } },
    });
    const state = await both(bench.ports, landed);
    const [header = '', ...rows] = (await text(state, 'top-customers')).trimEnd().split('\n');
    const records = rows.map((row) => {
      const cells = row.split(',');
      return Object.fromEntries(header.split(',').map((name, index) => [name, cells[index]]));
    });
    // money has all its digits, half-even: 10.005 is 10.00; a name that begins like a formula is guarded
    expect(records).toMatchObject([
      {
        rank: '1',
        customer_id: 'b',
        name: 'B',
        value: '-2.00',
        revenue: '17.00',
        currency: 'USD',
        sales_rep: 'Z',
      },
      {
        rank: '2',
        customer_id: 'a',
        name: "'=1+1",
        value: '-2.50',
        revenue: '10.00',
        orders: '1',
        sales_rep: 'R. Ruiz',
      },
    ]);
    const summary = await text(state, 'label-summary');
    expect(summary).toMatch(/^\{\n "words": "The best 2 of 2 customers hold -USD 4 of margin\."/);
    expect(summary.endsWith('}\n')).toBe(true);
    expect(JSON.parse(summary).warnings).toContain(
      'the last best customer brings no positive margin: fewer customers are worth it than the rule selects',
    );
  });

  it('bring every amount into the reporting currency at the rate of the order’s day', async () => {
    const tables: readonly LandedTable[] = [
      {
        table: 'orders',
        select: `SELECT order_id, customer_id, order_date, CAST(revenue AS DECIMAL(18,4)) AS order_revenue, CAST(margin AS DECIMAL(18,4)) AS gross_margin, currency
          FROM (VALUES ('1', 'a', DATE '2025-01-05', 100, 10, 'EUR'), ('2', 'a', DATE '2025-02-01', 100, -10, 'eur'), ('3', 'a', DATE '2025-02-02', 100, 1, 'USD'),
            ('4', 'b', DATE '2025-02-02', 0.0001, NULL, 'GBP'), ('5', 'b', DATE '2025-02-03', 7, 7, NULL)) t(order_id, customer_id, order_date, revenue, margin, currency)`,
      },
      {
        table: 'returns',
        select: `SELECT '1' AS order_id, DATE '2025-02-01' AS return_date, CAST(50 AS DECIMAL(18,4)) AS return_amount`,
      },
    ];
    const exchange_rates = [
      { currency: 'EUR', from: '2025-02-01', rate: 1.2 },
      { currency: 'EUR', from: '2024-01-01', rate: 1.1 },
      { currency: 'GBP', from: '2025-02-02', rate: 2.5 },
    ];
    const settings = { currency: 'USD', exchange_rates };
    const state = await both(bench.ports, await bench.land(tables, { asOf: '2025-04-01', settings }));
    // a: 110 − 55 returned + 120 + 100; margin 11 − 5.5 − 12 + 1. b: 0.00025 becomes 0.0002, and 7
    expect(state.facts['rollup']).toMatchObject({
      revenue: '282.0002',
      margin: '1.5000',
      returns: '55.0000',
    });
    const missing = { currency: 'USD', exchange_rates: exchange_rates.filter(({ from }) => from > '2025') };
    const open = await bench.land(tables, { asOf: '2025-04-01', settings: missing });
    await expect(rollup(bench.ports, open)).rejects.toThrow(
      /exchange_rates: allowed a rate to USD for EUR from 2025-01-05 on, got none for 1 of its orders/,
    );
  });

  it('read a won or lost quote from its stage where no flag says it', async () => {
    const quotes = {
      table: 'quotes',
      select: `SELECT * FROM (VALUES ('1', 'a', DATE '2025-01-05', 'Closed Won'), ('2', 'a', DATE '2025-01-06', 'LOST to competitor'),
        ('3', 'a', DATE '2025-01-07', 'Negotiation'), ('4', 'a', DATE '2025-01-07', 'wonderful')) t(quote_id, customer_id, close_date, stage)`,
    };
    const state = await both(bench.ports, await bench.land([...small, quotes], { asOf: '2025-04-01' }));
    expect((await rollupsOf(state)).find(({ customer_id }) => customer_id === 'a')).toMatchObject({
      quotes_decided: 2,
      quotes_won: 1,
      quote_win_rate: 0.5,
    });
  });

  it('run no statement that could differ between threads or hosts', async () => {
    const statements: string[] = [];
    const listening: StepPorts = {
      ...bench.ports,
      openTables: async (scratch) => {
        const engine = await bench.ports.openTables(scratch);
        const note = <T>(call: (sql: string) => Promise<T>) => {
          return (sql: string): Promise<T> => {
            statements.push(sql);
            return call(sql);
          };
        };
        return { ...engine, run: note(engine.run), query: note(engine.query), columns: note(engine.columns) };
      },
    };
    await both(listening, await bench.land(small, { asOf: '2025-04-01' }));
    expect(statements.length).toBeGreaterThan(25);
    expect(statements.flatMap(sqlFaults)).toEqual([]);
  });

  it('name what is missing', async () => {
    const landed = await bench.land(small.slice(0, 1), { asOf: '2025-04-01' });
    await expect(rollup(bench.ports, landed)).rejects.toThrow(/table-orders/);
    await expect(label(bench.ports, landed)).rejects.toThrow(/rollups/);
  });
});
