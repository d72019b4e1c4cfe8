import { ApiFailure, failureWords } from '../api.ts';
import { element, fill } from '../element.ts';
import type { Page } from '../page.ts';
import { notice } from '../parts/notice.ts';
import { type Session, signIn } from '../session.ts';

/** Asks for a key and hands over the session it opens. */
export function signInPage(opened: (session: Session) => void): Page {
  const key = element('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    'aria-describedby': 'key-help',
    placeholder: 'sk_live_…',
  });
  const said = element('div', {});
  const button = element('button', { type: 'submit', class: 'main' }, 'Sign in');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    button.disabled = true;
    fill(said);
    try {
      opened(await signIn(key.value.trim()));
    } catch (error) {
      const words =
        error instanceof ApiFailure && error.status === 401
          ? 'This key opens nothing: it is mistyped, expired or revoked.'
          : failureWords(error);
      fill(said, notice('bad', words));
      key.focus();
    } finally {
      button.disabled = false;
    }
  };
  return {
    title: 'Sign in',
    body: [
      element(
        'form',
        { class: 'card narrow', on: { submit: (event) => void submit(event) } },
        element('label', { for: 'key' }, 'API key'),
        key,
        element(
          'p',
          { class: 'soft', id: 'key-help' },
          'The key decides which warehouse you see. On your own machine ',
          element('code', {}, 'npm run -s kindred -- keys add --scopes read,run,admin'),
          ' makes one; otherwise ask whoever looks after Kindred. It is kept in this tab only.',
        ),
        said,
        button,
      ),
    ],
  };
}
