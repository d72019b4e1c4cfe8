import { type Html, html } from './html.ts';

/**
 * Where a section's figures stand as data: files of the run beside the report.
 *
 * @example
 * sourceLine('the orders of the window', ['traits.csv']).markup.includes('traits.csv'); // => true
 */
export const sourceLine = (from: string, files: readonly string[]): Html =>
  html`<p class="source">Source: ${from}. As data: ${files.join(', ')}.</p>`;
