import * as z from 'zod';
import { apolloSearch } from '../../../core/provider/apollo-search.ts';
import { narrows } from '../../../core/provider/company-query.ts';
import type { ObservedSignal, ProviderCompany } from '../../../core/provider/provider-company.ts';
import { retryAfterMs } from '../../../core/provider/retry-delay.ts';
import {
  answerOf,
  looseDay,
  looseDomain,
  looseList,
  looseNumber,
  looseObject,
  loosePositive,
  looseText,
  looseYear,
} from './answer-parts.ts';
import type { ApiReply, CompanyKey, Contact, Conversation, Provider, ProviderFailure } from './provider.ts';

const growthFields = {
  organization_headcount_six_month_growth: looseNumber,
  organization_headcount_twelve_month_growth: looseNumber,
  organization_headcount_twenty_four_month_growth: looseNumber,
};

/** An organization of a search, an enrichment or a bulk enrichment: the same names wherever they occur. */
const organization = z.object({
  id: looseText,
  /** Of a saved account: `id` is the account's then, and this the organization's. */
  organization_id: looseText,
  name: looseText,
  primary_domain: looseDomain,
  website_url: looseDomain,
  industry: looseText,
  industries: looseList(looseText, 20),
  estimated_num_employees: loosePositive,
  annual_revenue: loosePositive,
  organization_revenue: loosePositive,
  founded_year: looseYear,
  city: looseText,
  state: looseText,
  country: looseText,
  postal_code: looseText,
  street_address: looseText,
  short_description: looseText,
  sanitized_phone: looseText,
  phone: looseText,
  naics_codes: looseList(looseText, 20),
  sic_codes: looseList(looseText, 20),
  owned_by_organization: looseObject({ name: looseText }),
  ...growthFields,
});

type Organization = z.output<typeof organization>;

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

/** The most a growth can be and still be meant as a ratio, where the unit is not confirmed. */
const mostRatio = 10;

/** A company of an organization; null when it has no key. `ratio` says that growth is known to be a ratio. */
function company(from: Organization, today: string, ratio: boolean): ProviderCompany | null {
  const record_id = from.organization_id ?? from.id;
  if (record_id === null) return null;
  const growth =
    from.organization_headcount_twelve_month_growth ?? from.organization_headcount_six_month_growth;
  const asRatio = growth === null ? null : ratio || Math.abs(growth) <= mostRatio ? growth : growth / 100;
  return {
    provider: 'apollo',
    record_id,
    fields: {
      name: from.name,
      domain: from.primary_domain ?? from.website_url,
      description: from.short_description,
      industry: from.industry ?? from.industries.find((each) => each !== null) ?? null,
      naics: from.naics_codes.find((code) => code !== null && /^\d{2,6}$/.test(code)) ?? null,
      sic: from.sic_codes.find((code) => code !== null && /^\d{2,8}$/.test(code)) ?? null,
      employees: from.estimated_num_employees,
      annual_revenue: from.annual_revenue ?? from.organization_revenue,
      founded_year: from.founded_year,
      city: from.city,
      region: from.state,
      country: from.country,
      postal_code: from.postal_code,
      parent_company: from.owned_by_organization?.name ?? null,
    },
    revenue_currency: 'USD',
    phone: from.sanitized_phone ?? from.phone,
    address: from.street_address,
    signals:
      asRatio === null
        ? []
        : [{ kind: 'headcount_growth', date: today, value: `${Math.round(asRatio * 1000) / 10}%` }],
    inferred: asRatio === null || ratio ? [] : ['unit of headcount growth'],
  };
}

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

