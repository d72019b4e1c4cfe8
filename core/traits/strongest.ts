import type { FeatureDefinition, FeatureTable } from '../model/feature-table.ts';
import type { DroppedFeature } from '../model/usable-features.ts';
import { suspectColumns } from './suspect-columns.ts';
import type { Trait } from './trait.ts';
import { conditionStates } from './trait-condition.ts';
import { covers, disjoint, sameGround, traitBeyond, traitCorrelation } from './trait-overlap.ts';

export type StrongestParams = {
  /** Largest q of a trait that may be shown as a finding. */
  readonly q: number;
  /** Least value of the lift's lower end that is worth saying; for traits to avoid, its inverse bounds the upper end. */
  readonly lift: number;
  /** Most traits to choose: of what a company is, of how it buys, and in all. */
  readonly choose: TraitQuota;
  /** The same for traits to avoid. */
  readonly avoid: TraitQuota;
  /** Two traits whose rows correlate more than this are one. */
  readonly overlap: number;
  /** Two traits whose rows correlate less than this do not explain each other. */
  readonly apart: number;
  /** A trait must keep at most this p among companies alike in the chosen traits that go with it. */
  readonly beyond: number;
};

export type TraitQuota = { readonly natures: number; readonly behaviours: number; readonly all: number };

export const strongestDefaults: StrongestParams = {
  q: 0.1,
  lift: 1.1,
  choose: { natures: 8, behaviours: 4, all: 10 },
  avoid: { natures: 5, behaviours: 2, all: 5 },
  overlap: 0.6,
  apart: 0.15,
  beyond: 0.01,
};

export type StrongestTraits = {
  /** Every trait handed in: the strongest first, with their rank in `strongest`, then the others as they came. */
  readonly traits: readonly Trait[];
  /** Traits that best customers have clearly *less* often: what to steer away from. Not ranked among the strongest. */
  readonly avoid: readonly Trait[];
  /** Further columns that were not chosen from, because they seem to be written down from the result. */
  readonly suspect: readonly DroppedFeature[];
};

/**
 * Chooses the few traits worth saying: significant over all tried (q), clearly more frequent among best customers, and each
 * telling something the others do not. In the order of the lower end of their lift's interval, a trait is passed over when
 *
 * - it speaks of the same feature's range (two good ranges become the range that covers both, where that is good too), or
 *   of a code inside a chosen one (NAICS 33 beside 333),
 * - its rows correlate with a chosen trait's beyond `overlap` (industry beside NAICS), or
 * - nothing of it is left among companies alike in the chosen traits that go with it (a city beside the region it lies
 *   in), by Mantel–Haenszel. A chosen trait that a later one explains in this sense is given up for it.
 *
 * What a company *is* and how it *buys* are chosen apart and never explain each other: frequent orders are how a good fit
 * shows, not a rival cause. Of the latter only a few enter, or they would crowd out everything that can be looked
 * for in a company not yet sold to. Columns that seem to be written down from the result are barred.
 *
 * O(significant traits × chosen × rows).
 *
 * @param traits of {@link file://./lift-table.ts} over the same table and label.
 * @example
 * strongestTraits({ ids: [], features: [], columns: [] }, new Int8Array(0), []); // => { traits: [], avoid: [], suspect: [] }
 */
export function strongestTraits(
  table: FeatureTable,
  label: Int8Array,
  traits: readonly Trait[],
  params: StrongestParams = strongestDefaults,
): StrongestTraits {
  const suspect = suspectColumns(table, label);
  const barred = new Set(suspect.map(({ feature }) => feature));
  const significant = traits.filter(({ q_value, feature }) => q_value <= params.q && !barred.has(feature));
  const good = significant
    .filter(({ lift_low }) => lift_low >= params.lift)
    .sort(by((trait) => -trait.lift_low));
  const bad = significant
    .filter(({ lift_high }) => lift_high <= 1 / params.lift)
    .sort(by((trait) => trait.lift_high));
  const features = new Map(table.features.map((feature) => [feature.name, feature]));
  const isBehaviour = (trait: Trait): boolean => readOffOrders(features.get(trait.feature));
  const statesOf = statesReader(table);
  const choose = (ranked: readonly Trait[], quota: TraitQuota): Trait[] => {
    const pool = (behaviour: boolean, most: number): Trait[] =>
      distinct(
        ranked.filter((trait) => isBehaviour(trait) === behaviour),
        most,
        label,
        statesOf,
        params,
      );
    const natures = pool(false, quota.natures);
    return [...natures, ...pool(true, Math.min(quota.behaviours, quota.all - natures.length))];
  };
  const chosen = choose(good, params.choose).sort(by((trait) => -trait.lift_low));
  const rank = new Map(chosen.map((trait, index) => [trait.id, index + 1]));
  const avoid = choose(
    bad.filter((trait) =>
      chosen.every((other) => traitCorrelation(statesOf(trait), statesOf(other), label) > -0.9),
    ),
    params.avoid,
  ).sort(by((trait) => trait.lift_high));
  return {
    traits: [
      ...chosen.map((trait) => ({ ...trait, strongest: rank.get(trait.id) ?? null })),
      ...traits.filter((trait) => !rank.has(trait.id)).map((trait) => ({ ...trait, strongest: null })),
    ],
    avoid: avoid.map((trait) => ({ ...trait, strongest: null })),
    suspect,
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
  const correlation = (one: Trait, two: Trait): number =>
    traitCorrelation(statesOf(one), statesOf(two), label);
  /** Nothing is left of the trait among companies alike in those of the others that go with it. */
  const explained = (trait: Trait, others: readonly Trait[]): boolean => {
    const akin = others.filter((other) => Math.abs(correlation(trait, other)) >= params.apart);
    return akin.length > 0 && traitBeyond(statesOf(trait), akin.map(statesOf), label).p > params.beyond;
  };
  let chosen: Trait[] = [];
  for (const trait of ranked) {
    if (chosen.length >= most) break;
    const sibling = chosen.find((other) => sameGround(trait, other));
    if (sibling !== undefined) {
      // Two ranges apart that are both good are one wider range.
      const wider = ranked.find((other) => covers(other, trait) && covers(other, sibling));
      if (wider !== undefined && disjoint(trait, sibling))
        chosen = chosen.map((other) => (other === sibling ? wider : other));
      continue;
    }
    if (chosen.some((other) => correlation(trait, other) > params.overlap)) continue;
    if (explained(trait, chosen)) continue;
    chosen = [...chosen, trait];
    // The new one may be what an earlier one stood for; the weakest is asked first.
    for (const other of [...chosen].reverse().slice(1)) {
      const rest = chosen.filter((kept) => kept !== other);
      if (Math.abs(correlation(other, trait)) >= params.apart && explained(other, rest)) chosen = rest;
    }
  }
  return chosen;
}

/** Measured from orders and payments, rather than a fact about the company. */
function readOffOrders(feature: FeatureDefinition | undefined): boolean {
  return feature !== undefined && feature.known !== 'timeless' && feature.category !== 'firmographic';
}

const by =
  (key: (trait: Trait) => number) =>
  (a: Trait, b: Trait): number =>
    key(a) - key(b) || a.p_value - b.p_value || (a.id < b.id ? -1 : 1);
