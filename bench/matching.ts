import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { matchingFigures, smallTrial } from './matching-figures.ts';
import { matchingSpeed } from './matching-speed.ts';
import { listedCompanies } from './matching-trial.ts';

/**
 * `node bench/matching.ts` prints the figures of docs/methods/matching.md; `--write` puts them into the page. `--speed P C` measures
 * time and memory with P made-up prospects and C customers instead; run it once per size, memory is the process's peak.
 */
const page = resolve(import.meta.dirname, '../docs/methods/matching.md');
const [, , first, prospects = '200000', customers = '20000'] = process.argv;
if (first === '--speed') {
  process.stdout.write(`${matchingSpeed(Number(prospects), Number(customers))}\n`);
} else {
  const companies = listedCompanies();
  if (companies === null)
    throw new Error('the Inc. 5000 list is not at hand: ../shared/data/prospects-inc5000-2019');
  const figures = `${matchingFigures(companies)}\n\n**Small trial**, repeated by the tests: ${smallTrial(companies)}`;
  process.stdout.write(`${figures}\n`);
  if (first === '--write') {
    const [before = '', , after = ''] = readFileSync(page, 'utf8').split(
      /<!-- (?:figures|end of figures) -->\n/,
    );
    writeFileSync(page, `${before}<!-- figures -->\n${figures}\n<!-- end of figures -->\n${after}`);
  }
}
