import type {
  CategoryColumn,
  FeatureDefinition,
  FeatureTable,
  NumericColumn,
} from '../model/feature-table.ts';
import { decadeMarks } from '../traits/nice-numbers.ts';
import type { TraitCondition } from '../traits/trait.ts';
import { traitWords } from '../traits/trait-words.ts';

/**
 * One line of an ideal customer profile: the company shows any of the conditions. Built on what a prospect can have, so
 * that it can be turned into a provider's filter.
 */
export type IcpCondition = {
  readonly feature: string;
  readonly any_of: readonly TraitCondition[];
  readonly words: string;
  /** Share of the group, and of everybody else, that meets it, of those whose value is known. */
  readonly share_in: number;
  readonly share_out: number;
  /** Cohen's h between the two shares, and its distance from chance in standard errors. */
  readonly effect: number;
  readonly z: number;
};

/** Conditions are kept from this effect and distance from chance on: ranges are searched for, so chance gets its due. */
const leastEffect = 0.25;
const leastZ = 3.5;
/** A condition that fits fewer of the group describes an exception, not a profile. */
const leastShare = 0.25;

/**
 * What sets a group apart among the timeless features that prospects can have too: for numbers the range between round
 * edges, for categories the set of levels, with the largest difference between the group (`member` 1) and the others (0;
 * −1 is left out). Strongest first, ties by feature, at most `most`. Empty when nothing sets the group apart.
 * O(features × (rows + edges²)).
 *
 * @example
 * icpDefinition({ ids: ['a'], features: [], columns: [] }, Int8Array.of(1)); // => []
 */
export function icpDefinition(table: FeatureTable, member: Int8Array, most = 6): readonly IcpCondition[] {
  return table.features
    .flatMap((definition, f): readonly IcpCondition[] => {
      const column = table.columns[f];
      if (column === undefined || definition.population !== 'both' || definition.known !== 'timeless')
        return [];
      const found =
        column.kind === 'numeric'
          ? bestRange(definition, column, member)
          : bestLevels(definition, column, member);
      return found === null || found.effect < leastEffect || found.z < leastZ ? [] : [found];
    })
    .sort((a, b) => b.effect - a.effect || (a.feature < b.feature ? -1 : 1))
    .slice(0, most);
}

type Counts = { readonly in: number; readonly out: number };

function condition(
  definition: FeatureDefinition,
  anyOf: readonly TraitCondition[],
  words: string,
  met: Counts,
  known: Counts,
): IcpCondition {
  const [shareIn, shareOut] = [met.in / known.in, met.out / known.out];
  const effect = 2 * (Math.asin(Math.sqrt(shareIn)) - Math.asin(Math.sqrt(shareOut)));
  return {
    feature: definition.name,
    any_of: anyOf,
    words,
    share_in: shareIn,
    share_out: shareOut,
    effect,
    z: effect / Math.sqrt(1 / known.in + 1 / known.out),
  };
}

function bestRange(
  definition: FeatureDefinition,
  column: NumericColumn,
  member: Int8Array,
): IcpCondition | null {
  const known = { in: 0, out: 0 };
  const seen: { value: number; inside: boolean }[] = [];
  column.values.forEach((value, r) => {
    if (column.known[r] !== 1 || member[r] === -1) return;
    seen.push({ value, inside: member[r] === 1 });
    known[member[r] === 1 ? 'in' : 'out'] += 1;
  });
  if (known.in < 10 || known.out < 10) return null;
  seen.sort((a, b) => a.value - b.value);
  // The outer 2 % of each side do not open ranges of their own.
  const low = Math.max(1e-6, seen[Math.floor(seen.length * 0.02)]!.value);
  const high = seen[Math.floor(seen.length * 0.98)]!.value;
  // 1, 2, 3, 5, 10, 20 …: the numbers people cut at.
  const edges = high > low ? decadeMarks(low, high * (1 + 1e-9), [1, 2, 3, 5]) : [];
  const whole = column.values.every((value) => Number.isInteger(value));
  const below = edges.map((edge) => {
    const counts = { in: 0, out: 0 };
    for (const { value, inside } of seen) {
      if (value >= edge) break;
      counts[inside ? 'in' : 'out'] += 1;
    }
    return counts;
  });
  const none: Counts = { in: 0, out: 0 };
  let best: IcpCondition | null = null;
  for (let i = -1; i < edges.length; i += 1)
    for (let j = i + 1; j <= edges.length; j += 1) {
      if (i === -1 && j === edges.length) continue;
      const [from, to] = [edges[i] ?? null, edges[j] ?? null];
      const [low, high] = [below[i] ?? none, below[j] ?? known];
      const met = { in: high.in - low.in, out: high.out - low.out };
      if (met.in < leastShare * known.in) continue;
      const range: TraitCondition = { kind: 'range', from, to };
      const found = condition(definition, [range], traitWords(definition, range, whole), met, known);
      if (best === null || found.z > best.z) best = found;
    }
  return best;
}

function bestLevels(
  definition: FeatureDefinition,
  column: CategoryColumn,
  member: Int8Array,
): IcpCondition | null {
  const known = { in: 0, out: 0 };
  const counts = column.levels.map(() => ({ in: 0, out: 0 }));
  column.codes.forEach((code, r) => {
    if (code < 0 || member[r] === -1) return;
    const side = member[r] === 1 ? 'in' : 'out';
    known[side] += 1;
    counts[code]![side] += 1;
  });
  if (known.in < 10 || known.out < 10) return null;
  // Levels that are much more common in the group, each on its own evidence.
  const kept = counts.flatMap((count, l) => {
    const one = condition(definition, [], '', count, known);
    return one.effect >= 0.15 && one.z >= 2 ? [{ level: column.levels[l]!, count, z: one.z }] : [];
  });
  if (kept.length === 0) return null;
  kept.sort((a, b) => b.z - a.z || (a.level < b.level ? -1 : 1));
  const met = kept.reduce((sum, { count }) => ({ in: sum.in + count.in, out: sum.out + count.out }), {
    in: 0,
    out: 0,
  });
  if (met.in < leastShare * known.in) return null;
  const hierarchy = definition.form === 'hierarchy';
  const anyOf = kept.map(
    ({ level }): TraitCondition => (hierarchy ? { kind: 'prefix', prefix: level } : { kind: 'level', level }),
  );
  const [first, ...others] = anyOf.map((one) => traitWords(definition, one, false));
  const rest = others.map((text) =>
    text.replace(`${definition.label}: `, '').replace(`${definition.label} `, ''),
  );
  const words = [first, ...rest].join(', ');
  return condition(definition, anyOf, words, met, known);
}
