import { randomBytes } from 'node:crypto';
import type { ApiKeyRecord } from '../functions/shared/api-key.ts';
import { makeKey, type NewKey } from '../functions/shared/api-keys.ts';
import type { ScoreStore } from '../functions/shared/ports.ts';

export { listKeys, revokeKey } from '../functions/shared/api-keys.ts';

/** Makes a key for a warehouse. The secret is in the answer and nowhere else. */
export const addKey = async (
  scores: ScoreStore,
  key: NewKey,
): Promise<{ readonly secret: string; readonly key: ApiKeyRecord }> =>
  await makeKey(scores, randomBytes(32), key);
