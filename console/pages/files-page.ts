import { counted, whole } from '../../core/report/numbers.ts';
import type { Check, Execution, SettingsAnswer, StagedDrop, Upload } from '../answers.ts';
import { type Answer, ApiFailure, failureWords } from '../api.ts';
import { element, fill } from '../element.ts';
import { type MakePage, type Page, pause, to, type Visit } from '../page.ts';
import { type Decisions, withDecisions } from '../parts/decisions.ts';
import { mappingView } from '../parts/mapping-view.ts';
import { faultList, notice } from '../parts/notice.ts';
import { sendFile } from '../parts/upload.ts';
import { bytesWords } from '../parts/words.ts';
import { may } from '../session.ts';

/** How often a check under way is asked after. */
const askEveryMs = 500;

/** A name for a drop or a request that nobody used before. */
const fresh = (kind: string): string =>
  `${kind}-${Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join('')}`.slice(
    0,
    40,
  );

/** Drag files in, see how they were understood, put it right, run. Nothing counts before the last step. */
export const filesPage: MakePage = (visit): Page => {
  if (!may(visit.session, 'run'))
    return {
      title: 'Files',
      body: [notice('warn', 'This key may read only. Dropping files needs one with the scope run.')],
    };
  const drop = fresh('d');
  const list = element('ul', { class: 'uploads', 'aria-label': 'Files of this drop' });
  const below = element('div', {});
  let waiting = Promise.resolve();

  const take = (files: readonly File[]): void => {
    if (files.length === 0) return;
    waiting = waiting.then(async () => {
      fill(below);
      const sent = await Promise.all(files.map((file) => upload(visit, drop, file, list)));
      if (sent.some(Boolean)) await look(visit, drop, below, new Map(), null);
    });
  };
  const input = element('input', {
    type: 'file',
    id: 'choose',
    multiple: true,
    class: 'unseen',
    on: {
      change: () => {
        take([...(input.files ?? [])]);
        input.value = '';
      },
    },
  });
  const zone = element(
    'label',
    {
      class: 'dropzone',
      for: 'choose',
      on: {
        dragover: (event) => {
          event.preventDefault();
          zone.classList.add('over');
        },
        dragleave: () => zone.classList.remove('over'),
        drop: (event) => {
          event.preventDefault();
          zone.classList.remove('over');
          if (event instanceof DragEvent) take([...(event.dataTransfer?.files ?? [])]);
        },
      },
    },
    element('b', {}, 'Drop your exports here, or choose them'),
    element(
      'span',
      { class: 'soft' },
      'CSV, Excel, gzip or zip. Orders are needed; everything else helps. Nothing runs until you say so.',
    ),
  );
  return { title: 'Files', body: [input, zone, list, below] };
};

/** Sends one file, with its progress in the list. False when it was not taken. */
async function upload(visit: Visit, drop: string, file: File, list: HTMLElement): Promise<boolean> {
  const bar = element('progress', { max: 1, value: 0, 'aria-label': `Upload of ${file.name}` });
  const said = element('span', { class: 'soft' }, bytesWords(file.size));
  const row = element('li', {}, element('b', {}, file.name), said, bar);
  for (const old of list.querySelectorAll('li')) if (old.firstChild?.textContent === file.name) old.remove();
  list.append(row);
  try {
    const { data } = await visit.session.mine<Upload>('/uploads', {
      method: 'POST',
      body: { drop, file: file.name, bytes: file.size },
    });
    await sendFile(data, file, (share) => bar.setAttribute('value', String(share)), visit.left);
    bar.setAttribute('value', '1');
    row.classList.add('done');
    said.textContent = `${bytesWords(file.size)}, here`;
    visit.say(`${file.name} is here`);
    return true;
  } catch (error) {
    bar.remove();
    fill(said);
    row.append(
      notice('bad', failureWords(error)),
      faultList(error instanceof ApiFailure ? error.faults : []) ?? '',
    );
    return false;
  }
}

