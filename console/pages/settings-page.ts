import type { Authored, Execution, Preview, SettingsAnswer } from '../answers.ts';
import { type Answer, ApiFailure, failureWords } from '../api.ts';
import { element, fill } from '../element.ts';
import { type MakePage, pause, to, type Visit } from '../page.ts';
import { changesView } from '../parts/changes-view.ts';
import { faultList, notice } from '../parts/notice.ts';
import { settingsForm } from '../parts/settings-form.ts';
import { momentWords } from '../parts/words.ts';
import { may } from '../session.ts';

const askEveryMs = 700;

/** What a good customer is: fields and text, tried out before it counts. */
export const settingsPage: MakePage = async (visit) => {
  const answer = await visit.session.mine<SettingsAnswer>('/settings');
  const { data } = answer;
  let authored: Authored = data.settings;
  const text = element('textarea', {
    id: 'settings-text',
    rows: 16,
    spellcheck: 'false',
    'aria-describedby': 'settings-help',
  });
  const below = element('div', {});
  const write = (): void => {
    text.value = JSON.stringify(authored, null, 2);
  };
  write();
  const form = settingsForm(data.resolved, (key, value) => {
    authored = { ...authored, [key]: value };
    write();
  });
  /** The text counts: fields write into it. Null, with the reason shown, where it is no JSON. */
  const read = (): Authored | null => {
    try {
      const parsed: unknown = JSON.parse(text.value);
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
        authored = Object.fromEntries(Object.entries(parsed));
        return authored;
      }
      fill(below, notice('bad', 'The settings are one JSON object: {…}.'));
    } catch (error) {
      fill(below, notice('bad', `The text is not JSON: ${failureWords(error)}`));
    }
    text.focus();
    return null;
  };
  const allowed = may(visit.session, 'run');
  const act = (words: string, main: boolean, then: (settings: Authored) => Promise<void>): HTMLElement =>
    element(
      'button',
      {
        type: 'button',
        class: main ? 'main' : null,
        disabled: !allowed,
        on: {
          click: () => {
            const settings = read();
            if (settings === null) return;
            then(settings).catch((error: unknown) => {
              if (visit.left.aborted) return;
              fill(
                below,
                notice('bad', failureWords(error)),
                faultList(error instanceof ApiFailure ? error.faults : []),
              );
            });
          },
        },
      },
      words,
    );
  return {
    title: 'Settings',
    body: [
      element(
        'p',
        { class: 'soft' },
        data.changed_at === null
          ? 'These are the defaults: nobody has changed anything.'
          : `Version ${data.version}, changed ${momentWords(data.changed_at)}.`,
        allowed ? null : ' This key may look, not change.',
      ),
      form,
      element(
        'details',
        { class: 'card' },
        element('summary', {}, element('b', {}, 'Everything as text'), ' icp.json'),
        element('label', { for: 'settings-text' }, 'What differs from the defaults'),
        text,
        element(
          'p',
          { class: 'soft', id: 'settings-help' },
          'What is not written here has its default. Unknown keys are refused by name.',
        ),
      ),
      element(
        'p',
        { class: 'actions' },
        act('Show what would change', true, (settings) => preview(visit, settings, below)),
        act('Save', false, (settings) => save(visit, answer, settings, false)),
        act('Save and run', false, (settings) => save(visit, answer, settings, true)),
      ),
      below,
    ],
  };
};

async function save(
  visit: Visit,
  before: Answer<SettingsAnswer>,
  settings: Authored,
  run: boolean,
): Promise<void> {
  const { mine } = visit.session;
  await mine('/settings', { method: 'PUT', body: settings, headers: { 'if-match': before.etag ?? '*' } });
  visit.say('Settings saved');
  if (run) {
    const { data } = await mine<Execution>('/runs', {
      method: 'POST',
      body: { request: `console-${crypto.randomUUID()}` },
    });
    location.hash = to(`progress/${encodeURIComponent(data.execution)}`);
  } else dispatchEvent(new HashChangeEvent('hashchange'));
}

async function preview(visit: Visit, settings: Authored, below: HTMLElement): Promise<void> {
  const { mine } = visit.session;
  const request = `p-${crypto.randomUUID()}`;
  fill(
    below,
    element('p', { class: 'busy', role: 'status' }, 'Running with these settings, without publishing …'),
  );
  await mine<Execution>('/settings/preview', { method: 'POST', body: { request, settings } });
  for (;;) {
    const { data } = await mine<Preview>(`/settings/previews/${request}`);
    if (data.changes !== null) {
      fill(
        below,
        element(
          'section',
          { class: 'card', 'aria-label': 'What would change' },
          element('h2', {}, 'What would change'),
          changesView(data.changes),
        ),
      );
      visit.say('The preview is ready');
      return;
    }
    if (!['running', 'waiting'].includes(data.status)) {
      fill(
        below,
        data.status === 'succeeded'
          ? notice('good', 'These settings change nothing.')
          : notice('bad', `The preview did not get through: ${data.status}.`),
      );
      return;
    }
    await pause(askEveryMs, visit.left);
  }
}
