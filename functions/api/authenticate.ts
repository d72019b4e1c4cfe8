import { createMiddleware } from 'hono/factory';
import { apiKeyRecord } from '../shared/api-key.ts';
import { apiKeyPartition, apiKeySort } from '../shared/score-keys.ts';
import { sha256 } from '../shared/sha256.ts';
import type { ApiEnvironment } from './environment.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

const challenge = { 'www-authenticate': 'Bearer realm="kindred"' };

/**
 * Lets a request in whose bearer key is known, live and of the warehouse its path names. Every failure of the credential is
 * the same 401; another tenant's warehouse is 404, as one that does not exist. Keys are looked up by their hash on every
 * request, so a revoked key is dead at once.
 */
export const authenticate = (ports: ApiPorts) =>
  createMiddleware<ApiEnvironment>(async (context, next) => {
    const header = context.req.header('authorization') ?? '';
    const secret = /^Bearer (sk_[A-Za-z0-9_-]{16,200})$/.exec(header)?.[1];
    if (secret === undefined)
      throw new ApiProblem('unauthenticated', 'send Authorization: Bearer sk_…', [], challenge);
    const stored = await ports.scores.get(apiKeyPartition(sha256(secret)), apiKeySort);
    const key = stored === null ? null : apiKeyRecord.parse(stored.value);
    const now = ports.now();
    if (key === null || key.revoked_at !== null || (key.expires_at !== null && key.expires_at <= now))
      throw new ApiProblem('unauthenticated', 'the key is unknown, expired or revoked', [], challenge);
    const warehouse = /^\/v1\/warehouses\/([^/]+)/.exec(context.req.path)?.[1];
    if (warehouse !== undefined && warehouse !== key.warehouse)
      throw new ApiProblem('not_found', 'no such warehouse');
    context.set('warehouse', key.warehouse);
    context.set('scopes', key.scopes);
    await next();
  });

/** Refuses a request whose key lacks a scope. */
export function requireScope(scopes: readonly string[], scope: string): void {
  if (!scopes.includes(scope)) throw new ApiProblem('forbidden', `this needs a key with the scope ${scope}`);
}
