import { counted, whole } from '../../core/report/numbers.ts';
import type { RunChanges } from '../answers.ts';
import { type Child, element } from '../element.ts';
import { listWords } from './words.ts';

/** Names a person reads before the rest is counted. */
const named = 8;

/** Who came, went and moved: best customers, then lists. */
export const changesView = ({ best_customers: best, targets }: RunChanges): readonly HTMLElement[] => [
  element('h3', {}, 'Best customers'),
  element(
    'ul',
    {},
    element('li', {}, `${counted(best.same, 'customer')} stay best.`),
    line('New', best.entered.length, best.entered.map(nameOf)),
    line('No longer', best.left.length, best.left.map(nameOf)),
  ),
  element('h3', {}, 'Lists'),
  element(
    'ul',
    {},
    element('li', {}, `${counted(targets.same, 'company', 'companies')} stay in their list and tier.`),
    line('Ranked anew', targets.entered_count, targets.entered.map(nameOf)),
    line('No longer ranked', targets.left_count, targets.left.map(nameOf)),
    line(
      'Moved',
      targets.moved_count,
      targets.moved.slice(0, named).map((row) => `${nameOf(row)} (${place(row.from)} → ${place(row.to)})`),
    ),
  ),
];

const nameOf = (row: { readonly id: string; readonly name: string | null }): string => row.name ?? row.id;

const place = ({ list, tier, rank }: RunChanges['targets']['moved'][number]['from']): string =>
  `${(listWords[list] ?? list).replace(/:.*/, '')} ${rank}, tier ${tier}`;

const line = (title: string, count: number, names: readonly string[]): Child =>
  count === 0
    ? null
    : element(
        'li',
        {},
        element('b', {}, `${title}: ${whole(count)} `),
        element(
          'span',
          { class: 'soft' },
          `${names.slice(0, named).join('; ')}${count > named ? '; …' : ''}`,
        ),
      );
