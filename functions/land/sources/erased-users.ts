import { storedSecret } from '../../shared/deployment-secret.ts';
import type { StepPorts } from '../../shared/ports.ts';
import { readTombstones, tombstone } from '../../shared/tombstones.ts';

/** Users that were erased: an export still has them, and would bring them back. */
export type ErasedUsers = {
  /** Raised by every erasure; part of what a landing depends on. */
  readonly generation: number;
  readonly has: (user: string) => boolean;
};

/** Who was erased in this warehouse; null before the first erasure. */
export async function erasedUsers(
  { objects, scores }: StepPorts,
  warehouse: string,
): Promise<ErasedUsers | null> {
  const { generation, companies } = await readTombstones(objects, warehouse);
  const secret = companies.length === 0 ? null : await storedSecret(scores, 'erasure-secret');
  if (secret === null) return null;
  const stones = new Set(companies);
  return { generation, has: (user) => stones.has(tombstone(secret, `id:${user}`)) };
}
