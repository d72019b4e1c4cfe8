import type { WhatChanged } from '../../core/changes/what-changed.ts';
import { counted, decimal, whole } from '../../core/report/numbers.ts';
import type { Comparison, Run } from '../answers.ts';
import { type Child, element } from '../element.ts';
import { type MakePage, to } from '../page.ts';
import { changesView } from '../parts/changes-view.ts';
import { notice } from '../parts/notice.ts';
import { listWords, runWords } from '../parts/words.ts';

/** Moves a person reads at once; what-changed.json holds all. */
const shown = 40;

/** Two runs side by side: counts, who came, went and moved, and for a run and the one before it why. */
export const comparePage: MakePage = async ({ session, query }) => {
  const { data } = await session.mine<Comparison>('/compare', {
    query: { from: query.get('from'), to: query.get('to') },
  });
  const [from, until] = await Promise.all([
    session.mine<Run>(`/runs/${data.from}`),
    session.mine<Run>(`/runs/${data.to}`),
  ]);
  return {
    title: 'What changed',
    body: [
      sideBySide(from.data, until.data),
      data.what_changed === null
        ? notice(
            'warn',
            'Why each company moved is worked out for a run and the one before it. For any other pair, on the machine that keeps the runs: ',
            element('code', {}, 'kindred compare'),
            '.',
          )
        : whyView(data.what_changed),
      element('h2', {}, 'Who came, went and moved'),
      changesView(data.changes),
    ],
  };
};

function sideBySide(from: Run, until: Run): HTMLElement {
  const row = (words: string, before: number, after: number): HTMLElement =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, words),
      element('td', { 'data-label': 'Before' }, whole(before)),
      element('td', { 'data-label': 'After' }, whole(after)),
      element(
        'td',
        { 'data-label': 'Difference' },
        after === before ? 'the same' : `${after > before ? '+' : '−'}${whole(Math.abs(after - before))}`,
      ),
    );
  const head = (run: Run): HTMLElement =>
    element(
      'th',
      { scope: 'col' },
      element('a', { href: to('report', { run: run.run }) }, runWords(run)),
      run.current ? ' (current)' : '',
    );
  return table(
    'The two runs',
    [
      element('th', { scope: 'col' }, 'Count'),
      head(from),
      head(until),
      element('th', { scope: 'col' }, 'Difference'),
    ],
    [
      row('Customers', from.customers, until.customers),
      ...Object.entries(listWords).map(([list, words]) =>
        row(words, from.targets[list] ?? 0, until.targets[list] ?? 0),
      ),
    ],
  );
}

const causeWords = {
  data: 'new data',
  date: 'time passed',
  model: 'the model learnt anew',
  settings: 'settings changed',
  capacity: 'others came or went',
} as const;

const points = (value: number): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${decimal(Math.abs(value), 1)}`;

/** Every move taken apart: what data, time, model and settings each did to the score. */
function whyView(changed: WhatChanged): readonly Child[] {
  const { counts, tier_moves_by_cause: by, settings } = changed;
  const moves = changed.moves.slice(0, shown);
  return [
    element('h2', {}, 'Why companies moved'),
    element(
      'p',
      {},
      `${counted(counts.tier_moved, 'company', 'companies')} of ${whole(counts.ranked_by_both)} changed tier: ${(['data', 'date', 'model', 'settings'] as const).map((cause) => `${causeWords[cause]} ${whole(by[cause])}`).join(', ')}. Each move’s points add up to its whole change.`,
    ),
    settings.length === 0
      ? null
      : element(
          'ul',
          {},
          settings.map(({ path, from, to: now }) =>
            element('li', {}, element('code', {}, path), `: ${from} → ${now}`),
          ),
        ),
    moves.length === 0
      ? null
      : table(
          'Moves',
          ['Company', 'From', 'To', 'Mainly', 'Data', 'Time', 'Model', 'Settings', 'Score'].map((title) =>
            element('th', { scope: 'col' }, title),
          ),
          moves.map(({ name, target_id, from, to: now, because, split }) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, name ?? target_id),
              element(
                'td',
                { 'data-label': 'From' },
                `${listWords[from.list]?.replace(/:.*/, '') ?? from.list} ${from.rank}, ${from.tier}`,
              ),
              element(
                'td',
                { 'data-label': 'To' },
                `${listWords[now.list]?.replace(/:.*/, '') ?? now.list} ${now.rank}, ${now.tier}`,
              ),
              element('td', { 'data-label': 'Mainly' }, causeWords[because]),
              element('td', { 'data-label': 'Data' }, points(split.points.data)),
              element('td', { 'data-label': 'Time' }, points(split.points.date)),
              element('td', { 'data-label': 'Model' }, points(split.points.model)),
              element('td', { 'data-label': 'Settings' }, points(split.points.settings)),
              element('td', { 'data-label': 'Score' }, element('b', {}, points(split.change))),
            ),
          ),
        ),
    changed.moves.length > shown
      ? element(
          'p',
          { class: 'soft' },
          `The first ${shown} of ${whole(counts.list_moved)}; what-changed.json holds them.`,
        )
      : null,
  ];
}

const table = (label: string, head: readonly HTMLElement[], rows: readonly HTMLElement[]): HTMLElement =>
  element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
    element(
      'table',
      { class: 'stack' },
      element('thead', {}, element('tr', {}, head)),
      element('tbody', {}, rows),
    ),
  );
