import { chooseSimilarity, similarityDefaults } from '../../core/model/choose-similarity.ts';
import type { FeatureDefinition, FeatureTable } from '../../core/model/feature-table.ts';
import { buildLookalikeSet } from '../../core/model/lookalike-set.ts';
import { fitNearestBest, traitImportance } from '../../core/model/nearest-best.ts';
import { selectFeatures } from '../../core/model/select-rows.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import { liftTable } from '../../core/traits/lift-table.ts';
import { strongestDefaults, strongestTraits } from '../../core/traits/strongest.ts';
import type { TraitDocument } from '../../core/traits/trait-document.ts';
import { learnProspectValue } from './learn-prospect-value.ts';
import type { TraitInputs } from './read-inputs.ts';

/** Below this many best customers a trait table is read with care. */
const leastBest = 30;

/** The lift table over everything known, the strongest marked. */
export function learnTraits(inputs: TraitInputs): TraitDocument {
  const { customers, label, plan } = inputs;
  const found = strongestTraits(customers, label, liftTable(customers, label));
  const best = label.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0);
  const base = label.reduce((sum, value) => sum + (value === -1 ? 0 : 1), 0);
  const none = found.traits.every((trait) => trait.strongest === null);
  return {
    version: 1,
    best,
    rest: base - best,
    tried: found.traits.length,
    q: strongestDefaults.q,
    traits: found.traits,
    avoid: found.avoid,
    suspect: found.suspect,
    left_out: plan.left_out,
    note:
      best < leastBest
        ? `Only ${best} best customers: intervals are wide, and a trait that is not shown may still matter.`
        : none
          ? 'No trait sets the best customers apart beyond what chance would show.'
          : null,
  };
}

/** The models of a run but for the groups of customers, which are found apart from them. */
export type Learnt = Omit<LeadModels, 'archetypes' | 'segments'>;

/** Why no model could be fitted, as the model code says it. */
const nothingToLearn = 'no method can be fitted on these data';

/** Learns what best customers look like; null where nothing is known that a prospect could have too. */
export function learnModels(...given: Parameters<typeof fitModels>): Learnt | null {
  try {
    return fitModels(...given);
  } catch (error) {
    if (error instanceof RangeError && error.message === nothingToLearn) return null;
    throw error;
  }
}

function fitModels(inputs: TraitInputs, traits: TraitDocument, asOf: string): Learnt {
  const { customers, label, prospects, texts, plan, names, currency } = inputs;
  const timeless = selectFeatures(
    customers,
    customers.features.filter((feature) => feature.known === 'timeless').map((feature) => feature.name),
  );
  const input = { customers: timeless, best: label, background: prospects, texts };
  const similarity = chooseSimilarity(input);
  const used = new Set(similarity.features.map((feature) => feature.name));
  const set = buildLookalikeSet(input, similarityDefaults.samples, similarityDefaults.seed);
  const shared = set.table.features
    .filter((feature) => used.has(feature.name))
    .map((feature) => feature.name);
  const nearest =
    shared.length === 0
      ? null
      : fitNearestBest({ ...set, table: selectFeatures(set.table, shared) }, traitImportance(traits.traits));
  return {
    version: 1,
    as_of: asOf,
    currency,
    background: inputs.background,
    plan,
    similarity,
    levels: levelsOf(similarity.features, [timeless, ...(prospects === null ? [] : [prospects])]),
    nearest,
    value: learnProspectValue(inputs, [...used].sort()),
    best_names: Object.fromEntries(
      (nearest?.ids ?? []).flatMap((id) => {
        const name = names.get(id);
        return name === undefined ? [] : [[id, name]];
      }),
    ),
  };
}

/** Every level of the category features in any of the tables, sorted. */
function levelsOf(
  features: readonly FeatureDefinition[],
  tables: readonly FeatureTable[],
): LeadModels['levels'] {
  return Object.fromEntries(
    features
      .filter((feature) => feature.form === 'category')
      .map(({ name }) => {
        const levels = tables.flatMap((table) => {
          const column = table.columns[table.features.findIndex((feature) => feature.name === name)];
          return column?.kind === 'category' ? column.levels : [];
        });
        return [name, [...new Set(levels)].sort()];
      }),
  );
}
