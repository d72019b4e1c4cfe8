import * as z from 'zod';
import { apolloSearch } from '../../../core/provider/apollo-search.ts';
import { narrows } from '../../../core/provider/company-query.ts';
import type { ProviderCompany } from '../../../core/provider/provider-company.ts';
import { answerOf, looseList, looseObject, loosePositive, looseText } from './answer-parts.ts';
import { failure, windows } from './apollo-failure.ts';
import { company, organization } from './apollo-organization.ts';
import { emails, people } from './apollo-people.ts';
import { jobPostings, news } from './apollo-signals.ts';
import type { CompanyKey, Conversation, Provider } from './provider.ts';

const pagination = looseObject({
  page: loosePositive,
  total_entries: loosePositive,
  total_pages: loosePositive,
});

const searchAnswer = z.object({
  organizations: looseList(organization, 1000),
  accounts: looseList(organization, 1000),
  model_ids: looseList(looseText, 2000),
  pagination,
});
const searchShape = z.union([
  z.looseObject({ organizations: z.array(z.unknown()) }),
  z.looseObject({ accounts: z.array(z.unknown()) }),
]);

const pageSize = 100;
/** 50,000 records a query. */
const mostPages = 500;

function* searchPage(
  body: object,
  cursor: string | null,
  today: string,
): Conversation<{
  readonly companies: readonly ProviderCompany[];
  readonly total: number | null;
  readonly next: string | null;
}> {
  const page = cursor === null ? 1 : Number(cursor);
  const reply = yield {
    group: 'search',
    method: 'POST',
    path: '/mixed_companies/search',
    body: { json: { ...body, page, per_page: pageSize } },
  };
  if (reply === null) return { credits: 0, value: { companies: [], total: 0, next: null } };
  answerOf(searchShape, reply, 'organizations or accounts');
  const answer = answerOf(searchAnswer, reply, 'a page of organizations');
  const byKey = new Map<string, ProviderCompany>();
  for (const each of [...answer.organizations, ...answer.accounts]) {
    const found = company(each, today, true);
    if (found !== null && !byKey.has(found.record_id)) byKey.set(found.record_id, found);
  }
  const order = new Map(answer.model_ids.map((id, at) => [id, at]));
  const accountOf = new Map(answer.accounts.map((each) => [each.organization_id ?? each.id, each.id]));
  const place = (id: string): number =>
    order.get(id) ?? order.get(accountOf.get(id) ?? '') ?? Number.MAX_SAFE_INTEGER;
  const companies = [...byKey.values()].sort(
    (a, b) => place(a.record_id) - place(b.record_id) || (a.record_id < b.record_id ? -1 : 1),
  );
  const pages = Math.min(answer.pagination?.total_pages ?? 1, mostPages);
  const last = companies.length === 0 || page >= pages;
  return {
    credits: companies.length === 0 ? 0 : 1,
    value: {
      companies,
      total: answer.pagination?.total_entries ?? null,
      next: last ? null : String(page + 1),
    },
  };
}

function* enrichOne(
  [key]: readonly CompanyKey[],
  today: string,
): Conversation<readonly (ProviderCompany | null)[]> {
  const reply = yield {
    group: 'enrich',
    method: 'GET',
    path: '/organizations/enrich',
    query: key?.domain == null ? { name: key?.name ?? '' } : { domain: key.domain },
  };
  if (reply === null) return { credits: 0, value: [null] };
  const answer = answerOf(z.object({ organization: z.unknown() }), reply, 'organization');
  const parsed = organization.safeParse(answer.organization);
  const found = parsed.success ? company(parsed.data, today, false) : null;
  return { credits: found === null ? 0 : 1, value: [found] };
}

