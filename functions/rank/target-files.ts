import type { Amount, Reason, Target } from '../../core/rank/target.ts';
import { type CsvCell, csvLines, csvText } from '../shared/csv.ts';

/** The columns of `targets.csv`, in order, each with what it shows of a target. */
const columns: readonly (readonly [string, (target: Target) => CsvCell])[] = [
  ['rank', (t) => t.rank],
  ['list', (t) => t.list],
  ['tier', (t) => t.tier],
  ['score', (t) => t.score],
  ['similarity', (t) => t.similarity],
  ['opportunity', (t) => t.opportunity],
  ['similarity_term', (t) => t.similarity_term],
  ['opportunity_term', (t) => t.opportunity_term],
  ['confidence', (t) => t.confidence],
  ['confidence_limited_by', (t) => t.confidence_limited_by],
  ['target_id', (t) => t.target_id],
  ['pool', (t) => t.pool],
  ['name', (t) => t.name],
  ['domain', (t) => t.domain],
  ['industry', (t) => t.industry],
  ['employees', (t) => t.employees],
  ['region', (t) => t.region],
  ['country', (t) => t.country],
  ['territory', (t) => t.territory],
  ['owner', (t) => t.owner],
  ['owner_from', (t) => t.owner_from],
  ['archetype', (t) => t.archetype],
  ['message_angle', (t) => t.message_angle],
  [
    'closest_best_customer',
    (t) => t.closest_best_customer?.name ?? t.closest_best_customer?.customer_id ?? null,
  ],
  ['closest_similarity_percent', (t) => t.closest_best_customer?.similarity_percent ?? null],
  ['closest_shared', (t) => t.closest_best_customer?.shared.join('; ') ?? null],
  ['closest_differing', (t) => t.closest_best_customer?.differing.join('; ') ?? null],
  ['counterfactual', (t) => t.counterfactual?.words ?? null],
  ['tags', (t) => t.tags.join(' ')],
  ['reasons', headline],
  ['expected_margin_12m', (t) => money(t.expected_margin_12m)],
  ['currency', (t) => (t.expected_margin_12m ?? t.win_back?.past_revenue)?.currency ?? null],
  ['last_order_date', (t) => t.win_back?.last_order_date ?? null],
  ['silence_days', (t) => t.win_back?.silence_days ?? null],
  ['cadence_days', (t) => rounded(t.win_back?.cadence_days, 1)],
  ['p_alive', (t) => rounded(t.win_back?.p_alive, 4)],
  ['p_recoverable', (t) => rounded(t.win_back?.p_recoverable, 4)],
  ['recoverable_margin_12m', (t) => money(t.win_back?.recoverable_margin_12m)],
  ['recoverable_revenue_12m', (t) => money(t.win_back?.recoverable_revenue_12m)],
  ['past_margin', (t) => money(t.win_back?.past_margin)],
  ['past_revenue', (t) => money(t.win_back?.past_revenue)],
  ['past_orders', (t) => t.win_back?.past_orders ?? null],
  ['category_breadth', (t) => t.win_back?.category_breadth ?? null],
  ['last_category', (t) => t.win_back?.last_category ?? null],
  ['next_category', (t) => t.win_back?.next_category ?? null],
  ['days_to_pay', (t) => rounded(t.win_back?.days_to_pay, 1)],
  ['days_late', (t) => rounded(t.win_back?.days_late, 1)],
  ['week', (t) => t.week],
  ['slot', (t) => t.slot.kind],
  ['propensity', (t) => t.slot.propensity],
  ['similarity_points', (t) => pointsCell(t.similarity_reasons)],
  ['opportunity_points', (t) => pointsCell(t.opportunity_reasons)],
];

const money = (amount: Amount | null | undefined): CsvCell =>
  amount === null || amount === undefined ? null : { decimal: amount.amount };

const rounded = (value: number | null | undefined, digits: number): CsvCell =>
  value === null || value === undefined ? null : Number(value.toFixed(digits));

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

/** The header of `targets.csv`. */
export const targetsCsvHeader = (): string =>
  csvText(
    columns.map(([name]) => name),
    [],
  );

/** Listed targets for people and spreadsheets: lines under {@link targetsCsvHeader}. */
export const targetsCsvLines = (targets: readonly Target[]): string =>
  csvLines(targets.map((target) => columns.map(([, cell]) => cell(target))));

/** Listed targets with everything that is known of them, one JSON document a line. */
export const targetsNdjson = (targets: readonly Target[]): string =>
  targets.map((target) => `${JSON.stringify(target)}\n`).join('');
