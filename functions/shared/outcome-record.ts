import * as z from 'zod';
import { outcomeKinds, type ReportedOutcome } from '../../core/learn/outcome.ts';
import { isoDate } from '../../events/ids.ts';
import type { ObjectStore } from './ports.ts';

/** Where the outcomes reported through the API are kept, outside the inbox; a run freezes what it uses of them. */
export const outcomesKey = (warehouse: string): string => `snapshots/${warehouse}/outcomes.json`;

const outcome = z.strictObject({
  target: z.string().min(1).max(300),
  contacted_at: isoDate,
  outcome: z.enum(outcomeKinds),
  value_e4: z.int().nullable(),
});

export const outcomesDocument = z.strictObject({ version: z.literal(1), outcomes: z.array(outcome) });

/** What the API was told so far; empty before anything was. */
export async function reportedOutcomes(
  objects: ObjectStore,
  warehouse: string,
): Promise<readonly ReportedOutcome[]> {
  const bytes = await objects.get(outcomesKey(warehouse));
  return bytes === null ? [] : outcomesDocument.parse(JSON.parse(new TextDecoder().decode(bytes))).outcomes;
}

/** Two lists as one, ordered; of one company and day the newer report wins. */
export function withOutcomes(
  known: readonly ReportedOutcome[],
  added: readonly ReportedOutcome[],
): readonly ReportedOutcome[] {
  const byKey = new Map(
    [...known, ...added].map((each) => [JSON.stringify([each.target, each.contacted_at]), each]),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
