import type { ReasonSum, Target } from '../../core/rank/target.ts';
import { decimal } from '../../core/report/numbers.ts';
import { type Child, element } from '../element.ts';

const signed = (points: number): string => `${points < 0 ? '−' : '+'}${Math.abs(points)}`;

/** Why a company stands where it stands: both sums, point by point. */
export function reasonsView(target: Target): readonly Child[] {
  const best = target.closest_best_customer;
  return [
    sumView('Similarity, in log-odds × 100', target.similarity_reasons),
    element(
      'p',
      { class: 'soft' },
      `${target.similarity_reasons.total} points are ${decimal(target.similarity, 1)} of 100: the percentile among all candidates.`,
    ),
    sumView('Opportunity, 0 to 100', target.opportunity_reasons),
    element(
      'p',
      { class: 'soft' },
      `Score ${decimal(target.score, 1)} = ${decimal(target.similarity_term, 1)} from similarity + ${decimal(target.opportunity_term, 1)} from opportunity. Confidence ${target.confidence}: limited by ${target.confidence_limited_by}.`,
      best === null
        ? null
        : ` Closest best customer: ${best.name ?? best.customer_id}, ${decimal(best.similarity_percent, 0)} % alike.`,
      target.archetype === null ? null : ` Like: ${target.archetype}.`,
    ),
  ];
}

const sumView = (title: string, sum: ReasonSum): readonly Child[] => [
  element('p', { class: 'sum-title' }, title),
  element(
    'ul',
    { class: 'sum' },
    element('li', {}, element('b', {}, signed(sum.base)), element('span', { class: 'soft' }, 'start')),
    sum.reasons.map((reason) =>
      element(
        'li',
        {},
        element('b', { class: reason.points < 0 ? 'minus' : 'plus' }, signed(reason.points)),
        element(
          'span',
          {},
          reason.words,
          reason.source === null && reason.date === null
            ? null
            : element(
                'span',
                { class: 'soft' },
                ` (${[reason.source, reason.date].filter((part) => part !== null).join(', ')})`,
              ),
        ),
      ),
    ),
    element('li', { class: 'total' }, element('b', {}, signed(sum.total)), element('span', {}, 'total')),
  ),
];
