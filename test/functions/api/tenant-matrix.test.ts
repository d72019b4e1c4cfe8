import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { type Document, type Operation, operationsOf, readDocument } from './openapi-document.ts';
import { type QuietTenants, quietTenants } from './quiet-tenant.ts';

let tenants: QuietTenants;
let document: Document;
let acme: string;
let rival: string;
/** Ids of everything acme has, by the name of the path parameter that takes them. */
let theirs: Readonly<Record<string, readonly string[]>>;
/** Words that stand in acme's data and nowhere in rival's. */
let words: readonly string[];
beforeAll(async () => {
  tenants = await quietTenants(['acme', 'rival'], { customers: 80, orders: 900, prospects: 120 });
  document = readDocument(await (await tenants.app.request('/openapi.json')).json());
  acme = await tenants.keyOf('acme');
  rival = await tenants.keyOf('rival');
  const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
  for (const [path, body] of [
    ['/uploads', { drop: 'july', file: 'Orders.csv', bytes: 3 }],
    ['/runs', { request: 'mine' }],
    ['/settings/preview', { request: 'mine', settings: {} }],
    ['/subjects/access', { request: 'mine', kind: 'domain', value: 'secret-of-acme.example' }],
  ] as const)
    await ask(acme, `/v1/warehouses/acme${path}`, { ...post, body: JSON.stringify(body) });
  await tenants.wire.objects.put('staged/acme/july/Orders.csv', 'a');
  const read = async (path: string, field: string): Promise<readonly string[]> =>
    z
      .looseObject({ data: z.array(z.looseObject({})) })
      .parse(await (await ask(acme, `/v1/warehouses/acme${path}`)).json())
      .data.map((each) => String(each[field]));
  theirs = {
    id: ['acme'],
    run: await read('/runs', 'run'),
    execution: await read('/executions', 'execution'),
    target_id: (await read('/targets?limit=2', 'target_id')).slice(0, 1),
    customer_id: ['C-10001'],
    key_id: (await read('/keys', 'key_id')).slice(0, 1),
    file: ['report.html'],
    drop: ['july'],
    request: ['mine'],
    format: ['csv'],
  };
  words = [
    ...(theirs['run'] ?? []),
    ...(await read('/targets?limit=50', 'name')),
    ...(await read('/targets?limit=50', 'domain')),
  ].filter((word) => word !== 'null' && word.length > 6);
}, 180_000);
afterAll(async () => tenants.close());

