import type { Key } from '../answers.ts';
import { ApiFailure, failureWords } from '../api.ts';
import { type Child, element, fill } from '../element.ts';
import type { MakePage, Visit } from '../page.ts';
import { empty, faultList, notice } from '../parts/notice.ts';
import { momentWords } from '../parts/words.ts';
import { may } from '../session.ts';

const scopeWords: readonly (readonly [string, string])[] = [
  ['read', 'read results'],
  ['run', 'drop files, run, change settings'],
  ['admin', 'make and revoke keys, erase'],
];

type Made = { readonly key: Key; readonly secret: string };

/** The warehouse's keys: made, changed for new ones, revoked. A secret is shown once. */
export const keysPage: MakePage = async (visit) => {
  if (!may(visit.session, 'admin'))
    return { title: 'Keys', body: [notice('warn', 'Keys need a key with the scope admin.')] };
  const said = element('div', {});
  const list = element('div', {});
  await refresh(visit, list, said);
  return { title: 'Keys', body: [addForm(visit, list, said), said, list] };
};

async function refresh(visit: Visit, list: HTMLElement, said: HTMLElement): Promise<void> {
  const { data } = await visit.session.mine<readonly Key[]>('/keys');
  fill(list, data.length === 0 ? empty('No keys yet.') : keyTable(visit, data, list, said));
}

function addForm(visit: Visit, list: HTMLElement, said: HTMLElement): HTMLElement {
  const note = element('input', { type: 'text', maxlength: 200, placeholder: 'CRM sync' });
  const days = element('input', { type: 'number', min: 1, max: 3650, value: 90 });
  const boxes = scopeWords.map(([scope, words]) => {
    const box = element('input', { type: 'checkbox', value: scope, checked: scope === 'read' });
    return { box, label: element('label', { class: 'check' }, box, `${scope}: ${words}`) };
  });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const scopes = boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
    await attempt(said, async () => {
      const { data } = await visit.session.mine<Made>('/keys', {
        method: 'POST',
        body: { scopes, days: Number(days.value), note: note.value },
      });
      fill(said, secretNotice(data));
      await refresh(visit, list, said);
    });
  };
  return element(
    'form',
    { class: 'card', on: { submit: (event) => void submit(event) } },
    element('h2', {}, 'New key'),
    element(
      'div',
      { class: 'controls' },
      element('label', {}, 'What it is for', note),
      element('label', {}, 'Days it lives', days),
      element(
        'fieldset',
        { class: 'checks' },
        element('legend', {}, 'It may'),
        boxes.map(({ label }) => label),
      ),
      element('button', { type: 'submit', class: 'main' }, 'Make the key'),
    ),
  );
}

const secretNotice = ({ secret, key }: Made): HTMLElement =>
  notice(
    'good',
    element('b', {}, 'Keep it now, it is not shown again: '),
    element('code', { class: 'secret' }, secret),
    ' ',
    element(
      'button',
      {
        type: 'button',
        on: { click: () => void navigator.clipboard?.writeText(secret) },
      },
      'Copy',
    ),
    element('div', { class: 'soft' }, `${key.key_id}, may ${key.scopes.join(', ')}`),
  );

function keyTable(visit: Visit, keys: readonly Key[], list: HTMLElement, said: HTMLElement): HTMLElement {
  const revoke = (key: Key): Promise<void> =>
    attempt(said, async () => {
      await visit.session.mine(`/keys/${key.key_id}`, { method: 'DELETE' });
      fill(said, notice('good', `${key.key_id} is revoked.`));
      await refresh(visit, list, said);
    });
  const rotate = (key: Key): Promise<void> =>
    attempt(said, async () => {
      const { data } = await visit.session.mine<Made>(`/keys/${key.key_id}/rotate`, {
        method: 'POST',
        body: { overlap_hours: 24 },
      });
      fill(said, secretNotice(data), element('p', { class: 'soft' }, `${key.key_id} lives on for a day.`));
      await refresh(visit, list, said);
    });
  const standing = (key: Key): Child =>
    key.revoked_at !== null
      ? element('span', { class: 'tag unsure' }, `revoked ${key.revoked_at.slice(0, 10)}`)
      : element(
          'span',
          { class: `tag ${key.live ? 'sure' : 'unsure'}` },
          key.expires_at === null
            ? 'until revoked'
            : `${key.live ? 'until' : 'expired'} ${key.expires_at.slice(0, 10)}`,
        );
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Keys' },
    element(
      'table',
      { class: 'stack' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ['Key', 'For', 'May', 'Lives', 'Last used', 'Do'].map((title) =>
            element('th', { scope: 'col' }, title),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        keys.map((key) =>
          element(
            'tr',
            { class: key.live ? null : 'dim' },
            element(
              'th',
              { scope: 'row' },
              element('code', {}, key.key_id),
              key.key_id === visit.session.keyId ? element('span', { class: 'tag' }, 'this one') : null,
            ),
            element('td', { 'data-label': 'For' }, key.note),
            element('td', { 'data-label': 'May' }, key.scopes.join(', ')),
            element('td', { 'data-label': 'Lives' }, standing(key)),
            element(
              'td',
              { 'data-label': 'Last used' },
              key.last_used_at === null || key.last_used_at === undefined
                ? 'never'
                : momentWords(key.last_used_at),
            ),
            element(
              'td',
              { class: 'acts' },
              key.live
                ? [
                    element('button', { type: 'button', on: { click: () => void rotate(key) } }, 'Replace'),
                    element(
                      'button',
                      { type: 'button', class: 'danger', on: { click: () => void revoke(key) } },
                      'Revoke',
                    ),
                  ]
                : null,
            ),
          ),
        ),
      ),
    ),
  );
}

async function attempt(said: HTMLElement, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    fill(
      said,
      notice('bad', failureWords(error)),
      faultList(error instanceof ApiFailure ? error.faults : []),
    );
  }
}
