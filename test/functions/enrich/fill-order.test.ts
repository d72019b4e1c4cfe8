import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseSimilarity } from '../../../core/model/choose-similarity.ts';
import { scoreSimilarity } from '../../../core/model/score-similarity.ts';
import { worthOfFields } from '../../../core/provider/value-of-information.ts';
import { finalScore } from '../../../core/rank/final-score.ts';
import { tierOf } from '../../../core/rank/tier.ts';
import type { CompanyColumns } from '../../../core/traits/company-columns.ts';
import { companyFeatures } from '../../../core/traits/company-features.ts';
import { planCompanyFeatures } from '../../../core/traits/company-plan.ts';
import { fillCandidates, planFill } from '../../../functions/enrich/fill-candidates.ts';
import { openPurchases } from '../../../functions/enrich/provider-session.ts';
import { providers } from '../../../functions/enrich/providers/registry.ts';
import { settingsSchema } from '../../../functions/shared/settings.ts';
import { fakeApollo } from '../../contracts/providers/fake-apollo.ts';
import { type FakeServer, fakeServer } from '../../contracts/providers/fake-server.ts';
import { memoryScores, secretKey, virtualWorld } from '../../contracts/providers/line-world.ts';

/**
 * Best customers are those with 100 employees or more and of Ohio; in every cell the years founded are the same, so the year
 * says nothing.
 */
const sizes = [8, 15, 25, 40, 60, 85, 110, 150, 220, 300, 420, 600];
const cells = sizes.flatMap((employees) =>
  ['OH', 'TX'].flatMap((region) =>
    [1950, 1962, 1975, 1988, 1999, 2010].map((founded_year) => ({ employees, region, founded_year })),
  ),
);
const columnsOf = (rows: readonly object[]): CompanyColumns['columns'] =>
  Object.fromEntries(
    ['domain', 'employees', 'region', 'founded_year'].map((name) => [
      name,
      rows.map((row) => (Object.entries(row).find(([key]) => key === name)?.[1] as string) ?? null),
    ]),
  );
const customers: CompanyColumns = { ids: cells.map((_, i) => `C${i}`), columns: columnsOf(cells) };
const best = Int8Array.from(cells, ({ employees, region }, i) =>
  (employees >= 100 && region === 'OH') || (i % 12 === 0 && employees >= 100) ? 1 : 0,
);
const plan = planCompanyFeatures(customers, customers, {
  asOfYear: 2026,
  currency: 'USD',
  attributes: {},
  modelFeatures: [],
});
const table = companyFeatures(plan, customers);
const model = chooseSimilarity({ customers: table, best, background: null, texts: null });

/** Sixteen companies of known size, so that all sixteen plausible sizes are tried; then those that lack something. */
const knownSizes = [5, 9, 20, 30, 45, 55, 70, 90, 105, 130, 180, 250, 350, 450, 520, 700];
const known = knownSizes.map((employees, i) => ({
  domain: `known-${i}.example`,
  employees,
  region: i % 2 === 0 ? 'OH' : 'TX',
  founded_year: 1980,
}));
const lacking = [
  { domain: 'texas.example', employees: null, region: 'TX', founded_year: 1975 },
  { domain: 'year-only.example', employees: 110, region: 'OH', founded_year: null },
  { domain: 'ohio.example', employees: null, region: 'OH', founded_year: 1975 },
  { domain: 'year-only-too.example', employees: 40, region: 'TX', founded_year: null },
  { domain: 'keen.example', employees: null, region: 'OH', founded_year: 1975 },
];
const rows = [...known, ...lacking];
const companies: CompanyColumns = { ids: rows.map(({ domain }) => domain), columns: columnsOf(rows) };
const opportunity = rows.map(({ domain }) => (domain === 'keen.example' ? 75 : 50));
const weights = { similarity: 0.7, opportunity: 0.3 };
const tiers = { A: 80, B: 60, C: 40 };
const { similarity } = scoreSimilarity(model, companyFeatures(plan, companies));
const worth = worthOfFields({
  model,
  plan,
  companies,
  known: { ids: [], columns: {} },
  columns: ['employees', 'founded_year'],
  opportunity,
  similarity,
  rows: rows.map((_, row) => row),
  weights,
  tiers,
});
const idOf = (row: number): string => companies.ids[row] ?? '';

