import { createHmac } from 'node:crypto';
import { deploymentSecret, storedSecret } from './deployment-secret.ts';
import type { ScoreStore } from './ports.ts';

/**
 * The secret a warehouse's webhooks are signed with, derived from the deployment's own. Null where nobody has ever asked for
 * it and no randomness is given to make it with: then no receiver could check a signature either.
 */
export async function webhookSecret(
  scores: ScoreStore,
  warehouse: string,
  randomBytes: ((count: number) => Uint8Array) | null,
): Promise<string | null> {
  const stored = await storedSecret(scores, 'webhook-secret');
  const root =
    stored ?? (randomBytes === null ? null : await deploymentSecret(scores, 'webhook-secret', randomBytes));
  return root === null ? null : `whsec_${createHmac('sha256', root).update(warehouse).digest('base64url')}`;
}

/**
 * `t=…,v1=…`: the second it was signed, and HMAC-SHA-256 over `t.body`. A receiver computes the same, compares in constant
 * time, and refuses what is older than five minutes.
 *
 * @example
 * webhookSignature('whsec_a', 1782000000, '{}'); // => 't=1782000000,v1=90ae827cc0f3a5b036234699233a67f315563717408b69cd465dbaa1b80d64bb'
 */
export function webhookSignature(secret: string, seconds: number, body: string): string {
  const v1 = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${v1}`;
}
