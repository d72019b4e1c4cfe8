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

/** A ranked company as it is stored: a line of `targets.ndjson` and an item of the score store. */
export const targetRecord: z.ZodType<Target> = z.strictObject({
  target_id: z.string(),
  pool: z.enum(['net-new', 'win-back']),
  rank: z.int().positive(),
  list: z.enum(['tier-a', 'tier-b', 'nurture', 'win-back']),
  tier: z.enum(['A', 'B', 'C', 'D']),
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
    .strictObject({ customer_id: z.string(), name: text, similarity_percent: z.number() })
    .nullable(),
  archetype: text,
  owner: text,
  region: text,
  country: text,
  industry: text,
  employees: z.number().nullable(),
  tags: z.array(z.string()),
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
