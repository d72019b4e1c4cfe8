import * as z from 'zod';
import type { RunState } from '../../events/step.ts';
import { readJson } from './json-artifacts.ts';
import type { ObjectStore } from './ports.ts';
import type { Settings } from './settings.ts';

/** Landing's accounting holds more; only the currency it found is of interest here. */
const accountingSchema = z.looseObject({ currency: z.string().nullable().optional() });

/** The currency all amounts of a run are reported in: the settings', else the data's, else `XXX` (ISO 4217 for none). */
export async function reportingCurrency(
  objects: ObjectStore,
  state: RunState,
  settings: Pick<Settings, 'currency'>,
): Promise<string> {
  if (settings.currency !== null) return settings.currency;
  if (state.artifacts['accounting'] === undefined) return 'XXX';
  return (await readJson(objects, state, 'accounting', accountingSchema)).currency ?? 'XXX';
}
