import type { Output, OutputLink, Run } from '../answers.ts';
import { ApiFailure, failureWords } from '../api.ts';
import { element, fill } from '../element.ts';
import type { MakePage, Visit } from '../page.ts';
import { exportsView } from '../parts/exports-view.ts';
import { notice } from '../parts/notice.ts';
import { bytesWords, runWords } from '../parts/words.ts';

/** What people take away first; the rest follows by name. */
const first = ['report.html', 'icp-summary.html', 'targets.csv', 'top-customers.csv', 'traits.csv'];

/** The report itself, and every file of the run to take away. */
export const reportPage: MakePage = async (visit) => {
  const asked = visit.query.get('run');
  const { mine } = visit.session;
  const { data: outputs, run } = await mine<readonly Output[]>('/outputs', { query: { run: asked } });
  const shown = await mine<Run>(`/runs/${run ?? asked}`);
  const said = element('div', {});
  const report = outputs.some(({ file }) => file === 'report.html')
    ? await link(visit, 'report.html', run)
    : null;
  return {
    title: 'Report',
    body: [
      element(
        'p',
        { class: 'soft' },
        `Run ${runWords(shown.data)}${shown.data.current ? ', current' : ', not the current one'}.`,
      ),
      said,
      downloads(visit, outputs, run, said),
      await exportsView(visit, run),
      report === null
        ? notice('warn', 'This run has no report.')
        : element('iframe', {
            src: report.url,
            title: 'Report',
            sandbox: 'allow-scripts allow-modals',
            class: 'report',
            referrerpolicy: 'no-referrer',
          }),
    ],
  };
};

const link = async (visit: Visit, file: string, run: string | null): Promise<OutputLink> =>
  (
    await visit.session.mine<OutputLink>(`/outputs/${file.split('/').map(encodeURIComponent).join('/')}`, {
      query: { run },
    })
  ).data;

function downloads(
  visit: Visit,
  outputs: readonly Output[],
  run: string | null,
  said: HTMLElement,
): HTMLElement {
  const place = ({ file }: Output): number => {
    const at = first.indexOf(file);
    return at < 0 ? first.length : at;
  };
  const sorted = outputs
    .filter(({ file }) => !file.startsWith('exports/'))
    .sort((a, b) => place(a) - place(b) || (a.file < b.file ? -1 : 1));
  const take = async (file: string): Promise<void> => {
    try {
      const { url } = await link(visit, file, run);
      const anchor = element('a', { href: url, download: file.split('/').at(-1) ?? file });
      document.body.append(anchor);
      anchor.click();
      anchor.remove();
      visit.say(`${file} is on its way`);
    } catch (error) {
      fill(said, notice('bad', error instanceof ApiFailure ? error.message : failureWords(error)));
    }
  };
  return element(
    'details',
    { class: 'card' },
    element('summary', {}, element('b', {}, 'Take it with you'), ` ${sorted.length} files`),
    element(
      'ul',
      { class: 'plain-list downloads' },
      sorted.map(({ file, bytes }) =>
        element(
          'li',
          {},
          element('button', { type: 'button', class: 'plain', on: { click: () => void take(file) } }, file),
          ' ',
          element('span', { class: 'soft' }, bytesWords(bytes)),
        ),
      ),
    ),
  );
}
