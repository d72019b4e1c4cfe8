import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import { idempotencySort, warehousePartition } from '../shared/score-keys.ts';
import { sha256 } from '../shared/sha256.ts';
import type { ApiEnvironment } from './environment.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

const keptSeconds = 86_400;
/** A request that died in the middle frees its key after so long. */
const workedSeconds = 60;
const largestAnswer = 200_000;

const record = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('working'), request: z.string() }),
  z.strictObject({
    state: z.literal('done'),
    request: z.string(),
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    /** Null where the answer must not be kept: it held a secret, or was too large. */
    body: z.string().nullable(),
  }),
]);

const kept = ['content-type', 'etag', 'location'];

/**
 * Makes a change happen once for each `Idempotency-Key` of a warehouse, method and path. Asked again within a day, the first
 * answer is given again with `Idempotency-Replayed: true`; 409 while the first is being worked on, 422 for another body under
 * the same key. Answers of 429 and 5xx are not kept: such a request may be made again.
 */
export const idempotency = (ports: ApiPorts) =>
  createMiddleware<ApiEnvironment>(async (context, next) => {
    const { method, path } = context.req;
    const header = context.req.header('idempotency-key');
    if (header === undefined || method === 'GET' || method === 'HEAD') return await next();
    const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
    if (!/^[\x21-\x7e]{1,255}$/.test(key))
      throw new ApiProblem('validation_failed', 'Idempotency-Key has 1 to 255 visible characters', [
        { parameter: 'Idempotency-Key', detail: 'not a key' },
      ]);
    const partition = warehousePartition(context.get('warehouse'));
    const sort = idempotencySort(sha256(JSON.stringify([method, path, key])));
    const request = sha256(JSON.stringify([context.req.url.replace(/^[^?]*/, ''), await context.req.text()]));
    const nowSeconds = Math.floor(Date.parse(ports.now()) / 1000);
    const begun = await ports.scores.putIfAbsent({
      partition,
      sort,
      value: { state: 'working', request },
      expires: nowSeconds + workedSeconds,
    });
    if (!begun) {
      const stored = await ports.scores.get(partition, sort);
      const before = stored === null ? null : record.parse(stored.value);
      if (before !== null && before.request !== request)
        throw new ApiProblem('idempotency_mismatch', 'choose another Idempotency-Key for another request');
      if (before === null || before.state === 'working')
        throw new ApiProblem('idempotency_in_progress', 'ask again in a few seconds', [], {
          'retry-after': '2',
        });
      if (before.body === null)
        throw new ApiProblem('conflict', 'it was done before, and its answer is not kept');
      context.res = new Response(before.body, {
        status: before.status,
        headers: { ...before.headers, 'idempotency-replayed': 'true' },
      });
      return;
    }
    await next();
    const { status } = context.res;
    if (status === 429 || status >= 500) {
      await ports.scores.delete(partition, sort);
      return;
    }
    const body = await context.res.clone().text();
    const secret = context.get('secretAnswer') === true;
    const done = {
      state: 'done' as const,
      request,
      status,
      headers: Object.fromEntries(
        kept.flatMap((name) => {
          const value = context.res.headers.get(name);
          return value === null ? [] : [[name, value] as const];
        }),
      ),
      body: secret || body.length > largestAnswer ? null : body,
    };
    const working = await ports.scores.get(partition, sort);
    await ports.scores.compareAndSet(
      { partition, sort, value: done, expires: nowSeconds + keptSeconds },
      working?.revision ?? 0,
    );
  });
