import * as z from 'zod';
import { dnbSearches } from '../../../core/provider/dnb-search.ts';
import type { ProviderCompany } from '../../../core/provider/provider-company.ts';
import { retryAfterMs } from '../../../core/provider/retry-delay.ts';
import { answerOf, looseList, looseNumber, loosePositive, looseText } from './answer-parts.ts';
import { company, lowerKeys, nine } from './dnb-organization.ts';
import {
  type ApiReply,
  type CompanyKey,
  type Conversation,
  type Provider,
  type ProviderFailure,
  type SearchPage,
  UnreadableAnswer,
} from './provider.ts';

const pageSize = 20;
const mostResults = 1000;

const lowered = (reply: ApiReply | null): ApiReply | null =>
  reply === null ? null : { ...reply, body: lowerKeys(reply.body) };

function* searchPage(body: object, cursor: string | null): Conversation<SearchPage> {
  const page = cursor === null ? 1 : Number(cursor);
  const reply = yield {
    group: 'all',
    method: 'POST',
    path: '/v1/search/criteria',
    body: { json: { ...body, pageNumber: page, pageSize } },
  };
  // "No such thing" is how the gateway says that nothing matches.
  if (reply === null) return { credits: 0, value: { companies: [], total: 0, next: null } };
  const answer = answerOf(
    z.object({ searchcandidates: z.array(z.unknown()), candidatesmatchedquantity: loosePositive }),
    lowered(reply),
    'searchCandidates',
  );
  const companies = looseList(z.object({ organization: z.unknown() }), 100)
    .parse(answer.searchcandidates)
    .flatMap((candidate) => {
      const found = company(candidate.organization);
      return found === null ? [] : [found];
    });
  const total = answer.candidatesmatchedquantity ?? answer.searchcandidates.length;
  const last = answer.searchcandidates.length === 0 || page * pageSize >= Math.min(total, mostResults);
  return { credits: 1, value: { companies, total, next: last ? null : String(page + 1) } };
}

/** From here on a match is taken; below it is a guess. */
const sureMatch = 8;

function* enrich([key]: readonly CompanyKey[]): Conversation<readonly (ProviderCompany | null)[]> {
  if (key === undefined) return { credits: 0, value: [] };
  let duns = nine(key.record_id);
  let credits = 0;
  if (duns === null) {
    const matched = yield {
      group: 'all',
      method: 'GET',
      path: '/v1/match/cleanseMatch',
      query: matchQuery(key),
    };
    if (matched === null) return { credits: 0, value: [null] };
    credits += 1;
    const answer = answerOf(
      z.object({ matchcandidates: z.array(z.unknown()) }),
      lowered(matched),
      'matchCandidates',
    );
    const best = looseList(
      z.object({
        organization: z.object({ duns: looseText }),
        matchqualityinformation: z.object({ confidencecode: looseNumber }),
      }),
      100,
    )
      .parse(answer.matchcandidates)
      .sort(
        (a, b) =>
          (b.matchqualityinformation.confidencecode ?? 0) - (a.matchqualityinformation.confidencecode ?? 0),
      )[0];
    duns = nine(best?.organization.duns ?? null);
    if (duns === null || (best?.matchqualityinformation.confidencecode ?? 0) < sureMatch)
      return { credits, value: [null] };
  }
  const blocks = yield {
    group: 'all',
    method: 'GET',
    path: `/v1/data/duns/${duns}`,
    query: { blockIDs: 'companyinfo_L2_v1,hierarchyconnections_L1_v1' },
  };
  if (blocks === null) return { credits, value: [null] };
  const answer = answerOf(z.object({ organization: z.unknown() }), lowered(blocks), 'organization');
  return { credits: credits + 1, value: [company(answer.organization)] };
}

function matchQuery({ name, domain, country, region, city, postal_code, phone }: CompanyKey): {
  readonly [name: string]: string;
} {
  const given = (label: string, value: string | null) => (value === null ? {} : { [label]: value });
  return {
    ...given('name', name),
    ...given('url', domain),
    ...given('countryISOAlpha2Code', country),
    ...given('addressRegion', region),
    ...given('addressLocality', city),
    ...given('postalCode', postal_code),
    ...given('telephoneNumber', phone),
    candidateMaximumQuantity: '3',
  };
}

