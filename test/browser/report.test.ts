import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportPage, summaryPage } from '../../core/report/report-page.ts';
import type { ReportView } from '../../core/report/report-view.ts';
import { hostile, sampleView, target } from '../core/report/report-sample.ts';
import { axeViolations, chromiumOrReason, openBrowser, overflow, printedPages, widths } from './chromium.ts';

const chromium = chromiumOrReason('the report in a browser');

const long = 'Very long words of a company that describes itself at length, '.repeat(4);

/** Everything the summary shows at its longest. */
const crowded: ReportView = {
  ...sampleView,
  value: { ...sampleView.value, fallback: long },
  traits: {
    ...sampleView.traits,
    strongest: Array.from({ length: 10 }, (_, index) => ({
      ...sampleView.traits.strongest[0]!,
      words: long,
      population: index % 2 === 0 ? 'both' : 'customer',
      strongest: index + 1,
    })),
    avoid: Array.from({ length: 5 }, () => ({ ...sampleView.traits.avoid[0]!, words: long })),
  },
  archetypes: Array.from({ length: 5 }, () => ({ ...sampleView.archetypes[0]!, name: long })),
  evidence: { ...sampleView.evidence, line: long.repeat(3) },
  filters: [{ archetype: 'All', words: [long, long, long], not_expressible: [] }],
  targets: Array.from({ length: 12 }, (_, index) =>
    target(`p${index}`, {
      name: long,
      list: index < 6 ? 'tier-a' : 'win-back',
      pool: index < 6 ? 'net-new' : 'win-back',
    }),
  ),
};

describe.skipIf(chromium === null)('the report in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '');
  });
  afterAll(async () => {
    await browser.close();
  });

  /** A page of its own, closed when the test has seen it. */
  const seen = async <T>(
    markup: string,
    look: (page: Page) => Promise<T>,
    options: { readonly width?: number; readonly dark?: boolean } = {},
  ): Promise<T> => {
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1200, height: 900 },
      colorScheme: options.dark === true ? 'dark' : 'light',
      // What the tests look with is theirs; the report's own scripts run as they are.
      bypassCSP: true,
    });
    try {
      await page.setContent(markup);
      return await look(page);
    } finally {
      await page.close();
    }
  };

  it.each(['A4', 'Letter'] as const)(
    'prints the summary, usual or crowded, on exactly one page of %s',
    async (format) => {
      for (const view of [sampleView, crowded])
        expect(await seen(summaryPage(view), (page) => printedPages(page, format))).toBe(1);
    },
  );

  it('never scrolls sideways as a whole, from a phone to a wide screen', async () => {
    for (const view of [sampleView, crowded])
      for (const width of widths)
        expect([width, await seen(reportPage(view), overflow, { width })]).toEqual([width, 0]);
  });

  it('has nothing that axe objects to, light or dark, on a phone or a wide screen', async () => {
    for (const [width, dark] of [
      [1440, false],
      [360, true],
    ] as const)
      for (const markup of [reportPage(sampleView), summaryPage(sampleView)])
        expect(await seen(markup, axeViolations, { width, dark })).toEqual([]);
  });

  it('asks nobody for anything', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(reportPage(sampleView), { waitUntil: 'networkidle' });
    await page.close();
    expect(asked).toEqual([]);
  });

  it('filters, sorts and opens the targets by keyboard-reachable controls', async () => {
    await seen(reportPage(sampleView), async (page) => {
      const names = async (): Promise<string> =>
        (await page.locator('#call-list tbody tr:visible th').allInnerTexts())
          .map((text) => text.slice(8, 10))
          .join('');
      await page.fill('#filter-text', 'p2.EXAMPLE');
      expect([await names(), await page.innerText('#filter-count')]).toEqual(['p2', '1 company shown']);
      await page.fill('#filter-text', '');
      await page.selectOption('#filter-list', 'tier-b');
      expect(await names()).toBe('p3');
      await page.selectOption('#filter-list', '');
      const score = page.locator('#call-list thead button', { hasText: 'Score' });
      await score.focus();
      await page.keyboard.press('Enter');
      expect([await names(), await page.locator('th[aria-sort]').getAttribute('aria-sort')]).toEqual([
        'p1p2p3',
        'descending',
      ]);
      await page.keyboard.press('Enter');
      expect(await names()).toBe('p3p2p1');
      await page.click('#open-all');
      expect(await page.locator('#call-list details[open]').count()).toBe(3);
    });
  });

  it('prints the first forty rows of a long list, as it is sorted and filtered', async () => {
    const many = Array.from({ length: 90 }, (_, index) =>
      target(`p${index}`, { rank: index + 1, name: `Company ${index}`, score: index }),
    );
    await seen(reportPage({ ...sampleView, targets: many }), async (page) => {
      await page.emulateMedia({ media: 'print' });
      const rows = page.locator('#call-list tbody tr:visible');
      expect(await rows.count()).toBe(40);
      await page.emulateMedia({ media: 'screen' });
      await page.locator('#call-list thead button', { hasText: 'Score' }).click();
      await page.emulateMedia({ media: 'print' });
      expect(await rows.count()).toBe(40);
      expect(await rows.first().locator('th').innerText()).toContain('Company 89');
    });
  });

  it('runs nothing that a company is called', async () => {
    const view = {
      ...sampleView,
      targets: [target('p1', { name: hostile, domain: hostile, archetype: hostile })],
    };
    expect(await seen(reportPage(view), (page) => page.locator('img').count())).toBe(0);
  });
});
