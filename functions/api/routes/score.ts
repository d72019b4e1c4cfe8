import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { probabilityHighValue } from '../../../core/model/score-similarity.ts';
import { pointsPerLogOdds } from '../../../core/model/similarity-model.ts';
import { roundMoney } from '../../../core/money/round-money.ts';
import type { LeadModels } from '../../../core/rank/lead-models.ts';
import { leadFeatures, scoreLead } from '../../../core/rank/score-lead.ts';
import { type Target, tierLabels } from '../../../core/rank/target.ts';
import { type TierCuts, tierOf } from '../../../core/rank/tier.ts';
import { modelsDocument, traitDocument } from '../../shared/documents.ts';
import { settingsSchema } from '../../shared/settings.ts';
import { answer, commonProblems, json, runQuery, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { artifactReader, type PublishedRun, publishedRun } from '../published-run.ts';
import { storedTarget } from '../stored-target.ts';

const readModels = artifactReader('models', modelsDocument);
const readTraits = artifactReader('traits', traitDocument);
const readSettings = artifactReader('settings', settingsSchema);

const featureSchema = z.strictObject({
  features: z
    .record(z.string().max(100), z.union([z.string().max(500), z.number(), z.boolean(), z.null()]))
    .openapi({
      description:
        'Any subset of the features of this run; an unknown name is answered with the allowed ones',
      example: { industry: 'Machinery', employees: 240, region: 'OH' },
    }),
});
export const leadSchema = z
  .union([
    featureSchema,
    z.strictObject({ target_id: z.string().min(1).max(300) }),
    z.strictObject({ domain: z.string().min(1).max(300) }),
  ])
  .openapi('Lead', { description: 'A lead by its features, or a listed target by its id or domain' });

const reasonSchema = z.object({
  kind: z.string(),
  words: z.string(),
  feature: z.string().nullable(),
  points: z.int(),
  source: z.string().nullable(),
  date: z.string().nullable(),
});

export const scoreSchema = z
  .object({
    score: z.number().min(0).max(100),
    tier: z.string().openapi({ example: 'A - Excellent Fit' }),
    match_confidence: z.enum(['high', 'medium', 'low']),
    confidence_limited_by: z.string(),
    matched_segment: z.string().nullable(),
    matched_archetype: z.string().nullable(),
    probability_high_value: z.number().nullable(),
    predicted_ltv: z.number().nullable().openapi({
      description:
        'What companies like it bring in a year once they are customers, in units of `currency`; for a listed target what the run expects of the next 12 months',
    }),
    predicted_ltv_range: z
      .object({ low: z.number(), high: z.number() })
      .nullable()
      .openapi({ description: 'Held four fifths of customers that the model had not seen' }),
    predicted_ltv_of: z.enum(['margin', 'revenue']),
    predicted_ltv_days: z.int().openapi({
      description:
        'Days it covers: a year of a company once it buys, or the next window of a GA4 lead, bought or not',
    }),
    currency: z.string(),
    unavailable_because: z.record(z.string(), z.string()),
    recommendations: z.array(z.string()),
    closest_best_customer: z
      .object({ customer_id: z.string(), name: z.string().nullable(), similarity_percent: z.number() })
      .nullable(),
    reasons: z.object({ base: z.int(), total: z.int(), reasons: z.array(reasonSchema) }),
    ignored_features: z.array(z.object({ feature: z.string(), reason: z.string() })),
  })
  .openapi('LeadScore');

const scoreRoute = createRoute({
  ...secured('read'),
  method: 'post',
  path: '/v1/warehouses/{id}/icp-score',
  operationId: 'scoreLead',
  tags: ['scores'],
  summary: 'How well a lead fits, and why',
  request: {
    params: warehouseParameters,
    query: runQuery,
    body: { required: true, content: { 'application/json': { schema: leadSchema } } },
  },
  responses: { 200: json(answer(scoreSchema, 'LeadScoreAnswer'), 'The score'), ...commonProblems },
});

const advice: Readonly<Record<string, readonly string[]>> = {
  A: ['Prioritize for sales outreach', 'Open with what it shares with your best customers'],
  B: ['Reach out after tier A', 'Learn what is still unknown about it first'],
  C: ['Nurture: keep it informed, wait for a sign of need'],
  D: ['Do not spend sales time on it now'],
};

/** For leads that are visitors of a web shop. */
const webAdvice: Readonly<Record<string, readonly string[]>> = {
  A: [
    'Prioritize for sales outreach',
    'Offer premium onboarding',
    'Target with high-value product recommendations',
  ],
  B: ['Invite back with what it looked at', 'Bid for visitors like it after tier A'],
  C: ['Keep it informed by mail or remarketing at low cost'],
  D: ['Do not spend advertising on it now'],
};

const yearDays = 365;

/** Scores leads from the fitted artifacts of a run alone. */
export function scoreRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(scoreRoute, async (context) => {
    const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
    const data = await answerLead(ports, published, context.req.valid('json'), await context.req.json());
    return context.json({ success: true as const, data, run: published.run }, 200);
  });
}

