import type { ArchetypeAssignment } from '../cluster/archetype-assignment.ts';
import type { LeadValue } from '../ga4/lead-value.ts';
import type { NearestBest } from '../model/nearest-best.ts';
import type { SimilarityModel } from '../model/similarity-model.ts';
import type { CompanyPlan } from '../traits/company-plan.ts';
import type { ProspectValue } from '../value/prospect-value.ts';

/** A grouping a company can be put into by what a prospect can have. */
export type NamedAssignment = { readonly names: readonly string[]; readonly assignment: ArchetypeAssignment };

/** Prospects that landed, and those of them the models were learnt from: all, or a sample by the MD5 of the id. */
export type Background = { readonly landed: number; readonly read: number };

/**
 * `models.json`: everything needed to score and explain a company without the data the models were fitted on. Candidates of
 * the run and leads of the API are scored by the same document.
 */
export type LeadModels = {
  readonly version: 1;
  readonly as_of: string;
  readonly currency: string;
  readonly background: Background;
  /** How companies' columns become features. */
  readonly plan: CompanyPlan;
  readonly similarity: SimilarityModel;
  /** Levels of each category the models look at, as they are spelt, so that a lead's own spelling finds its level. */
  readonly levels: { readonly [feature: string]: readonly string[] };
  /** Names the closest best customers; null where no feature is shared with candidates. */
  readonly nearest: NearestBest | null;
  /** What companies of a kind bring in a year once they are customers. */
  readonly value: ProspectValue;
  /** What leads of a GA4 export bring in the next window; left out where no export has landed. */
  readonly lead_value?: LeadValue;
  /** Names of the best customers it knows, by id. */
  readonly best_names: { readonly [customer_id: string]: string };
  readonly archetypes: NamedAssignment | null;
  readonly segments: NamedAssignment | null;
};
