import * as z from 'zod';
import { type ProviderCompany, providerFields } from '../../core/provider/provider-company.ts';
import { providerIds } from '../../core/provider/provider-ids.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const provider = z.enum(providerIds);
const field = z.enum(providerFields);
const cell = z.union([z.string(), z.number()]).nullable();

const observed = z.strictObject({
  kind: z.enum(['headcount_growth', 'open_roles', 'news', 'technology']),
  date: day,
  value: z.string(),
});

export const providerCompany: z.ZodType<ProviderCompany> = z.strictObject({
  provider,
  record_id: z.string(),
  fields: z.record(field, cell),
  revenue_currency: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  signals: z.array(observed),
  /** Answers kept by an earlier version say nothing of it. */
  technologies: z.array(z.string()).nullable().default(null),
  inferred: z.array(z.string()),
});

/** Where an answer comes from: the provider, its key of the company, when it was fetched, until when it may be used. */
const provenance = {
  provider,
  record_id: z.string().nullable(),
  fetched_on: day,
  expires_on: day,
  /** Whether this run paid for it; otherwise it was known from an earlier one. */
  bought: z.boolean(),
};

const money = z.strictObject({ low: z.number(), high: z.number(), currency: z.string() });

const planLine = z.strictObject({
  provider,
  purpose: z.enum(['search', 'enrich', 'enrich-found', 'job-postings', 'news']),
  /** Companies or pages to ask for, without those answered before. */
  questions: z.int().nonnegative(),
  known_already: z.int().nonnegative(),
  calls: z.int().nonnegative(),
  credits: z.int().nonnegative(),
  /** Null where no credit price is set. */
  cost: money.nullable(),
  /** Tier changes the answers are expected to bring; null where it cannot be said before the search. */
  expected_tier_changes: z.number().nullable(),
  within_budget: z.boolean(),
});

const providerReport = z.strictObject({
  provider,
  title: z.string(),
  licence: z.string(),
  status: z.enum(['complete', 'partial', 'skipped', 'dry-run']),
  /** Why it is not complete. */
  because: z.array(z.string()),
  found: z.int().nonnegative(),
  asked: z.int().nonnegative(),
  answered: z.int().nonnegative(),
  not_known: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  signals: z.int().nonnegative(),
  /** Credits this run paid; what was known from earlier runs cost nothing. */
  credits: z.int().nonnegative(),
  cost: money.nullable(),
});

/**
 * `enrichment.json`: what providers were asked, what they answered, and what became of it. Written once for a run: whoever
 * runs the step again reads it and asks nobody.
 */
export const enrichmentDocument = z.strictObject({
  version: z.literal(1),
  status: z.enum(['off', 'dry-run', 'complete', 'partial', 'skipped']),
  because: z.array(z.string()),
  plan: z.array(planLine),
  providers: z.array(providerReport),
  /** How many candidates have each field, before and after. */
  coverage: z.array(
    z.strictObject({
      field,
      before: z.int().nonnegative(),
      after: z.int().nonnegative(),
      of: z.int().nonnegative(),
    }),
  ),
  /** Fields where a provider and the files disagree; the files' value stands. */
  conflicts: z.array(z.strictObject({ field, companies: z.int().positive() })),
  /** Companies that searches found, as they join the prospects. */
  found: z.array(
    z.strictObject({
      prospect_id: z.string(),
      archetype: z.string(),
      ...provenance,
      company: providerCompany,
    }),
  ),
  answers: z.array(
    z.strictObject({
      candidate_id: z.string(),
      ...provenance,
      fields: z.partialRecord(field, z.union([z.string(), z.number()])),
      conflicts: z.array(field),
      signals: z.array(observed),
      inferred: z.array(z.string()),
    }),
  ),
});

export type EnrichmentDocument = z.output<typeof enrichmentDocument>;
export type PlanLine = z.output<typeof planLine>;
export type ProviderReport = z.output<typeof providerReport>;
export type FoundCompany = EnrichmentDocument['found'][number];
export type CompanyAnswer = EnrichmentDocument['answers'][number];

/** A run that asks nobody. */
export const nothingEnriched = (
  status: 'off' | 'skipped',
  because: readonly string[],
): EnrichmentDocument => ({
  version: 1,
  status,
  because: [...because],
  plan: [],
  providers: [],
  coverage: [],
  conflicts: [],
  found: [],
  answers: [],
});
