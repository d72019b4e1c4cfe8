import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bestCompanies } from '../../core/label/best-companies.sql.ts';
import { readBestRollupsSql, readLabelInputSql } from '../../core/label/read-label-input.sql.ts';
import { readLabelsSql } from '../../core/label/read-labels.sql.ts';
import { writeLabels } from '../../core/label/write-labels.sql.ts';
import { convertAmounts, exchangeRates, unratedOrders } from '../../core/rollup/exchange-rates.sql.ts';
import { readRollupsSql } from '../../core/rollup/read-rollups.sql.ts';
import { rollupControls } from '../../core/rollup/rollup-controls.sql.ts';
import { rollupProgram } from '../../core/rollup/rollup-program.sql.ts';
import { shapeSums, writeRollups } from '../../core/rollup/rollup-table.sql.ts';
import { sourceTables } from '../../core/rollup/source-tables.sql.ts';
import { planWindows } from '../../core/rollup/windows.ts';
import { canonicalTables } from '../../core/tables/canonical-tables.ts';
import { sqlFaults } from './sql-lint.ts';

const root = resolve(import.meta.dirname, '../..');
const sources = readdirSync(join(root, 'core'), { recursive: true, encoding: 'utf8' })
  .map((path) => join('core', path).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.sql.ts'))
  .sort();

/** The template literals of a source file: where its SQL stands. */
function templates(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(/`((?:[^`\\]|\\.)*)`/g)].map((match) => match[1] ?? '');
}

describe('the SQL of core', () => {
  it.each(sources)('%s holds nothing that differs between threads, runs or hosts', (file) => {
    expect(templates(file).flatMap(sqlFaults)).toEqual([]);
  });

  it('holds it as executed, with all columns and with none', () => {
    const all = new Map(
      Object.entries(canonicalTables).map(([table, { columns }]) => [table, Object.keys(columns)]),
    );
    const none = new Map([['orders', ['order_id', 'customer_id', 'order_date', 'order_revenue']]]);
    const { windows } = planWindows({
      asOf: '2026-07-01',
      firstOrder: '2020-01-01',
      windowMonths: 36,
      horizonMonths: 12,
    });
    const statements = [all, none].flatMap((columns) => [
      ...sourceTables(columns, '2026-07-01'),
      ...rollupProgram({ asOf: '2026-07-01', windows, returnsKnown: columns.has('returns') }),
      bestCompanies(columns, '2026-07-01'),
    ]);
    statements.push(
      exchangeRates([{ currency: 'EUR', from: '2024-01-01', rate: 1.1 }]),
      unratedOrders('USD'),
      ...convertAmounts('USD'),
      shapeSums,
      rollupControls('2026-07-01', { margin: true, quantity: true, currency: 'EUR' }),
      writeRollups('/tmp/r.parquet'),
      readRollupsSql('rollups', 'feature'),
      writeLabels('/tmp/l.parquet'),
      readLabelsSql('labels'),
      readLabelInputSql('rollups'),
      readBestRollupsSql('rollups'),
    );
    expect(statements.flatMap(sqlFaults)).toEqual([]);
    expect(statements.length).toBeGreaterThan(40);
  });
});

describe('sqlFaults', () => {
  it.each([
    'SELECT sum(CAST(x AS DOUBLE)) FROM t',
    'SELECT avg(x::DOUBLE) FROM t',
    'SELECT avg( CAST(a - b AS FLOAT)) FROM t',
    'SELECT fsum(x) FROM t',
    'SELECT stddev_samp(x) FROM t',
    'SELECT var_pop(x) FROM t',
    'SELECT variance(x) FROM t',
    'SELECT regr_slope(y, x) FROM t',
    'SELECT mode(x) FROM t',
    'SELECT first(x) FROM t',
    'SELECT first(x ORDER BY y) FROM t',
    'SELECT any_value(x) FROM t',
    'SELECT list(x) FROM t',
    'SELECT list(DISTINCT x) FROM t',
    'SELECT string_agg(x, (SELECT 1)) FROM t ORDER BY x',
    'SELECT min_by(x, y), max_by(x, y) FROM t',
    'SELECT arg_max(x, y) FROM t',
    'SELECT approx_quantile(x, 0.5) FROM t',
    "COPY (SELECT * FROM t) TO 'f' (FORMAT parquet)",
    "COPY (SELECT * FROM (SELECT * FROM t ORDER BY x)) TO 'f' (FORMAT parquet)",
    "COPY t TO 'f' (FORMAT parquet)",
    'SELECT row_number() OVER (PARTITION BY a) FROM t',
    'SELECT lag(x) OVER (PARTITION BY a) FROM t',
    'SELECT * FROM t LIMIT 5',
    'SELECT DISTINCT ON (a) * FROM t ORDER BY a',
    'SELECT random()',
    'SELECT current_date',
    'SELECT * FROM t USING SAMPLE 10',
  ])('refuses %s', (sql) => {
    expect(sqlFaults(sql)).not.toEqual([]);
  });

  it.each([
    'SELECT sum(amount_e4), count(*), min(x), max(x), median(x) FROM t',
    'SELECT CAST(sum(x) AS DOUBLE) / CAST(count(*) AS DOUBLE) FROM t',
    'SELECT list(x ORDER BY x) FROM t',
    'SELECT sum(CAST(a AS BIGINT)), CAST(b AS DOUBLE) FROM t',
    'SELECT list_filter(x, lambda d : d > 1), first_days[2], list_sort(x) FROM t',
    "COPY (SELECT * FROM (SELECT 1) ORDER BY x) TO 'f' (FORMAT parquet)",
    'SELECT row_number() OVER (PARTITION BY a ORDER BY b, c) FROM t',
    'SELECT min(x) OVER (PARTITION BY a) FROM t',
    'SELECT * FROM t ORDER BY x LIMIT 5',
    '-- mode(x)\nSELECT 1',
  ])('allows %s', (sql) => {
    expect(sqlFaults(sql)).toEqual([]);
  });
});
