import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

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

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens `markup` from disk with `flags`, in a profile of its own; returns what the browser prints, and the file it wrote. */
function open(
  chromium: string,
  markup: string,
  flags: (output: string) => readonly string[],
): { out: string; bytes: Buffer | null } {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    const page = join(folder, 'page.html');
    const output = join(folder, 'output');
    writeFileSync(page, markup);
    const out = execFileSync(
      chromium,
      [...quiet, `--user-data-dir=${join(folder, 'profile')}`, ...flags(output), pathToFileURL(page).href],
      { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 },
    );
    let bytes: Buffer | null = null;
    try {
      bytes = readFileSync(output);
    } catch {
      // Nothing was written.
    }
    return { out, bytes };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Pages of the printed page. */
export function printedPages(chromium: string, markup: string): number {
  const { bytes } = open(chromium, markup, (output) => [
    '--no-pdf-header-footer',
    `--print-to-pdf=${output}`,
  ]);
  if (bytes === null) throw new Error('the browser printed nothing');
  return [...bytes.toString('latin1').matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
}

/** The page's markup after its scripts ran, at a window of `width` CSS pixels (not below 500: the browser's own least). */
export const renderedPage = (chromium: string, markup: string, width: number): string =>
  open(chromium, markup, () => [`--window-size=${width},1200`, '--virtual-time-budget=2000', '--dump-dom'])
    .out;
