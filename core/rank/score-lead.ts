import { assignArchetype } from '../cluster/archetype-assignment.ts';
import { predictLeadValue } from '../ga4/lead-value.ts';
import { similarityConfidence } from '../model/confidence.ts';
import { featureRow, type IgnoredFeature, type LeadValue } from '../model/feature-row.ts';
import type { FeatureDefinition } from '../model/feature-table.ts';
import { closestBest } from '../model/score-nearest.ts';
import { explainSimilarity, probabilityHighValue, scoreSimilarity } from '../model/score-similarity.ts';
import type { Trait } from '../traits/trait.ts';
import { type PredictedValue, predictProspectValue } from '../value/prospect-value.ts';
import type { LeadModels } from './lead-models.ts';
import { reasonWords } from './reason-words.ts';
import type { ReasonSum, TierName } from './target.ts';
import { type TierCuts, tierOf } from './tier.ts';

/** A lead's fit, from what was told of it alone. */
export type LeadScore = {
  /** 0–100: percentile among the run's candidates (its customers where there were none). */
  readonly score: number;
  readonly tier: TierName;
  readonly match_confidence: 'high' | 'medium' | 'low';
  readonly confidence_limited_by: string;
  /** Of being among the best once it is a customer; null with the reason where the calibration cannot be trusted. */
  readonly probability_high_value: number | null;
  readonly probability_unavailable_because: string | null;
  /** Yearly value of companies like it once they buy, in currency units; null with the reason where that says no more than the mean. */
  readonly predicted_ltv: PredictedValue | null;
  readonly ltv_unavailable_because: string | null;
  /** Of a lead of a GA4 export: what it is expected to bring in the next days, bought or not; null for other sources. */
  readonly next_value: {
    readonly value: number | null;
    readonly days: number;
    readonly unavailable_because: string | null;
  } | null;
  readonly matched_segment: string | null;
  readonly matched_archetype: string | null;
  readonly closest_best_customer: {
    readonly customer_id: string;
    readonly name: string | null;
    readonly similarity_percent: number;
  } | null;
  readonly reasons: ReasonSum;
  readonly ignored_features: readonly IgnoredFeature[];
};

/** The names a lead may be described by: what the models look at, and what they know but may not use. */
export function leadFeatures(models: LeadModels): {
  readonly used: readonly FeatureDefinition[];
  readonly known: readonly string[];
} {
  return { used: models.similarity.features, known: models.plan.features.map((feature) => feature.name) };
}

/**
 * Scores one lead from any subset of features. Names must be known (see {@link leadFeatures}); unknown values go to the bucket
 * for other values; known features that the models may not use come back in `ignored_features`. O(best customers × features).
 */
export function scoreLead(
  models: LeadModels,
  traits: readonly Trait[],
  values: { readonly [feature: string]: LeadValue | undefined },
  tiers: TierCuts,
): LeadScore {
  const { similarity } = models;
  const { table, ignored } = featureRow(similarity.features, values, models.levels);
  const used = new Set(similarity.features.map((feature) => feature.name));
  const unused = Object.keys(values)
    .filter((name) => !used.has(name))
    .sort();
  const scores = scoreSimilarity(similarity, table);
  const explanation = explainSimilarity(similarity, table, [0])[0];
  if (explanation === undefined) throw new RangeError('one row gives one explanation');
  const words = reasonWords(table, traits);
  const closest = models.nearest === null ? undefined : closestBest(models.nearest, table, [0], 1)[0]?.[0];
  const nameIn = (named: LeadModels['segments']): string | null =>
    named === null ? null : (named.names[assignArchetype(named, table)[0] ?? -1] ?? null);
  const confidence = similarityConfidence(similarity, {
    points: explanation.total,
    known: scores.known[0] ?? 0,
    support: scores.support[0] ?? 0,
  });
  const probability = probabilityHighValue(similarity, scores.logOdds[0] ?? 0);
  return {
    score: explanation.similarity,
    tier: tierOf(explanation.similarity, tiers),
    match_confidence: confidence.level,
    confidence_limited_by: confidence.words,
    probability_high_value: probability.probability,
    probability_unavailable_because: probability.unavailable_because,
    predicted_ltv: predictProspectValue(models.value, table)[0] ?? null,
    ltv_unavailable_because: models.value.unavailable_because,
    next_value: nextValue(models, values),
    matched_segment: nameIn(models.segments),
    matched_archetype: nameIn(models.archetypes),
    closest_best_customer:
      closest === undefined
        ? null
        : {
            customer_id: closest.customer_id,
            name: models.best_names[closest.customer_id] ?? null,
            similarity_percent: closest.similarity_percent,
          },
    reasons: {
      base: explanation.base,
      total: explanation.total,
      reasons: explanation.parts.map(({ feature, points }) => ({
        kind: words.known(0, feature) ? 'trait' : 'other',
        words: words.say(0, feature, points),
        feature,
        points,
        source: null,
        date: null,
      })),
    },
    ignored_features: [
      ...ignored,
      ...unused.map((feature) => ({ feature, reason: whyUnused(models, feature) })),
    ],
  };
}

function nextValue(
  { lead_value: model, levels }: LeadModels,
  values: { readonly [feature: string]: LeadValue | undefined },
): LeadScore['next_value'] {
  if (model === undefined) return null;
  const { table } = featureRow(model.features, values, levels);
  return {
    value: predictLeadValue(model, table)[0] ?? null,
    days: model.horizon_days,
    unavailable_because: model.unavailable_because,
  };
}

function whyUnused(models: LeadModels, feature: string): string {
  const dropped = models.similarity.dropped.find((entry) => entry.feature === feature);
  return dropped?.reason ?? 'it is described, not modelled: declare it in model_features to have it used';
}
