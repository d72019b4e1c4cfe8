import * as z from 'zod';
import { fitLeadValue, type LeadValue } from '../../core/ga4/lead-value.ts';
import { userTraits } from '../../core/ga4/user-fields.ts';
import type { FeatureTable } from '../../core/model/feature-table.ts';
import { companyFields } from '../../core/traits/company-fields.ts';
import { readColumn } from '../../core/traits/read-column.ts';
import type { RunState } from '../../events/step.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { ObjectStore } from '../shared/ports.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** What a lead can be known by, in the history as in a request. */
const leadColumns = [
  'country',
  'device',
  'operating_system',
  'browser',
  'acquisition_channel',
  'session_count',
  'page_views',
  'engagement_time_seconds',
  'products_viewed',
  'products_added',
] as const;

/**
 * Learns what leads of a GA4 export bring in the next window; null where no export has landed. The view `lead_history` must be open.
 *
 * @param horizonDays days the history's target covers.
 */
export async function learnLeadValue(tables: StepTables, horizonDays: number): Promise<LeadValue | null> {
  if (!tables.columns.has('lead_history')) return null;
  const {
    user_key = [],
    next_revenue_e4 = [],
    ...columns
  } = await tables.engine.columns(
    `SELECT user_key, next_revenue_e4, ${leadColumns.join(', ')} FROM lead_history ORDER BY user_key`,
  );
  const fields = [...companyFields(null), ...userTraits].filter(({ column }) =>
    leadColumns.some((name) => name === column),
  );
  const table: FeatureTable = {
    ids: user_key.map(String),
    features: fields.map(({ column: _column, read: _read, ...feature }) => feature),
    columns: fields.map((field) => readColumn({ ...field, spellings: {} }, columns[field.column] ?? [], 0)),
  };
  const value = Float64Array.from(next_revenue_e4, (e4) => Math.max(0, Number(e4)) / 10_000);
  return fitLeadValue(table, value, horizonDays);
}

const sourceFacts = z.looseObject({ plan: z.looseObject({ horizon_days: z.int().positive() }) });

/** Days the history's target covers, as the source planned them; 0 where no export has landed. */
export async function leadHorizonDays(objects: ObjectStore, state: RunState): Promise<number> {
  if (state.artifacts['ga4-source'] === undefined) return 0;
  return (await readJson(objects, state, 'ga4-source', sourceFacts)).plan.horizon_days;
}
