import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { Log } from './ports.ts';

const keys = z.record(z.string(), z.string().min(1));

/** How long keys are held before they are read anew: a rotated key takes effect within this time. */
const holdMs = 300_000;

/**
 * Keys out of one secret of AWS Secrets Manager, a JSON object of names and values. Held in memory for five minutes, never
 * written anywhere. A secret that is missing, unreadable or of another shape holds no keys: what needs one says so, and one
 * that could not be read is tried again at the next question.
 */
export function openSecret(
  secret: string | undefined,
  log: Log,
  options: { readonly client?: SecretsManagerClient; readonly now?: () => number } = {},
): (name: string) => Promise<string | null> {
  const now = options.now ?? Date.now;
  let client = options.client ?? null;
  let held: { readonly keys: Readonly<Record<string, string>>; readonly until: number } | null = null;
  /** Null when the secret could not be read. */
  const read = async (): Promise<Readonly<Record<string, string>> | null> => {
    if (secret === undefined) return {};
    client ??= new SecretsManagerClient({});
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
      const parsed = keys.safeParse(JSON.parse(SecretString ?? '{}'));
      if (!parsed.success) log('the secret of provider keys is no JSON object of names and keys');
      return parsed.success ? parsed.data : {};
    } catch (error) {
      // The name of the failure alone: a parser's message may quote what it read.
      log('the secret of provider keys could not be read', {
        failure: error instanceof Error ? error.name : 'unknown',
      });
      return null;
    }
  };
  return async (name) => {
    if (held === null || held.until <= now()) {
      const found = await read();
      // A failure is not held: a store that was busy for a moment must not look like a missing key for five minutes.
      held = found === null ? null : { keys: found, until: now() + holdMs };
    }
    return held !== null && Object.hasOwn(held.keys, name) ? (held.keys[name] ?? null) : null;
  };
}
