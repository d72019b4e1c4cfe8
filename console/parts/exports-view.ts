import { counted } from '../../core/report/numbers.ts';
import { ApiFailure, failureWords } from '../api.ts';
import { type Child, element, fill } from '../element.ts';
import type { Visit } from '../page.ts';
import { notice } from './notice.ts';
import { bytesWords } from './words.ts';

type Format = {
  readonly format: string;
  readonly title: string;
  readonly how: string;
  readonly files: readonly { readonly file: string; readonly rows: number; readonly bytes: number }[];
  readonly warning: string | null;
  readonly unavailable_because: string | null;
};

/** The lists in the form of each outreach tool, with how to import them; null where the run has none. */
export async function exportsView(visit: Visit, run: string | null): Promise<HTMLElement | null> {
  let formats: readonly Format[];
  try {
    formats = (await visit.session.mine<readonly Format[]>('/exports', { query: { run } })).data;
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return null;
    throw error;
  }
  return element(
    'details',
    { class: 'card' },
    element(
      'summary',
      {},
      element('b', {}, 'For your outreach tools'),
      ` ${counted(formats.length, 'form')}`,
    ),
    element(
      'ul',
      { class: 'plain-list' },
      formats.map((format) => formatRow(visit, run, format)),
    ),
  );
}

function formatRow(visit: Visit, run: string | null, format: Format): HTMLElement {
  const said = element('div', {});
  const take = async (file: string): Promise<void> => {
    try {
      const blob = await visit.session.file(`/exports/${format.format}`, { query: { run, file } });
      saveAs(blob, file);
      visit.say(`${file} is on its way`);
    } catch (error) {
      fill(said, notice('bad', failureWords(error)));
    }
  };
  const body: Child =
    format.unavailable_because === null
      ? [
          element('div', { class: 'soft' }, format.how),
          format.files.map(({ file, rows, bytes }) =>
            element(
              'div',
              {},
              element(
                'button',
                { type: 'button', class: 'plain', on: { click: () => void take(file) } },
                file,
              ),
              element('span', { class: 'soft' }, ` ${counted(rows, 'row')}, ${bytesWords(bytes)}`),
            ),
          ),
          format.warning === null ? null : element('div', { class: 'soft' }, `Mind: ${format.warning}`),
        ]
      : element('div', { class: 'soft' }, `Not for this run: ${format.unavailable_because}`);
  return element('li', {}, element('b', {}, format.title), body, said);
}

/** Hands bytes to the browser as a file to keep. */
export function saveAs(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const anchor = element('a', { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
