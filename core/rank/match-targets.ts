import type { TargetIndex } from './target-index.ts';

/** What a list can be narrowed by; all given conditions must hold. Text matches name, domain or industry, ignoring case and accents. */
export type TargetFilter = {
  readonly list?: string | undefined;
  readonly tier?: string | undefined;
  readonly pool?: string | undefined;
  readonly archetype?: string | undefined;
  readonly region?: string | undefined;
  readonly owner?: string | undefined;
  readonly text?: string | undefined;
  readonly sort: 'rank' | '-score' | 'name';
};

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

const searchable = new WeakMap<TargetIndex, readonly string[]>();

/** Name, domain and industry of each row, folded once per index. */
function searchTexts(index: TargetIndex): readonly string[] {
  const known = searchable.get(index);
  if (known !== undefined) return known;
  const { name, domain, industry } = index.columns;
  const texts = Array.from({ length: index.rows }, (_, row) =>
    plain(`${name[row] ?? ''}\n${domain[row] ?? ''}\n${industry[row] ?? ''}`),
  );
  searchable.set(index, texts);
  return texts;
}

/**
 * Rows of an index that pass a filter, in the order asked for: `rank` is list order, `-score` the highest first, `name` by
 * code point; ties stay in list order. O(rows), O(n log n) when sorted.
 *
 * @example
 * const row = { target_id: ['a'], pool: ['net-new'], list: ['tier-a'], rank: [1], tier: ['A'], score: [90], similarity: [95], opportunity: [50], confidence: ['high'], name: ['Zürich Pumps'], domain: [null], archetype: [null], region: ['OH'], country: ['US'], industry: [null], owner: [null], employees: [10] };
 * matchTargets({ rows: 1, columns: row }, { text: 'zurich', sort: 'rank' }); // => [0]
 */
export function matchTargets(index: TargetIndex, filter: TargetFilter): number[] {
  const texts = filter.text === undefined ? null : searchTexts(index);
  const words = plain(filter.text ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const equal = (['list', 'tier', 'pool', 'archetype', 'region', 'owner'] as const).flatMap((name) =>
    filter[name] === undefined ? [] : [{ column: index.columns[name], value: filter[name] }],
  );
  const rows: number[] = [];
  for (let row = 0; row < index.rows; row += 1) {
    if (!equal.every(({ column, value }) => column[row] === value)) continue;
    if (texts !== null && !words.every((word) => texts[row]?.includes(word) === true)) continue;
    rows.push(row);
  }
  const { score, name } = index.columns;
  if (filter.sort === '-score') rows.sort((a, b) => Number(score[b]) - Number(score[a]) || a - b);
  if (filter.sort === 'name')
    rows.sort((a, b) => compare(String(name[a] ?? ''), String(name[b] ?? '')) || a - b);
  return rows;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
