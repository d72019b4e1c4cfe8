import { countryKey, regionKey } from '../match/place-names.ts';
import {
  type CompanyCell,
  type CompanyColumns,
  foldLevel,
  levelFromCell,
} from '../traits/company-columns.ts';
import type { ProviderField } from './provider-company.ts';

/** The words of the client's files by what they mean, per column. */
export type FileSpellings = { readonly [column in ProviderField]?: ReadonlyMap<string, string> };

const spelt = ['industry', 'city', 'region', 'country'] as const;

function keyOf(column: (typeof spelt)[number], level: string): string {
  if (column === 'region') return regionKey(level);
  return column === 'country' ? countryKey(level) : foldLevel(level);
}

/**
 * How the files write each industry and place: the most common spelling, ties by code point. A provider's "Ohio" is the files'
 * "OH" and its "machinery" their "Machinery", or else they would count as another state and another industry.
 */
export function fileSpellings(sides: readonly (CompanyColumns | null)[]): FileSpellings {
  return Object.fromEntries(
    spelt.map((column) => {
      const counts = new Map<string, Map<string, number>>();
      for (const side of sides)
        for (const cell of side?.columns[column] ?? []) {
          const level = levelFromCell(cell);
          if (level === null) continue;
          const key = keyOf(column, level);
          const spellings = counts.get(key) ?? new Map<string, number>();
          counts.set(key, spellings.set(level, (spellings.get(level) ?? 0) + 1));
        }
      const chosen = [...counts].map(([key, spellings]) => {
        const [first] = [...spellings].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
        return [key, first?.[0] ?? key] as const;
      });
      return [column, new Map(chosen)];
    }),
  );
}

/**
 * A provider's value in the files' words; as it came where the files do not have it.
 *
 * @example
 * spellAsFiles(fileSpellings([{ ids: ['C1'], columns: { region: ['OH'] } }]), 'region', 'Ohio'); // => 'OH'
 */
export function spellAsFiles<Value extends CompanyCell>(
  spellings: FileSpellings,
  column: ProviderField,
  value: Value,
): Value | string {
  const known = spellings[column];
  const among = spelt.find((each) => each === column);
  if (known === undefined || among === undefined || typeof value !== 'string') return value;
  return known.get(keyOf(among, value)) ?? value;
}
