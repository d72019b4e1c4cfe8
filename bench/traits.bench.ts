import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { speedAt } from './trait-error-rates.ts';
import { traitFigures } from './trait-figures.ts';

/**
 * `node bench/traits.bench.ts` prints the figures of docs/methods/traits.md and how long a table takes here;
 * `node bench/traits.bench.ts --write` puts the figures into the page.
 */
const page = resolve(import.meta.dirname, '../docs/methods/traits.md');
const figures = traitFigures();
process.stdout.write(`${figures}\n\n`);
if (process.argv.includes('--write')) {
  const [before = '', , after = ''] = readFileSync(page, 'utf8').split(
    /<!-- (?:figures|end of figures) -->\n/,
  );
  writeFileSync(page, `${before}<!-- figures -->\n${figures}\n<!-- end of figures -->\n${after}`);
}
speedAt(2_000, 60); // warm
for (const [companies, features] of [
  [2_000, 60],
  [100_000, 60],
] as const) {
  const { lift, strongest } = speedAt(companies, features);
  process.stdout.write(
    `${companies} companies × ${features} features: lift table ${lift.toFixed(0)} ms, strongest ${strongest.toFixed(0)} ms\n`,
  );
}
