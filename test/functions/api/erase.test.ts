import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { generateTenant } from '../../../examples/generate.ts';
import { readAudit, verifyAudit } from '../../../functions/shared/audit-log.ts';
import { storedSecret } from '../../../functions/shared/deployment-secret.ts';
import { addKey } from '../../../local/api-keys.ts';
import { startClosedDrop } from '../../../local/closed-drop.ts';
import { dropFiles } from '../../../local/drop-files.ts';
import { localApp } from '../../../local/local-app.ts';
import { openWire, type Wire } from '../../../local/wire.ts';

/** Names that stand nowhere else, so that finding one anywhere is a failure. */
const company = { id: 'P-CANARY-7', name: 'Quillfeather Zymurgy', domain: 'quillfeather.example' };
const buyer = { id: 'C-CANARY-9', name: 'Brindlewick Ossuary Works', domain: 'brindlewick.example' };
const person = { email: 'ottoline.vex@kettlemoor.example', name: 'Ottoline Vex' };

let folder: string;
let files: string;
let wire: Wire;
let app: ReturnType<typeof localApp>;
let secret: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-erase-'));
  files = join(folder, 'files');
  await generateTenant({ seed: 5, customers: 60, orders: 600, prospects: 60 }, files);
  const add = (file: string, values: Readonly<Record<string, string>>): void => {
    const path = join(files, file);
    const [header = ''] = readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
    const delimiter = header.includes(';') ? ';' : ',';
    const cells = header.split(delimiter).map((name) => {
      const plain = name
        .replaceAll('"', '')
        .toLowerCase()
        .replaceAll(/[^a-z]/g, '');
      return values[plain] ?? '';
    });
    appendFileSync(path, `${cells.join(delimiter)}\n`);
  };
  const about = (one: typeof company): Record<string, string> => ({
    prospectid: one.id,
    customerid: one.id,
    customernumber: one.id,
    customerno: one.id,
    accountid: one.id,
    companyname: one.name,
    customername: one.name,
    company: one.name,
    name: one.name,
    website: one.domain,
    domain: one.domain,
    webdomain: one.domain,
  });
  add('Prospects.csv', about(company));
  add('Customers.csv', about(buyer));
  appendFileSync(
    join(files, 'Contacts.csv'),
    `target,name,title,email,phone\n${company.id},Someone Else,Buyer,someone@${company.domain},1\nC-1001,${person.name},Head,${person.email},2\n`,
  );
  wire = await openWire({ state: join(folder, 'state') });
  app = localApp(wire);
  ({ secret } = await addKey(wire.scores, {
    warehouse: 'acme',
    scopes: ['read', 'run', 'admin'],
    now: '2026-07-01T00:00:00Z',
    expiresAt: null,
    note: 'erase',
  }));
  await drop();
}, 120_000);
afterAll(async () => {
  await wire.close();
  await rm(folder, { recursive: true, force: true });
});

async function drop(): Promise<void> {
  const { name } = await startClosedDrop(wire, {
    warehouse: 'acme',
    files: dropFiles([files]).files,
    settings: null,
    asOf: null,
  });
  const ended = await wire.executions.ended(name);
  expect(ended.status, `${ended.error} ${ended.cause}`).toBe('SUCCEEDED');
}

const envelope = z.looseObject({ data: z.unknown() });
async function call(
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly data: unknown }> {
  const response = await app.request(`/v1/warehouses/acme${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json = envelope.safeParse(await response.json());
  return { status: response.status, data: json.success ? json.data.data : null };
}

async function ended(data: unknown): Promise<void> {
  const { execution } = z.looseObject({ execution: z.string() }).parse(data);
  for (;;) {
    const now = z.looseObject({ status: z.string() }).parse((await call(`/executions/${execution}`)).data);
    if (now.status !== 'running') {
      expect(now.status).toBe('succeeded');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every file below a folder whose bytes hold a text; databases too, as they are on the disk. */
function holding(root: string, text: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}
/** Every row of the score store and of the journal of executions that holds a text, in any column; case does not matter. */
function inRows(text: string): readonly string[] {
  const needle = text.toLowerCase();
  return ['scores', 'journal'].flatMap((name) => {
    const database = new DatabaseSync(join(folder, 'state', `${name}.sqlite`), { readOnly: true });
    try {
      const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
      return tables.flatMap(({ name: table }) =>
        database
          .prepare(`SELECT * FROM "${String(table)}"`)
          .all()
          .map((row) => JSON.stringify(Object.values(row).map(String)))
          .filter((row) => row.toLowerCase().includes(needle))
          .map((row) => `${name} ${String(table)} ${row.slice(0, 200)}`),
      );
    } finally {
      database.close();
    }
  });
}
const inBucket = (text: string): readonly string[] => holding(join(folder, 'state', 'bucket'), text);

const receipt = z.looseObject({
  receipt: z.looseObject({
    status: z.string(),
    subject: z.string(),
    counts: z.looseObject({ rows: z.int(), files_rewritten: z.int(), runs_purged: z.int() }),
  }),
  records: z.array(z.looseObject({ file: z.string() })).nullable(),
});

it('shows what is held about a company', async () => {
  await ended(
    (await call('/subjects/access', { request: 'a1', kind: 'domain', value: `https://${company.domain}/` }))
      .data,
  );
  const { records } = receipt.parse((await call('/subjects/receipts/a1')).data);
  expect((records ?? []).map(({ file }) => file).sort()).toEqual(['Contacts.csv', 'Prospects.csv']);
});

