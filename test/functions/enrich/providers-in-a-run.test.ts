import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { stepResult } from '../../../events/step.ts';
import { generateTenant } from '../../../examples/generate.ts';
import { enrichmentDocument } from '../../../functions/enrich/enrichment-document.ts';
import { sendRequest } from '../../../functions/enrich/providers/http-door.ts';
import { noProviders, type ProviderWorld } from '../../../functions/enrich/providers/provider-world.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import type { Json } from '../../../functions/shared/ports.ts';
import { openFolderObjects } from '../../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../../functions/shared/stores/sqlite-scores.ts';
import { invokeStep } from '../../../local/step-functions.ts';
import { type ApolloCompany, fakeApollo } from '../../contracts/providers/fake-apollo.ts';
import { type FakeServer, fakeServer } from '../../contracts/providers/fake-server.ts';

/** Real runs, on a machine that may be busy. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
const root = mkdtempSync(join(tmpdir(), 'kindred-providers-'));
const key = 'canary-key-5f2c91';
const logged: string[] = [];

const settings = {
  currency: 'USD',
  providers: { apollo: { most_found: 60, credit_price: { low: 0.1, high: 0.2 }, rate: { minute: 100_000 } } },
  budget: { per_run: { credits: 400, money: 100 }, per_month: { credits: 600, money: null } },
};

let companies: ApolloCompany[] = [];
let server: FakeServer;
let apollo: ReturnType<typeof fakeApollo>;
/** The state before the enrich step, and what the stores hold then. */
let payload: Json = null;
const before = join(root, 'before');

const record = (value: Json | undefined): Record<string, Json> => z.record(z.string(), z.json()).parse(value);

async function step(folder: string, name: string, input: Json, providers: ProviderWorld): Promise<Json> {
  const objects = await openFolderObjects(join(folder, 'bucket'));
  // Answers expire by the clock of the run, not by this machine's.
  const scores = openSqliteScores(join(folder, 'scores.sqlite'), {
    now: () => new Date(providers.now()).toISOString(),
  });
  try {
    return await invokeStep(
      {
        objects,
        scores,
        openTables: (scratch) => openDuckdb({ scratch, memoryLimitMb: 512, threads: 1 }),
        scratchRoot: join(folder, 'scratch'),
        now: () => '2026-07-01T00:00:00.000Z',
        log: (message, facts) => logged.push(JSON.stringify({ message, ...facts })),
        quietSeconds: 0,
        providers,
      },
      name,
      input,
    );
  } finally {
    scores.close();
    objects.close();
  }
}

/** A world on a clock that stands still but for sleeping, over the fake Apollo. */
function world(
  url: string,
  send: ProviderWorld['send'] = sendRequest,
  day: string = '2026-07-01',
): ProviderWorld {
  let now = Date.parse(`${day}T10:00:00Z`);
  return {
    key: async () => key,
    send,
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    random: () => 0.5,
    base_urls: { apollo: url },
    call_ms: 600_000,
  };
}

