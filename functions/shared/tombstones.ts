import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { SubjectForm } from '../../core/erase/subject-forms.ts';
import type { ObjectStore } from './ports.ts';

/** Where a warehouse's tombstones lie: keyed hashes, never a name. Runs depend on it as on any other snapshot. */
export const tombstonesKey = (warehouse: string): string => `snapshots/${warehouse}/suppression.json`;

export const tombstonesDocument = z.strictObject({
  version: z.literal(1),
  /** Raised by every erasure. */
  generation: z.int().nonnegative(),
  /** HMAC-SHA-256 of each form, sorted. */
  companies: z.array(z.string()),
  people: z.array(z.string()),
});
export type Tombstones = z.infer<typeof tombstonesDocument>;

export const noTombstones: Tombstones = { version: 1, generation: 0, companies: [], people: [] };

/** A warehouse's tombstones; none before the first erasure. */
export async function readTombstones(objects: ObjectStore, warehouse: string): Promise<Tombstones> {
  const bytes = await objects.get(tombstonesKey(warehouse));
  return bytes === null
    ? noTombstones
    : tombstonesDocument.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** A keyed hash of a form: whoever has the tombstones but not the secret learns nobody's name by trying. */
export const tombstone = (secret: string, form: SubjectForm): string =>
  createHmac('sha256', secret).update(form).digest('hex');

/** The tombstones with further ones, one generation on. */
export function withTombstones(
  before: Tombstones,
  added: { readonly companies: readonly string[]; readonly people: readonly string[] },
): Tombstones {
  const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])].sort();
  return {
    version: 1,
    generation: before.generation + 1,
    companies: union(before.companies, added.companies),
    people: union(before.people, added.people),
  };
}
