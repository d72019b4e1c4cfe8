import type { Execution, Step } from '../answers.ts';
import { failureWords } from '../api.ts';
import { type Child, element, fill, mark } from '../element.ts';
import { type MakePage, pause, to, type Visit } from '../page.ts';
import { empty, notice } from '../parts/notice.ts';
import { causeWords, factWords, momentWords, outcomeWords, spanWords, stepWords } from '../parts/words.ts';
import { may } from '../session.ts';

const askEveryMs = 1000;
/** Executions that make a run, as opposed to checks and previews. */
const running = ['drop', 'schedule', 'rerun'];

/** Follows an execution step by step; without one in the address, the newest that makes a run, and its successor. */
export const progressPage: MakePage = (visit) => {
  const [, asked = ''] = visit.parts;
  const body = element('div', {}, element('p', { class: 'busy' }, 'Looking for the run …'));
  void follow(visit, asked === '' ? null : asked, body).catch((error: unknown) => {
    if (!visit.left.aborted) fill(body, notice('bad', failureWords(error)));
  });
  return { title: 'Progress', body: [body] };
};

async function follow(visit: Visit, asked: string | null, body: HTMLElement): Promise<void> {
  let drawn = '';
  let spoken = '';
  for (let looks = 0; ; looks += 1) {
    const execution = asked === null ? await newest(visit) : await read(visit, asked);
    if (execution === null) {
      if (looks > 30)
        fill(body, empty('Nothing has run yet. ', element('a', { href: '#/files' }, 'Drop files'), '.'));
    } else {
      const now = JSON.stringify(execution);
      if (now !== drawn) fill(body, view(visit, execution));
      drawn = now;
      const words = sentence(execution);
      if (words !== spoken) visit.say(words);
      spoken = words;
      if (execution.status !== 'running' && !(asked === null && execution.outcome === 'superseded')) return;
    }
    await pause(askEveryMs, visit.left);
  }
}

async function newest(visit: Visit): Promise<Execution | null> {
  const { data } = await visit.session.mine<readonly Execution[]>('/executions', { query: { limit: 20 } });
  const runs = data.filter(({ cause }) => running.includes(cause));
  const found = runs.find(({ outcome }) => outcome !== 'superseded') ?? runs[0];
  return found === undefined ? null : read(visit, found.execution);
}

const read = async (visit: Visit, execution: string): Promise<Execution> =>
  (await visit.session.mine<Execution>(`/executions/${encodeURIComponent(execution)}`)).data;

function sentence(execution: Execution): string {
  const step = execution.steps.find(({ status }) => status === 'running');
  if (execution.status === 'running')
    return step === undefined ? 'Waiting for further files' : `${stepWords[step.step] ?? step.step} …`;
  return `Ended: ${outcomeWords[execution.outcome ?? ''] ?? execution.outcome ?? execution.status}`;
}

function view(visit: Visit, execution: Execution): readonly Child[] {
  const done = execution.steps.filter(({ status }) => status === 'done').length;
  const over = execution.status !== 'running';
  return [
    element(
      'p',
      { class: 'soft' },
      `${causeWords[execution.cause] ?? execution.cause}, begun ${momentWords(execution.started_at)}${execution.stopped_at === null ? '' : `, took ${spanWords(execution.started_at, execution.stopped_at)}`}`,
    ),
    over
      ? null
      : element('progress', {
          class: 'whole',
          max: Math.max(1, execution.steps.length),
          value: done,
          'aria-label': `${done} of ${execution.steps.length} steps done`,
        }),
    over ? result(visit, execution) : element('p', { class: 'busy' }, sentence(execution)),
    element('ol', { class: 'steps' }, execution.steps.map(stepRow)),
  ];
}

const marks = {
  waiting: 'M8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  running: 'M8 2a6 6 0 1 1-6 6h2a4 4 0 1 0 4-4z',
  done: 'M6.4 12.2 2.2 8l1.4-1.4 2.8 2.8 6-6L13.800 4.800z',
  failed:
    'M4.400 3 8 6.600 11.600 3 13 4.400 9.400 8 13 11.600 11.600 13 8 9.400 4.400 13 3 11.600 6.600 8 3 4.400z',
} as const;

const stateWords = { waiting: 'waits', running: 'under way', done: 'done', failed: 'failed' } as const;

function stepRow(step: Step): HTMLElement {
  const took =
    step.entered_at === null
      ? ''
      : step.exited_at === null
        ? `since ${momentWords(step.entered_at).slice(11)}`
        : spanWords(step.entered_at, step.exited_at);
  return element(
    'li',
    { class: step.status },
    mark(marks[step.status]),
    element(
      'div',
      {},
      element('b', {}, stepWords[step.step] ?? step.step),
      ' ',
      element('span', { class: 'unseen' }, stateWords[step.status]),
      element('span', { class: 'soft' }, `${took}${step.attempts > 1 ? `, try ${step.attempts}` : ''}`),
      element('div', { class: 'soft' }, factWords(step.facts)),
      step.error === null ? null : element('div', { class: 'bad-words' }, step.error),
    ),
  );
}

function result(visit: Visit, execution: Execution): Child {
  const outcome = execution.outcome ?? execution.status;
  const words = outcomeWords[outcome] ?? outcome;
  const good = ['published', 'duplicate'].includes(outcome);
  const said = element('div', {});
  return [
    notice(
      good ? 'good' : ['waiting', 'held', 'superseded'].includes(outcome) ? 'warn' : 'bad',
      element('b', {}, `${words.charAt(0).toUpperCase()}${words.slice(1)}. `),
      execution.reason,
    ),
    said,
    element(
      'p',
      { class: 'actions' },
      good || outcome === 'held'
        ? element(
            'a',
            { class: 'button main', href: to('report', { run: execution.run }) },
            'Read the report',
          )
        : null,
      good ? element('a', { class: 'button', href: '#/targets' }, 'Whom to call') : null,
      outcome === 'waiting' || outcome === 'rejected'
        ? element('a', { class: 'button main', href: '#/files' }, 'Drop files')
        : null,
      outcome === 'rejected' && /changed shape/.test(execution.reason ?? '') && may(visit.session, 'run')
        ? element(
            'button',
            { type: 'button', on: { click: () => void accept(visit, said) } },
            'Accept the new shape and run',
          )
        : null,
      ['failed', 'timed_out', 'aborted'].includes(execution.status) && may(visit.session, 'run')
        ? element(
            'button',
            { type: 'button', on: { click: () => void redrive(visit, execution, said) } },
            'Go on from the failed step',
          )
        : null,
    ),
  ];
}

/** A run that a person asks for takes the files as they are now. */
async function accept(visit: Visit, said: HTMLElement): Promise<void> {
  try {
    const { data } = await visit.session.mine<Execution>('/runs', {
      method: 'POST',
      body: { request: `console-${crypto.randomUUID()}` },
    });
    location.hash = to(`progress/${encodeURIComponent(data.execution)}`);
  } catch (error) {
    fill(said, notice('bad', failureWords(error)));
  }
}

async function redrive(visit: Visit, { execution }: Execution, said: HTMLElement): Promise<void> {
  try {
    await visit.session.mine(`/executions/${encodeURIComponent(execution)}/redrive`, { method: 'POST' });
    const there = to(`progress/${encodeURIComponent(execution)}`);
    if (location.hash === there) dispatchEvent(new HashChangeEvent('hashchange'));
    else location.hash = there;
  } catch (error) {
    fill(said, notice('bad', failureWords(error)));
  }
}
