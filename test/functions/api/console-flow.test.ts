import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { generateTenant } from '../../../examples/generate.ts';
import { addKey } from '../../../local/api-keys.ts';
import { localApp } from '../../../local/local-app.ts';
import { openWire, type Wire } from '../../../local/wire.ts';

/** What a person does through the console, over the API alone: nothing is dropped beside it. */
let folder: string;
let wire: Wire;
let app: ReturnType<typeof localApp>;
let secret: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-console-'));
  await generateTenant({ seed: 11, customers: 120, orders: 1500, prospects: 200 }, join(folder, 'files'));
  wire = await openWire({ state: join(folder, 'state'), quietSeconds: 0 });
  app = localApp(wire);
  ({ secret } = await addKey(wire.scores, {
    warehouse: 'acme',
    scopes: ['read', 'run', 'admin'],
    now: '2026-07-01T00:00:00Z',
    expiresAt: null,
    note: 'console',
  }));
}, 60_000);
afterAll(async () => {
  await wire.close();
  await rm(folder, { recursive: true, force: true });
});

const base = '/v1/warehouses/acme';
const envelope = z.looseObject({ success: z.literal(true), data: z.unknown() });

async function call(
  path: string,
  body?: unknown,
  init: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<{
  readonly status: number;
  readonly data: unknown;
  readonly headers: Headers;
  readonly text: string;
}> {
  const response = await app.request(path.startsWith('/v1') ? path : `${base}${path}`, {
    method: init.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...init.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === '' ? undefined : envelope.safeParse(JSON.parse(text));
  return {
    status: response.status,
    data: parsed?.success === true ? parsed.data.data : null,
    headers: response.headers,
    text,
  };
}

const execution = z.looseObject({
  execution: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  run: z.string().nullable(),
  cause: z.string(),
  steps: z.array(
    z.looseObject({ step: z.string(), status: z.string(), facts: z.record(z.string(), z.unknown()) }),
  ),
});

async function finished(id: string): Promise<z.infer<typeof execution>> {
  for (;;) {
    const now = execution.parse((await call(`/executions/${id}`)).data);
    if (now.status !== 'running') return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function upload(
  drop: string,
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
  name = file,
): Promise<number> {
  const { data, status } = await call('/uploads', { drop, file: name, bytes: bytes.length });
  expect(status).toBe(201);
  const form = new FormData();
  const { url, fields } = z
    .looseObject({ url: z.string(), fields: z.record(z.string(), z.string()) })
    .parse(data);
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([bytes]), file);
  return (await app.request(url, { method: 'POST', body: form })).status;
}

it('stages files, shows how they are understood, takes a correction, and runs when told', async () => {
  const me = z.array(z.looseObject({ warehouse_id: z.string(), current_run: z.null() }));
  expect(me.parse((await call('/v1/warehouses')).data)).toHaveLength(1);
  for (const file of ['Orders.csv', 'Customers.csv', 'Prospects.csv'])
    expect(await upload('july', file, new Uint8Array(readFileSync(join(folder, 'files', file))))).toBe(204);
  expect(wire.executions.list({ warehouse: 'acme', limit: 5 })).toEqual([]);

  const started = execution.parse((await call('/drops/july/check', { request: 'c1' })).data);
  const checked = await finished(started.execution);
  expect(checked).toMatchObject({ status: 'succeeded', outcome: 'checked', cause: 'check' });
  expect(checked.steps).toMatchObject([
    { step: 'check', status: 'done', facts: { files: 3, runnable: true } },
  ]);

  const drop = z.looseObject({
    files: z.array(z.looseObject({ file: z.string() })),
    checks: z.array(
      z.looseObject({
        verdict: z.unknown(),
        mapping: z.looseObject({
          files: z.array(
            z.looseObject({
              file: z.string(),
              columns: z.array(
                z.looseObject({ header: z.string(), column: z.string(), evidence: z.string() }),
              ),
            }),
          ),
        }),
      }),
    ),
  });
  const shown = drop.parse((await call('/drops/july')).data);
  expect(shown.files).toHaveLength(3);
  expect(shown.checks[0]?.verdict).toBe(null);
  const orders = shown.checks[0]?.mapping.files.find(({ file }) => file === 'Orders.csv');
  const rep = orders?.columns.find(({ column }) => column === 'sales_rep')?.header;
  const wrong = await call('/drops/july/check', {
    request: 'c2',
    settings: { best: { share: 7 }, nonsense: 1 },
  });
  expect(wrong.status).toBe(422);
  expect(JSON.parse(wrong.text).errors.length).toBeGreaterThanOrEqual(2);
  if (rep !== undefined) {
    const settings = { files: { 'Orders.csv': { columns: { [rep]: 'attribute_rep' } } } };
    const again = execution.parse((await call('/drops/july/check', { request: 'c3', settings })).data);
    await finished(again.execution);
  }

  expect((await call('/drops/july/submit', {})).status).toBe(202);
  const list = z.array(execution);
  let run: z.infer<typeof execution> | undefined;
  for (;;) {
    const all = list.parse((await call('/executions')).data);
    run = all.find(({ outcome }) => outcome === 'published');
    if (run !== undefined) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const followed = execution.parse((await call(`/executions/${run.execution}`)).data);
  expect(followed.steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
    'land done',
    'rollup done',
    'label done',
    'traits done',
    'enrich done',
    'rank done',
    'publish done',
  ]);
  expect(followed.steps[0]?.facts).toMatchObject({ files: 3 });
  expect((await call('/status')).data).toMatchObject({ status: 'accepted', run: followed.run });
  expect((await call('/drops/july')).data).toMatchObject({ files: [] });
}, 120_000);

it('hands out the report by a link that opens without a key', async () => {
  const link = z.looseObject({ url: z.string(), media_type: z.string() });
  const { url } = link.parse((await call('/outputs/report.html')).data);
  const page = await app.request(url);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect((await app.request(`${url}x`)).status).toBe(403);
  expect((await app.request(url.replace('policy=', 'policy=A'))).status).toBe(403);
});

it('previews settings without showing them to any reader, then applies them at once', async () => {
  const before = await call('/settings');
  const etag = before.headers.get('etag') ?? '';
  const settings = { value_metric: 'revenue', best: { share: 0.1 } };
  const current = z.looseObject({ current_run: z.string() });
  const { current_run: run } = current.parse((await call('')).data);

  const started = execution.parse((await call('/settings/preview', { request: 'p1', settings })).data);
  expect((await finished(started.execution)).outcome).toBe('previewed');
  const preview = z.looseObject({
    status: z.literal('ready'),
    run: z.string(),
    changes: z.looseObject({
      best_customers: z.looseObject({ entered: z.array(z.unknown()), left: z.array(z.unknown()) }),
    }),
  });
  const ready = preview.parse((await call('/settings/previews/p1')).data);
  expect(ready.changes.best_customers.left.length).toBeGreaterThan(0);
  expect(current.parse((await call('')).data).current_run).toBe(run);
  expect(z.array(z.looseObject({ run: z.string() })).parse((await call('/runs')).data)).toHaveLength(1);

  const put = (tag: string | null) =>
    call('/settings', settings, {
      method: 'PUT',
      headers: tag === null ? {} : { 'if-match': tag },
    });
  expect((await put(null)).status).toBe(428);
  expect((await put('"other"')).status).toBe(412);
  const applied = await put(etag);
  expect(applied.status).toBe(200);
  expect(applied.data).toMatchObject({ version: 1, settings });
  expect((await put(etag)).status).toBe(412);

  const rerun = execution.parse((await call('/runs', { request: 'apply' })).data);
  const ended = await finished(rerun.execution);
  expect(ended).toMatchObject({ outcome: 'duplicate', run: ready.run });
  expect(current.parse((await call('')).data).current_run).toBe(ready.run);

  const back = await call(`/runs/${run}/rollback`, {});
  expect(back.data).toMatchObject({ run, current: true });
  expect(current.parse((await call('')).data).current_run).toBe(run);
}, 120_000);

it('holds a run for approval where the settings ask for it', async () => {
  const { headers } = await call('/settings');
  const settings = { approval: 'required', best: { share: 0.15 } };
  await call('/settings', settings, { method: 'PUT', headers: { 'if-match': headers.get('etag') ?? '' } });
  const before = z.looseObject({ current_run: z.string() }).parse((await call('')).data).current_run;
  const started = execution.parse((await call('/runs', { request: 'held' })).data);
  const ended = await finished(started.execution);
  expect(ended.outcome).toBe('held');
  expect(z.looseObject({ current_run: z.string() }).parse((await call('')).data).current_run).toBe(before);
  expect((await call(`/runs/${ended.run}/rollback`, {})).status).toBe(409);
  expect((await call(`/runs/${ended.run}/approve`, {})).data).toMatchObject({
    current: true,
    status: 'published',
  });
  expect((await call(`/runs/${ended.run}/approve`, {})).status).toBe(409);
}, 120_000);

it('makes, rotates and ends keys, and shows a secret once', async () => {
  const made = z.looseObject({ secret: z.string(), key: z.looseObject({ key_id: z.string() }) });
  const first = await call(
    '/keys',
    { scopes: ['read'], note: 'crm' },
    { headers: { 'idempotency-key': 'k1' } },
  );
  expect(first.status).toBe(201);
  const { key, secret: own } = made.parse(first.data);
  const again = await call(
    '/keys',
    { scopes: ['read'], note: 'crm' },
    { headers: { 'idempotency-key': 'k1' } },
  );
  expect(again.status).toBe(409);
  const ask = async (with_: string): Promise<number> =>
    (await app.request(`${base}/runs`, { headers: { authorization: `Bearer ${with_}` } })).status;
  expect(await ask(own)).toBe(200);
  const rotated = made.parse((await call(`/keys/${key.key_id}/rotate`, { overlap_hours: 1 })).data);
  expect(await ask(own)).toBe(200);
  expect(await ask(rotated.secret)).toBe(200);
  expect((await call(`/keys/${rotated.key.key_id}`, undefined, { method: 'DELETE' })).data).toMatchObject({
    live: false,
  });
  const listed = await call('/keys');
  expect(listed.text).not.toContain(own);
  expect(z.array(z.unknown()).parse(listed.data)).toHaveLength(3);
});