/** The chance by hand: every known size put in, scored, and the tiers that differ counted. */
function changeByHand(row: number): number {
  const tierWith = (employees: number | null): string => {
    const filled = columnsOf([{ ...rows[row], employees }]);
    const scored = scoreSimilarity(model, companyFeatures(plan, { ids: ['x'], columns: filled }));
    return tierOf(finalScore(scored.similarity[0]!, opportunity[row]!, weights).score, tiers);
  };
  const now = tierWith(null);
  return knownSizes.filter((size) => tierWith(size) !== now).length / knownSizes.length;
}

describe('what knowing a field is worth', () => {
  it('is nothing for a field that moves no score, and the share of values that change the tier for one that does', () => {
    expect(model.features.map(({ name }) => name)).toContain('company_age_years');
    const of = new Map(worth.map((each) => [idOf(each.row), each]));
    expect([...of.keys()].sort()).toEqual(lacking.map(({ domain }) => domain).sort());
    expect(of.get('year-only.example')).toMatchObject({ missing: ['founded_year'], change: 0 });
    expect(of.get('year-only-too.example')).toMatchObject({ missing: ['founded_year'], change: 0 });
    for (const { row, missing, change } of worth)
      if (missing.includes('employees')) {
        expect(change).toBe(changeByHand(row));
        expect(change).toBeGreaterThan(0);
      }
    const changes = worth.map(({ change }) => change);
    expect(changes).toEqual(changes.toSorted((a, b) => b - a));
    expect(new Set(changes.filter((change) => change > 0)).size).toBeGreaterThan(1);
  });
});

describe('what is paid for', () => {
  let server: FakeServer;
  const apollo = fakeApollo(
    rows.map(({ domain }, i) => ({
      id: `5e66b6381e05b4008c83${String(i).padStart(4, '0')}`,
      name: domain,
      domain,
      employees: 150,
      industry: 'machinery',
      state: 'Ohio',
      revenue: 1_000_000,
      founded: 1980,
      naics: '332710',
      growth: null,
      roles: 0,
    })),
    secretKey,
  );
  beforeAll(async () => {
    server = await fakeServer(apollo.answer);
  });
  afterAll(() => server.close());

  const fill = async (credits: number) => {
    const settings = settingsSchema.parse({
      providers: { apollo: {} },
      budget: { per_run: { credits }, per_month: { credits: 100 } },
    });
    const ids = { warehouse: 'acme', run: 'run_1' };
    const purchases = await openPurchases(
      virtualWorld(server.url, providers.apollo),
      memoryScores(),
      ids,
      settings,
    );
    const session = purchases.sessions[0]!;
    const planned = await planFill(purchases, session, worth, companies, new Map(), new Map());
    const before = { asked: server.asked.length, credits: apollo.credits() };
    const answers = await fillCandidates(purchases, session, planned);
    return {
      planned,
      told: answers.map(({ candidate_id }) => candidate_id),
      paid: apollo.credits() - before.credits,
      asked: server.asked
        .slice(before.asked)
        .flatMap(({ json }) =>
          (json as { details: { domain: string }[] }).details.map(({ domain }) => domain),
        ),
      because: [...session.because],
    };
  };
  const wanted = worth.filter(({ change }) => change > 0).map(({ row }) => idOf(row));

  it('is the field that can move a company across a tier line, most worth first, and nothing else', async () => {
    const { planned, paid, asked, because } = await fill(10);
    expect(wanted).toHaveLength(3);
    expect(asked).toEqual(wanted);
    expect(paid).toBe(3);
    expect(planned).toMatchObject({ credits: 3 });
    expect(because).toEqual([]);
  });

  it.each([1, 2])('stops at a cap of %i, with the most worth asked and the reason said', async (cap) => {
    const { told, paid, asked, because } = await fill(cap);
    expect(asked).toEqual(wanted.slice(0, cap));
    expect(told.toSorted()).toEqual(wanted.slice(0, cap).sort());
    expect(paid).toBe(cap);
    expect(because).toEqual(['the budget is used up']);
  });
});
