import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { companyQuery, type QueryCondition } from '../../../core/provider/company-query.ts';
import { providerIds } from '../../../core/provider/provider-ids.ts';
import { openPurchases } from '../../../functions/enrich/provider-session.ts';
import type { CompanyKey, Provider } from '../../../functions/enrich/providers/provider.ts';
import { providers } from '../../../functions/enrich/providers/registry.ts';
import { searchCompanies } from '../../../functions/enrich/search-companies.ts';
import { settingsSchema } from '../../../functions/shared/settings.ts';
import { type Answered, type Asked, type FakeServer, fakeServer } from './fake-server.ts';
import { askOne, hostileBodies, lineTo, memoryScores, secretKey, virtualWorld } from './line-world.ts';
import { providerSamples } from './samples.ts';

let open: FakeServer[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});

/** A server that signs everybody in where the provider wants that, and answers the rest as told. */
async function serve(
  provider: Provider,
  answer: (asked: Asked, count: number) => Answered,
): Promise<{ readonly url: string; readonly calls: () => Asked[] }> {
  const signIn = provider.sign_in?.call('key').path ?? null;
  let count = 0;
  const server = await fakeServer((asked) => {
    if (asked.path === signIn)
      return { body: { access_token: 'TEST-TOKEN', expires_in: 86_400, token_type: 'Bearer' } };
    count += 1;
    return answer(asked, count);
  });
  open.push(server);
  return { url: server.url, calls: () => server.asked.filter(({ path }) => path !== signIn) };
}

const conditions: readonly QueryCondition[] = [
  { feature: 'employees', condition: { kind: 'range', from: 200, to: 500 }, words: '', population: 'both' },
  { feature: 'region', condition: { kind: 'level', level: 'OH' }, words: '', population: 'both' },
  { feature: 'naics', condition: { kind: 'prefix', prefix: '3327' }, words: '', population: 'both' },
];
const query = companyQuery(conditions, ['332710'], 2026);
const today = '2026-07-01';
const company: CompanyKey = {
  candidate_id: 'P1',
  name: 'Acme Machining',
  domain: 'acme-machining.example',
  city: 'Toledo',
  region: 'OH',
  country: 'US',
  postal_code: '43604',
  phone: null,
  record_id: null,
};

