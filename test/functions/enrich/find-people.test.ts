import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPeople, peopleCsv } from '../../../functions/enrich/find-people.ts';
import { openPurchases } from '../../../functions/enrich/provider-session.ts';
import { providers } from '../../../functions/enrich/providers/registry.ts';
import { type AuthoredSettings, settingsSchema } from '../../../functions/shared/settings.ts';
import { fakeApollo } from '../../contracts/providers/fake-apollo.ts';
import { type FakeServer, fakeServer } from '../../contracts/providers/fake-server.ts';
import { memoryScores, secretKey, virtualWorld } from '../../contracts/providers/line-world.ts';
import { target } from '../../core/report/report-sample.ts';

const sampleTargets = [
  target('T1', { list: 'tier-a', domain: 'one.example' }),
  target('T2', { list: 'tier-a', domain: null }),
  target('T3', { list: 'tier-b', domain: 'three.example' }),
];

let server: FakeServer;
beforeAll(async () => {
  server = await fakeServer(fakeApollo([], secretKey).answer);
});
afterAll(() => server.close());

const find = async (people: NonNullable<AuthoredSettings['providers']>['apollo']) => {
  const settings = settingsSchema.parse({
    providers: { apollo: people },
    budget: { per_run: { credits: 10 }, per_month: { credits: 10 } },
  });
  const ids = { warehouse: 'acme', run: 'run_1' };
  const scores = memoryScores();
  const purchases = await openPurchases(virtualWorld(server.url, providers.apollo), scores, ids, settings);
  const before = server.asked.length;
  const found = await findPeople(purchases, sampleTargets);
  const { items } = await scores.queryPrefix('warehouse#acme#budget', '', { limit: 10 });
  return { found, asked: server.asked.slice(before), kept: JSON.stringify(items) };
};

describe('people at listed companies', () => {
  it('are not looked for unless the settings ask', async () => {
    const { found, asked } = await find({});
    expect([found, asked]).toEqual([[], []]);
  });

  it('are looked for on the chosen lists alone, by the titles named, and kept nowhere', async () => {
    const { found, asked, kept } = await find({
      people: { titles: { default: ['Head of purchasing'] }, lists: ['tier-a'], emails: true },
    });
    const listed = sampleTargets.filter(({ list, domain }) => list === 'tier-a' && domain !== null);
    expect(listed.length).toBeGreaterThan(0);
    expect(asked.filter(({ path }) => path === '/mixed_people/api_search').map(({ json }) => json)).toEqual(
      listed.map(({ domain }) =>
        expect.objectContaining({
          q_organization_domains_list: [domain],
          person_titles: ['Head of purchasing'],
          include_similar_titles: false,
        }),
      ),
    );
    expect(found).toHaveLength(listed.length);
    expect(found[0]?.contact).toMatchObject({ name: 'Robin', email: 'robin@somewhere.example' });
    const matched = asked.find(({ path }) => path === '/people/bulk_match');
    expect(matched?.query.get('reveal_personal_emails')).toBe('false');
    expect(matched?.query.get('reveal_phone_number')).toBe('false');
    expect(kept).not.toMatch(/Robin|robin/);
    expect(peopleCsv(found, '2026-07-01').split('\r\n')[0]).toContain('fetched_on');
  });
});