function* enrichTen(
  keys: readonly CompanyKey[],
  today: string,
): Conversation<readonly (ProviderCompany | null)[]> {
  const reply = yield {
    group: 'enrich-bulk',
    method: 'POST',
    path: '/organizations/bulk_enrich',
    body: { json: { details: keys.map(({ domain }) => ({ domain })) } },
  };
  if (reply === null) return { credits: 0, value: keys.map(() => null) };
  const answer = answerOf(
    z.object({ organizations: z.array(z.unknown()), unique_enriched_records: loosePositive }),
    reply,
    'organizations',
  );
  // By domain, never by position: the list may be shorter than what was asked for, or have holes.
  const byDomain = new Map<string, ProviderCompany>();
  for (const each of answer.organizations.slice(0, 100)) {
    const parsed = organization.safeParse(each);
    const found = parsed.success ? company(parsed.data, today, false) : null;
    const domain = found?.fields.domain;
    if (found !== null && typeof domain === 'string' && !byDomain.has(domain)) byDomain.set(domain, found);
  }
  const value = keys.map(({ domain }) => byDomain.get(domain ?? '') ?? null);
  const charged = Math.max(byDomain.size, answer.unique_enriched_records ?? 0);
  return { credits: Math.min(keys.length, charged), value };
}

/** Apollo.io, REST API v1. */
export const apollo: Provider = {
  id: 'apollo',
  title: 'Apollo.io',
  documentation: 'https://docs.apollo.io/',
  licence: 'Apollo.io terms of service: use within the subscription, delete at its end',
  sends: 'filters (sizes, places, industry words), company domains or names, Apollo’s own ids',
  base_url: 'https://api.apollo.io/api/v1',
  key: 'an API key, made for organization search, enrichment, job postings and news (Settings, Integrations, API)',
  keep_days: { answer: 90, not_known: 30, search: 30 },
  concurrency: 4,
  rates: {
    search: [
      { seconds: 60, calls: 50 },
      { seconds: 3600, calls: 200 },
      { seconds: 86_400, calls: 600 },
    ],
    enrich: [
      { seconds: 60, calls: 50 },
      { seconds: 3600, calls: 200 },
      { seconds: 86_400, calls: 600 },
    ],
    'enrich-bulk': [
      { seconds: 60, calls: 20 },
      { seconds: 3600, calls: 100 },
      { seconds: 86_400, calls: 600 },
    ],
    people: [
      { seconds: 60, calls: 50 },
      { seconds: 3600, calls: 200 },
      { seconds: 86_400, calls: 600 },
    ],
  },
  sign_in: null,
  signed: (key) => ({ 'x-api-key': key, 'cache-control': 'no-cache' }),
  not_found: ({ status }) => status === 404,
  failure,
  windows,
  search: {
    page_size: pageSize,
    credits_per_page: 1,
    most_results: pageSize * mostPages,
    bodies: (query) =>
      narrows(query) && Object.keys(apolloSearch(query)).length > 0 ? [{ ...apolloSearch(query) }] : [],
    page: (body, cursor, today) => searchPage(z.record(z.string(), z.json()).parse(body), cursor, today),
  },
  enrichment: [
    {
      most: 1,
      credits_each: 1,
      calls: 1,
      gives: [
        'name',
        'domain',
        'description',
        'industry',
        'naics',
        'sic',
        'employees',
        'annual_revenue',
        'founded_year',
        'city',
        'region',
        'country',
        'postal_code',
        'parent_company',
      ],
      usable: ({ domain }) => domain !== null,
      converse: enrichOne,
    },
    {
      most: 10,
      credits_each: 1,
      calls: 1,
      gives: [
        'name',
        'domain',
        'description',
        'industry',
        'employees',
        'founded_year',
        'city',
        'region',
        'country',
        'postal_code',
        'parent_company',
      ],
      usable: ({ domain }) => domain !== null,
      converse: enrichTen,
    },
  ],
  signals: [
    { name: 'job-postings', kind: 'open_roles', most: 1, credits: 1, converse: jobPostings },
    { name: 'news', kind: 'news', most: 5, credits: 1, converse: news },
  ],
  people: {
    most_companies: 1,
    credits: 0,
    converse: people,
    emails: { most: 10, credits_each: 1, converse: emails },
  },
};
