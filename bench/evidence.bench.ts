import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { longParts, memoryOf, quickParts, withPart } from './evidence/parts.ts';

/**
 * `npm run bench -- evidence [PART …] [--write] [--keep FILE]`: the figures of docs/methods/evidence.md, all parts or those named;
 * `--write` puts them into the page. The parts on generated tenants take many minutes: `--keep` remembers what each seed came to,
 * so that they can be stopped and taken up again; `--kept-only` shows those seeds that are done.
 */
const path = resolve(import.meta.dirname, '../docs/methods/evidence.md');
const words = process.argv.slice(2);
const keep = words.includes('--keep') ? (words[words.indexOf('--keep') + 1] ?? null) : null;
const names = words.filter((word) => !word.startsWith('--') && word !== keep);
const all = [...Object.keys(quickParts), ...Object.keys(longParts)];
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`unknown part: ${unknown.join(', ')}; parts are ${all.join(', ')}`);
  process.exit(2);
}
const memory = memoryOf(keep, (key) => process.stderr.write(`${key}\n`), words.includes('--kept-only'));
for (const name of names.length > 0 ? names : all) {
  const figures = quickParts[name] === undefined ? await longParts[name]!(memory) : quickParts[name]();
  if (figures === null) {
    console.log(`${name}: skipped, the public data are not at hand (../shared/data)\n`);
    continue;
  }
  console.log(`${name}\n\n${figures}\n`);
  if (words.includes('--write')) writeFileSync(path, withPart(readFileSync(path, 'utf8'), name, figures));
}
