import * as z from 'zod';
import { countryName, regionName } from '../../../core/match/place-names.ts';
import type { CompanyQuery } from '../../../core/provider/company-query.ts';
import type { ProviderCompany, ValueRange } from '../../../core/provider/provider-company.ts';
import { retryAfterMs } from '../../../core/provider/retry-delay.ts';
import {
  answerOf,
  looseDomain,
  looseList,
  looseNumber,
  looseObject,
  loosePositive,
  looseText,
  looseYear,
} from './answer-parts.ts';
import type {
  ApiReply,
  CompanyKey,
  Conversation,
  Provider,
  ProviderFailure,
  SearchPage,
} from './provider.ts';

const record = z.object({
  id: looseText,
  name: looseText,
  display_name: looseText,
  website: looseDomain,
  size: looseText,
  employee_count: loosePositive,
  founded: looseYear,
  industry: looseText,
  naics: looseList(looseObject({ naics_code: looseText }), 20),
  sic: looseList(looseObject({ sic_code: looseText }), 20),
  location: looseObject({
    locality: looseText,
    region: looseText,
    country: looseText,
    street_address: looseText,
    postal_code: looseText,
  }),
  summary: looseText,
  inferred_revenue: looseText,
  employee_growth_rate: looseObject({ '12_month': looseNumber }),
});

/** The geometric middle of "201-500" or "$25M-$50M"; the lower end of an open range; null for anything else. */
function middleOf(range: string | null): number | null {
  const ends = [...(range ?? '').matchAll(/([\d.]+)\s*([KMBT]?)/gi)].map(
    ([, digits, unit]) => Number(digits) * 1000 ** ' KMBT'.indexOf((unit ?? '').toUpperCase() || ' '),
  );
  const [low, high] = ends;
  if (low === undefined || !(low > 0)) return null;
  return Math.round(high === undefined ? low : Math.sqrt(low * high));
}

/** Names come in lower case. */
const capitalised = (text: string | null): string | null =>
  text === null ? null : text.replace(/(^|[\s-])\p{Ll}/gu, (start) => start.toUpperCase());

