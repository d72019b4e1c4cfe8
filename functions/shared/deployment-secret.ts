import * as z from 'zod';
import type { ScoreStore } from './ports.ts';

const secretRecord = z.strictObject({ secret: z.string() });

/** What a deployment signs with: cursors, the audit log, the hashes of erased names. Each has a secret of its own. */
export type SecretName = 'cursor-secret' | 'audit-secret' | 'erasure-secret' | 'webhook-secret';

/** A deployment's secret, made once by whoever needs it first. */
export async function deploymentSecret(
  scores: ScoreStore,
  name: SecretName,
  randomBytes: (count: number) => Uint8Array,
): Promise<string> {
  for (;;) {
    const stored = await storedSecret(scores, name);
    if (stored !== null) return stored;
    await scores.putIfAbsent({
      partition: 'system',
      sort: name,
      value: { secret: Buffer.from(randomBytes(32)).toString('base64url') },
    });
  }
}

/** A deployment's secret; null before anybody needed it. */
export async function storedSecret(scores: ScoreStore, name: SecretName): Promise<string | null> {
  const stored = await scores.get('system', name);
  return stored === null ? null : secretRecord.parse(stored.value).secret;
}
