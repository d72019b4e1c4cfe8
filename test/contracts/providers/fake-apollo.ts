import * as z from 'zod';
import type { Answered, Asked } from './fake-server.ts';

/** A company Apollo knows. */
export type ApolloCompany = {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly employees: number;
  readonly industry: string;
  readonly state: string;
  readonly revenue: number;
  readonly founded: number;
  readonly naics: string;
  readonly growth: number | null;
  readonly roles: number;
  readonly technologies?: readonly string[];
};

const search = z.looseObject({ page: z.int().min(1), per_page: z.int().min(1).max(100) });
const bulk = z.object({
  details: z
    .array(z.object({ domain: z.string() }))
    .min(1)
    .max(10),
});
const newsAsked = z.object({ organization_ids: z.array(z.string()).min(1), per_page: z.int().max(25) });

/** Apollo's answers in its own shapes, over a list of companies; search gives all of them, whatever the filters. */
export function fakeApollo(companies: readonly ApolloCompany[], key = 'apollo-test-key') {
  let credits = 0;
  const answer = (asked: Asked): Answered => {
    if (asked.headers['x-api-key'] !== key)
      return {
        status: 401,
        body: 'Invalid API key. See https://docs.apollo.io/reference/authentication for how to authenticate.',
      };
    const path = asked.path;
    if (path === '/mixed_companies/search' && asked.method === 'POST') {
      const parsed = search.safeParse(asked.json);
      if (!parsed.success) return { status: 422, body: { error: 'page and per_page' } };
      const { page, per_page } = parsed.data;
      const slice = companies.slice((page - 1) * per_page, page * per_page);
      if (slice.length > 0) credits += 1;
      return {
        body: {
          breadcrumbs: [],
          partial_results_only: false,
          pagination: {
            page,
            per_page,
            total_entries: companies.length,
            total_pages: Math.ceil(companies.length / per_page),
          },
          organizations: slice.filter((_, at) => at % 7 !== 3).map(searchRecord),
          accounts: slice
            .filter((_, at) => at % 7 === 3)
            .map((each) => ({ ...searchRecord(each), id: `acc-${each.id}`, organization_id: each.id })),
          model_ids: slice.map((each, at) => (at % 7 === 3 ? `acc-${each.id}` : each.id)),
          num_fetch_result: null,
        },
      };
    }
    if (path === '/organizations/enrich') {
      const domain = asked.query.get('domain');
      if (domain === null) return { status: 422, body: { error: "Required parameter 'domain' missing" } };
      const found = companies.find((each) => each.domain === domain);
      if (found === undefined) return { body: { organization: null } };
      credits += 1;
      return { body: { organization: fullRecord(found, true) } };
    }
    if (path === '/organizations/bulk_enrich') {
      const parsed = bulk.safeParse(asked.json);
      if (!parsed.success)
        return {
          status: 400,
          body: {
            status: 'failed',
            error_code: 'INVALID_REQUEST',
            error_message: 'invalid request, missing domains',
          },
        };
      const found = parsed.data.details.map(
        ({ domain }) => companies.find((each) => each.domain === domain) ?? null,
      );
      const known = found.filter((each) => each !== null);
      credits += known.length;
      return {
        body: {
          status: 'success',
          error_code: null,
          error_message: null,
          unique_enriched_records: known.length,
          missing_records: found.length - known.length,
          organizations: known.map((each) => fullRecord(each, false)),
        },
      };
    }
    const postings = /^\/organizations\/([^/]+)\/job_postings$/.exec(path);
    if (postings !== null) {
      const found = companies.find((each) => each.id === postings[1]);
      const roles = found?.roles ?? 0;
      if (roles > 0) credits += 1;
      return {
        body: {
          organization_job_postings: Array.from({ length: roles }, (_, at) => ({
            id: `job-${at}`,
            title: 'Machinist',
            url: `https://jobs.example/${at}`,
            city: null,
            state: null,
            country: 'United States',
            last_seen_at: '2026-06-01T04:11:02.000+00:00',
            posted_at: '2026-05-15T00:00:00.000+00:00',
          })),
          pagination: { page: 1, per_page: 100, total_entries: roles, total_pages: 1 },
        },
      };
    }
    if (path === '/news_articles/search') {
      const parsed = newsAsked.safeParse(asked.json);
      if (!parsed.success) return { status: 422, body: { error: 'organization_ids is required' } };
      const articles = parsed.data.organization_ids
        .filter((id) => companies.find((each) => each.id === id && each.roles > 8))
        .flatMap((id) =>
          ['a', 'b'].map((copy) => ({
            id: `news-${id}-${copy}`,
            url: `https://news.example/${id}`,
            domain: 'news.example',
            title: 'Opens second plant',
            snippet: 'They said…',
            organization_ids: [id],
            published_at: '2026-05-20T00:00:00.000+00:00',
            event_categories: ['opens_new_location'],
          })),
        );
      if (articles.length > 0) credits += 1;
      return { body: { pagination: { page: 1, per_page: 25 }, news_articles: articles } };
    }
    if (path === '/mixed_people/api_search')
      return {
        body: {
          people: [
            {
              id: 'person-1',
              first_name: 'Robin',
              last_name: null,
              name: 'Robin',
              title: 'Head of purchasing',
              organization: { name: 'Somewhere' },
            },
          ],
          pagination: { total_entries: 1 },
        },
      };
    if (path === '/people/bulk_match')
      return { body: { matches: [{ id: 'person-1', email: 'robin@somewhere.example' }] } };
    return { status: 404, body: { error: 'no such endpoint' } };
  };
  return { answer, credits: () => credits };
}

const searchRecord = (each: ApolloCompany) => ({
  id: each.id,
  name: each.name,
  website_url: `http://www.${each.domain}`,
  primary_domain: each.domain,
  linkedin_uid: '1000001',
  primary_phone: {},
  languages: ['English'],
  phone: null,
  sanitized_phone: null,
  founded_year: each.founded,
  owned_by_organization_id: null,
  organization_revenue_printed: null,
  organization_revenue: each.revenue,
  organization_headcount_six_month_growth: null,
  organization_headcount_twelve_month_growth: each.growth,
  organization_headcount_twenty_four_month_growth: null,
});

const fullRecord = (each: ApolloCompany, single: boolean) => ({
  ...searchRecord(each),
  organization_revenue: undefined,
  industry: each.industry,
  industries: [each.industry],
  estimated_num_employees: each.employees,
  city: 'Toledo',
  state: each.state,
  country: 'United States',
  postal_code: '43604',
  street_address: '100 Example Road',
  short_description: `Contract work in ${each.industry}.`,
  ...(single
    ? {
        annual_revenue: each.revenue,
        annual_revenue_printed: '48M',
        naics_codes: [each.naics],
        sic_codes: ['3599'],
        technology_names: each.technologies ?? ['Salesforce'],
      }
    : {}),
});
