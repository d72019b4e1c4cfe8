import type { FeatureDefinition, FeatureTable } from '../model/feature-table.ts';
import type { Trait } from './trait.ts';
import { conditionStates } from './trait-condition.ts';
import { sameGround, traitOverlap } from './trait-overlap.ts';

export type StrongestParams = {
  /** Largest q of a trait that may be shown as a finding. */
  readonly q: number;
  /** Least shrunken lift that is worth saying, however certain; its inverse for traits to avoid. */
  readonly lift: number;
  /** Most traits to choose; at most `behaviours` of them are read off the orders. */
  readonly most: number;
  readonly behaviours: number;
  /** Most traits to warn of, and how many of them may be read off the orders. */
  readonly mostAvoided: number;
  readonly behavioursAvoided: number;
  /** Two traits whose rows correlate more than this are one. */
  readonly overlap: number;
  /** Two traits whose rows correlate less than this do not explain each other. */
  readonly apart: number;
  /** A trait must keep at most this p among companies that agree on a stronger, correlated one. */
  readonly beyond: number;
};

export const strongestDefaults: StrongestParams = {
  q: 0.1,
  lift: 1.2,
  most: 10,
  behaviours: 4,
  mostAvoided: 5,
  behavioursAvoided: 2,
  overlap: 0.6,
  apart: 0.15,
  beyond: 0.01,
};

export type StrongestTraits = {
  /** Every trait handed in: the strongest first, with their rank in `strongest`, then the others as they came. */
  readonly traits: readonly Trait[];
  /** Traits that best customers have clearly *less* often: what to steer away from. Not ranked among the strongest. */
  readonly avoid: readonly Trait[];
};

/**
 * Chooses the few traits worth saying: significant over all tried (q), clearly more frequent among best customers, and each
 * telling something the others do not. In the order of the lower end of their lift's interval, a trait is passed over when
 *
 * - it speaks of the same companies by its wording (a range that overlaps or touches, NAICS 33 beside 333),
 * - its rows correlate with a chosen trait's beyond `overlap` (industry beside NAICS), or
 * - nothing of it is left among companies that agree on a chosen trait (a city beside the region it lies in), by
 *   Mantel–Haenszel, where the two correlate at all (`apart`). A chosen trait that a later one explains in this sense is
 *   given up for it.
 *
 * What a company *is* and how it *buys* are chosen apart and never explain each other: frequent orders are how a good fit
 * shows, not a rival cause. Of the latter at most `behaviours` enter, or they would crowd out everything that can be
 * looked for in a company not yet sold to.
 *
 * O(significant traits × chosen × rows).
 *
 * @param traits of {@link file://./lift-table.ts} over the same table and label.
 * @example
 * strongestTraits({ ids: [], features: [], columns: [] }, new Int8Array(0), []); // => { traits: [], avoid: [] }
 */
export function strongestTraits(
  table: FeatureTable,
  label: Int8Array,
  traits: readonly Trait[],
  params: StrongestParams = strongestDefaults,
): StrongestTraits {
  const significant = traits.filter(({ q_value }) => q_value <= params.q);
  const good = significant.filter(({ lift }) => lift >= params.lift).sort(by((trait) => -trait.lift_low));
  const bad = significant.filter(({ lift }) => lift <= 1 / params.lift).sort(by((trait) => trait.lift_high));
  const features = new Map(table.features.map((feature) => [feature.name, feature]));
  const isBehaviour = (trait: Trait): boolean => readOffOrders(features.get(trait.feature));
  const statesOf = statesReader(table);
  const choose = (ranked: readonly Trait[], most: number, ofBehaviours: number): Trait[] => {
    const behaviours = distinct(ranked.filter(isBehaviour), ofBehaviours, label, statesOf, params);
    const natures = ranked.filter((trait) => !isBehaviour(trait));
    return [...distinct(natures, most - behaviours.length, label, statesOf, params), ...behaviours];
  };
  const chosen = choose(good, params.most, params.behaviours).sort(by((trait) => -trait.lift_low));
  const rank = new Map(chosen.map((trait, index) => [trait.id, index + 1]));
  const avoid = choose(
    bad.filter((trait) => chosen.every((other) => !opposite(trait, other, label, statesOf))),
    params.mostAvoided,
    params.behavioursAvoided,
  ).sort(by((trait) => trait.lift_high));
  return {
    traits: [
      ...chosen.map((trait) => ({ ...trait, strongest: rank.get(trait.id) ?? null })),
      ...traits.filter((trait) => !rank.has(trait.id)).map((trait) => ({ ...trait, strongest: null })),
    ],
    avoid: avoid.map((trait) => ({ ...trait, strongest: null })),
  };
}

type StatesOf = (trait: Trait) => Int8Array;

function statesReader(table: FeatureTable): StatesOf {
  const columns = new Map(table.features.map((feature, index) => [feature.name, table.columns[index]!]));
  const kept = new Map<string, Int8Array>();
  return (trait) => {
    const known = kept.get(trait.id);
    if (known !== undefined) return known;
    const column = columns.get(trait.feature);
    if (column === undefined) throw new RangeError(`the table has no feature ${trait.feature}`);
    const states = conditionStates(column, trait.condition);
    kept.set(trait.id, states);
    return states;
  };
}

/** Greedy choice of up to `most` traits, strongest first, that each add something to the others. */
function distinct(
  ranked: readonly Trait[],
  most: number,
  label: Int8Array,
  statesOf: StatesOf,
  params: StrongestParams,
): Trait[] {
  let chosen: Trait[] = [];
  for (const trait of ranked) {
    if (chosen.length >= most) break;
    const explained = new Set<Trait>();
    const adds = chosen.every((other) => {
      if (sameGround(trait, other)) return false;
      const { phi, firstGivenSecond, secondGivenFirst } = traitOverlap(
        statesOf(trait),
        statesOf(other),
        label,
      );
      if (phi > params.overlap) return false;
      if (phi < params.apart) return true;
      if (firstGivenSecond.p > params.beyond) return false;
      if (secondGivenFirst.p > params.beyond) explained.add(other);
      return true;
    });
    if (adds) chosen = [...chosen.filter((other) => !explained.has(other)), trait];
  }
  return chosen;
}

/** Says little more than "not" of the other one. */
function opposite(trait: Trait, other: Trait, label: Int8Array, statesOf: StatesOf): boolean {
  return traitOverlap(statesOf(trait), statesOf(other), label).phi < -0.9;
}

/** Measured from orders and payments, rather than a fact about the company that could be known without them. */
function readOffOrders(feature: FeatureDefinition | undefined): boolean {
  return feature !== undefined && feature.known !== 'timeless' && feature.population === 'customer';
}

const by =
  (key: (trait: Trait) => number) =>
  (a: Trait, b: Trait): number =>
    key(a) - key(b) || a.p_value - b.p_value || (a.id < b.id ? -1 : 1);
