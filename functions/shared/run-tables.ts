import type { CustomerLabel } from '../../core/label/customer-label.ts';
import { labelFromRow } from '../../core/label/label-from-row.ts';
import { readLabelsSql } from '../../core/label/read-labels.sql.ts';
import type { CustomerRollup, WindowName } from '../../core/rollup/customer-rollup.ts';
import { readRollupsSql } from '../../core/rollup/read-rollups.sql.ts';
import { rollupFromRow } from '../../core/rollup/rollup-from-row.ts';
import type { StepTables } from './step-tables.ts';

/** Rollups of one window, by customer id; the view `rollups` must be open. */
export async function readRollups(tables: StepTables, window: WindowName): Promise<CustomerRollup[]> {
  return (await tables.engine.query(readRollupsSql('rollups', window))).map(rollupFromRow);
}

/** Labels by customer id; the view `labels` must be open. */
export async function readLabels(tables: StepTables): Promise<CustomerLabel[]> {
  return (await tables.engine.query(readLabelsSql('labels'))).map(labelFromRow);
}