const errorBody = z.object({
  error: z.union([z.object({ errorcode: looseText }), z.string()]).optional(),
  result: z.object({ errorcode: looseText }).optional(),
});

/** What the code of an error means; the HTTP status decides only where there is no code. */
function codeOf(reply: ApiReply): string | null {
  const parsed = errorBody.safeParse(lowerKeys(reply.body));
  if (!parsed.success) return null;
  const { error, result } = parsed.data;
  return typeof error === 'object' ? error.errorcode : (result?.errorcode ?? null);
}

function failure(reply: ApiReply, now: number): ProviderFailure {
  const { status, headers } = reply;
  const code = codeOf(reply);
  const final = (
    kind: Extract<ProviderFailure, { retryable: false }>['kind'],
    because: string,
  ): ProviderFailure => ({ kind, retryable: false, because });
  if (code === '00040') return final('sign-in-expired', 'the D&B token has expired');
  if (code === '00005') return final('plan-refused', 'the D&B contract does not cover today');
  if (['00012', '00014', '00041', '00044'].includes(code ?? '') || status === 401)
    return final('key-refused', 'D&B does not accept this consumer key and secret');
  if (status === 403) return final('plan-refused', 'the D&B contract does not cover this call');
  if (code === '00046') return final('day-limit', 'the D&B contract’s quota is used up');
  if (status === 429 || code === '00045')
    return {
      kind: 'rate-limited',
      retryable: true,
      because: 'D&B’s rate limit is reached',
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  if (status === 408 || status >= 500)
    return {
      kind: 'unavailable',
      retryable: true,
      because: `D&B answered ${status}`,
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  return final('request-refused', `D&B refused the request (${status}${code === null ? '' : `, ${code}`})`);
}

/** D&B Direct+. One credit is one transaction of the contract. */
export const dnb: Provider = {
  id: 'dnb',
  title: 'D&B Direct+',
  documentation: 'https://directplus.documentation.dnb.com/',
  licence: 'D&B contract: use within its term and purpose, delete at its end',
  sends: 'filters (sizes, places, industry codes), company names, domains and addresses, D-U-N-S numbers',
  base_url: 'https://plus.dnb.com',
  key: 'consumer key and consumer secret, joined by a colon (KEY:SECRET)',
  keep_days: { answer: 90, not_known: 30, search: 30 },
  concurrency: 2,
  rates: { all: [{ seconds: 1, calls: 5 }], 'sign-in': [{ seconds: 1, calls: 1 }] },
  sign_in: {
    call: (key) => ({
      group: 'sign-in',
      method: 'POST',
      path: '/v3/token',
      headers: { authorization: `Basic ${Buffer.from(key, 'utf8').toString('base64')}` },
      body: { form: 'grant_type=client_credentials' },
    }),
    token: (reply) => {
      const answer = answerOf(
        z.object({ access_token: looseText, expires_in: loosePositive, expiresin: loosePositive }),
        lowered(reply),
        'access_token',
      );
      if (answer.access_token === null) throw new UnreadableAnswer('access_token');
      return { token: answer.access_token, seconds: answer.expires_in ?? answer.expiresin ?? 86_400 };
    },
  },
  signed: (token) => ({ authorization: `Bearer ${token}` }),
  not_found: (reply) => reply.status === 404,
  failure,
  windows: () => [],
  search: {
    page_size: pageSize,
    credits_per_page: 1,
    most_results: mostResults,
    bodies: (query) => dnbSearches(query).map((search) => z.json().parse(search)),
    page: (body, cursor) => searchPage(z.record(z.string(), z.json()).parse(body), cursor),
  },
  enrichment: [
    {
      most: 1,
      credits_each: 2,
      calls: 2,
      gives: [
        'name',
        'domain',
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
      usable: ({ name, domain, country }) => domain !== null || (name !== null && country !== null),
      converse: enrich,
    },
  ],
  signals: [],
  people: null,
};
