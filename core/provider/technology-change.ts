import type { ObservedSignal } from './provider-company.ts';

/** What a company was last seen to use, and what changed before. */
export type TechnologiesSeen = {
  /** Day of the answer, YYYY-MM-DD. */
  readonly on: string;
  readonly names: readonly string[];
  /** Changes between answers so far, oldest first, of the last two years. */
  readonly changes: readonly ObservedSignal[];
};

/** Names in one signal; the others are counted. */
const mostNamed = 5;
const keptDays = 730;

/**
 * Brings one more answer into what is known of a company's technologies: what it uses that it did not, and what it no longer
 * uses, become `technology` signals of the answer's day. The first sight of a company changes nothing, and neither does an
 * answer that is not newer than the last. Names are compared without case.
 *
 * The day is when the change was noticed: it happened between the two answers.
 *
 * @example
 * const first = technologiesSeen(null, ['Oracle', 'Salesforce'], '2026-01-10');
 * first.changes; // => []
 * technologiesSeen(first, ['Salesforce', 'NetSuite'], '2026-07-01').changes; // => [{ kind: 'technology', date: '2026-07-01', value: 'added NetSuite' }, { kind: 'technology', date: '2026-07-01', value: 'removed Oracle' }]
 */
export function technologiesSeen(
  before: TechnologiesSeen | null,
  names: readonly string[],
  on: string,
): TechnologiesSeen {
  if (before === null) return { on, names, changes: [] };
  if (on <= before.on) return before;
  const change = (word: string, list: readonly string[]): ObservedSignal[] =>
    list.length === 0 ? [] : [{ kind: 'technology', date: on, value: `${word} ${listed(list)}` }];
  const oldest = Date.parse(on) - keptDays * 86_400_000;
  return {
    on,
    names,
    changes: [
      ...before.changes.filter(({ date }) => Date.parse(date) >= oldest),
      ...change('added', without(names, before.names)),
      ...change('removed', without(before.names, names)),
    ],
  };
}

const folded = (name: string): string => name.trim().toLowerCase();

/** Each name once, in order. */
function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map(folded));
  const further = new Map(names.map((name) => [folded(name), name.trim()]));
  return [...further].flatMap(([key, name]) => (known.has(key) ? [] : [name])).sort();
}

const listed = (names: readonly string[]): string =>
  names.length <= mostNamed
    ? names.join(', ')
    : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;
