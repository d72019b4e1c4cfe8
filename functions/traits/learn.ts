import { fitAssignment } from '../../core/cluster/archetype-assignment.ts';
import { type Archetypes, findArchetypes } from '../../core/cluster/archetypes.ts';
import type { CustomerFacts } from '../../core/cluster/segment.ts';
import { defaultSegments, findSegments, type Segments } from '../../core/cluster/segments.ts';
import { chooseSimilarity, similarityDefaults } from '../../core/model/choose-similarity.ts';
import type { FeatureDefinition, FeatureTable } from '../../core/model/feature-table.ts';
import { buildLookalikeSet } from '../../core/model/lookalike-set.ts';
import { fitNearestBest, traitImportance } from '../../core/model/nearest-best.ts';
import { selectFeatures, selectRows } from '../../core/model/select-rows.ts';
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

/** Why no model could be fitted, as the model code says it. */
const nothingToLearn = 'no method can be fitted on these data';

/** Learns what best customers look like; null where nothing is known that a prospect could have too. */
export function learnModels(...given: Parameters<typeof fitModels>): LeadModels | null {
  try {
    return fitModels(...given);
  } catch (error) {
    if (error instanceof RangeError && error.message === nothingToLearn) return null;
    throw error;
  }
}

function fitModels(
  inputs: TraitInputs,
  traits: TraitDocument,
  archetypes: Archetypes | null,
  segments: Segments | null,
  asOf: string,
): LeadModels {
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
    archetypes:
      archetypes === null
        ? null
        : {
            names: archetypes.archetypes.map((archetype) => archetype.name),
            assignment: archetypes.assignment,
          },
    segments:
      segments === null
        ? null
        : {
            names: segments.segments.map((segment) => segment.name),
            assignment: segmentAssignment(inputs, segments),
          },
  };
}

/** Segments are of customers in the base; their assignment uses what a prospect can have. */
function segmentAssignment(inputs: TraitInputs, segments: Segments): ReturnType<typeof fitAssignment> {
  const place = new Map(segments.members.map((member) => [member.customer_id, member.segment_id]));
  const rows = [...inputs.customers.ids.keys()].filter((row) => place.has(inputs.customers.ids[row] ?? ''));
  const table = selectRows(inputs.customers, rows);
  return fitAssignment(
    table,
    Int32Array.from(table.ids, (id) => place.get(id) ?? 0),
    segments.k,
  );
}

/** The kinds of best customers; null without a best customer. */
export function learnArchetypes(inputs: TraitInputs): Archetypes | null {
  return inputs.label.includes(1) ? findArchetypes(inputs.customers, inputs.label) : null;
}

/** Segments of the customers that bought in the window; null when nobody did. */
export function learnSegments(inputs: TraitInputs): Segments | null {
  const { customers, label, rollups, countries, currency, lapsed, expected } = inputs;
  const rows = [...customers.ids.keys()].filter((row) => label[row] !== -1);
  if (rows.length === 0) return null;
  const byId = new Map(rollups.map((rollup) => [rollup.customer_id, rollup]));
  const facts = rows.map((row): CustomerFacts => {
    const customer_id = customers.ids[row] ?? '';
    const rollup = byId.get(customer_id);
    return {
      customer_id,
      ltv_e4: rollup?.revenue_e4 ?? 0,
      predicted_ltv: expected.get(customer_id) ?? null,
      orders: rollup?.orders ?? 0,
      sessions: null,
      engagement_seconds: null,
      country: countries[row] ?? null,
      device: null,
      channel: null,
      customer_age_days:
        rollup?.months_since_first === null || rollup === undefined
          ? null
          : Math.round(rollup.months_since_first * 30.4375),
      recency_days: rollup?.recency_days ?? null,
      lapsed: lapsed.has(customer_id),
    };
  });
  return findSegments(
    selectRows(customers, rows),
    facts,
    Int8Array.from(rows, (row) => label[row] ?? -1),
    { ...defaultSegments, currency },
  );
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
