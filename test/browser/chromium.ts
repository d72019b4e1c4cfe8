import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser on this machine, or null. */
export function findChromium(): string | null {
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // Not under this name.
    }
  }
  return null;
}

/** The path of the browser, or null with the reason printed: the tests of this folder then skip. */
export function chromiumOrReason(tests: string): string | null {
  const found = findChromium();
  if (found === null) process.stdout.write(`skipped: ${tests}: no Chromium on this machine\n`);
  return found;
}

export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });

/** From a phone to a wide screen. */
export const widths = [360, 768, 1440] as const;

/** Pages of a page printed on paper. */
export async function printedPages(page: Page, format: 'A4' | 'Letter'): Promise<number> {
  const bytes = await page.pdf({ format });
  return [...bytes.toString('latin1').matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe holds against the page as it is now: `rule: element`, empty when nothing. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(`${axe};
    axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))`);
  return Array.isArray(found) ? found.map(String) : ['axe gave no list'];
}

/** How many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
}
