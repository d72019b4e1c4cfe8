import type { Target } from '../../core/rank/target.ts';
import { decimal, unbroken, whole } from '../../core/report/numbers.ts';
import type { DropStatus, Run, Warehouse } from '../answers.ts';
import { ApiFailure } from '../api.ts';
import { type Child, element } from '../element.ts';
import { type MakePage, to } from '../page.ts';
import { empty, notice } from '../parts/notice.ts';
import { causeWords, listWords } from '../parts/words.ts';

const notices = {
  accepted: 'good',
  duplicate: 'good',
  waiting: 'warn',
  rejected: 'bad',
  failed: 'bad',
} as const;

/** What is current, what the last drop came to, and where to go from here. */
export const homePage: MakePage = async ({ session }) => {
  const { data } = await session.ask<readonly Warehouse[]>('/warehouses');
  const run = data[0]?.current_run ?? null;
  const status = data[0]?.status ?? null;
  if (run === null)
    return {
      title: 'Overview',
      body: [
        status === null ? null : statusNotice(status),
        element(
          'section',
          { class: 'card' },
          element('h2', {}, 'Start with your exports'),
          element(
            'p',
            {},
            'One file of orders is enough. Customers, order lines, quotes, payments and a list of prospects make the answer better.',
          ),
          element('a', { class: 'button main', href: '#/files' }, 'Drop files'),
        ),
      ],
    };
  const [current, evidence, first] = await Promise.all([
    session.mine<Run>(`/runs/${run}`),
    session.mine<Backtest>('/backtest').catch(nothing),
    session.mine<readonly Target[]>('/targets', { query: { limit: 5 } }).catch(nothing),
  ]);
  return {
    title: 'Overview',
    body: [
      status === null || status.status === 'accepted' || status.status === 'duplicate'
        ? null
        : statusNotice(status),
      facts(current.data),
      element(
        'p',
        { class: 'actions' },
        element('a', { class: 'button main', href: '#/report' }, 'Read the report'),
        element('a', { class: 'button', href: '#/targets' }, 'Whom to call'),
        element('a', { class: 'button', href: '#/files' }, 'Drop newer files'),
      ),
      evidence === null
        ? null
        : [element('h2', {}, 'Can it be trusted?'), element('p', {}, unbroken(evidence.data.line))],
      element('h2', {}, 'Call first'),
      first === null || first.data.length === 0
        ? empty('Nobody is on a call list yet.')
        : element(
            'ol',
            { class: 'calls' },
            first.data.map((target) =>
              element(
                'li',
                {},
                element('b', {}, target.name ?? target.target_id),
                ` ${decimal(target.score, 1)} `,
                element('div', { class: 'soft' }, reasons(target)),
              ),
            ),
          ),
    ],
  };
};

type Backtest = { readonly line: string };

/** A run without it is no failure. */
const nothing = (error: unknown): null => {
  if (error instanceof ApiFailure && error.status === 404) return null;
  throw error;
};

const reasons = (target: Target): string =>
  target.similarity_reasons.reasons
    .filter((reason) => reason.points > 0 && reason.kind !== 'other')
    .slice(0, 3)
    .map((reason) => reason.words)
    .join('; ');

/** The answer to the last drop. */
export const statusNotice = (status: DropStatus): HTMLElement =>
  notice(
    notices[status.status],
    element('b', {}, `Last drop ${status.status}: `),
    status.summary,
    status.remedy.length === 0
      ? null
      : element(
          'ul',
          {},
          status.remedy.map((line) => element('li', {}, line)),
        ),
  );

function facts(run: Run): HTMLElement {
  const fact = (term: string, value: Child, note: string | null = null): HTMLElement =>
    element(
      'div',
      {},
      element('dt', {}, term),
      element('dd', {}, value, note === null ? null : element('small', {}, note)),
    );
  return element(
    'dl',
    { class: 'facts' },
    fact('As of', run.as_of, causeWords[run.cause] ?? run.cause),
    fact('Customers', whole(run.customers)),
    Object.entries(listWords)
      .filter(([list]) => run.targets[list] !== undefined)
      .map(([list, words]) => {
        const [name = words, note = null] = words.split(': ');
        return fact(
          name,
          element('a', { href: to('targets', { list }) }, whole(run.targets[list] ?? 0)),
          note,
        );
      }),
  );
}