const ask = async (secret: string, url: string, init: RequestInit = {}): Promise<Response> =>
  await tenants.app.request(url, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${secret}` },
  });

/** A request that would do for its owner what the operation says. */
function ownersRequest(operation: Operation): { readonly url: string; readonly init: RequestInit } {
  const url = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(theirs[name]?.[0] ?? 'x'),
  );
  const bodies: Readonly<Record<string, unknown>> = {
    createUpload: { file: 'a.csv', bytes: 1 },
    scoreLead: { features: {} },
    scoreLeads: { leads: [{ features: {} }] },
    startRun: { request: 'again' },
    createKey: { scopes: ['read'] },
    checkDrop: { request: 'again' },
    previewSettings: { request: 'again', settings: {} },
    startScoringJob: { request: 'again', drop: 'july', file: 'Orders.csv' },
    accessSubject: { request: 'again', kind: 'domain', value: 'a.example' },
    eraseSubject: { request: 'again', kind: 'domain', value: 'a.example' },
    rotateKey: {},
  };
  const body = operation.requestBody === undefined ? undefined : (bodies[operation.operationId] ?? {});
  return {
    url,
    init: {
      method: operation.method.toUpperCase(),
      headers: { 'content-type': 'application/json', 'if-match': '"none"' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  };
}

const own = (): readonly Operation[] => operationsOf(document).filter(({ path }) => path.includes('{id}'));

it("answers 404 to another tenant's key, on every route and with every id, in the same words as for what does not exist", async () => {
  const routes = own();
  expect(routes.length).toBeGreaterThan(40);
  for (const operation of routes) {
    const { url, init } = ownersRequest(operation);
    const foreign = await ask(rival, url, init);
    const absent = await ask(rival, url.replace('/acme', '/nobody-here'), init);
    const text = await foreign.text();
    expect(foreign.status, `${init.method} ${url}`).toBe(404);
    expect(absent.status, `${init.method} ${url}`).toBe(404);
    const plain = (body: string): string => body.replace(/"request_id":"[^"]*"/, '');
    expect(plain(text)).toBe(plain(await absent.text()));
    for (const word of words) expect(text.includes(word), `${url}: ${word}`).toBe(false);
  }
});

it("finds nothing of another tenant's ids under a tenant's own warehouse", async () => {
  let asked = 0;
  for (const operation of own()) {
    const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    // Names of drops, requests, files and formats are each tenant's own; only ids could be somebody else's.
    if (!named.some((name) => ['run', 'execution', 'target_id', 'key_id'].includes(name))) continue;
    const { url, init } = ownersRequest(operation);
    const answer = await ask(rival, url.replace('/acme', '/rival'), init);
    const text = await answer.text();
    asked += 1;
    // An id that happens to exist for both is the tenant's own: then nothing in the answer is the other's.
    if (answer.status !== 404) expect(named, `${url}: ${text.slice(0, 200)}`).toContain('target_id');
    for (const word of words.slice(0, 1)) expect(text.includes(word), url).toBe(false);
  }
  expect(asked).toBeGreaterThan(5);
  const run = theirs['run']?.[0] ?? '';
  for (const path of ['targets', 'traits', 'top-customers', 'icp-analysis', 'outputs', 'manifest'])
    expect((await ask(rival, `/v1/warehouses/rival/${path}?run=${run}`)).status, path).toBe(404);
});

it('gives each tenant its own when both ask through one warm process, and refuses the cursor of the other', async () => {
  const page = z.looseObject({
    data: z.array(z.looseObject({ name: z.string().nullable() })),
    run: z.string(),
    next_cursor: z.string().nullable(),
  });
  const read = async (secret: string, warehouse: string, query: string) =>
    await ask(secret, `/v1/warehouses/${warehouse}/targets?${query}`);
  const runs = new Map<string, Set<string>>();
  for (let round = 0; round < 10; round += 1)
    for (const [secret, warehouse] of [
      [acme, 'acme'],
      [rival, 'rival'],
    ] as const) {
      const { run } = page.parse(await (await read(secret, warehouse, 'limit=5')).json());
      runs.set(warehouse, (runs.get(warehouse) ?? new Set()).add(run));
    }
  expect([...runs.values()].map((each) => each.size)).toEqual([1, 1]);
  expect(new Set([...runs.values()].flatMap((each) => [...each])).size).toBe(2);
  const { next_cursor: cursor } = page.parse(await (await read(acme, 'acme', 'limit=5')).json());
  const stolen = await read(rival, 'rival', `limit=5&cursor=${encodeURIComponent(cursor ?? '')}`);
  expect(stolen.status).toBe(400);
});

it('leaves rows, objects and executions of the other tenant as they were', async () => {
  const before = await everything('acme');
  for (const operation of own()) {
    const { url, init } = ownersRequest(operation);
    await ask(rival, url, init);
    await ask(rival, url.replace('/acme', '/rival'), init);
  }
  expect(await everything('acme')).toEqual(before);
});

/** What a tenant has in the stores, but what its own keys' use leaves. */
async function everything(warehouse: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const root of ['inbox', 'staged', 'settings', 'requests', 'runs', 'landed', 'receipts', 'outbox'])
    for await (const { key, etag } of tenants.wire.objects.list(`${root}/${warehouse}/`))
      found.push(`${key} ${etag}`);
  const { items } = await tenants.wire.scores.queryPrefix(`warehouse#${warehouse}`, '', { limit: 1000 });
  for (const { sort, revision } of items)
    if (!/^(rate|keyuse)#/.test(sort)) found.push(`${sort} ${revision}`);
  return found;
}
