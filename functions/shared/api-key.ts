import * as z from 'zod';
import { warehouseId } from '../../events/ids.ts';

/** What a key may do: read scores and reports, start runs and change settings, or administer keys and warehouses. */
export const scopes = ['read', 'run', 'admin'] as const;

/** A key as it is stored: never the secret, which is shown once. */
export const apiKeyRecord = z.strictObject({
  key_id: z.string(),
  warehouse: warehouseId,
  scopes: z.array(z.enum(scopes)),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  note: z.string().max(200),
});

export type ApiKeyRecord = z.infer<typeof apiKeyRecord>;
export type Scope = (typeof scopes)[number];

/** Text of a new secret from 32 unpredictable bytes: `sk_live_` and 43 URL-safe characters. */
export function apiKeySecret(random: Uint8Array): string {
  return `sk_live_${Buffer.from(random).toString('base64url')}`;
}
