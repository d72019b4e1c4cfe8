import { ApiFailure, failureWords } from './api.ts';
import { type Child, element, fill } from './element.ts';
import type { MakePage, Visit } from './page.ts';
import { comparePage } from './pages/compare-page.ts';
import { filesPage } from './pages/files-page.ts';
import { homePage } from './pages/home-page.ts';
import { keysPage } from './pages/keys-page.ts';
import { progressPage } from './pages/progress-page.ts';
import { reportPage } from './pages/report-page.ts';
import { runsPage } from './pages/runs-page.ts';
import { settingsPage } from './pages/settings-page.ts';
import { signInPage } from './pages/sign-in-page.ts';
import { targetsPage } from './pages/targets-page.ts';
import { faultList, notice } from './parts/notice.ts';
import { forgetKey, keptKey, type Session, signIn, takeKeyFromAddress } from './session.ts';

const pages: ReadonlyMap<string, MakePage> = new Map([
  ['', homePage],
  ['files', filesPage],
  ['progress', progressPage],
  ['report', reportPage],
  ['targets', targetsPage],
  ['runs', runsPage],
  ['compare', comparePage],
  ['settings', settingsPage],
  ['keys', keysPage],
]);

const links: readonly (readonly [string, string])[] = [
  ['', 'Overview'],
  ['files', 'Files'],
  ['report', 'Report'],
  ['targets', 'Targets'],
  ['runs', 'Runs'],
  ['settings', 'Settings'],
  ['keys', 'Keys'],
];

const main = element('main', { id: 'main', tabindex: -1 });
const status = element('div', { role: 'status', class: 'unseen' });
const header = element('header', { class: 'bar' });

let session: Session | null = null;
let leaving = new AbortController();

const say = (words: string): void => {
  status.textContent = words;
};

function drawHeader(current: string): void {
  if (session === null) {
    fill(header, element('span', { class: 'brand' }, 'Kindred'));
    return;
  }
  fill(
    header,
    element('a', { class: 'brand', href: '#/' }, 'Kindred'),
    element(
      'nav',
      { 'aria-label': 'Main' },
      links.map(([path, words]) =>
        element('a', { href: `#/${path}`, 'aria-current': path === current ? 'page' : null }, words),
      ),
    ),
    element(
      'span',
      { class: 'who' },
      element('span', { class: 'soft' }, `warehouse ${session.warehouse}`),
      element('button', { type: 'button', class: 'plain', on: { click: signOut } }, 'Sign out'),
    ),
  );
}

function show(title: string, body: readonly Child[]): void {
  document.title = `${title} · Kindred`;
  fill(main, element('h1', { tabindex: -1 }, title), body);
}

/** Draws the page of the present address. A newer address makes an older page's late answer count for nothing. */
async function draw(focus: boolean): Promise<void> {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').map(decodeURIComponent);
  const current = parts[0] ?? '';
  drawHeader(current);
  if (session === null) {
    const page = signInPage((opened) => {
      session = opened;
      void draw(true);
    });
    show(page.title, page.body);
    return;
  }
  const visit: Visit = { session, parts, query: new URLSearchParams(search), left: signal, say };
  const make = pages.get(current);
  main.setAttribute('aria-busy', 'true');
  try {
    if (make === undefined) throw new ApiFailure(404, 'not_found', 'There is no such page here.');
    const page = await make(visit);
    if (signal.aborted) return;
    show(page.title, page.body);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof ApiFailure && error.status === 401) {
      signOut();
      return;
    }
    show('This did not work', [
      notice('bad', failureWords(error)),
      error instanceof ApiFailure ? faultList(error.faults) : null,
      element(
        'p',
        {},
        element('button', { type: 'button', on: { click: () => void draw(true) } }, 'Try again'),
      ),
    ]);
  }
  main.removeAttribute('aria-busy');
  scrollTo(0, 0);
  if (focus) main.querySelector('h1')?.focus();
}

function signOut(): void {
  session = null;
  forgetKey();
  void draw(true);
}

/** Signs in with the key this tab keeps, where there is one that still opens something. */
async function resume(): Promise<void> {
  const key = keptKey();
  if (key === null) return;
  try {
    session = await signIn(key);
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 401) forgetKey();
  }
}

async function start(): Promise<void> {
  takeKeyFromAddress();
  document.body.append(
    element(
      'a',
      {
        class: 'skip',
        href: '#main',
        on: {
          click: (event) => {
            event.preventDefault();
            main.focus();
          },
        },
      },
      'Skip to the content',
    ),
    header,
    main,
    status,
  );
  await resume();
  addEventListener('hashchange', () => {
    const signing = takeKeyFromAddress() ? resume() : Promise.resolve();
    void signing.then(() => draw(true));
  });
  await draw(false);
}

await start();
