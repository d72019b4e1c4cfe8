import { assignArchetype } from '../../core/cluster/archetype-assignment.ts';
import { similarityConfidence } from '../../core/model/confidence.ts';
import type { FeatureTable } from '../../core/model/feature-table.ts';
import { closestBest } from '../../core/model/score-nearest.ts';
import { explainSimilarity, type SimilarityScores } from '../../core/model/score-similarity.ts';
import { selectRows } from '../../core/model/select-rows.ts';
import type { Listed } from '../../core/rank/assign-lists.ts';
import { confidenceOf } from '../../core/rank/confidence.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { Scored } from '../../core/rank/rank-candidates.ts';
import { reasonWords } from '../../core/rank/reason-words.ts';
import type { ReasonSum, Target } from '../../core/rank/target.ts';
import { numberFromCell } from '../../core/traits/company-columns.ts';
import type { Trait } from '../../core/traits/trait.ts';
import type { Candidates } from './read-candidates.ts';

/** Where nothing tells companies apart: neutral, and said so. */
const noModel: ReasonSum = { base: 0, total: 0, reasons: [] };

/** The chosen candidates as targets, each with its reasons, its closest best customer, its archetype and its owner. */
export function describeTargets(
  chosen: readonly Listed<Scored>[],
  candidates: Candidates,
  models: LeadModels | null,
  table: FeatureTable | null,
  similarity: SimilarityScores | null,
  traits: readonly Trait[],
): Target[] {
  const rows = chosen.map((target) => target.row);
  const own = table === null ? null : selectRows(table, rows);
  const explanations =
    models === null || table === null
      ? null
      : explainSimilarity(models.similarity, table, rows, candidates.texts);
  const words = own === null ? null : reasonWords(own, traits);
  const closest =
    models?.nearest == null || own === null ? null : closestBest(models.nearest, own, [...rows.keys()], 1);
  const archetypes =
    models?.archetypes == null || own === null ? null : assignArchetype(models.archetypes, own);
  return chosen.map((target, index): Target => {
    const { row } = target;
    const explanation = explanations?.[index];
    const nearest = closest?.[index]?.[0];
    const text = (column: string): string | null => candidates.text(column, row);
    return {
      target_id: target.target_id,
      pool: target.pool,
      rank: target.rank,
      list: target.list,
      tier: target.tier,
      name: text('name'),
      domain: text('domain'),
      score: target.score,
      similarity: target.similarity,
      opportunity: target.opportunity.opportunity,
      similarity_term: target.similarity_term,
      opportunity_term: target.opportunity_term,
      ...confidenceOf(
        models === null || similarity === null
          ? null
          : similarityConfidence(models.similarity, {
              points: similarity.points[row] ?? 0,
              known: similarity.known[row] ?? 0,
              support: similarity.support[row] ?? 0,
            }),
        target.opportunity.evidence,
      ),
      closest_best_customer:
        nearest === undefined
          ? null
          : {
              customer_id: nearest.customer_id,
              name: models?.best_names[nearest.customer_id] ?? null,
              similarity_percent: nearest.similarity_percent,
            },
      archetype: models?.archetypes?.names[archetypes?.[index] ?? -1] ?? null,
      owner: text('sales_rep'),
      region: text('region'),
      country: text('country'),
      industry: text('industry'),
      employees: numberFromCell(candidates.companies.columns['employees']?.[row]),
      tags: candidates.tags[row] ?? [],
      similarity_reasons:
        explanation === undefined || words === null
          ? noModel
          : {
              base: explanation.base,
              total: explanation.total,
              reasons: explanation.parts.map(({ feature, points }) => ({
                kind: words.known(index, feature) ? 'trait' : 'other',
                words: words.say(index, feature, points),
                feature,
                points,
                source: null,
                date: null,
              })),
            },
      opportunity_reasons: target.opportunity.sum,
    };
  });
}