function* jobPostings(
  [id = '']: readonly string[],
  today: string,
): Conversation<{
  readonly [record_id: string]: readonly ObservedSignal[];
}> {
  const reply = yield {
    group: 'enrich',
    method: 'GET',
    path: `/organizations/${encodeURIComponent(id)}/job_postings`,
    query: { page: '1', per_page: '100' },
  };
  if (reply === null) return { credits: 0, value: {} };
  const answer = answerOf(z.object({ organization_job_postings: z.array(z.unknown()) }), reply, 'postings');
  const posting = looseObject({ posted_at: looseDay, last_seen_at: looseDay });
  const days = looseList(posting)
    .parse(answer.organization_job_postings)
    .flatMap((each) => {
      const day = each?.posted_at ?? each?.last_seen_at ?? null;
      return day === null || day > today ? [] : [day];
    })
    .sort();
  const newest = days.at(-1);
  return {
    credits: answer.organization_job_postings.length === 0 ? 0 : 1,
    value:
      newest === undefined
        ? {}
        : { [id]: [{ kind: 'open_roles', date: newest, value: String(days.length) }] },
  };
}

const newsPage = 25;

function* news(
  ids: readonly string[],
  today: string,
): Conversation<{
  readonly [record_id: string]: readonly ObservedSignal[];
}> {
  const since = `${Number(today.slice(0, 4)) - 1}${today.slice(4).replace('-02-29', '-02-28')}`;
  const reply = yield {
    group: 'search',
    method: 'POST',
    path: '/news_articles/search',
    body: {
      json: { organization_ids: ids, published_at: { min: since, max: today }, page: 1, per_page: newsPage },
    },
  };
  if (reply === null) return { credits: 0, value: {} };
  const answer = answerOf(z.object({ news_articles: z.array(z.unknown()) }), reply, 'news_articles');
  const article = z.object({
    url: looseText,
    title: looseText,
    published_at: looseDay,
    organization_ids: looseList(looseText, 100),
    event_categories: looseList(looseText, 20),
  });
  const seen = new Set<string>();
  const found = new Map<string, ObservedSignal[]>();
  for (const each of looseList(article, newsPage).parse(answer.news_articles)) {
    const { title, published_at, url } = each;
    // The same story comes more than once, with different ids.
    if (title === null || published_at === null || published_at > today || seen.has(url ?? title)) continue;
    seen.add(url ?? title);
    const category = each.event_categories.find((word) => word !== null)?.replaceAll('_', ' ');
    for (const id of each.organization_ids) {
      if (id === null || !ids.includes(id)) continue;
      const value = category === undefined ? title : `${title} (${category})`;
      found.set(id, [...(found.get(id) ?? []), { kind: 'news', date: published_at, value }]);
    }
  }
  return { credits: answer.news_articles.length === 0 ? 0 : 1, value: Object.fromEntries(found) };
}

const person = z.object({
  id: looseText,
  first_name: looseText,
  last_name: looseText,
  name: looseText,
  title: looseText,
  email: looseText,
  organization_id: looseText,
  organization: looseObject({ id: looseText, name: looseText, primary_domain: looseDomain }),
});

function* people(ask: {
  readonly domains: readonly string[];
  readonly titles: readonly string[];
  readonly most: number;
}): Conversation<readonly Contact[]> {
  const reply = yield {
    group: 'people',
    method: 'POST',
    path: '/mixed_people/api_search',
    body: {
      json: {
        q_organization_domains_list: ask.domains,
        person_titles: ask.titles,
        include_similar_titles: false,
        page: 1,
        per_page: Math.min(pageSize, ask.most),
      },
    },
  };
  if (reply === null) return { credits: 0, value: [] };
  const answer = answerOf(z.object({ people: z.array(z.unknown()) }), reply, 'people');
  return {
    credits: 0,
    value: looseList(person, ask.most)
      .parse(answer.people)
      .flatMap((each): Contact[] => {
        const name = each.name ?? [each.first_name, each.last_name].filter((part) => part !== null).join(' ');
        if (each.id === null || name === '') return [];
        return [
          {
            record_id: each.id,
            company_record_id: each.organization_id ?? each.organization?.id ?? null,
            company_domain:
              each.organization?.primary_domain ??
              (ask.domains.length === 1 ? (ask.domains[0] ?? null) : null),
            name,
            title: each.title,
            email: null,
          },
        ];
      }),
  };
}