/**
 * The fit of one lead, as a run's models see it.
 *
 * @param sent the lead as it came: the parsed one has lost names that mean something to JavaScript, which are unknown names like
 * any other
 */
export async function answerLead(
  ports: ApiPorts,
  published: PublishedRun,
  lead: z.infer<typeof leadSchema>,
  sent: unknown,
): Promise<z.infer<typeof scoreSchema>> {
  const models = await readModels(ports, published);
  const settings = await readSettings(ports, published);
  if (!('features' in lead))
    return storedScore(await storedTarget(ports, published, lead), models, settings.tiers);
  const { features } = lead;
  const { known } = leadFeatures(models);
  const names = Object.keys(z.looseObject({ features: z.custom<object>() }).parse(sent).features);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ApiProblem(
      'validation_failed',
      `allowed features: ${known.join(', ')}`,
      unknown.map((name) => ({
        pointer: `#/features/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        detail: 'no feature of this run',
      })),
    );
  }
  const traits = await readTraits(ports, published);
  const {
    tier,
    reasons,
    ignored_features,
    probability_unavailable_because,
    predicted_ltv,
    ltv_unavailable_because,
    next_value: next,
    ...score
  } = scoreLead(models, traits.traits, features, settings.tiers);
  const unavailable: Record<string, string> = {};
  const noLtv = next === null ? ltv_unavailable_because : next.unavailable_because;
  if (noLtv !== null) unavailable['predicted_ltv'] = noLtv;
  if (probability_unavailable_because !== null)
    unavailable['probability_high_value'] = probability_unavailable_because;
  return {
    ...score,
    tier: tierLabels[tier],
    predicted_ltv: inCurrency(next === null ? (predicted_ltv?.value ?? null) : next.value, models.currency),
    predicted_ltv_range:
      predicted_ltv === null || next !== null
        ? null
        : {
            low: minor(predicted_ltv.low, models.currency),
            high: minor(predicted_ltv.high, models.currency),
          },
    predicted_ltv_of: next === null ? models.value.of : 'revenue',
    predicted_ltv_days: next?.days ?? yearDays,
    currency: models.currency,
    unavailable_because: unavailable,
    recommendations: [...((next === null ? advice : webAdvice)[tier] ?? [])],
    reasons: { ...reasons, reasons: reasons.reasons.map((reason) => ({ ...reason })) },
    ignored_features: ignored_features.map((entry) => ({ ...entry })),
  };
}

/** Rounded to the currency's smallest unit. */
const minor = (amount: number, currency: string): number =>
  Number(roundMoney(Math.round(amount * 10_000), currency));

const inCurrency = (amount: number | null, currency: string): number | null =>
  amount === null ? null : minor(amount, currency);

function closestOf({
  closest_best_customer: best,
}: Target): z.infer<typeof scoreSchema>['closest_best_customer'] {
  if (best === null) return null;
  const { customer_id, name, similarity_percent } = best;
  return { customer_id, name, similarity_percent };
}

/** A listed target's fit as it was scored with the run. */
function storedScore(target: Target, models: LeadModels, tiers: TierCuts): z.infer<typeof scoreSchema> {
  const tier = tierOf(target.similarity, tiers);
  const { probability, unavailable_because } = probabilityHighValue(
    models.similarity,
    target.similarity_reasons.total / pointsPerLogOdds,
  );
  const unavailable: Record<string, string> = {
    matched_segment: 'segments are of customers; ask with features to have a lead placed in one',
  };
  if (target.expected_margin_12m === null)
    unavailable['predicted_ltv'] =
      models.value.unavailable_because ?? 'the margin of customers is not known, so none can be expected';
  if (unavailable_because !== null) unavailable['probability_high_value'] = unavailable_because;
  return {
    score: target.similarity,
    tier: tierLabels[tier],
    match_confidence: target.confidence,
    confidence_limited_by: target.confidence_limited_by,
    matched_segment: null,
    matched_archetype: target.archetype,
    probability_high_value: probability,
    predicted_ltv: target.expected_margin_12m === null ? null : Number(target.expected_margin_12m.amount),
    predicted_ltv_range: null,
    predicted_ltv_of: 'margin',
    predicted_ltv_days: yearDays,
    currency: models.currency,
    unavailable_because: unavailable,
    recommendations: [...(advice[tier] ?? [])],
    closest_best_customer: closestOf(target),
    reasons: {
      ...target.similarity_reasons,
      reasons: target.similarity_reasons.reasons.map((reason) => ({ ...reason })),
    },
    ignored_features: [],
  };
}
