import { assignArchetype } from '../../core/cluster/archetype-assignment.ts';
import { crmIdsOf } from '../../core/exports/crm-ids.ts';
import { similarityConfidence } from '../../core/model/confidence.ts';
import type { FeatureTable } from '../../core/model/feature-table.ts';
import { closestBest } from '../../core/model/score-nearest.ts';
import { explainSimilarity, type SimilarityScores } from '../../core/model/score-similarity.ts';
import { selectRows } from '../../core/model/select-rows.ts';
import { roundMoney } from '../../core/money/round-money.ts';
import { territoryColumns } from '../../core/rank/account-facts.sql.ts';
import type { AccountFacts } from '../../core/rank/account-facts.ts';
import type { Listed } from '../../core/rank/assign-lists.ts';
import { confidenceOf } from '../../core/rank/confidence.ts';
import { counterfactuals } from '../../core/rank/counterfactual.ts';
import type { Weights } from '../../core/rank/final-score.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { Scored } from '../../core/rank/rank-candidates.ts';
import { reasonWords } from '../../core/rank/reason-words.ts';
import type { Amount, ReasonSum, Target } from '../../core/rank/target.ts';
import { territories } from '../../core/rank/territories.ts';
import type { TierCuts } from '../../core/rank/tier.ts';
import { numberFromCell } from '../../core/traits/company-columns.ts';
import type { Trait } from '../../core/traits/trait.ts';
import type { WinBack } from '../../core/value/win-back.ts';
import { companyFacts } from './company-facts.ts';
import type { Candidates } from './read-candidates.ts';
import { winBackFacts } from './win-back-facts.ts';

/** Where nothing tells companies apart: neutral, and said so. */
const noModel: ReasonSum = { base: 0, total: 0, reasons: [] };

/** Companies of each list whose unknown facts are weighed: further down nobody looks them up. */
const askedOf = 2000;

/** Traits named as shared with the closest best customer, and as telling the two apart. */
const named = { shared: 4, differing: 3 };

/** What targets are described from. */
export type DescriptionSources = {
  readonly candidates: Candidates;
  readonly models: LeadModels | null;
  readonly table: FeatureTable | null;
  readonly similarity: SimilarityScores | null;
  readonly traits: readonly Trait[];
  readonly currency: string;
  /** What to open with, by archetype name. */
  readonly angles: ReadonlyMap<string, string>;
  readonly accounts: AccountFacts;
  /** Lapsed customers by id. */
  readonly lapsed: ReadonlyMap<string, WinBack>;
  /** Companies a team works in a week; null where the settings do not say. */
  readonly perWeek: number | null;
  readonly weights: Weights;
  readonly tiers: TierCuts;
};

/** The chosen candidates as targets, each with its reasons, its closest best customer, its archetype and its owner. */
export function describeTargets(chosen: readonly Listed<Scored>[], sources: DescriptionSources): Target[] {
  const { candidates, models, table, similarity, traits, currency, accounts } = sources;
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
  const unknowns =
    models === null || own === null
      ? null
      : counterfactuals(
          models.similarity,
          own,
          chosen.map((target) => ({
            similarity: target.similarity,
            opportunity: target.opportunity.opportunity,
            score: target.score,
            tier: target.tier,
            wanted: target.rank <= askedOf,
          })),
          traits,
          sources.weights,
          sources.tiers,
        );
  const places = territories(accounts.places);
  const facts = new Map(accounts.accounts.map((account) => [account.customer_id, account]));
  const money = (e4: number | null): Amount | null =>
    e4 === null ? null : { amount: roundMoney(e4, currency), currency };
  return chosen.map((target, index): Target => {
    const { row } = target;
    const explanation = explanations?.[index];
    const nearest = closest?.[index]?.[0];
    const text = (column: string): string | null => candidates.text(column, row);
    const first = (columns: readonly string[]): string | null => candidates.first(columns, row);
    const sourceId = candidates.sourceIds[row] ?? '';
    const account = candidates.sides[row] === 'customer' ? facts.get(sourceId) : undefined;
    const past = target.pool === 'win-back' ? sources.lapsed.get(sourceId) : undefined;
    const place = { territory: first(territoryColumns), region: text('region'), country: text('country') };
    const archetype = models?.archetypes?.names[archetypes?.[index] ?? -1] ?? null;
    const alike = (features: readonly string[], sign: 1 | -1, most: number): string[] =>
      words === null ? [] : features.slice(0, most).map((feature) => words.say(index, feature, sign));
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
              shared: alike(nearest.shared, 1, named.shared),
              differing: alike(nearest.differing, -1, named.differing),
            },
      archetype,
      message_angle: archetype === null ? null : (sources.angles.get(archetype) ?? null),
      ...ownerOf(
        text('sales_rep') ?? first(ownerColumns),
        account?.last_seller ?? null,
        places.ownerOf(place),
      ),
      territory: places.territoryOf(place),
      region: place.region,
      country: place.country,
      industry: text('industry'),
      employees: numberFromCell(candidates.companies.columns['employees']?.[row]),
      tags: candidates.tags[row] ?? [],
      company: companyFacts(candidates, row),
      crm_ids: crmIdsOf(
        sourceId,
        (column) => first([column]),
        accounts.hubspot_ids[candidates.sides[row] ?? 'prospect'],
      ),
      expected_margin_12m: money(target.expected_margin_e4),
      win_back: past === undefined ? null : winBackFacts(past, account, currency),
      counterfactual: unknowns?.[index] ?? null,
      week:
        sources.perWeek === null || target.list !== 'tier-a'
          ? null
          : Math.ceil(target.rank / sources.perWeek),
      slot: target.slot,
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

/** Columns in which files of prospects keep who works them. */
const ownerColumns = [
  'attribute_sales_rep',
  'attribute_owner',
  'attribute_account_owner',
  'attribute_company_owner',
];

function ownerOf(
  account: string | null,
  lastOrder: string | null,
  territory: string | null,
): Pick<Target, 'owner' | 'owner_from'> {
  if (account !== null) return { owner: account, owner_from: 'account' };
  if (lastOrder !== null) return { owner: lastOrder, owner_from: 'last order' };
  return territory === null
    ? { owner: null, owner_from: null }
    : { owner: territory, owner_from: 'territory' };
}
