import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { judgeTenant } from '../judge-tenant.ts';
import {
  evidenceSeeds,
  tenantFigures as lookAlikes,
  similarityFigures,
  smallPlan,
  smallSeeds,
  type TenantFigures,
} from '../similarity-figures.ts';
import { traitFigures } from '../trait-figures.ts';
import { publishedFigures } from './published-faults.ts';
import { quoteFigures } from './quote-figures.ts';
import { scikitFigures } from './scikit-figures.ts';
import { shuffledFigures } from './shuffled-figures.ts';
import {
  type JudgedTenant,
  oneKindSeeds,
  oneKindSize,
  tenantFigures,
  tenantSeeds,
  tenantSize,
} from './tenant-figures.ts';
import { valueFigures } from './value-figures.ts';

/** Parts of docs/methods/evidence.md that take seconds; null where public data are not at hand. A test repeats them. */
export const quickParts: Readonly<Record<string, () => string | null>> = {
  value: valueFigures,
  quotes: quoteFigures,
  traits: traitFigures,
  shuffled: shuffledFigures,
  published: publishedFigures,
  'scikit-learn': scikitFigures,
};

/** Parts that take many minutes, seed by seed; a test repeats one seed of each. */
export const longParts: Readonly<Record<string, (memory: Memory) => Promise<string>>> = {
  tenants: async (memory) => {
    const judged =
      (size: object, kind: string) =>
      (seed: number): Promise<JudgedTenant | null> =>
        memory(`${kind} ${seed}`, async () => ({ seed, figures: await judgeTenant(seed, size) }));
    return tenantFigures(
      await each(tenantSeeds, judged(tenantSize, 'tenant')),
      await each(oneKindSeeds, judged(oneKindSize, 'one-kind')),
    );
  },
  'look-alikes': async (memory) => {
    const judged =
      (plan: object, kind: string) =>
      (seed: number): Promise<TenantFigures | null> =>
        memory(`${kind} ${seed}`, () => lookAlikes(seed, plan));
    return similarityFigures(
      await each(evidenceSeeds, judged({}, 'look-alike')),
      await each(smallSeeds, judged(smallPlan, 'small look-alike')),
    );
  },
};

/** Gives what was found under a key before, or finds and keeps it; null where only what was kept is wanted and nothing was. */
export type Memory = <T>(key: string, find: () => Promise<T>) => Promise<T | null>;

async function each<T>(seeds: readonly number[], judge: (seed: number) => Promise<T | null>): Promise<T[]> {
  const found: T[] = [];
  for (const seed of seeds) {
    const one = await judge(seed);
    if (one !== null) found.push(one);
  }
  return found;
}

/** Keeps findings as lines of a file, so that a long part can be stopped and taken up again; forgets without a file. */
export function memoryOf(file: string | null, progress: (key: string) => void, keptOnly = false): Memory {
  const known = new Map<string, unknown>();
  if (file !== null && existsSync(file))
    for (const line of readFileSync(file, 'utf8').split('\n'))
      if (line !== '') {
        const { key, found } = JSON.parse(line) as { key: string; found: unknown };
        known.set(key, found);
      }
  return async <T>(key: string, find: () => Promise<T>): Promise<T | null> => {
    if (known.has(key)) return known.get(key) as T;
    if (keptOnly) return null;
    progress(key);
    const found = await find();
    if (file !== null) appendFileSync(file, `${JSON.stringify({ key, found })}\n`);
    return found;
  };
}

/** The page with one part's figures put between its marks. */
export function withPart(page: string, part: string, figures: string): string {
  const [open, close] = [`<!-- ${part} -->\n`, `<!-- end of ${part} -->`];
  const [from, to] = [page.indexOf(open), page.indexOf(close)];
  if (from === -1 || to === -1) throw new RangeError(`the page has no place for ${part}`);
  return `${page.slice(0, from + open.length)}\n${figures}\n\n${page.slice(to)}`;
}

/** What the page shows of one part. */
export function partOf(page: string, part: string): string {
  const open = `<!-- ${part} -->\n`;
  const from = page.indexOf(open);
  const to = page.indexOf(`<!-- end of ${part} -->`);
  if (from === -1 || to === -1) throw new RangeError(`the page has no place for ${part}`);
  return page.slice(from + open.length, to).trim();
}
