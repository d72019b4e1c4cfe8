import type { ProviderId } from '../../../core/provider/provider-ids.ts';
import type { ProviderFailure } from '../../../functions/enrich/providers/provider.ts';
import type { Answered, Asked } from './fake-server.ts';

type Failure = {
  readonly name: string;
  readonly answer: Answered;
  readonly kind: ProviderFailure['kind'];
  readonly retryable: boolean;
};

/** What a provider says, in the shapes of its documentation. */
type Samples = {
  readonly search: unknown;
  /** What `search` says when many more pages seem to come after it. */
  readonly manyMore: object;
  readonly found: readonly string[];
  readonly first: object;
  readonly searchCredits: number;
  /** What a search must ask, in part. */
  readonly asked: object;
  readonly enrich: (asked: Asked) => unknown;
  readonly notFound: Answered;
  readonly rateLimitBody: unknown;
  readonly wrongTypes: unknown;
  readonly errors: readonly Failure[];
};

const acme = {
  id: '5e66b6381e05b4008c833101',
  name: 'Acme Machining',
  website_url: 'http://www.acme-machining.example',
  primary_phone: { number: '+1 555-010-0101', source: 'Owler', sanitized_number: '+15550100101' },
  languages: ['English'],
  alexa_ranking: null,
  phone: '+1 555-010-0101',
  linkedin_uid: '1000001',
  founded_year: 1987,
  primary_domain: 'acme-machining.example',
  sanitized_phone: '+15550100101',
  owned_by_organization_id: null,
  organization_revenue_printed: '48M',
  organization_revenue: 48000000.0,
  organization_headcount_six_month_growth: 0.0504,
  organization_headcount_twelve_month_growth: 0.1127,
  organization_headcount_twenty_four_month_growth: -0.0213,
};

const hourly = {
  'retry-after': '60',
  'x-rate-limit-hourly': '600',
  'x-hourly-usage': '600',
  'x-hourly-requests-left': '0',
  'x-rate-limit-minute': '200',
  'x-minute-usage': '14',
  'x-minute-requests-left': '186',
  'x-rate-limit-24-hour': '',
  'x-24-hour-requests-left': '',
};