beforeAll(async () => {
  const files = join(root, 'files');
  await generateTenant({ seed: 5, customers: 160, orders: 2000, prospects: 200 }, files);
  const domains = readFileSync(join(files, 'Prospects.csv'), 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[2]?.toLowerCase() ?? '')
    .filter((domain) => /^[a-z0-9-]+\.[a-z]+$/.test(domain));
  companies = Array.from({ length: 160 }, (_, i) => ({
    id: `5e66b6381e05b4008c83${String(i).padStart(4, '0')}`,
    name: i < 60 ? `Borealis Works ${i}` : `File Company ${i}`,
    domain: i < 60 ? `borealis-works-${i}.example` : (domains[i] ?? `other-${i}.example`),
    employees: 40 + i * 9,
    industry: 'machinery',
    state: i % 2 === 0 ? 'Ohio' : 'Michigan',
    revenue: 1_000_000 * (i + 3),
    founded: 1950 + (i % 60),
    naics: ['333914', '332710', '238220'][i % 3] ?? '',
    growth: i % 5 === 0 ? 0.2 : null,
    roles: i % 13,
  }));
  apollo = fakeApollo(companies, key);
  server = await fakeServer(apollo.answer);

  mkdirSync(join(before, 'scratch'), { recursive: true });
  const objects = await openFolderObjects(join(before, 'bucket'));
  for (const file of readdirSync(files))
    if (file !== 'icp.json') await objects.put(`inbox/acme/${file}`, { file: join(files, file) });
  await objects.put('settings/acme/icp.json', JSON.stringify(settings));
  objects.close();
  const start = { kind: 'rerun', warehouse: 'acme', request: 'r1', requested_on: '2026-07-01' };
  const execution = { id: 'execution-1', started_at: '2026-07-01T00:00:00Z' };
  const ticket = await step(before, 'land', { action: 'ticket', start, execution }, noProviders);
  const landed = await step(before, 'land', { action: 'land', ticket }, noProviders);
  let state = record(record(landed)['state']);
  for (const name of ['rollup', 'label', 'traits']) {
    const { artifacts, facts } = record(await step(before, name, state, noProviders));
    state = {
      ...state,
      artifacts: { ...record(state['artifacts']), ...record(artifacts) },
      facts: { ...record(state['facts']), [name]: facts ?? null },
    };
  }
  payload = state;
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

function copy(name: string): string {
  const folder = join(root, name);
  cpSync(before, folder, { recursive: true });
  return folder;
}

async function enrich(folder: string, providers: ProviderWorld, run: string | null = null) {
  const state = run === null ? payload : { ...record(payload), run };
  const result = stepResult.parse(await step(folder, 'enrich', state, providers));
  const objects = await openFolderObjects(join(folder, 'bucket'));
  const bytes = await objects.get(result.artifacts['enrichment']?.key ?? '');
  objects.close();
  const document = enrichmentDocument.parse(JSON.parse(new TextDecoder().decode(bytes ?? undefined)));
  return { result, document };
}

const hashes = (result: z.output<typeof stepResult>): Record<string, string> =>
  Object.fromEntries(Object.entries(result.artifacts).map(([name, { sha256 }]) => [name, sha256]));

describe('a run with a provider', () => {
  it('finds companies, fills what is missing, pays what it says, and asks nobody a second time', async () => {
    const folder = copy('whole');
    const credits = apollo.credits();
    const { result, document } = await enrich(folder, world(server.url));
    expect(document.status, document.because.join('; ')).toBe('complete');
    expect(document.found).toHaveLength(60);
    expect(result.facts).toMatchObject({ enrichment: 'complete', prospects_found: 60 });
    const [report] = document.providers;
    expect(report?.credits).toBe(apollo.credits() - credits);
    expect(report?.cost).toEqual({
      low: Math.round(report!.credits * 1000) / 10_000,
      high: Math.round(report!.credits * 2000) / 10_000,
      currency: 'USD',
    });
    expect(document.answers.filter(({ fields }) => 'employees' in fields).length).toBeGreaterThan(10);
    for (const answer of document.answers)
      expect(answer).toMatchObject({
        provider: 'apollo',
        fetched_on: '2026-07-01',
        bought: expect.any(Boolean),
      });
    const employees = document.coverage.find(({ field }) => field === 'employees');
    expect(employees!.after).toBeGreaterThan(employees!.before);
    // Only companies that could move were asked about, the most telling first.
    const plan = document.plan.find(({ purpose }) => purpose === 'enrich');
    expect(plan!.expected_tier_changes).toBeGreaterThan(0);

    // The next run of other settings knows the answers: nothing is paid for them again.
    const asked = server.asked.length;
    const again = await enrich(
      folder,
      world(server.url, async () => Promise.reject(new Error('asked'))),
    );
    expect(hashes(again.result)).toEqual(hashes(result));
    expect(server.asked.length).toBe(asked);
  });

  it('killed after any number of calls, resumes to the same bytes and pays for at most one wave more', async () => {
    const undisturbed = await enrich(copy('undisturbed'), world(server.url));
    for (const calls of [2, 9]) {
      const folder = copy(`killed-${calls}`);
      const charged = apollo.credits();
      let left = calls;
      const dying: ProviderWorld['send'] = async (request) => {
        left -= 1;
        if (left < 0) throw new TypeError('the process is gone');
        return await sendRequest(request);
      };
      await expect(enrich(folder, world(server.url, dying))).rejects.toThrow();
      const resumed = await enrich(folder, world(server.url));
      expect(hashes(resumed.result)).toEqual(hashes(undisturbed.result));
      // Calls that were under way when it died were paid and are asked again: one wave of them.
      const wave = 4 * 10;
      expect(apollo.credits() - charged).toBeLessThanOrEqual(
        undisturbed.document.providers[0]!.credits + wave,
      );
    }
  });

  it('with the provider down all the time goes on without it: the lists are those without a provider', async () => {
    const down = await fakeServer(() => ({ status: 503, body: 'down' }));
    const { result, document } = await enrich(copy('down'), world(down.url));
    await down.close();
    expect(document.status).toBe('skipped');
    expect(document.because.join(' ')).toMatch(/does not answer|answered 503/);
    const keyless = await enrich(copy('keyless'), { ...world(server.url), key: async () => null });
    expect(keyless.document.status).toBe('skipped');
    expect(keyless.document.because.join(' ')).toContain('KINDRED_APOLLO_KEY');
    for (const name of ['candidates', 'candidates-csv', 'matches', 'exclusions', 'signals', 'pools'])
      expect(hashes(result)[name], name).toBe(hashes(keyless.result)[name]);
  });

  it('with a key that is not known says so, once, and goes on', async () => {
    const { document } = await enrich(copy('refused'), { ...world(server.url), key: async () => 'wrong' });
    expect(document.because).toEqual(['Apollo.io: Apollo does not know this API key']);
    expect(document.providers[0]?.credits).toBe(0);
  });

  it('tells of changed technologies from the second answer on, with the day and the provider, and repeats itself exactly', async () => {
    const folder = copy('technologies');
    const of = async (run: string, day: string, technologies: readonly string[]) => {
      const told = fakeApollo(
        companies.map((company) => ({ ...company, technologies })),
        key,
      );
      const own = await fakeServer(told.answer);
      const { result, document } = await enrich(folder, world(own.url, sendRequest, day), run);
      await own.close();
      const objects = await openFolderObjects(join(folder, 'bucket'));
      const bytes = await objects.get(result.artifacts['signals']?.key ?? '');
      objects.close();
      const signals = z
        .array(
          z.looseObject({
            kind: z.string(),
            date: z.string(),
            value: z.string().nullable(),
            source: z.string().nullable(),
          }),
        )
        .parse(JSON.parse(new TextDecoder().decode(bytes ?? undefined)));
      const seen = signals.filter(({ kind, source }) => kind === 'technology' && source === 'Apollo.io');
      return {
        document,
        words: new Set(seen.map(({ date, value }) => `${date} ${value}`)),
        count: seen.length,
      };
    };
    const runs = ['a', 'b', 'c', 'd'].map((letter) => `run_${letter.repeat(32)}`);
    const first = await of(runs[0]!, '2026-07-01', ['Salesforce', 'Oracle']);
    expect(first.count).toBe(0);
    // The answers are still good: nobody is asked, and nothing has changed.
    expect((await of(runs[1]!, '2026-08-01', ['NetSuite'])).count).toBe(0);
    const later = await of(runs[2]!, '2026-11-01', ['salesforce', 'NetSuite']);
    expect(later.count).toBeGreaterThan(4);
    expect([...later.words].sort()).toEqual(['2026-11-01 added NetSuite', '2026-11-01 removed Oracle']);
    // Known from memory in the next run, and the same.
    const next = await of(runs[3]!, '2026-11-02', ['Nothing of it']);
    expect([...next.words].sort()).toEqual([...later.words].sort());
  });

  it('keeps its key out of everything it leaves behind', () => {
    const seen: string[] = [];
    const search = (folder: string): void => {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) search(path);
        else if (readFileSync(path).includes(key)) seen.push(path);
      }
    };
    search(root);
    expect(seen).toEqual([]);
    expect(logged.filter((line) => line.includes(key))).toEqual([]);
    // It was used, though.
    expect(server.asked.some(({ headers }) => headers['x-api-key'] === key)).toBe(true);
  });
});
