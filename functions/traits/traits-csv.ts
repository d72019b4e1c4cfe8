import type { Trait } from '../../core/traits/trait.ts';
import { csvText } from '../shared/csv.ts';

const columns = [
  'strongest',
  'trait',
  'words',
  'category',
  'population',
  'lift',
  'lift_low',
  'lift_high',
  'rate_best',
  'rate_rest',
  'best_with',
  'best_known',
  'rest_with',
  'rest_known',
  'p_value',
  'q_value',
  'coverage',
];

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The lift table as CSV: strongest first, then by p. Lifts and shares have four decimals, p and q six significant digits. */
export function traitsCsv(traits: readonly Trait[]): string {
  return csvText(
    columns,
    traits.map((trait) => [
      trait.strongest,
      trait.id,
      trait.words,
      trait.category,
      trait.population,
      rounded(trait.lift, 4),
      rounded(trait.lift_low, 4),
      rounded(trait.lift_high, 4),
      rounded(trait.rate_best, 4),
      rounded(trait.rate_rest, 4),
      trait.best_with,
      trait.best_known,
      trait.rest_with,
      trait.rest_known,
      Number(trait.p_value.toPrecision(6)),
      Number(trait.q_value.toPrecision(6)),
      rounded(trait.coverage, 4),
    ]),
  );
}