const apollo: Samples = {
  manyMore: { pagination: { page: 1, per_page: 100, total_entries: 49_003, total_pages: 491 } },
  search: {
    breadcrumbs: [],
    partial_results_only: false,
    partial_results_limit: 10000,
    pagination: { page: 1, per_page: 100, total_entries: 3, total_pages: 1 },
    accounts: [
      {
        ...acme,
        id: '6e66b6381e05b4008c833103',
        organization_id: '5e66b6381e05b4008c833103',
        name: 'Cobalt Pumps',
        primary_domain: 'cobalt-pumps.example',
      },
    ],
    organizations: [
      acme,
      {
        ...acme,
        id: '5e66b6381e05b4008c833102',
        name: 'Borealis Valves',
        primary_domain: 'borealis-valves.example',
        primary_phone: {},
        organization_revenue: 0.0,
        organization_headcount_six_month_growth: null,
        organization_headcount_twelve_month_growth: null,
      },
      acme,
    ],
    model_ids: ['5e66b6381e05b4008c833101', '6e66b6381e05b4008c833103', '5e66b6381e05b4008c833102'],
    num_fetch_result: null,
    derived_params: null,
  },
  found: ['Acme Machining', 'Cobalt Pumps', 'Borealis Valves'],
  first: {
    record_id: '5e66b6381e05b4008c833101',
    fields: { domain: 'acme-machining.example', annual_revenue: 48_000_000, employees: null },
    signals: [{ kind: 'headcount_growth', value: '11.3%' }],
  },
  searchCredits: 1,
  asked: {
    organization_num_employees_ranges: ['200,499'],
    organization_locations: ['ohio'],
    q_organization_keyword_tags: ['metal fabrication'],
    page: 1,
    per_page: 100,
  },
  enrich: () => ({
    organization: {
      ...acme,
      industry: 'machinery',
      estimated_num_employees: 320,
      city: 'Toledo',
      state: 'Ohio',
      country: 'United States',
      annual_revenue: 48000000.0,
      naics_codes: ['332710'],
      sic_codes: ['3599'],
    },
  }),
  notFound: { body: { organization: null } },
  rateLimitBody: {
    message:
      'The maximum number of api calls allowed for api/v1/mixed_companies/search is 600 times per hour.',
  },
  wrongTypes: {
    organizations: [
      { ...acme, name: 12, founded_year: 'long ago', organization_revenue: '4e7', primary_domain: ['x'] },
      { ...acme, id: 'b', estimated_num_employees: Number.MAX_VALUE, state: {}, industries: 'x' },
      null,
      7,
      { id: { a: 1 }, name: 'no key' },
    ],
    accounts: 'none',
    pagination: [],
  },
  errors: [
    {
      name: 'key unknown, as plain text',
      answer: {
        status: 401,
        body: 'Invalid API key. See https://docs.apollo.io/reference/authentication for how to authenticate.',
      },
      kind: 'key-refused',
      retryable: false,
    },
    {
      name: 'key not made for the endpoint',
      answer: {
        status: 403,
        body: {
          error: 'This API key is not authorized to access api/v1/mixed_companies/search',
          error_code: 'API_INACCESSIBLE',
        },
      },
      kind: 'plan-refused',
      retryable: false,
    },
    {
      name: 'not in the plan',
      answer: {
        status: 403,
        body: { message: 'This endpoint is only available to Apollo users on paid plans.' },
      },
      kind: 'plan-refused',
      retryable: false,
    },
    {
      name: 'bulk without domains',
      answer: {
        status: 400,
        body: {
          status: 'failed',
          error_code: 'INVALID_REQUEST',
          error_message: 'invalid request, missing domains',
        },
      },
      kind: 'request-refused',
      retryable: false,
    },
    {
      name: 'parameter missing',
      answer: { status: 422, body: { error: "Required parameter 'domain' missing" } },
      kind: 'request-refused',
      retryable: false,
    },
    {
      name: 'out of credits',
      answer: { status: 422, body: { error: 'You have run out of credits' } },
      kind: 'credits-exhausted',
      retryable: false,
    },
    {
      name: 'hourly limit, with the three windows',
      answer: {
        status: 429,
        headers: hourly,
        body: {
          message:
            'The maximum number of api calls allowed for api/v1/mixed_companies/search is 600 times per hour. Please upgrade your plan.',
        },
      },
      kind: 'out-of-time',
      retryable: false,
    },
    {
      name: 'daily limit',
      answer: {
        status: 429,
        headers: { 'retry-after': '60' },
        body: { message: 'The maximum number of api calls allowed is 6000 times per day.' },
      },
      kind: 'day-limit',
      retryable: false,
    },
    {
      name: 'fault',
      answer: { status: 500, body: { error: 'An error occurred ... Please try again.' } },
      kind: 'unavailable',
      retryable: true,
    },
  ],
};

const dnbOrganization = {
  duns: '001234567',
  primaryName: 'Acme Machining, Inc.',
  dunsControlStatus: { isOutOfBusiness: false, operatingStatus: { description: 'Active', dnbCode: 9074 } },
  primaryAddress: {
    addressCountry: { isoAlpha2Code: 'US', name: 'United States' },
    addressRegion: { name: 'Ohio', abbreviatedName: 'OH' },
    addressLocality: { name: 'TOLEDO' },
    postalCode: '43604',
    streetAddress: { line1: '100 EXAMPLE RD', line2: null },
    latitude: '41.652',
    longitude: -83.537,
  },
  primaryIndustryCodes: [{ usSicV4: '3599', usSicV4Description: 'Industrial machinery' }],
  industryCodes: [
    { code: '332700', description: 'Older', typeDnbCode: 24664, priority: 1 },
    { code: '332710', description: 'Machine Shops', typeDnbCode: 37788, priority: 1 },
    { code: '35990000', description: 'Industrial machinery, nec', typeDnbCode: 3599, priority: 1 },
  ],
  numberOfEmployees: [
    { value: 210, informationScopeDnBCode: 9066 },
    { value: 320, informationScopeDnBCode: 9067 },
  ],
  financials: [{ yearlyRevenue: [{ value: 48000000.0, currency: 'USD' }] }],
  corporateLinkage: { isBranch: false, parent: {}, globalUltimate: { duns: '001234567' } },
  telephone: [{ telephoneNumber: '5550100101' }],
  domain: 'acme-machining.example',
};

