import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import type { ApiKeyRecord } from '../shared/api-key.ts';
import type { ScoreStore } from '../shared/ports.ts';
import { rateSort, warehousePartition } from '../shared/score-keys.ts';
import type { ApiEnvironment } from './environment.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

const windowSeconds = 60;
/** A process takes a key's requests from the store by the twentieth: at most so much of a quota lies unused elsewhere. */
const leaseShare = 20;
const counted = z.strictObject({ taken: z.int().nonnegative() });

type Window = {
  readonly start: number;
  /** Requests this process may still let through without asking the store. */
  left: number;
  /** Taken by all processes, as far as this one knows. */
  taken: number;
  /** The share being asked for: requests at the same time wait for one answer. */
  leasing: Promise<void> | null;
};

/**
 * So many requests a minute for each key, over all processes: never more, and at most a twentieth fewer where several processes
 * serve one key. The store is asked once per twentieth of the quota, not once per request. Every answer says what is left and
 * for how long (`RateLimit`, `RateLimit-Policy`); 429 says when to come again.
 */
export const rateLimit = (ports: ApiPorts) => {
  const windows = new Map<string, Window>();

  return createMiddleware<ApiEnvironment>(async (context, next) => {
    const key = context.get('key');
    const quota = key.requests_per_minute;
    const seconds = Math.floor(Date.parse(ports.now()) / 1000);
    const start = seconds - (seconds % windowSeconds);
    const reset = start + windowSeconds - seconds;
    let window = windows.get(key.key_id);
    if (window === undefined || window.start !== start) {
      window = { start, left: 0, taken: 0, leasing: null };
      if (windows.size >= 5_000) windows.clear();
      windows.set(key.key_id, window);
    }
    // A share may be used up by others that waited for it: then the next is asked for, until the quota is taken.
    while (window.left === 0 && window.taken < quota) {
      const asked = window;
      asked.leasing ??= lease(ports.scores, key, asked, quota).finally(() => {
        asked.leasing = null;
      });
      await asked.leasing;
    }
    const allowed = window.left > 0;
    if (allowed) window.left -= 1;
    const remaining = Math.max(0, quota - window.taken + window.left);
    const headers = {
      'ratelimit-policy': `"default";q=${quota};w=${windowSeconds}`,
      ratelimit: `"default";r=${remaining};t=${reset}`,
    };
    if (!allowed)
      throw new ApiProblem(
        'rate_limited',
        `this key may make ${quota} requests a minute; ask again in ${reset} seconds`,
        [],
        { ...headers, 'retry-after': String(reset) },
      );
    await next();
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
  });
};

/** Takes the next share of a key's requests in this minute; leaves the window at its end when there is none. */
async function lease(scores: ScoreStore, key: ApiKeyRecord, window: Window, quota: number): Promise<void> {
  const partition = warehousePartition(key.warehouse);
  const sort = rateSort(key.key_id, window.start);
  const wanted = Math.max(1, Math.floor(quota / leaseShare));
  for (;;) {
    const stored = await scores.get(partition, sort);
    const taken = stored === null ? 0 : counted.parse(stored.value).taken;
    const share = Math.min(wanted, quota - taken);
    window.taken = Math.max(window.taken, taken);
    if (share <= 0) return;
    const item = {
      partition,
      sort,
      value: { taken: taken + share },
      expires: window.start + 2 * windowSeconds,
    };
    if (await scores.compareAndSet(item, stored?.revision ?? 0)) {
      window.left += share;
      window.taken = taken + share;
      return;
    }
  }
}
