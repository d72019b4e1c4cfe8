import { whole } from '../../core/report/numbers.ts';
import type { Run } from '../answers.ts';
import { element } from '../element.ts';
import { type MakePage, to } from '../page.ts';
import { notice } from '../parts/notice.ts';
import { listWords, runWords } from '../parts/words.ts';

/** Two runs side by side. */
export const comparePage: MakePage = async ({ session, query }) => {
  const ids = [query.get('from') ?? '', query.get('to') ?? ''];
  if (ids.some((id) => id === ''))
    return {
      title: 'What changed',
      body: [
        notice('warn', 'Choose two runs to compare under ', element('a', { href: '#/runs' }, 'Runs'), '.'),
      ],
    };
  const [from, until] = await Promise.all(
    ids.map((id) => session.mine<Run>(`/runs/${encodeURIComponent(id)}`)),
  );
  if (from === undefined || until === undefined) throw new Error('two runs are needed');
  return { title: 'What changed', body: [sideBySide(from.data, until.data)] };
};

function sideBySide(from: Run, until: Run): HTMLElement {
  const row = (words: string, before: number, after: number): HTMLElement =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, words),
      element('td', {}, whole(before)),
      element('td', {}, whole(after)),
      element(
        'td',
        {},
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
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The two runs' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Count'),
          head(from),
          head(until),
          element('th', { scope: 'col' }, 'Difference'),
        ),
      ),
      element(
        'tbody',
        {},
        row('Customers', from.customers, until.customers),
        Object.entries(listWords).map(([list, words]) =>
          row(words, from.targets[list] ?? 0, until.targets[list] ?? 0),
        ),
      ),
    ),
  );
}