const dnbError = (errorCode: string, errorMessage = 'No.'): object => ({
  transactionDetail: { transactionID: 'rrt-1' },
  error: { errorCode, errorMessage },
});

const dnb: Samples = {
  manyMore: { candidatesMatchedQuantity: 940 },
  search: {
    transactionDetail: { transactionID: 'rrt-1' },
    inquiryDetail: { pageNumber: 1, pageSize: 20 },
    candidatesReturnedQuantity: 2,
    candidatesMatchedQuantity: 2,
    searchCandidates: [
      { displaySequence: 1, organization: dnbOrganization },
      {
        displaySequence: 2,
        organization: { ...dnbOrganization, duns: '2', dunsControlStatus: { isOutOfBusiness: true } },
      },
    ],
  },
  found: ['Acme Machining, Inc.'],
  first: {
    record_id: '001234567',
    fields: {
      naics: '332710',
      employees: 320,
      annual_revenue: 48_000_000,
      region: 'Ohio',
      parent_company: null,
    },
    revenue_currency: 'USD',
  },
  searchCredits: 1,
  asked: {
    countryISOAlpha2Code: 'US',
    addressRegion: 'OH',
    industryCodes: [{ typeDnbCode: 30832, code: ['332710'] }],
    numberOfEmployees: { informationScope: 9067, minimumValue: 200, maximumValue: 499 },
    isOutOfBusiness: false,
    pageNumber: 1,
    pageSize: 20,
  },
  enrich: (asked) =>
    asked.path === '/v1/match/cleanseMatch'
      ? {
          candidatesMatchedQuantity: 1,
          matchCandidates: [
            {
              displaySequence: 1,
              organization: { duns: '001234567', primaryName: 'Acme Machining, Inc.' },
              matchQualityInformation: {
                confidenceCode: 9,
                matchGrade: 'AAAAAAAAFFF',
                nameMatchScore: 100.0,
              },
            },
          ],
        }
      : {
          organization: {
            ...dnbOrganization,
            domain: undefined,
            startDate: '1987',
            websiteAddress: [{ url: 'www.acme-machining.example', domainName: 'acme-machining.example' }],
            industryCodes: [
              { code: '332710', description: 'Machine Shops', typeDnBCode: 37788, priority: 1 },
            ],
            financials: [
              { financialStatementToDate: '2024-12-31', yearlyRevenue: [{ value: 1, currency: 'USD' }] },
              {
                financialStatementToDate: '2025-12-31',
                yearlyRevenue: [{ value: 48000000.0, currency: 'USD' }],
              },
            ],
          },
          blockStatus: [{ blockID: 'companyinfo_L2_v1', status: 'ok' }],
        },
  notFound: { status: 404, body: dnbError('10001', 'Requested DUNS not found.') },
  rateLimitBody: { error: { errorCode: '00045', errorMessage: 'Too many requests.' } },
  wrongTypes: {
    candidatesMatchedQuantity: 'many',
    searchCandidates: [
      { organization: { ...dnbOrganization, primaryName: 7, numberOfEmployees: 'some', financials: {} } },
      { organization: { ...dnbOrganization, duns: '3', primaryAddress: [], industryCodes: [null, 4] } },
      { organization: null },
      'x',
    ],
  },
  errors: [
    {
      name: 'token expired',
      answer: { status: 401, body: dnbError('00040') },
      kind: 'sign-in-expired',
      retryable: false,
    },
    {
      name: 'no contract',
      answer: { status: 401, body: dnbError('00012') },
      kind: 'key-refused',
      retryable: false,
    },
    {
      name: 'unauthorized',
      answer: { status: 401, body: dnbError('00041') },
      kind: 'key-refused',
      retryable: false,
    },
    {
      name: 'outside contract dates',
      answer: { status: 400, body: dnbError('00005') },
      kind: 'plan-refused',
      retryable: false,
    },
    {
      name: 'bad parameters',
      answer: { status: 400, body: dnbError('10002') },
      kind: 'request-refused',
      retryable: false,
    },
    {
      name: 'the other shape of errors',
      answer: { status: 400, body: { error: 'invalid_request', error_description: 'ErrorCode: 05007.' } },
      kind: 'request-refused',
      retryable: false,
    },
    {
      name: 'too many requests',
      answer: { status: 429, headers: { 'Retry-After': '1' }, body: dnbError('00045') },
      kind: 'rate-limited',
      retryable: true,
    },
    {
      name: 'quota used up',
      answer: { status: 429, body: dnbError('00046') },
      kind: 'day-limit',
      retryable: false,
    },
    {
      name: 'timeout',
      answer: { status: 503, body: dnbError('00002') },
      kind: 'unavailable',
      retryable: true,
    },
    {
      name: 'server error',
      answer: { status: 500, body: dnbError('00034') },
      kind: 'unavailable',
      retryable: true,
    },
  ],
};