function* emails(asked: readonly Contact[]): Conversation<readonly (string | null)[]> {
  const reply = yield {
    group: 'people',
    method: 'POST',
    path: '/people/bulk_match',
    // No personal address and no telephone number is ever asked for.
    query: { reveal_personal_emails: 'false', reveal_phone_number: 'false' },
    body: { json: { details: asked.map(({ record_id }) => ({ id: record_id })) } },
  };
  if (reply === null) return { credits: 0, value: asked.map(() => null) };
  const answer = answerOf(z.object({ matches: z.array(z.unknown()) }), reply, 'matches');
  const byId = new Map(
    looseList(person, 10)
      .parse(answer.matches)
      .map((each) => [each.id, each.email]),
  );
  const value = asked.map(({ record_id }) => {
    const email = byId.get(record_id) ?? null;
    return email !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : null;
  });
  return { credits: Math.min(asked.length, byId.size), value };
}

const errorBody = z.object({
  error: looseText,
  message: looseText,
  error_message: looseText,
  error_code: looseText,
});

/** The message of an error: in `error`, `message` or `error_message`, or the whole text. */
function messageOf({ body }: ApiReply): { readonly message: string; readonly code: string | null } {
  if (typeof body === 'string') return { message: body.slice(0, 200), code: null };
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return { message: '', code: null };
  const { error, message, error_message, error_code } = parsed.data;
  return { message: (error ?? message ?? error_message ?? '').slice(0, 200), code: error_code };
}

function failure(reply: ApiReply, now: number): ProviderFailure {
  const { status, headers } = reply;
  const { message, code } = messageOf(reply);
  const final = (
    kind: Extract<ProviderFailure, { retryable: false }>['kind'],
    because: string,
  ): ProviderFailure => ({
    kind,
    retryable: false,
    because,
  });
  if ([402, 403, 422].includes(status) && /credit/i.test(message))
    return final('credits-exhausted', 'Apollo says that the account is out of credits');
  if (status === 401) return final('key-refused', 'Apollo does not know this API key');
  if (status === 403)
    return code === 'API_INACCESSIBLE'
      ? final('plan-refused', 'this API key is not made for this endpoint: add it to the key in Apollo')
      : final('plan-refused', 'this endpoint is not part of the Apollo plan');
  if (status === 429) {
    if (/per day/i.test(message)) return final('day-limit', 'Apollo’s calls for today are used up');
    return {
      kind: 'rate-limited',
      retryable: true,
      because: 'Apollo’s rate limit is reached',
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  }
  if (status === 408 || status >= 500)
    return {
      kind: 'unavailable',
      retryable: true,
      because: `Apollo answered ${status}`,
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  return final('request-refused', `Apollo refused the request (${status})`);
}

const windowNames = [
  [60, ['x-rate-limit-minute'], ['x-minute-requests-left'], ['x-minute-usage']],
  [3600, ['x-rate-limit-hourly'], ['x-hourly-requests-left'], ['x-hourly-usage']],
  [
    86_400,
    ['x-rate-limit-24-hour', 'x-rate-limit-daily'],
    ['x-24-hour-requests-left', 'x-daily-requests-left'],
    ['x-24-hour-usage', 'x-daily-usage'],
  ],
] as const;

const readOne = (headers: ApiReply['headers'], names: readonly string[]): number | null => {
  const text = names.map((name) => headers[name]).find((value) => value !== undefined && value !== '');
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
};

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
  windows: (headers) =>
    windowNames.flatMap(([seconds, limits, lefts, usages]) => {
      const calls = readOne(headers, limits);
      const used = readOne(headers, usages);
      const left = readOne(headers, lefts) ?? (calls === null || used === null ? null : calls - used);
      return calls === null || left === null
        ? []
        : [{ seconds, calls, left: Math.min(calls, Math.max(0, left)) }];
    }),
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
