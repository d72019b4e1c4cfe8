import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { generateTenant } from '../../../examples/generate.ts';
import { type PublishedTenant, publishTenant } from '../../published-tenant.ts';

const size = { customers: 120, orders: 1500, prospects: 200 };
let tenant: PublishedTenant;
/** Leads of another year's fair: the sample's own form, companies the run has not seen. */
let fair: string;
beforeAll(async () => {
  tenant = await publishTenant(size);
  const folder = await mkdtemp(join(tmpdir(), 'kindred-fair-'));
  await generateTenant({ seed: 9, ...size }, folder);
  fair = await readFile(join(folder, 'Prospects.csv'), 'utf8');
  await rm(folder, { recursive: true, force: true });
}, 120_000);
afterAll(async () => tenant.close());

const post = async (path: string, body: unknown): Promise<Response> =>
  await tenant.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const data = async <T>(response: Response, schema: z.ZodType<T>, status = 200): Promise<T> => {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return z.looseObject({ data: schema }).parse(JSON.parse(text)).data;
};

async function stage(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const form = new FormData();
  const link = await data(
    await post('/uploads', { drop: 'fair', file, bytes: bytes.length }),
    z.looseObject({ url: z.string(), fields: z.record(z.string(), z.string()) }),
    201,
  );
  for (const [name, value] of Object.entries(link.fields)) form.append(name, value);
  form.append('file', new Blob([bytes]), file);
  expect((await tenant.app.request(link.url, { method: 'POST', body: form })).status).toBe(204);
}

const execution = z.looseObject({
  execution: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  steps: z.array(z.looseObject({ status: z.string(), facts: z.record(z.string(), z.unknown()) })),
});
async function score(request: string, file: string, columns = {}): Promise<z.infer<typeof execution>> {
  const started = await data(
    await post('/scoring-jobs', { request, drop: 'fair', file, columns }),
    execution,
    202,
  );
  for (;;) {
    const now = await data(await tenant.ask(`/executions/${started.execution}`), execution);
    if (now.status !== 'running') return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const job = z.looseObject({
  rows: z.int(),
  bad: z.int(),
  bad_rows: z.array(z.strictObject({ row: z.int(), reason: z.string() })),
  features: z.array(z.string()),
  unused_columns: z.array(z.string()),
  url: z.string(),
});
async function scored(request: string) {
  const answer = await data(await tenant.ask(`/scoring-jobs/${request}`), job);
  const file = await tenant.app.request(answer.url);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${request}.csv"`);
  const text = await file.text();
  const { data: rows } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return { answer, text, rows };
}

const lines = (): readonly string[] =>
  fair
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
const bytes = (rows: readonly string[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`${rows.join('\n')}\n`);

const plain = (header: string): string => header.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');

it('gives back every row in order, each scored as the API scores it alone, and names those that cannot be read', async () => {
  const [header = '', ...leads] = lines();
  const width = header.split(',').length;
  const blank = ','.repeat(width - 1);
  const shifted = `P-1,Brown, Smith & Co.${','.repeat(width - 3)},West,East`;
  const open = `P-2,"Never closed${','.repeat(width - 2)}`;
  const sent = [...leads.slice(0, 50), blank, ...leads.slice(50, 120), shifted, ...leads.slice(120), open];
  // An empty line is no row.
  await stage('Leads.csv', bytes([header, ...sent.slice(0, 9), '', ...sent.slice(9)]));
  const ended = await score('fair-1', 'Leads.csv');
  expect([ended.status, ended.outcome]).toEqual(['succeeded', 'scored']);
  expect(ended.steps.at(-1)?.facts).toMatchObject({ rows: sent.length, bad: 3 });

  const { answer, rows, text } = await scored('fair-1');
  expect([answer.rows, rows.length]).toEqual([sent.length, sent.length]);
  expect(answer.bad).toBe(3);
  expect(answer.bad_rows).toEqual([
    { row: 51, reason: 'every cell is empty' },
    { row: 122, reason: expect.stringMatching(`^${width + 2} cells under ${width} headers: .*West, East`) },
    { row: sent.length, reason: expect.stringMatching('^a quote in it is not closed') },
  ]);
  const headers = header.split(',');
  expect(answer.features.length + answer.unused_columns.length).toBe(headers.length);
  expect(answer.features).toContain('employees');
  expect(answer.unused_columns).toContain('Company Name');

  const given = sent.map((line) => Papa.parse<string[]>(line).data[0] ?? []);
  const bad = new Map(answer.bad_rows.map(({ row, reason }) => [row - 1, reason]));
  for (const [at, row] of rows.entries()) {
    expect(row['kindred_score'] === '', `row ${at + 1}`).toBe(bad.has(at));
    if (bad.has(at)) expect(row['kindred_ignored']).toBe(bad.get(at));
    else for (const [place, name] of headers.entries()) expect(row[name]).toBe(given[at]?.[place]);
  }
  for (const at of [0, 7, 49, 51, 119, 121, 200]) {
    const features = Object.fromEntries(
      headers.flatMap((name) => {
        const value = rows[at]?.[name] ?? '';
        return answer.unused_columns.includes(name) || value === '' ? [] : [[plain(name), value]];
      }),
    );
    if (bad.has(at)) continue;
    const alone = await data(
      await post('/icp-score', { features }),
      z.looseObject({ score: z.number(), tier: z.string(), match_confidence: z.string() }),
    );
    const row = rows[at];
    expect([Number(row?.['kindred_score']), row?.['kindred_confidence']], `row ${at + 1}`).toEqual([
      alone.score,
      alone.match_confidence,
    ]);
    expect(row?.['kindred_tier']).toBe(alone.tier);
  }

  // The same file under another name gives the same bytes.
  await score('fair-2', 'Leads.csv');
  expect((await scored('fair-2')).text).toBe(text);
}, 60_000);

it('reads what spreadsheets write, takes columns by the names the job gives, and says which values it could not use', async () => {
  await stage(
    'Messe.csv',
    Uint8Array.from(
      Buffer.from(
        'Firma;Mitarbeiter;Delta;Note\r\nM\u00fcller GmbH;250;-3;=1+1\r\nL\u00f6we & S\u00f6hne;viele;2;x\r\n',
        'latin1',
      ),
    ),
  );
  const ended = await score('messe', 'Messe.csv', { Mitarbeiter: 'employees' });
  expect(ended.status).toBe('succeeded');
  const { answer, rows } = await scored('messe');
  expect(answer).toMatchObject({
    rows: 2,
    bad: 0,
    bad_rows: [],
    features: ['employees'],
    unused_columns: ['Firma', 'Delta', 'Note'],
  });
  expect(rows.map((row) => row['Firma'])).toEqual(['M\u00fcller GmbH', 'L\u00f6we & S\u00f6hne']);
  expect(rows[0]?.['Delta']).toBe('-3');
  expect(rows[0]?.['Note']).toBe("'=1+1");
  expect(rows[1]?.['kindred_ignored']).toContain('employees: not a number: viele');
}, 60_000);

it('says what is wrong with a file it cannot score, and with one that is not there', async () => {
  await stage('Other.csv', bytes(['Colour,Shape', 'red,round']));
  const ended = await score('other', 'Other.csv');
  expect(ended.status).toBe('failed');
  expect((await tenant.ask('/scoring-jobs/other')).status).toBe(404);
  expect((await post('/scoring-jobs', { request: 'none', drop: 'fair', file: 'None.csv' })).status).toBe(404);
}, 60_000);