/** Has the drop checked, with corrections where there are some, and shows what was understood. */
async function look(
  visit: Visit,
  drop: string,
  below: HTMLElement,
  decisions: Decisions,
  settings: Answer<SettingsAnswer> | null,
): Promise<void> {
  const { mine } = visit.session;
  fill(below, element('p', { class: 'busy', role: 'status' }, 'Reading the files …'));
  try {
    const known = settings ?? (await mine<SettingsAnswer>('/settings'));
    const started = await mine<Execution>(`/drops/${drop}/check`, {
      method: 'POST',
      body: {
        request: fresh('c'),
        ...(decisions.size === 0 ? {} : { settings: withDecisions(known.data.settings, decisions) }),
      },
    });
    await ended(visit, started.data);
    const { data } = await mine<StagedDrop>(`/drops/${drop}`);
    const [check] = data.checks;
    if (check === undefined) throw new Error('the check has left nothing to show');
    showCheck(visit, drop, below, check, decisions, known);
  } catch (error) {
    if (visit.left.aborted) return;
    fill(
      below,
      notice('bad', failureWords(error)),
      faultList(error instanceof ApiFailure ? error.faults : []),
      element(
        'button',
        { type: 'button', on: { click: () => void look(visit, drop, below, decisions, settings) } },
        'Look again',
      ),
    );
  }
}

/** Waits until an execution is over; rejects with its reason where it failed. */
async function ended(visit: Visit, started: Execution): Promise<Execution> {
  let execution = started;
  while (execution.status === 'running') {
    await pause(askEveryMs, visit.left);
    execution = (await visit.session.mine<Execution>(`/executions/${encodeURIComponent(started.execution)}`))
      .data;
  }
  if (execution.status !== 'succeeded' || execution.outcome === 'failure-reported')
    throw new Error(execution.reason ?? 'the files could not be read');
  return execution;
}

function showCheck(
  visit: Visit,
  drop: string,
  below: HTMLElement,
  check: Check,
  decisions: Decisions,
  settings: Answer<SettingsAnswer>,
): void {
  const heading = element('h2', { tabindex: -1 }, 'How the files were understood');
  const again = element(
    'button',
    {
      type: 'button',
      disabled: true,
      on: { click: () => void look(visit, drop, below, decisions, settings) },
    },
    'Look again with the corrections',
  );
  const run = element(
    'button',
    {
      type: 'button',
      class: 'main',
      disabled: check.verdict !== null,
      on: { click: () => void submit(visit, drop, said, run, decisions, settings) },
    },
    'Run on these files',
  );
  const said = element('div', {});
  const { accounting, verdict } = check;
  fill(
    below,
    heading,
    verdict === null
      ? notice(
          'good',
          element('b', {}, 'This can run. '),
          `${whole(accounting.tables.orders?.rows ?? 0)} orders from ${accounting.first_order_date ?? 'an unknown day'} to ${accounting.last_order_date ?? 'an unknown day'}, ${accounting.currency === 'XXX' ? 'currency not stated' : `amounts in ${accounting.currency}`}.`,
        )
      : notice(
          'bad',
          element('b', {}, 'This cannot run yet. '),
          verdict.summary,
          element(
            'ul',
            {},
            verdict.remedy.map((line) => element('li', {}, line)),
          ),
        ),
    accounting.warnings.length === 0
      ? null
      : element(
          'details',
          {},
          element('summary', {}, counted(accounting.warnings.length, 'warning')),
          element(
            'ul',
            {},
            accounting.warnings.map((line) => element('li', {}, line)),
          ),
        ),
    mappingView(check, decisions, () => {
      again.disabled = false;
      again.classList.add('main');
      run.disabled = true;
      visit.say('Correction noted. Look again to see what it changes.');
    }),
    said,
    element('p', { class: 'actions sticky' }, run, again),
  );
  heading.focus();
}

/** Keeps the corrections in the settings, hands the drop over, and goes to where it can be watched. */
async function submit(
  visit: Visit,
  drop: string,
  said: HTMLElement,
  button: HTMLButtonElement,
  decisions: Decisions,
  settings: Answer<SettingsAnswer>,
): Promise<void> {
  const { mine } = visit.session;
  button.disabled = true;
  fill(said);
  try {
    if (decisions.size > 0)
      await mine('/settings', {
        method: 'PUT',
        body: withDecisions(settings.data.settings, decisions),
        headers: { 'if-match': settings.etag ?? '*' },
      });
    await mine(`/drops/${drop}/submit`, { method: 'POST', body: { request: fresh('s') } });
    location.hash = to('progress');
  } catch (error) {
    if (visit.left.aborted) return;
    button.disabled = false;
    fill(
      said,
      notice('bad', failureWords(error)),
      faultList(error instanceof ApiFailure ? error.faults : []),
    );
  }
}
