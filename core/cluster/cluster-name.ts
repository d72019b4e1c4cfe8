import { type Contrast, tellingContrasts } from './feature-contrast.ts';
import {
  type BehaviourWords,
  behaviourWords,
  boughtCategory,
  levelWords,
  percentWords,
  valueWords,
} from './feature-words.ts';
import type { IcpCondition } from './icp-definition.ts';

/** One difference of a group in words and numbers. */
export type GroupTrait = {
  readonly feature: string;
  readonly level: string | null;
  /** "Orders per month 5.2, others 0.9"; "62 % Industry: Machinery, others 21 %". */
  readonly words: string;
  /** Median, or share 0–1 for levels. */
  readonly value_in: number;
  readonly value_out: number;
  /** In standard deviations; positive = more in the group. */
  readonly effect: number;
};

/** A contrast as a line of a profile. */
export function groupTrait(contrast: Contrast): GroupTrait {
  const { definition, effect } = contrast;
  if (contrast.kind === 'numeric') {
    const { median_in: inside, median_out: outside } = contrast;
    const words = `${definition.label} ${valueWords(definition, inside)}, others ${valueWords(definition, outside)}`;
    return { feature: definition.name, level: null, words, value_in: inside, value_out: outside, effect };
  }
  const { share_in: inside, share_out: outside, level } = contrast;
  const words = `${percentWords(inside)} ${levelWords(definition, level)}, others ${percentWords(outside)}`;
  return { feature: definition.name, level, words, value_in: inside, value_out: outside, effect };
}

/**
 * A group's name from what sets it apart: how it buys, what it buys, what kind of company it is, e.g. "High-frequency
 * buyers of Seals, 200–500 employees". `noun` is what its members are called ("buyers"); `spare` adds that many more
 * differences, for names that would otherwise be equal. Groups without a telling difference are "Typical buyers".
 *
 * @example
 * clusterName([], [], 'buyers'); // => 'Typical buyers'
 */
export function clusterName(
  contrasts: readonly Contrast[],
  icp: readonly IcpCondition[],
  noun: string,
  spare = 0,
): string {
  const telling = tellingContrasts(contrasts);
  const behaviours = habits(telling).map((words) => words.adjective);
  const adjectives = [...new Set(behaviours)].slice(0, 1 + spare);
  const bought = telling
    .flatMap((contrast) => {
      const category = boughtCategory(contrast.definition);
      return category !== null && contrast.effect > 0 ? [category] : [];
    })
    .slice(0, 1);
  const companies = icp.map((line) => line.words).slice(0, (adjectives.length === 0 ? 2 : 1) + spare);
  if (adjectives.length + bought.length + companies.length === 0) return `Typical ${noun}`;
  const head = adjectives.length === 0 ? capital(noun) : `${adjectives.join(', ')} ${noun}`;
  const of = bought.length === 0 ? '' : ` of ${bought[0]}`;
  return [`${head}${of}`, ...companies].join(', ');
}

/** Buying habits among the differences, the most telling first: strength times how well the habit names a customer. */
export function habits(telling: readonly Contrast[]): readonly BehaviourWords[] {
  return telling
    .flatMap((contrast) => {
      const words = behaviourWords(contrast);
      return words === null ? [] : [{ words, strength: Math.abs(contrast.effect) * words.weight }];
    })
    .sort((a, b) => b.strength - a.strength)
    .map(({ words }) => words);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Names for several groups, all different: equal ones get a further difference, and a number as the last resort. */
export function clusterNames(
  groups: readonly { readonly contrasts: readonly Contrast[]; readonly icp: readonly IcpCondition[] }[],
  noun: string,
): readonly string[] {
  let names = groups.map(({ contrasts, icp }) => clusterName(contrasts, icp, noun));
  for (let spare = 1; spare <= 3; spare += 1)
    names = names.map((name, i) =>
      names.indexOf(name) === names.lastIndexOf(name)
        ? name
        : clusterName(groups[i]!.contrasts, groups[i]!.icp, noun, spare),
    );
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i + 1})`));
}

/** How to open a talk with the group: the angle of its strongest buying habit, then what its companies have in common. */
export function messageAngle(contrasts: readonly Contrast[], icp: readonly IcpCondition[]): string {
  const angles = habits(tellingContrasts(contrasts)).map((words) => words.angle);
  const parts = [...new Set(angles)].slice(0, 2).map((angle) => `${capital(angle)}.`);
  if (icp.length > 0)
    parts.push(
      `Speak to ${icp
        .slice(0, 3)
        .map((line) => line.words)
        .join('; ')}.`,
    );
  return parts.length === 0
    ? 'No difference to build a message on: lead with what all best customers share.'
    : parts.join(' ');
}
