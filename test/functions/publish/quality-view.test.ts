import { describe, expect, it } from 'vitest';
import type { FileAccounting } from '../../../core/tables/accounting.ts';
import { exclusionCounts, fileRow } from '../../../functions/publish/quality-view.ts';

const none = { revenue: null, margin: null, quantity: null };

const file: FileAccounting = {
  file: 'Orders.csv',
  sha256: '0',
  bytes: 1,
  verdict: 'landed',
  table: 'orders',
  carries: [],
  rows_read: 10,
  rows_accepted: 6,
  rows_quarantined: 3,
  rows_deduplicated: 1,
  rows_superseded: 0,
  lines_skipped: { blank: 0, total: 1 },
  cells_emptied: { Employees: 2 },
  quarantined_by: { MISSING_VALUE: 2, BAD_DATE: 1 },
  examples: ['Line 7: order_date "soon" is no date.'],
  totals: {
    read: { ...none, revenue: '100.0000' },
    accepted: { ...none, revenue: '60.0000' },
    quarantined: none,
    deduplicated: none,
    superseded: none,
  },
  note: null,
};

describe('data quality as the report says it', () => {
  it('names why rows, cells and lines were left out, in one order', () => {
    expect(fileRow(file).notes).toEqual([
      'Quarantined: 1 row: bad date, 2 rows: missing value',
      'Line 7: order_date "soon" is no date.',
      '2 cells of Employees emptied',
      '1 line skipped (total)',
    ]);
    expect(fileRow(file)).toMatchObject({ revenue_read: '100.0000', revenue_accepted: '60.0000' });
  });

  it('counts exclusions by side and reason, whatever their order', () => {
    const rows = [
      { side: 'prospect', reason: 'existing customer C-1 (same domain)' },
      { side: 'customer', reason: 'lapsed' },
      { side: 'prospect', reason: 'existing customer C-2 (same name and postal code)' },
      { side: 'customer', reason: 'asked not to be called' },
    ];
    const counted = exclusionCounts(rows);
    expect(counted).toEqual([
      { side: 'prospect', reason: 'an existing customer', count: 2 },
      { side: 'customer', reason: 'asked not to be called', count: 1 },
      { side: 'customer', reason: 'lapsed', count: 1 },
    ]);
    expect(exclusionCounts([...rows].reverse())).toEqual(counted);
  });

  it('counts what is too much to read together, and loses nobody', () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ side: 'prospect', reason: `reason ${index}` }));
    const counted = exclusionCounts(rows);
    expect(counted).toHaveLength(16);
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(40);
  });
});
