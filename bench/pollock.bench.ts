import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pollockScore, pollockTable, SHOWN } from './pollock-figures.ts';

/**
 * `npm run bench -- pollock` prints the score table of docs/landing.md; with `--write` it puts it into the page, with `--all` it reads
 * every file of the benchmark (about 2,300).
 */
const page = resolve(import.meta.dirname, '../docs/landing.md');
const table = pollockTable(await pollockScore(process.argv.includes('--all') ? 1 : SHOWN));
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  const [before = '', , after = ''] = readFileSync(page, 'utf8').split(/<!-- (?:scores|end of scores) -->\n/);
  writeFileSync(page, `${before}<!-- scores -->\n${table}\n<!-- end of scores -->\n${after}`);
}
