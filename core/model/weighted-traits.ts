import type { Trait, TraitCondition } from '../traits/trait.ts';
import { conditionStates } from '../traits/trait-condition.ts';
import type { FittedBase } from './contract.ts';
import type { FeatureTable } from './feature-table.ts';

/** What having and not having one trait is worth, in log-odds. Unknown is worth nothing. */
export type TraitWeight = {
  readonly id: string;
  readonly feature: string;
  readonly words: string;
  readonly condition: TraitCondition;
  readonly has: number;
  readonly lacks: number;
};

/** Rules and weights: the sum of what each known trait says. */
export type WeightedTraits = FittedBase & {
  readonly model: 'weighted-traits';
  readonly traits: readonly TraitWeight[];
};

/**
 * Turns the strongest traits into an additive score: a company that has a trait gets log(rate among best ÷ rate among the
 * rest), one that lacks it gets the same for the complements, both from the *shrunken* lift, so that thin evidence weighs
 * little. This is naive Bayes on the trait table: right when traits are independent, overconfident when they overlap,
 * which is why only the strongest after removal of near-duplicates enter. The method for fewer than 30 best customers.
 *
 * Worth of having a trait of 40 % among best and 20 % among the rest: ln 2 = 0.69; of lacking it: ln(0.6 / 0.8) = −0.29.
 * Source: weight of evidence, Good 1950; naive Bayes, Hastie et al. §6.6.3.
 */
export function fitWeightedTraits(traits: readonly Trait[]): WeightedTraits {
  const strongest = traits.filter((trait) => trait.strongest !== null);
  strongest.sort((a, b) => a.strongest! - b.strongest! || (a.id < b.id ? -1 : 1));
  return {
    model: 'weighted-traits',
    version: 1,
    features: [...new Set(strongest.map((trait) => trait.feature))],
    traits: strongest.map(traitWeight),
  };
}

function traitWeight(trait: Trait): TraitWeight {
  const rest = (trait.rest_with + 0.5) / (trait.rest_known + 1);
  const ceiling = 1 - 0.5 / (trait.best_known + 1);
  const best = Math.min(trait.lift * rest, ceiling);
  return {
    id: trait.id,
    feature: trait.feature,
    words: trait.words,
    condition: trait.condition,
    has: Math.log(best / rest),
    lacks: Math.log((1 - best) / (1 - rest)),
  };
}

/** Log-odds per row and, row-major, what each of `model.features` adds to them. The base is 0. */
export function scoreTraits(
  model: WeightedTraits,
  table: FeatureTable,
): { readonly scores: Float64Array; readonly contributions: Float64Array } {
  const rows = table.ids.length;
  const width = model.features.length;
  const scores = new Float64Array(rows);
  const contributions = new Float64Array(rows * width);
  const position = new Map(table.features.map((feature, index) => [feature.name, index]));
  const place = new Map(model.features.map((feature, index) => [feature, index]));
  for (const trait of model.traits) {
    const column = table.columns[position.get(trait.feature) ?? -1];
    if (column === undefined) continue;
    const states = conditionStates(column, trait.condition);
    const offset = place.get(trait.feature)!;
    for (let r = 0; r < rows; r++) {
      const worth = states[r] === 1 ? trait.has : states[r] === 0 ? trait.lacks : 0;
      scores[r] = scores[r]! + worth;
      contributions[r * width + offset] = contributions[r * width + offset]! + worth;
    }
  }
  return { scores, contributions };
}
