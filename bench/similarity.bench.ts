import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { evidenceSeeds, similarityFigures, tenantRow } from './similarity-figures.ts';

/**
 * `node bench/similarity.bench.ts` prints the figures of docs/methods/evidence.md on look-alikes; `--write` puts them into the
 * page. Twenty tenants, some minutes. Seeds may be given instead.
 */
const page = resolve(import.meta.dirname, '../docs/methods/evidence.md');
const seeds = process.argv.slice(2).flatMap((word) => (/^\d+$/.test(word) ? [Number(word)] : []));
const figures = await similarityFigures(seeds.length > 0 ? seeds : evidenceSeeds, (one) => {
  process.stderr.write(`${tenantRow(one)}\n`);
});
process.stdout.write(`${figures}\n`);
if (process.argv.includes('--write')) {
  const [before = '', , after = ''] = readFileSync(page, 'utf8').split(
    /<!-- (?:look-alike figures|end of look-alike figures) -->\n/,
  );
  writeFileSync(
    page,
    `${before}<!-- look-alike figures -->\n${figures}\n<!-- end of look-alike figures -->\n${after}`,
  );
}
