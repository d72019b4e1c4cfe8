import { fitAssignment } from '../../core/cluster/archetype-assignment.ts';
import { type Archetypes, findArchetypes } from '../../core/cluster/archetypes.ts';
import type { CustomerFacts } from '../../core/cluster/segment.ts';
import { defaultSegments, findSegments, type Segments, webSegments } from '../../core/cluster/segments.ts';
import { selectRows } from '../../core/model/select-rows.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { TraitInputs } from './read-inputs.ts';

/** What groups of customers are found from: no prospects, nothing of the settings but the currency. */
export type GroupInputs = Pick<
  TraitInputs,
  'customers' | 'label' | 'rollups' | 'countries' | 'currency' | 'lapsed' | 'expected' | 'users'
>;

/** The kinds of best customers and of all customers; null where there is nobody to group. */
export type Groups = {
  readonly archetypes: Archetypes | null;
  readonly segments: Segments | null;
  /** How a company is told which group it is of. */
  readonly models: Pick<LeadModels, 'archetypes' | 'segments'>;
};

/** Finds both kinds of groups. Pure: the same wherever it runs, see {@link file://./groups-thread.ts}. */
export function learnGroups(inputs: GroupInputs): Groups {
  const archetypes = inputs.label.includes(1) ? findArchetypes(inputs.customers, inputs.label) : null;
  const segments = learnSegments(inputs);
  return {
    archetypes,
    segments,
    models: {
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
    },
  };
}

/** Segments are of customers in the base; their assignment uses what a prospect can have. */
function segmentAssignment(inputs: GroupInputs, segments: Segments): ReturnType<typeof fitAssignment> {
  const place = new Map(segments.members.map((member) => [member.customer_id, member.segment_id]));
  const rows = [...inputs.customers.ids.keys()].filter((row) => place.has(inputs.customers.ids[row] ?? ''));
  const table = selectRows(inputs.customers, rows);
  return fitAssignment(
    table,
    Int32Array.from(table.ids, (id) => place.get(id) ?? 0),
    segments.k,
  );
}

/** Segments of the customers that bought in the window; null when nobody did. */
function learnSegments(inputs: GroupInputs): Segments | null {
  const { customers, label, rollups, countries, currency, lapsed, expected, users } = inputs;
  const rows = [...customers.ids.keys()].filter((row) => label[row] !== -1);
  if (rows.length === 0) return null;
  const byId = new Map(rollups.map((rollup) => [rollup.customer_id, rollup]));
  const facts = rows.map((row): CustomerFacts => {
    const customer_id = customers.ids[row] ?? '';
    const rollup = byId.get(customer_id);
    const user = users?.get(customer_id);
    return {
      customer_id,
      ltv_e4: rollup?.revenue_e4 ?? 0,
      predicted_ltv: expected.get(customer_id) ?? null,
      orders: rollup?.orders ?? 0,
      sessions: user?.sessions ?? null,
      engagement_seconds: user?.engagement_seconds ?? null,
      country: countries[row] ?? null,
      device: user?.device ?? null,
      channel: user?.channel ?? null,
      plan: user?.plan ?? null,
      customer_age_days:
        user?.age_days ??
        (rollup?.months_since_first === null || rollup === undefined
          ? null
          : Math.round(rollup.months_since_first * 30.4375)),
      recency_days: rollup?.recency_days ?? null,
      lapsed: lapsed.has(customer_id),
    };
  });
  return findSegments(
    selectRows(customers, rows),
    facts,
    Int8Array.from(rows, (row) => label[row] ?? -1),
    { ...(users === null ? defaultSegments : webSegments), currency },
  );
}
