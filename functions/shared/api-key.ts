import * as z from 'zod';
import { warehouseId } from '../../events/ids.ts';

/** What a key may do: read scores and reports, start runs and change settings, or administer keys and warehouses. */
export const scopes = ['read', 'run', 'admin'] as const;

/** Requests a key may make in a minute, unless it was made with another number. */
export const defaultRequestsPerMinute = 1200;

/** A key as it is stored: never the secret, which is shown once. */
export const apiKeyRecord = z.strictObject({
  key_id: z.string(),
  warehouse: warehouseId,
  scopes: z.array(z.enum(scopes)),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  note: z.string().max(200),
  requests_per_minute: z.int().min(1).max(10_000_000).default(defaultRequestsPerMinute),
});

export type ApiKeyRecord = z.infer<typeof apiKeyRecord>;
export type Scope = (typeof scopes)[number];

/** Text of a new secret from 32 unpredictable bytes: `sk_live_` and 43 URL-safe characters. */
export function apiKeySecret(random: Uint8Array): string {
  return `sk_live_${Buffer.from(random).toString('base64url')}`;
}

/** Whether a key opens anything at a moment (RFC 3339 UTC). */
export const isLive = (key: Pick<ApiKeyRecord, 'revoked_at' | 'expires_at'>, now: string): boolean =>
  key.revoked_at === null && (key.expires_at === null || key.expires_at > now);
