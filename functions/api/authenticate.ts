import { createMiddleware } from 'hono/factory';
import { type ApiKeyRecord, apiKeyRecord, isLive, type Scope } from '../shared/api-key.ts';
import { stampKey } from '../shared/api-keys.ts';
import { apiKeyPartition, apiKeySort } from '../shared/score-keys.ts';
import { sha256 } from '../shared/sha256.ts';
import type { ApiEnvironment } from './environment.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

const challenge = { 'www-authenticate': 'Bearer realm="kindred"' };
/** How long a process goes by what it knows of a key: a revoked one is dead within a minute everywhere. */
const rememberedMs = 30_000;
/** Keys a process remembers; the oldest goes first. */
const rememberedKeys = 2_000;
const stampedMs = 60_000;

type Known = { readonly key: ApiKeyRecord; readonly until: number; readonly stampAfter: number };

/**
 * Lets a request in whose bearer key is known, live and of the warehouse its path names. Every failure of the credential is
 * the same 401; another tenant's warehouse is 404, as one that does not exist. Keys are known by the hash of their secret.
 */
export const authenticate = (ports: ApiPorts) => {
  const known = new Map<string, Known>();

  const remember = (hash: string, entry: Known): void => {
    known.delete(hash);
    if (known.size >= rememberedKeys) known.delete(known.keys().next().value ?? '');
    known.set(hash, entry);
  };

  const keyOf = async (hash: string, now: string): Promise<ApiKeyRecord | null> => {
    const nowMs = Date.parse(now);
    const before = known.get(hash);
    if (before !== undefined && before.until > nowMs) {
      if (before.stampAfter <= nowMs) await stamp(hash, before, now);
      return before.key;
    }
    const stored = await ports.scores.get(apiKeyPartition(hash), apiKeySort);
    if (stored === null) {
      known.delete(hash);
      return null;
    }
    const key = apiKeyRecord.parse(stored.value);
    const entry = { key, until: nowMs + rememberedMs, stampAfter: before?.stampAfter ?? 0 };
    if (isLive(key, now) && entry.stampAfter <= nowMs) await stamp(hash, entry, now);
    else remember(hash, entry);
    return key;
  };

  const stamp = async (hash: string, entry: Known, now: string): Promise<void> => {
    remember(hash, { ...entry, stampAfter: Date.parse(now) + stampedMs });
    await stampKey(ports.scores, entry.key, now);
  };

  return createMiddleware<ApiEnvironment>(async (context, next) => {
    const header = context.req.header('authorization') ?? '';
    const secret = /^Bearer (sk_[A-Za-z0-9_-]{16,200})$/i.exec(header)?.[1];
    if (secret === undefined)
      throw new ApiProblem('unauthenticated', 'send Authorization: Bearer sk_…', [], challenge);
    const now = ports.now();
    const key = await keyOf(sha256(secret), now);
    if (key === null || !isLive(key, now))
      throw new ApiProblem('unauthenticated', 'the key is unknown, expired or revoked', [], challenge);
    context.set('key', key);
    context.set('warehouse', key.warehouse);
    context.set('scopes', key.scopes);
    const warehouse = /^\/v1\/warehouses\/([^/]+)/.exec(context.req.path)?.[1];
    if (warehouse !== undefined && warehouse !== key.warehouse)
      throw new ApiProblem('not_found', 'no such warehouse');
    await next();
  });
};

/** Refuses a request whose key lacks a scope. */
export const needsScope = (scope: Scope) =>
  createMiddleware<ApiEnvironment>(async (context, next) => {
    if (!context.get('scopes').includes(scope))
      throw new ApiProblem('forbidden', `this needs a key with the scope ${scope}`);
    await next();
  });