const pdlRecord = {
  id: 'acmepdlid0000000000000000001',
  name: 'acme machining',
  display_name: 'Acme Machining',
  size: '201-500',
  employee_count: 320,
  founded: 1987,
  industry: 'machinery',
  naics: [{ naics_code: '332710', sector: 'manufacturing' }],
  sic: [{ sic_code: '3599' }],
  location: { locality: 'toledo', region: 'ohio', country: 'united states', postal_code: '43604' },
  website: 'acme-machining.example',
  summary: 'contract machining for pump and valve makers.',
  inferred_revenue: '$25M-$50M',
  employee_growth_rate: { '12_month': 0.1127 },
};

const peopleDataLabs: Samples = {
  manyMore: { total: 48_211 },
  search: { status: 200, data: [pdlRecord], scroll_token: '1117$12.345', total: 1, dataset_version: '31.0' },
  found: ['Acme Machining'],
  first: {
    record_id: 'acmepdlid0000000000000000001',
    fields: { employees: 320, region: 'Ohio', country: 'United States', annual_revenue: 35_355_339 },
    inferred: ['annual revenue: the middle of $25M-$50M'],
  },
  searchCredits: 1,
  asked: {
    sql: "SELECT * FROM company WHERE (employee_count>=200 AND employee_count<500) AND (location.region='ohio')",
    size: 100,
  },
  enrich: () => ({ status: 200, likelihood: 9, ...pdlRecord }),
  notFound: {
    status: 404,
    body: {
      status: 404,
      error: { type: 'not_found', message: 'No records were found matching your request' },
    },
  },
  rateLimitBody: { status: 429, error: { type: 'rate_limit_error', message: 'too quick' } },
  wrongTypes: {
    data: [
      {
        ...pdlRecord,
        employee_count: 'many',
        size: 4,
        founded: {},
        inferred_revenue: 'unknown',
        location: 'x',
      },
      { ...pdlRecord, id: 'b', naics: 'x', employee_growth_rate: [] },
      null,
    ],
    total: 'x',
  },
  errors: [
    {
      name: 'key unknown',
      answer: { status: 401, body: { status: 401, error: { type: 'authentication_error' } } },
      kind: 'key-refused',
      retryable: false,
    },
    {
      name: 'credits used up',
      answer: { status: 402, body: { status: 402, error: { type: 'payment_required' } } },
      kind: 'credits-exhausted',
      retryable: false,
    },
    {
      name: 'bad query',
      answer: { status: 400, body: { status: 400, error: { type: 'invalid_request_error' } } },
      kind: 'request-refused',
      retryable: false,
    },
    {
      name: 'too quick',
      answer: { status: 429, body: { status: 429, error: { type: 'rate_limit_error' } } },
      kind: 'rate-limited',
      retryable: true,
    },
    { name: 'fault', answer: { status: 502, body: 'Bad gateway' }, kind: 'unavailable', retryable: true },
  ],
};

export const providerSamples: { readonly [id in ProviderId]: Samples } = {
  apollo,
  dnb,
  'people-data-labs': peopleDataLabs,
};