describe.each(providerIds.map((id) => [id, providers[id], providerSamples[id]] as const))(
  '%s as a provider',
  (id, provider, samples) => {
    const search = provider.search;
    const enrichment = provider.enrichment[0];
    if (search === null || enrichment === undefined) throw new Error(`${id} has no search or no enrichment`);
    const firstBody = (): ReturnType<typeof search.bodies>[number] => {
      const [body] = search.bodies(query);
      if (body === undefined) throw new Error('no body');
      return body;
    };
    const page = () => search.page(firstBody(), null, today);
    const enrich = () => enrichment.converse([company], today);

    it('declares what it is, costs and sends', () => {
      expect(provider.id).toBe(id);
      expect(new URL(provider.base_url).protocol).toBe('https:');
      for (const text of [
        provider.title,
        provider.licence,
        provider.sends,
        provider.key,
        provider.documentation,
      ])
        expect(text.length).toBeGreaterThan(5);
      expect(Object.values(provider.rates).flat().length).toBeGreaterThan(0);
      expect(enrichment.gives).toContain('employees');
    });

    it('finds companies, and reads them as its documentation shows them', async () => {
      const { url, calls } = await serve(provider, () => ({ body: samples.search }));
      const { line } = lineTo(provider, url);
      const outcome = await askOne(line, search.credits_per_page, page);
      if (!outcome.ok) throw new Error(outcome.failure.because);
      expect(outcome.value.companies.map(({ fields }) => fields.name)).toEqual(samples.found);
      expect(outcome.value.companies[0]).toMatchObject(samples.first);
      expect(outcome.credits).toBe(samples.searchCredits);
      expect(calls()[0]).toMatchObject({ json: samples.asked });
    });

    it('that repeats a page neither doubles companies nor sells it again and again', async () => {
      const body = Object.assign({}, samples.search, samples.manyMore);
      const { url, calls } = await serve(provider, () => ({ body }));
      const scores = memoryScores();
      const settings = settingsSchema.parse({
        providers: { [id]: { most_found: 5000 } },
        budget: { per_run: { credits: 50_000 }, per_month: { credits: 50_000 } },
      });
      const ids = { warehouse: 'acme', run: 'run_1' };
      const purchases = await openPurchases(virtualWorld(url, provider), scores, ids, settings);
      const session = purchases.sessions[0]!;
      const profile = { archetype: 'All best customers', conditions };
      const result = await searchCompanies(purchases, session, [profile], ['332710'], today);
      expect(result.found.map(({ company: { fields } }) => fields.name)).toEqual(samples.found);
      // The first page and its repetition, of each of the searches that the profile takes.
      const pages = 2 * search.bodies(query).length;
      expect(calls()).toHaveLength(pages);
      expect(result.credits).toBe(pages * samples.searchCredits);
      expect((await purchases.budget.left()).credits).toBe(50_000 - result.credits);
      expect([...session.because].join()).toContain('a second time');
      // And again from memory: the same companies, and nobody is asked.
      const again = await openPurchases(
        virtualWorld(url, provider),
        scores,
        { ...ids, run: 'run_2' },
        settings,
      );
      const repeated = await searchCompanies(again, again.sessions[0]!, [profile], ['332710'], today);
      expect(repeated.found.map(({ record_id }) => record_id)).toEqual(
        result.found.map(({ record_id }) => record_id),
      );
      expect(calls()).toHaveLength(pages);
    });

    it('enriches a company, and asks the way its documentation shows', async () => {
      const { url, calls } = await serve(provider, (asked) => ({ body: samples.enrich(asked) }));
      const { line } = lineTo(provider, url);
      const outcome = await askOne(line, enrichment.credits_each, enrich);
      if (!outcome.ok) throw new Error(outcome.failure.because);
      expect(outcome.value[0]?.fields).toMatchObject({
        employees: 320,
        naics: '332710',
        founded_year: 1987,
        domain: 'acme-machining.example',
      });
      expect(outcome.credits).toBe(enrichment.credits_each);
      expect(calls()).toHaveLength(enrichment.calls);
    });

    it('signs its calls, and tells its key to nobody else', async () => {
      const { url, calls } = await serve(provider, () => ({ body: samples.search }));
      const { line } = lineTo(provider, url);
      await askOne(line, search.credits_per_page, page);
      const [call] = calls();
      const signed = provider.signed(provider.sign_in === null ? secretKey : 'TEST-TOKEN');
      for (const [name, value] of Object.entries(signed)) expect(call?.headers[name]).toBe(value);
      expect(JSON.stringify([call?.path, call?.query.toString(), call?.text])).not.toContain(secretKey);
    });

    it('takes "no such thing" for an answer that costs nothing', async () => {
      const { url } = await serve(provider, () => samples.notFound);
      const { line } = lineTo(provider, url);
      expect(await askOne(line, enrichment.credits_each, enrich)).toEqual({
        ok: true,
        credits: 0,
        value: [null],
      });
    });

    it.each(samples.errors.map((each) => [`${each.answer.status} ${each.name}`, each] as const))(
      'understands %s',
      async (_, { answer, kind, retryable }) => {
        const { url, calls } = await serve(provider, () => answer);
        const { line } = lineTo(provider, url);
        const outcome = await askOne(line, search.credits_per_page, page);
        if (outcome.ok) throw new Error('an error was taken for an answer');
        expect(outcome.failure).toMatchObject({ kind, retryable });
        // What was refused is not charged, and is not asked again; what may work later is.
        expect(outcome.credits).toBe(0);
        if (retryable) expect(calls().length).toBeGreaterThan(1);
        else expect(calls().length).toBe(kind === 'sign-in-expired' ? 2 : 1);
        expect(JSON.stringify(outcome)).not.toContain(secretKey);
      },
    );

    it('waits as long as it is told to after a 429, then goes on', async () => {
      const { url } = await serve(provider, (_, count) =>
        count === 1
          ? { status: 429, headers: { 'retry-after': '7' }, body: samples.rateLimitBody }
          : { body: samples.search },
      );
      const { line, world } = lineTo(provider, url);
      expect((await askOne(line, search.credits_per_page, page)).ok).toBe(true);
      expect(world.slept).toContain(7000);
    });

    it.each(['Wed, 01 Jul 2026 10:00:09 GMT', '-5', 'soon'])('reads Retry-After: %s', async (header) => {
      const { url } = await serve(provider, (_, count) =>
        count === 1
          ? { status: 429, headers: { 'retry-after': header }, body: samples.rateLimitBody }
          : { body: samples.search },
      );
      const { line, world } = lineTo(provider, url);
      expect((await askOne(line, search.credits_per_page, page)).ok).toBe(true);
      expect(Math.max(0, ...world.slept)).toBeLessThanOrEqual(9000);
    });

    it('does not wait a week: what asks for longer than a run may wait is left', async () => {
      const { url, calls } = await serve(provider, () => ({
        status: 429,
        headers: { 'retry-after': '604800' },
        body: samples.rateLimitBody,
      }));
      const { line, world } = lineTo(provider, url);
      const outcome = await askOne(line, search.credits_per_page, page);
      expect(outcome).toMatchObject({ ok: false, failure: { kind: 'out-of-time', retryable: false } });
      expect(world.slept).toEqual([]);
      expect(calls()).toHaveLength(1);
    });

    it.each(hostileBodies)('is not hurt by %s', async (_, answer) => {
      const { url, calls } = await serve(provider, () => answer);
      const { line } = lineTo(provider, url);
      const outcome = await askOne(line, search.credits_per_page, page);
      // Either nothing is read out of it, or it is a failure; it is never a company.
      if (outcome.ok) expect(outcome.value.companies).toEqual([]);
      expect(calls()).toHaveLength(1);
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    });

    it('reads what it can of fields of other types, and takes no value for what it cannot read', async () => {
      const { url } = await serve(provider, () => ({ body: samples.wrongTypes }));
      const { line } = lineTo(provider, url);
      const outcome = await askOne(line, search.credits_per_page, page);
      if (!outcome.ok) throw new Error(outcome.failure.because);
      for (const { fields } of outcome.value.companies)
        for (const [field, value] of Object.entries(fields))
          if (value !== null)
            expect([field, typeof value]).toEqual([
              field,
              ['employees', 'annual_revenue', 'founded_year'].includes(field) ? 'number' : 'string',
            ]);
    });

    it('gives up on a reply that never comes, counts it as paid, and asks once more under a new reservation', async () => {
      const { url } = await serve(provider, () => ({ hang: true }));
      const { line, budget } = lineTo(provider, url, { timeoutMs: 100, credits: 1000 });
      const outcome = await askOne(line, search.credits_per_page, page);
      expect(outcome).toMatchObject({
        ok: false,
        credits: search.credits_per_page,
        failure: { kind: 'unavailable', retryable: true },
      });
      expect((await budget.left()).credits).toBe(1000 - search.credits_per_page);
    });

    it('is left alone for the rest of the run when it stays down, at no cost', async () => {
      const { url, calls } = await serve(provider, () => ({ status: 503, body: 'down' }));
      const { line, budget } = lineTo(provider, url, { credits: 100_000 });
      let stop: unknown = null;
      for (let wave = 0; wave < 40 && stop === null; wave += 1)
        stop = (
          await line.wave(
            Array.from({ length: 4 }, () => ({ credits: search.credits_per_page, converse: page })),
            async () => undefined,
          )
        ).stop;
      expect(stop).toMatchObject({ whole: true });
      expect(calls().length).toBeLessThan(40);
      expect((await budget.left()).credits).toBe(100_000);
    });

    it('asks for no more at once than the budget covers at its dearest', async () => {
      const { url, calls } = await serve(provider, () => ({ body: samples.search }));
      const { line } = lineTo(provider, url, { credits: search.credits_per_page * 2 });
      const jobs = Array.from({ length: 10 }, () => ({ credits: search.credits_per_page, converse: page }));
      const { asked } = await line.wave(jobs, async () => undefined);
      expect(asked).toBe(2);
      expect(calls()).toHaveLength(2);
    });

    it('keeps within its rate windows', async () => {
      const at: number[] = [];
      const { url } = await serve(provider, () => ({ body: samples.search }));
      const { line, world } = lineTo(provider, url, { credits: 1_000_000 });
      const [, windows] =
        Object.entries(provider.rates).find(([group]) => ['search', 'all'].includes(group)) ?? [];
      const [tightest] = windows ?? [];
      if (tightest === undefined) throw new Error('no window');
      const send = world.send;
      Object.assign(world, {
        send: (request: Parameters<typeof send>[0]) => {
          if (!request.url.includes('/token')) at.push(world.now());
          return send(request);
        },
      });
      for (let wave = 0; wave < (tightest.calls * 2.5) / provider.concurrency; wave += 1)
        await line.wave(
          Array.from({ length: provider.concurrency }, () => ({ credits: 1, converse: page })),
          async () => undefined,
        );
      expect(at.length).toBeGreaterThan(tightest.calls * 2);
      for (const start of at) {
        const inWindow = at.filter((time) => time >= start && time < start + tightest.seconds * 1000);
        // Fixed windows: two of them may meet, never more.
        expect(inWindow.length).toBeLessThanOrEqual(tightest.calls * 2);
      }
      expect(at.at(-1)! - at[0]!).toBeGreaterThanOrEqual(tightest.seconds * 1000 * 2);
    });
  },
);

describe('the registry', () => {
  it('has every provider that settings may name, and each in a file that imports neither clock nor network', () => {
    expect(Object.keys(providers)).toEqual([...providerIds]);
    for (const name of ['apollo', 'dnb', 'people-data-labs']) {
      const text = readFileSync(`functions/enrich/providers/${name}.ts`, 'utf8');
      expect(text).not.toMatch(/\bfetch\(|Date\.now|new Date\(\)|Math\.random|node:|process\./);
    }
  });
});
