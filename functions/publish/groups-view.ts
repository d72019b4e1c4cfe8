import type { Archetypes } from '../../core/cluster/archetypes.ts';
import type { Segments } from '../../core/cluster/segments.ts';
import type { BestCustomerRow, ReportView } from '../../core/report/report-view.ts';

type GroupsView = Pick<
  ReportView,
  'archetypes' | 'archetypes_note' | 'archetype_map' | 'segments' | 'segments_note'
>;

/** Marks a reader can tell apart. */
const drawnAtMost = 600;

/** The kinds of best customers and of all customers, as the report shows them. */
export function groupsView(
  archetypes: Archetypes | null,
  segments: Segments | null,
  best: readonly BestCustomerRow[],
): GroupsView {
  const several = archetypes !== null && archetypes.k > 1;
  return {
    archetypes: (archetypes?.archetypes ?? []).map((archetype) => ({
      name: archetype.name,
      size: archetype.size,
      share: archetype.share,
      description: archetype.description,
      message_angle: archetype.message_angle,
      icp: archetype.icp.map((condition) => condition.words),
      stability: archetype.stability,
    })),
    archetypes_note:
      archetypes === null
        ? 'There are too few best customers, or too little is known of them, to tell kinds apart.'
        : several
          ? `${archetypes.k} kinds: ${archetypes.because}.`
          : `One kind: ${archetypes.because}.`,
    archetype_map: several ? mapOf(archetypes, best) : null,
    segments: (segments?.segments ?? []).map((segment) => ({
      name: segment.name,
      size: segment.size,
      share: segment.percentage / 100,
      best_share: segment.best_share,
      lifetime_value: segment.avg_ltv,
      orders: segment.avg_orders,
      average_order: segment.avg_order_value,
      recency_days: segment.avg_recency_days,
      traits: segment.traits.slice(0, 3).map((trait) => trait.words),
      action: segment.recommendations[0]?.action ?? null,
    })),
    segments_note:
      segments === null
        ? 'Too little is known of the customers to tell kinds apart.'
        : `${segments.k === 1 ? 'One kind' : `${segments.k} kinds`}: ${segments.because}.`,
  };
}

/** Every best customer that has a rate and an amount above 0, thinned evenly by rank where there are too many to draw. */
function mapOf(archetypes: Archetypes, best: readonly BestCustomerRow[]): ReportView['archetype_map'] {
  const kind = new Map(archetypes.members.map((member) => [member.customer_id, member.archetype_id]));
  const points = best.flatMap((row) => {
    const archetype = kind.get(row.customer_id);
    const average = row.orders === 0 ? 0 : row.revenue / row.orders;
    return archetype === undefined ||
      row.orders_per_month === null ||
      row.orders_per_month <= 0 ||
      average <= 0
      ? []
      : [
          {
            name: row.name ?? row.customer_id,
            archetype,
            orders_per_month: row.orders_per_month,
            average_order: average,
          },
        ];
  });
  const every = Math.max(1, Math.ceil(points.length / drawnAtMost));
  return { points: points.filter((_, index) => index % every === 0), of: best.length };
}
