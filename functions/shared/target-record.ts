import * as z from 'zod';
import type { Target } from '../../core/rank/target.ts';

const reasonSum = z.strictObject({
  base: z.int(),
  total: z.int(),
  reasons: z.array(
    z.strictObject({
      kind: z.enum(['trait', 'similar-to', 'signal', 'win-back', 'other']),
      words: z.string(),
      feature: z.string().nullable(),
      points: z.int(),
      source: z.string().nullable(),
      date: z.string().nullable(),
    }),
  ),
});

const text = z.string().nullable();
const number = z.number().nullable();
const amount = z.strictObject({ amount: z.string(), currency: z.string() });
const tier = z.enum(['A', 'B', 'C', 'D']);

const companyFacts = z.strictObject({
  website: text,
  phone: text,
  address: text,
  city: text,
  postal_code: text,
  linkedin_page: text,
  annual_revenue: number,
  founded_year: number,
  naics: text,
  sic: text,
  description: text,
});

const winBackFacts = z.strictObject({
  last_order_date: z.string(),
  silence_days: z.int(),
  cadence_days: number,
  p_alive: number,
  p_recoverable: z.number(),
  p_recoverable_from: z.enum(['assumed', 'recorded attempts']),
  recoverable_margin_12m: amount.nullable(),
  recoverable_revenue_12m: amount,
  past_margin: amount.nullable(),
  past_revenue: amount,
  past_orders: z.int(),
  category_breadth: number,
  last_category: text,
  next_category: text,
  days_to_pay: number,
  days_late: number,
});

/** A ranked company as it is stored: a line of `targets.ndjson` and an item of the score store. */
export const targetRecord: z.ZodType<Target> = z.strictObject({
  target_id: z.string(),
  pool: z.enum(['net-new', 'win-back']),
  rank: z.int().positive(),
  list: z.enum(['tier-a', 'tier-b', 'nurture', 'win-back']),
  tier,
  name: text,
  domain: text,
  score: z.number(),
  similarity: z.number(),
  opportunity: z.number(),
  similarity_term: z.number(),
  opportunity_term: z.number(),
  confidence: z.enum(['high', 'medium', 'low']),
  confidence_limited_by: z.string(),
  closest_best_customer: z
    .strictObject({
      customer_id: z.string(),
      name: text,
      similarity_percent: z.number(),
      shared: z.array(z.string()),
      differing: z.array(z.string()),
    })
    .nullable(),
  archetype: text,
  message_angle: text,
  owner: text,
  owner_from: z.enum(['account', 'last order', 'territory']).nullable(),
  territory: text,
  region: text,
  country: text,
  industry: text,
  employees: z.number().nullable(),
  tags: z.array(z.string()),
  company: companyFacts,
  crm_ids: z.strictObject({ hubspot: text, salesforce: text, apollo: text }),
  expected_margin_12m: amount.nullable(),
  win_back: winBackFacts.nullable(),
  counterfactual: z
    .strictObject({ feature: z.string(), words: z.string(), tier, credits: z.int() })
    .nullable(),
  week: z.int().nullable(),
  slot: z.strictObject({
    kind: z.enum(['ranked', 'random', 'held-back']),
    propensity: z.number().gt(0).max(1),
  }),
  similarity_reasons: reasonSum,
  opportunity_reasons: reasonSum,
});

/** Targets of an NDJSON artifact, one at a time. */
export function* targetLines(bytes: Uint8Array): Generator<Target> {
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from);
    const line = decoder.decode(bytes.subarray(from, end === -1 ? bytes.length : end));
    if (line !== '') yield targetRecord.parse(JSON.parse(line));
    from = end === -1 ? bytes.length : end + 1;
  }
}