it('erases a company from every file, version, run and record, and keeps it out when the old file comes again', async () => {
  expect(inBucket(company.name).length).toBeGreaterThan(0);
  expect(inRows(company.name).length).toBeGreaterThan(0);
  const before = z.looseObject({ current_run: z.string() }).parse((await call('')).data).current_run;
  await ended((await call('/subjects/erase', { request: 'e1', kind: 'domain', value: company.domain })).data);
  const done = receipt.parse((await call('/subjects/receipts/e1')).data).receipt;
  expect(done.status).toBe('done');
  expect(done.counts).toMatchObject({ files_rewritten: 2, rows: 2 });
  expect(done.counts.runs_purged).toBeGreaterThan(0);
  const texts = [company.name, company.id, company.domain];
  for (const text of texts) expect([...inBucket(text), ...inRows(text)], text).toEqual([]);
  const now = z.looseObject({ current_run: z.string() }).parse((await call('')).data).current_run;
  expect(now).not.toBe(before);
  expect((await call(`/runs/${before}/rollback`, {})).status).toBe(404);

  await drop();
  for (const text of texts) expect([...inBucket(text), ...inRows(text)], text).toEqual([]);
}, 120_000);

it('erases a customer with the orders, and answers the same for somebody nobody knows', async () => {
  expect(inRows(buyer.name).length).toBeGreaterThan(0);
  await ended((await call('/subjects/erase', { request: 'e2', kind: 'customer_id', value: buyer.id })).data);
  for (const text of [buyer.name, buyer.id]) expect([...inBucket(text), ...inRows(text)], text).toEqual([]);
  await ended(
    (await call('/subjects/erase', { request: 'e3', kind: 'domain', value: 'nobody-knows.example' })).data,
  );
  const [known, unknown] = await Promise.all(
    ['e2', 'e3'].map(
      async (request) => receipt.parse((await call(`/subjects/receipts/${request}`)).data).receipt,
    ),
  );
  expect(Object.keys(unknown ?? {})).toEqual(Object.keys(known ?? {}));
  expect(unknown?.status).toBe('done');
  expect((await call('/subjects/erase', { request: 'e3', kind: 'email', value: 'x@y.example' })).status).toBe(
    409,
  );
  expect((await call('/subjects/erase', { request: 'e4', kind: 'email', value: 'no address' })).status).toBe(
    422,
  );
}, 120_000);

it('erases a person and leaves the company', async () => {
  await ended(
    (await call('/subjects/erase', { request: 'p1', kind: 'email', value: person.email.toUpperCase() })).data,
  );
  for (const text of [person.email, person.name])
    expect([...inBucket(text), ...inRows(text)], text).toEqual([]);
}, 120_000);

it('leaves keyed hashes alone in the audit log, which holds together', async () => {
  const entries = await readAudit(wire.scores, 'acme');
  expect(entries.filter(({ action }) => action === 'subject.erase')).toHaveLength(4);
  const text = JSON.stringify(entries);
  for (const word of [company.domain, buyer.id, person.email]) expect(text).not.toContain(word);
  const key = (await storedSecret(wire.scores, 'audit-secret')) ?? '';
  expect(await verifyAudit(wire.scores, key, 'acme')).toBe(null);
  const [, second] = await (async () =>
    (await wire.scores.queryPrefix('warehouse#acme', 'audit#', { limit: 5 })).items)();
  if (second === undefined) throw new Error('no second entry');
  await wire.scores.compareAndSet(
    { ...second, value: { ...z.looseObject({}).parse(second.value), actor: 'nobody' } },
    second.revision,
  );
  expect(await verifyAudit(wire.scores, key, 'acme')).toMatchObject({ number: 2 });
});

it('leaves no byte of what was erased in the folder once it is let go of, databases and their logs included', async () => {
  const state = join(folder, 'state');
  await wire.close();
  // The search itself works: what is kept of other companies is found in the store's bytes.
  expect(holding(state, '"target_id"')).toContain(join(state, 'scores.sqlite'));
  for (const text of [
    company.name,
    company.id,
    company.domain,
    buyer.name,
    buyer.id,
    person.email,
    person.name,
  ])
    expect(holding(state, text), text).toEqual([]);
  wire = await openWire({ state });
});
