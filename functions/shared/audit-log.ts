import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../core/tables/canonical-json.ts';
import type { ScoreStore } from './ports.ts';
import { auditHeadSort, auditPrefix, auditSort, warehousePartition } from './score-keys.ts';

const entrySchema = z.strictObject({
  number: z.int().positive(),
  /** RFC 3339 UTC. */
  at: z.string(),
  /** A key's id, or `cli`. */
  actor: z.string(),
  /** What was done, e.g. `settings.put`. */
  action: z.string(),
  /** Ids, counts and keyed hashes: never a name, never a secret. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** The `mac` of the entry before; 64 zeros for the first. */
  previous: z.string(),
  /** HMAC-SHA-256 of all of the above under the deployment's audit secret. */
  mac: z.string(),
});
const head = z.strictObject({ number: z.int().positive() });

export type AuditEntry = z.infer<typeof entrySchema>;
export type AuditFacts = AuditEntry['facts'];

const macOf = (secret: string, entry: Omit<AuditEntry, 'mac'>): string =>
  createHmac('sha256', secret).update(canonicalJson(entry)).digest('hex');

/** Entries after a number, oldest first. */
export async function readAudit(
  scores: ScoreStore,
  warehouse: string,
  after = 0,
): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (let last = auditSort(after); ; ) {
    const page = await scores.queryPrefix(warehousePartition(warehouse), auditPrefix, {
      limit: 200,
      after: last,
    });
    entries.push(...page.items.map((item) => entrySchema.parse(item.value)));
    if (page.next === null) return entries;
    last = page.next;
  }
}

/**
 * Adds an entry to a warehouse's audit log. Each carries a keyed hash over itself and the entry before, so that none can be
 * changed, taken out or put in between without the secret, and a cut at the end shows in the head record.
 */
export async function appendAudit(
  scores: ScoreStore,
  secret: string,
  warehouse: string,
  event: Pick<AuditEntry, 'at' | 'actor' | 'action' | 'facts'>,
): Promise<AuditEntry> {
  const partition = warehousePartition(warehouse);
  for (;;) {
    const stored = await scores.get(partition, auditHeadSort);
    const known = stored === null ? 0 : head.parse(stored.value).number;
    const tail = (await readAudit(scores, warehouse, Math.max(0, known - 1))).at(-1);
    const unsigned = {
      number: (tail?.number ?? 0) + 1,
      ...event,
      previous: tail?.mac ?? '0'.repeat(64),
    };
    const entry = { ...unsigned, mac: macOf(secret, unsigned) };
    if (!(await scores.putIfAbsent({ partition, sort: auditSort(entry.number), value: entry }))) continue;
    // Losing this race only means that a later entry has moved the head already.
    await scores.compareAndSet(
      { partition, sort: auditHeadSort, value: { number: entry.number } },
      stored?.revision ?? 0,
    );
    return entry;
  }
}

/** The number of the first entry that is not as it was written, with why; null when the whole log holds. */
export async function verifyAudit(
  scores: ScoreStore,
  secret: string,
  warehouse: string,
): Promise<{ readonly number: number; readonly reason: string } | null> {
  const entries = await readAudit(scores, warehouse);
  let previous = '0'.repeat(64);
  for (const [index, entry] of entries.entries()) {
    const { mac, ...unsigned } = entry;
    if (entry.number !== index + 1) return { number: index + 1, reason: 'an entry is missing' };
    if (entry.previous !== previous)
      return { number: entry.number, reason: 'it does not follow the entry before' };
    if (mac !== macOf(secret, unsigned)) return { number: entry.number, reason: 'it was changed' };
    previous = mac;
  }
  const stored = await scores.get(warehousePartition(warehouse), auditHeadSort);
  const last = stored === null ? 0 : head.parse(stored.value).number;
  return last > entries.length
    ? { number: entries.length + 1, reason: 'the end of the log is missing' }
    : null;
}
