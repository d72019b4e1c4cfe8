import * as z from 'zod';
import type { ObservedSignal, ProviderCompany } from '../../core/provider/provider-company.ts';
import { technologiesSeen } from '../../core/provider/technology-change.ts';
import { canonicalJson } from '../../core/tables/canonical-json.ts';
import { daysAfter, type KeptAnswer } from './answer-cache.ts';
import type { Purchases } from './provider-session.ts';

const seenRecord = z.strictObject({
  on: z.string(),
  names: z.array(z.string()),
  changes: z.array(z.strictObject({ kind: z.literal('technology'), date: z.string(), value: z.string() })),
});

/** Longer than any answer may be used: the next one is compared with it after it has expired. */
const keepDays = 730;

/**
 * What changed in a company's technologies since the provider's earlier answers about it, as signals. What was last seen is
 * remembered beside the answers, and forgotten with them; an answer that comes up again, from memory or because a step is
 * run a second time, says the same.
 */
export async function technologyChanges(
  { cache }: Purchases,
  { provider, record_id, technologies }: ProviderCompany,
  { fetched_on, run }: KeptAnswer,
): Promise<readonly ObservedSignal[]> {
  const question = canonicalJson({ purpose: 'technologies', of: record_id });
  const stored = seenRecord.safeParse((await cache.get(provider, question))?.value);
  const before = stored.success ? stored.data : null;
  if (technologies === null) return before?.changes ?? [];
  const seen = technologiesSeen(before, technologies, fetched_on);
  if (seen !== before)
    await cache.put(provider, question, {
      value: { on: seen.on, names: [...seen.names], changes: seen.changes.map((change) => ({ ...change })) },
      fetched_on,
      expires_on: daysAfter(fetched_on, keepDays),
      run,
      credits: 0,
    });
  return seen.changes;
}