function company(value: unknown, today: string): ProviderCompany | null {
  const parsed = record.safeParse(value);
  if (!parsed.success || parsed.data.id === null) return null;
  const from = parsed.data;
  const revenue = middleOf(from.inferred_revenue);
  const growth = from.employee_growth_rate?.['12_month'] ?? null;
  const guessed = from.employee_count === null ? middleOf(from.size) : null;
  return {
    provider: 'people-data-labs',
    record_id: parsed.data.id ?? '',
    fields: {
      name: from.display_name ?? capitalised(from.name),
      domain: from.website,
      description: from.summary,
      industry: from.industry,
      naics: from.naics.map((each) => each?.naics_code ?? null).find((code) => code !== null) ?? null,
      sic: from.sic.map((each) => each?.sic_code ?? null).find((code) => code !== null) ?? null,
      employees: from.employee_count ?? guessed,
      annual_revenue: revenue,
      founded_year: from.founded,
      city: capitalised(from.location?.locality ?? null),
      region: capitalised(from.location?.region ?? null),
      country: capitalised(from.location?.country ?? null),
      postal_code: from.location?.postal_code ?? null,
      parent_company: null,
    },
    revenue_currency: 'USD',
    phone: null,
    address: from.location?.street_address ?? null,
    signals:
      growth === null
        ? []
        : [{ kind: 'headcount_growth', date: today, value: `${Math.round(growth * 1000) / 10}%` }],
    technologies: null,
    inferred: [
      ...(revenue === null ? [] : [`annual revenue: the middle of ${from.inferred_revenue}`]),
      ...(guessed === null ? [] : [`employees: the middle of ${from.size}`]),
    ],
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\\', '')}'`;
const anyOf = (terms: readonly string[]): string[] => (terms.length === 0 ? [] : [`(${terms.join(' OR ')})`]);
const between =
  (field: string) =>
  ({ from, to }: ValueRange): string =>
    [
      ...(from === null ? [] : [`${field}>=${Math.trunc(from)}`]),
      ...(to === null ? [] : [`${field}<${Math.trunc(to)}`]),
    ].join(' AND ');

/** A query as the SQL this provider takes; null when it would narrow nothing. */
function sql(query: CompanyQuery): string | null {
  const terms = [
    ...anyOf(query.employees.map(between('employee_count')).filter((term) => term !== '')),
    ...anyOf(query.founded.map(between('founded')).filter((term) => term !== '')),
    ...anyOf(query.industries.map((industry) => `industry=${quoted(industry.toLowerCase())}`)),
    ...anyOf(query.regions.map((region) => `location.region=${quoted(regionName(region))}`)),
    ...anyOf(query.countries.map((country) => `location.country=${quoted(countryName(country))}`)),
    ...anyOf(query.cities.map((city) => `location.locality=${quoted(city.toLowerCase())}`)),
  ];
  return terms.length === 0 ? null : `SELECT * FROM company WHERE ${terms.join(' AND ')}`;
}

const pageSize = 100;

function* searchPage(body: object, cursor: string | null, today: string): Conversation<SearchPage> {
  const reply = yield {
    group: 'search',
    method: 'POST',
    path: '/company/search',
    body: { json: { ...body, size: pageSize, ...(cursor === null ? {} : { scroll_token: cursor }) } },
  };
  if (reply === null) return { credits: 0, value: { companies: [], total: 0, next: null } };
  const answer = answerOf(
    z.object({ data: z.array(z.unknown()), total: loosePositive, scroll_token: looseText }),
    reply,
    'data',
  );
  const companies = answer.data.slice(0, pageSize).flatMap((each) => {
    const found = company(each, today);
    return found === null ? [] : [found];
  });
  // Every record that is returned costs a credit, read or not.
  return {
    credits: Math.min(pageSize, answer.data.length),
    value: { companies, total: answer.total, next: answer.data.length === 0 ? null : answer.scroll_token },
  };
}

/** How sure a match has to be, 1–10. */
const sureMatch = 6;

function* enrich(
  [key]: readonly CompanyKey[],
  today: string,
): Conversation<readonly (ProviderCompany | null)[]> {
  const given = (label: string, value: string | null | undefined) =>
    value == null ? {} : { [label]: value };
  const reply = yield {
    group: 'enrich',
    method: 'GET',
    path: '/company/enrich',
    query: {
      ...given('website', key?.domain),
      ...given('name', key?.name),
      ...given('locality', key?.city),
      ...given('region', key?.region),
      ...given('country', key?.country),
    },
  };
  if (reply === null) return { credits: 0, value: [null] };
  const answer = answerOf(z.looseObject({ likelihood: looseNumber }), reply, 'a record');
  return { credits: 1, value: [(answer.likelihood ?? 10) < sureMatch ? null : company(answer, today)] };
}

function failure({ status, headers }: ApiReply, now: number): ProviderFailure {
  const final = (
    kind: Extract<ProviderFailure, { retryable: false }>['kind'],
    because: string,
  ): ProviderFailure => ({ kind, retryable: false, because });
  if (status === 401) return final('key-refused', 'People Data Labs does not know this API key');
  if (status === 402) return final('credits-exhausted', 'the People Data Labs credits are used up');
  if (status === 403) return final('plan-refused', 'this call is not part of the People Data Labs plan');
  if (status === 429)
    return {
      kind: 'rate-limited',
      retryable: true,
      because: 'People Data Labs’ rate limit is reached',
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  if (status === 408 || status >= 500)
    return {
      kind: 'unavailable',
      retryable: true,
      because: `People Data Labs answered ${status}`,
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  return final('request-refused', `People Data Labs refused the request (${status})`);
}

/** People Data Labs, company data v5: the whole plugin is this file. */
export const peopleDataLabs: Provider = {
  id: 'people-data-labs',
  title: 'People Data Labs',
  documentation: 'https://docs.peopledatalabs.com/',
  licence: 'People Data Labs terms: use within the subscription',
  sends: 'filters (sizes, places, industries), company domains, names and places',
  base_url: 'https://api.peopledatalabs.com/v5',
  key: 'an API key (dashboard, API keys)',
  keep_days: { answer: 90, not_known: 30, search: 30 },
  concurrency: 2,
  rates: { search: [{ seconds: 60, calls: 10 }], enrich: [{ seconds: 60, calls: 10 }] },
  sign_in: null,
  signed: (key) => ({ 'x-api-key': key }),
  not_found: ({ status }) => status === 404,
  failure,
  windows: () => [],
  search: {
    page_size: pageSize,
    credits_per_page: pageSize,
    most_results: 10_000,
    bodies: (query) => {
      const text = sql(query);
      return text === null ? [] : [{ sql: text }];
    },
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
      ],
      usable: ({ name, domain, country }) => domain !== null || (name !== null && country !== null),
      converse: enrich,
    },
  ],
  signals: [],
  people: null,
};
