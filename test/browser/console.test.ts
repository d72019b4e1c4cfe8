import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateTenant } from '../../examples/generate.ts';
import { addKey } from '../../local/api-keys.ts';
import { localApp } from '../../local/local-app.ts';
import { type Serving, serve } from '../../local/server.ts';
import { openWire, type Wire } from '../../local/wire.ts';
import { axeViolations, chromiumOrReason, openBrowser, overflow, widths } from './chromium.ts';

const chromium = chromiumOrReason('the console in a browser');
/** A run of a small tenant takes seconds; a machine under load may make a minute of it. */
const runMs = 180_000;
const names = ['Orders.csv', 'Customers.csv', 'OrderLines.csv.gz', 'Prospects.csv', 'Signals.csv'];

describe.skipIf(chromium === null)('the console in a browser', () => {
  let folder: string;
  let wire: Wire;
  let serving: Serving;
  let browser: Browser;
  let page: Page;
  let secret: string;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kindred-console-'));
    await generateTenant({ seed: 7, customers: 180, orders: 2500, prospects: 500 }, join(folder, 'files'));
    wire = await openWire({ state: join(folder, 'state'), thread: true, quietSeconds: 0 });
    serving = await serve({ port: 0, app: localApp(wire) });
    ({ secret } = await addKey(wire.scores, {
      warehouse: 'acme',
      scopes: ['read', 'run', 'admin'],
      now: '2026-07-01T00:00:00Z',
      expiresAt: null,
      note: 'test',
    }));
    browser = await openBrowser(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(runMs);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) faults.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(?:http:\/\/127\.0\.0\.1|data:|blob:)/.test(request.url())) faults.push(request.url());
    });
  }, runMs);
  afterAll(async () => {
    await browser.close();
    await serving.close(0);
    await wire.close();
    await rm(folder, { recursive: true, force: true });
  });

  const go = async (path: string, title: string): Promise<void> => {
    await page.goto(`${serving.url}/#/${path}`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  };
  /** Nothing for axe to object to, and no scrolling sideways, on a phone and on a wide screen. */
  const sound = async (): Promise<void> => {
    expect(await axeViolations(page)).toEqual([]);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      expect([width, await overflow(page)]).toEqual([width, 0]);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };

  it('lets in who has a key, and nobody else', async () => {
    await page.goto(`${serving.url}/`);
    await page.getByLabel('API key').fill('sk_live_0000000000000000000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This key opens nothing').waitFor();
    await sound();
    await page.getByLabel('API key').fill(secret);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByText('Start with your exports').waitFor();
    await sound();
  });

  it(
    'takes dropped files, shows how they were understood, and lets a mapping be put right',
    async () => {
      await go('files', 'Files');
      // One as a person drags it, the rest as a person chooses them.
      const dropped = await page.evaluateHandle(
        `(() => { const data = new DataTransfer();
          data.items.add(new File([${JSON.stringify(await readFile(join(folder, 'files', 'Branches.csv'), 'utf8'))}], 'Branches.csv'));
          return data; })()`,
      );
      await page.dispatchEvent('.dropzone', 'drop', { dataTransfer: dropped });
      await page.getByRole('heading', { name: 'How the files were understood' }).waitFor();
      await page.getByText('This cannot run yet').waitFor();
      expect(await page.getByRole('button', { name: 'Run on these files' }).isDisabled()).toBe(true);
      await page.setInputFiles(
        '#choose',
        names.map((name) => join(folder, 'files', name)),
      );
      await page.getByText('This can run.').waitFor();
      await sound();

      await page.locator('details.file', { hasText: 'Customers.csv' }).locator('summary').first().click();
      const choice = page.getByLabel('What Lead Source of Customers.csv becomes');
      expect(await choice.inputValue()).toBe('attribute');
      await choice.selectOption('ignore');
      expect(await page.getByRole('button', { name: 'Run on these files' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Look again with the corrections' }).click();
      await page.getByText('Reading the files').waitFor();
      await page.getByText('This can run.').waitFor();
      await page.locator('details.file', { hasText: 'Customers.csv' }).locator('summary').first().click();
      expect(await choice.inputValue()).toBe('ignore');
      await sound();
    },
    runMs,
  );

  it(
    'runs on them and shows each step with its counts until the report is there',
    async () => {
      await page.getByRole('button', { name: 'Run on these files' }).click();
      await page.getByRole('heading', { level: 1, name: 'Progress' }).waitFor();
      await page.getByText('Published.').waitFor();
      expect(await page.locator('.steps li.done').count()).toBe(7);
      expect(await page.locator('.steps li').first().innerText()).toMatch(/rows read [\d,]+/);
      await sound();
      await page.getByRole('link', { name: 'Read the report' }).click();
      await page
        .frameLocator('iframe')
        .getByRole('heading', { name: 'Who your best customers are, and who looks like them' })
        .waitFor();
      await sound();
    },
    runMs,
  );

  it('keeps the correction in the settings', async () => {
    await go('settings', 'Settings');
    await page.getByText('Everything as text').click();
    const written: unknown = JSON.parse(await page.locator('#settings-text').inputValue());
    expect(written).toEqual({ files: { 'Customers.csv': { columns: { 'Lead Source': 'ignore' } } } });
    await sound();
  });

  it('filters targets and opens the reasons of one, which add up', async () => {
    await go('targets', 'Whom to call');
    await page.locator('.target').first().waitFor();
    const name = (await page.locator('.target b').first().innerText()).split(' ')[0] ?? '';
    await page.getByLabel('Find').fill(name);
    await expect.poll(async () => await page.locator('.target').count()).toBeLessThan(50);
    for (const text of await page.locator('.target').allInnerTexts())
      expect(text.toLowerCase()).toContain(name.toLowerCase());
    await page.locator('.target summary').first().click();
    await page.locator('.sum .total').first().waitFor();
    const points = (await page.locator('.sum').first().locator('b').allInnerTexts()).map((text) =>
      Number(text.replace('−', '-')),
    );
    expect(points.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(points.at(-1));
    await sound();
    await page.getByLabel('Find').fill('no company is called this');
    await page.getByText('Nobody fits these filters.').waitFor();
  });

  it('hands out the lists as files', async () => {
    await go('report', 'Report');
    await page.getByText('Take it with you').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'targets.csv', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('targets.csv');
    expect(await readFile(await download.path(), 'utf8')).toMatch(/^﻿?target_id,|^﻿?rank,/);
    await page.getByText('For your outreach tools').click();
    const [exported] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: /\.csv$/ })
        .last()
        .click(),
    ]);
    expect((await readFile(await exported.path(), 'utf8')).split('\n').length).toBeGreaterThan(1);
  });

  it(
    'tries settings out, then runs with them, and compares the two runs',
    async () => {
      await go('settings', 'Settings');
      await page.getByLabel('Share, %').fill('10');
      await page.getByLabel('Share, %').press('Tab');
      await page.getByRole('button', { name: 'Show what would change' }).click();
      await page.getByRole('heading', { name: 'What would change' }).waitFor();
      await page
        .getByText(/No longer: \d+/)
        .first()
        .waitFor();
      await sound();
      await page.getByRole('button', { name: 'Save and run' }).click();
      await page.getByRole('heading', { level: 1, name: 'Progress' }).waitFor();
      await page.getByRole('link', { name: 'Read the report' }).waitFor();
      await go('runs', 'Runs');
      expect(await page.locator('tbody tr').count()).toBe(2);
      await sound();
      await page.getByRole('button', { name: 'Compare the two' }).click();
      await page.getByRole('heading', { level: 1, name: 'What changed' }).waitFor();
      await page.getByText('best.share: 0.2 → 0.1').waitFor();
      const moves = await page.getByRole('region', { name: 'Moves' }).locator('tbody tr').all();
      expect(moves.length).toBeGreaterThan(0);
      for (const move of moves.slice(0, 5)) {
        const cells = (await move.locator('td').allInnerTexts()).slice(-5);
        const [data = 0, time = 0, model = 0, settings = 0, score = 0] = cells.map((text) =>
          Number(text.replace('−', '-')),
        );
        expect(data + time + model + settings).toBeCloseTo(score, 6);
      }
      await sound();
    },
    runMs,
  );

  it('makes a key, shows its secret once, and revokes it', async () => {
    await go('keys', 'Keys');
    await page.getByLabel('What it is for').fill('nightly sync');
    await page.getByRole('button', { name: 'Make the key' }).click();
    expect(await page.locator('.secret').innerText()).toMatch(/^sk_/);
    await sound();
    const row = page.locator('tr', { hasText: 'nightly sync' });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await row.getByText(/^revoked/).waitFor();
    expect(await page.locator('.secret').count()).toBe(0);
  });

  it('is as sound in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const [path, title] of [
      ['', 'Overview'],
      ['files', 'Files'],
      ['targets', 'Whom to call'],
      ['progress', 'Progress'],
      ['keys', 'Keys'],
    ] as const) {
      await go(path, title);
      expect([title, await axeViolations(page)]).toEqual([title, []]);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('can be left by keyboard alone, and then shows nothing', async () => {
    await go('', 'Overview');
    await page.getByRole('button', { name: 'Sign out' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('broke no policy, threw nothing and asked no other origin on the way', () => {
    expect(faults).toEqual([]);
  });
});
