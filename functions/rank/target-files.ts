import type { Reason, Target } from '../../core/rank/target.ts';
import { csvText } from '../shared/csv.ts';

const columns = [
  'rank',
  'list',
  'tier',
  'score',
  'similarity',
  'opportunity',
  'similarity_term',
  'opportunity_term',
  'confidence',
  'confidence_limited_by',
  'target_id',
  'pool',
  'name',
  'domain',
  'industry',
  'employees',
  'region',
  'country',
  'owner',
  'archetype',
  'closest_best_customer',
  'closest_similarity_percent',
  'tags',
  'reasons',
  'similarity_points',
  'opportunity_points',
];

/** Points of a sum as one cell: what it starts from, each reason's points, the total. Adds up by hand. */
function pointsCell(sum: Target['similarity_reasons']): string {
  const parts = sum.reasons.map(
    (reason) => `${reason.points < 0 ? '-' : '+'}${Math.abs(reason.points)} ${reason.words}`,
  );
  return `start ${sum.base}; ${parts.map((part) => `${part}; `).join('')}total ${sum.total}`;
}

/** The few things a rep would say: what speaks for the company, whom it is like, what happens there now. */
export function headline(target: Target): string {
  const fits = target.similarity_reasons.reasons
    .filter((reason) => reason.points > 0 && reason.kind !== 'other')
    .slice(0, 3);
  const now = target.opportunity_reasons.reasons.filter((reason) => reason.points > 0).slice(0, 2);
  const similar = target.closest_best_customer;
  return [
    ...(fits.length === 0 ? [] : [`Matches ICP: ${fits.map((reason) => reason.words).join(', ')}`]),
    ...(similar === null
      ? []
      : [
          `Similar to best customer: ${similar.name ?? similar.customer_id} (${similar.similarity_percent} %)`,
        ]),
    ...said(
      'Win-back',
      now.filter((reason) => reason.kind === 'win-back'),
    ),
    ...said(
      'Growth signal',
      now.filter((reason) => reason.kind !== 'win-back'),
    ),
  ].join(' | ');
}

const said = (title: string, reasons: readonly Reason[]): string[] =>
  reasons.length === 0 ? [] : [`${title}: ${reasons.map((reason) => reason.words).join('; ')}`];

/** Listed targets for people and spreadsheets. */
export function targetsCsv(targets: readonly Target[]): string {
  return csvText(
    columns,
    targets.map((t) => [
      t.rank,
      t.list,
      t.tier,
      t.score,
      t.similarity,
      t.opportunity,
      t.similarity_term,
      t.opportunity_term,
      t.confidence,
      t.confidence_limited_by,
      t.target_id,
      t.pool,
      t.name,
      t.domain,
      t.industry,
      t.employees,
      t.region,
      t.country,
      t.owner,
      t.archetype,
      t.closest_best_customer?.name ?? t.closest_best_customer?.customer_id ?? null,
      t.closest_best_customer?.similarity_percent ?? null,
      t.tags.join(' '),
      headline(t),
      pointsCell(t.similarity_reasons),
      pointsCell(t.opportunity_reasons),
    ]),
  );
}

/** Listed targets with everything that is known of them, one JSON document a line. */
export function targetsNdjson(targets: readonly Target[]): string {
  return targets.map((target) => `${JSON.stringify(target)}\n`).join('');
}
