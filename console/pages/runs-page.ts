import { whole } from '../../core/report/numbers.ts';
import type { Execution, Run } from '../answers.ts';
import { failureWords } from '../api.ts';
import { type Child, element, fill } from '../element.ts';
import { type MakePage, to, type Visit } from '../page.ts';
import { empty, notice } from '../parts/notice.ts';
import { causeWords, listCounts, momentWords, outcomeWords, runWords } from '../parts/words.ts';
import { may } from '../session.ts';

/** Every run that is kept, what is under way, and what can be done with them. */
export const runsPage: MakePage = async (visit) => {
  const { mine } = visit.session;
  const [runs, executions] = await Promise.all([
    mine<readonly Run[]>('/runs'),
    mine<readonly Execution[]>('/executions', { query: { limit: 20 } }),
  ]);
  const said = element('div', {});
  const sorted = [...runs.data].sort(
    (a, b) => Number(b.current) - Number(a.current) || (a.as_of < b.as_of ? 1 : -1),
  );
  return {
    title: 'Runs',
    body: [
      said,
      may(visit.session, 'run') ? again(visit, said) : null,
      sorted.length === 0
        ? empty('No run has been published yet. ', element('a', { href: '#/files' }, 'Drop files'), '.')
        : runTable(visit, sorted, said),
      sorted.length < 2 ? null : compareForm(sorted),
      element('h2', {}, 'What happened lately'),
      // Every file's event starts an execution; the one that goes on tells the story.
      executions.data.length === 0
        ? empty('Nothing yet.')
        : executionList(executions.data.filter(({ outcome }) => outcome !== 'superseded')),
    ],
  };
};

function again(visit: Visit, said: HTMLElement): HTMLElement {
  const day = element('input', { type: 'date', id: 'as-of' });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      const { data } = await visit.session.mine<Execution>('/runs', {
        method: 'POST',
        body: {
          request: `console-${crypto.randomUUID()}`,
          ...(day.value === '' ? {} : { as_of: day.value }),
        },
      });
      location.hash = to(`progress/${encodeURIComponent(data.execution)}`);
    } catch (error) {
      fill(said, notice('bad', failureWords(error)));
    }
  };
  return element(
    'form',
    { class: 'controls', on: { submit: (event) => void submit(event) } },
    element('label', {}, 'As of (empty: as the settings say)', day),
    element('button', { type: 'submit' }, 'Run again on what has landed'),
  );
}

function runTable(visit: Visit, runs: readonly Run[], said: HTMLElement): HTMLElement {
  const act = (run: Run, verb: 'approve' | 'rollback', words: string): HTMLElement =>
    element(
      'button',
      {
        type: 'button',
        on: {
          click: () => {
            visit.session
              .mine(`/runs/${run.run}/${verb}`, { method: 'POST' })
              .then(() => dispatchEvent(new HashChangeEvent('hashchange')))
              .catch((error: unknown) => fill(said, notice('bad', failureWords(error))));
          },
        },
      },
      words,
    );
  const acts = (run: Run): readonly Child[] => [
    element('a', { href: to('report', { run: run.run }) }, 'Report'),
    run.previous_run === null || !runs.some((other) => other.run === run.previous_run)
      ? null
      : element('a', { href: to('compare', { from: run.previous_run, to: run.run }) }, 'What changed'),
    run.status === 'held' && may(visit.session, 'run') ? act(run, 'approve', 'Approve') : null,
    !run.current && run.status !== 'held' && may(visit.session, 'run')
      ? act(run, 'rollback', 'Make current')
      : null,
  ];
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Runs' },
    element(
      'table',
      { class: 'stack' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ['As of', 'Run', 'Because of', 'Customers', 'Lists', 'Do'].map((title) =>
            element('th', { scope: 'col' }, title),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        runs.map((run) =>
          element(
            'tr',
            {},
            element(
              'th',
              { scope: 'row' },
              run.as_of,
              ' ',
              run.current ? element('span', { class: 'tag sure' }, 'current') : null,
              run.status === 'held' ? element('span', { class: 'tag likely' }, 'held') : null,
            ),
            element('td', { 'data-label': 'Run' }, element('code', {}, run.run.slice(0, 14))),
            element('td', { 'data-label': 'Because of' }, causeWords[run.cause] ?? run.cause),
            element('td', { 'data-label': 'Customers', class: 'n' }, whole(run.customers)),
            element('td', { 'data-label': 'Lists' }, listCounts(run.targets)),
            element('td', { class: 'acts' }, acts(run)),
          ),
        ),
      ),
    ),
  );
}

function compareForm(runs: readonly Run[]): HTMLElement {
  const choice = (id: string, chosen: number): HTMLSelectElement =>
    element(
      'select',
      { id },
      runs.map((run, index) =>
        element(
          'option',
          { value: run.run, selected: index === chosen },
          `${runWords(run)}${run.current ? ' (current)' : ''}`,
        ),
      ),
    );
  const from = choice('compare-from', 1);
  const until = choice('compare-to', 0);
  return element(
    'form',
    {
      class: 'controls',
      on: {
        submit: (event) => {
          event.preventDefault();
          location.hash = to('compare', { from: from.value, to: until.value });
        },
      },
    },
    element('label', {}, 'From', from),
    element('label', {}, 'To', until),
    element('button', { type: 'submit' }, 'Compare the two'),
  );
}

const executionList = (executions: readonly Execution[]): HTMLElement =>
  element(
    'ul',
    { class: 'plain-list' },
    executions.map((execution) =>
      element(
        'li',
        {},
        element(
          'a',
          { href: to(`progress/${encodeURIComponent(execution.execution)}`) },
          momentWords(execution.started_at),
        ),
        ` ${causeWords[execution.cause] ?? execution.cause}: `,
        execution.status === 'running'
          ? 'under way'
          : (outcomeWords[execution.outcome ?? ''] ?? execution.outcome ?? execution.status),
      ),
    ),
  );
