import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  answerChecker,
  type Document,
  type Operation,
  operationsOf,
  readDocument,
  valuesOf,
} from './openapi-document.ts';
import { type QuietTenants, quietTenants } from './quiet-tenant.ts';

const warehouse = 'acme';
/** Requests to each operation. */
const runs = 40;

let tenants: QuietTenants;
let document: Document;
let known: Readonly<Record<string, readonly string[]>>;
beforeAll(async () => {
  tenants = await quietTenants([warehouse]);
  document = readDocument(await (await tenants.app.request('/openapi.json')).json());
  known = await realValues(await tenants.keyOf(warehouse));
}, 120_000);
afterAll(async () => tenants.close());

const listed = z.looseObject({ data: z.array(z.looseObject({})) });

/** Ids that exist, by the name of the path parameter that takes them. */
async function realValues(secret: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const read = async (path: string, field: string): Promise<readonly string[]> => {
    const answer = await tenants.app.request(`/v1/warehouses/${warehouse}${path}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    return listed
      .parse(await answer.json())
      .data.slice(0, 3)
      .map((each) => String(each[field]));
  };
  return {
    id: [warehouse],
    run: await read('/runs', 'run'),
    target_id: await read('/targets?limit=3', 'target_id'),
    execution: await read('/executions', 'execution'),
    file: await read('/outputs', 'file'),
  };
}

/** Requests to one operation, most of them well formed. */
function requestsTo(
  operation: Operation,
): fc.Arbitrary<{ readonly url: string; readonly init: RequestInit }> {
  const parameters = operation.parameters.filter(({ in: where }) => where !== 'header');
  const values = fc.tuple(
    ...parameters.map((each) => {
      const real = known[each.name] ?? [];
      const own = valuesOf(document, each.schema).map((value) =>
        typeof value === 'string' ? value : JSON.stringify(value),
      );
      return real.length === 0
        ? own
        : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...real) }, { weight: 1, arbitrary: own });
    }),
  );
  const given = fc.tuple(...parameters.map(({ required }) => (required ? fc.constant(true) : fc.boolean())));
  const bodySchema = operation.requestBody?.content['application/json']?.schema;
  const body =
    bodySchema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 15, arbitrary: valuesOf(document, bodySchema).map((value) => JSON.stringify(value)) },
          { weight: 1, arbitrary: fc.constantFrom('{', '', '[]', '{"a":1,"a":2}', '{"__proto__":{"x":1}}') },
        );
  const headers = fc.constantFrom<Record<string, string>>(
    {},
    {},
    { 'if-none-match': '"x"' },
    { 'if-match': '"none"' },
    { 'idempotency-key': 'k1' },
    { 'idempotency-key': '' },
  );
  return fc.tuple(values, given, body, headers).map(([chosen, present, text, extra]) => {
    let url = operation.path;
    const query = new URLSearchParams();
    for (const [at, each] of parameters.entries()) {
      const value = wellFormed(chosen[at] ?? '');
      if (each.in === 'path')
        url = url.replace(`{${each.name}}`, each.name === 'id' ? warehouse : encodeURIComponent(value));
      else if (present[at] === true) query.append(each.name, value);
    }
    return {
      url: query.size === 0 ? url : `${url}?${query}`,
      init: {
        method: operation.method.toUpperCase(),
        headers: { ...extra, ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(text === undefined ? {} : { body: text }),
      },
    };
  });
}

/** A lone half of a surrogate pair cannot be in an address. */
const wellFormed = (text: string): string => text.toWellFormed();

describe('whatever is sent', () => {
  it('every operation answers as the document declares, and never with a fault', async () => {
    const secret = await tenants.keyOf(warehouse);
    const check = answerChecker(document);
    const statuses = new Map<number, number>();
    const operations = operationsOf(document).filter(({ path }) => path.startsWith('/v1/'));
    expect(operations.length).toBeGreaterThan(40);
    const wrong: string[] = [];
    for (const [at, operation] of operations.entries()) {
      await fc
        .assert(
          fc.asyncProperty(requestsTo(operation), async ({ url, init }) => {
            const answer = await tenants.app.request(url, {
              ...init,
              headers: { ...init.headers, authorization: `Bearer ${secret}` },
            });
            const body = await answer.text();
            statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
            // A path parameter may hold what makes it another path; then it is that path's answer.
            const other = answer.status === 404 && body.includes('no such route');
            const why = other ? null : check(operation, answer, body);
            if (answer.status >= 500 || why !== null)
              throw new Error(
                `${init.method} ${url} ${init.body ?? ''}: ${answer.status} ${why ?? ''} ${body.slice(0, 300)}`,
              );
          }),
          { seed: 20_260_701 + at, numRuns: runs, endOnFailure: true },
        )
        .catch((error: unknown) =>
          wrong.push(`${String(error).slice(0, 700)}\n${error instanceof Error ? String(error.cause) : ''}`),
        );
    }
    console.info(
      `${operations.length} operations, ${[...statuses]
        .sort(([a], [b]) => a - b)
        .map(([status, count]) => `${status}: ${count}`)
        .join(', ')}`,
    );
    expect(wrong.join('\n\n')).toBe('');
  }, 240_000);
});

describe('the document', () => {
  it('names every operation once, with a scope, a tag and a sentence; requests are closed', () => {
    const operations = operationsOf(document);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, responses, security } of operations) {
      expect(security, operationId).toEqual([{ bearer: [] }]);
      for (const status of ['401', '403', '404', '422', '429', '500'])
        expect(Object.keys(responses), operationId).toContain(status);
    }
  });

  it('refuses a key without the scope an operation asks for', async () => {
    const secret = await tenants.keyOf(warehouse, []);
    for (const operation of operationsOf(document)) {
      const url = operation.path.replace('{id}', warehouse).replaceAll(/\{\w+\}/g, 'x');
      const answer = await tenants.app.request(url, {
        method: operation.method.toUpperCase(),
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        ...(operation.requestBody === undefined ? {} : { body: '{}' }),
      });
      expect(answer.status, operation.operationId).toBe(403);
    }
  });
});
