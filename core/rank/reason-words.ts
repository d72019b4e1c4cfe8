import type { FeatureTable } from '../model/feature-table.ts';
import type { Trait } from '../traits/trait.ts';
import { conditionStates } from '../traits/trait-condition.ts';
import { numberWords, traitWords } from '../traits/trait-words.ts';

export type ReasonWords = {
  /** What a feature's value is, in the words of a trait where one fits. */
  readonly say: (row: number, feature: string, points: number) => string;
  /** Whether the value is known at all: what is unknown is no reason to call. */
  readonly known: (row: number, feature: string) => boolean;
};

/**
 * Prepares the words of reasons for the companies of a table. A value that meets a trait of its feature is said in the trait's
 * words ("200–500 employees"), the most telling trait first: q, then distance of the lift from 1; for points that count
 * against, only traits best customers have less often. Any other value is said as it is. O(traits × rows), once.
 */
export function reasonWords(table: FeatureTable, traits: readonly Trait[]): ReasonWords {
  const position = new Map(table.features.map((feature, index) => [feature.name, index]));
  const byFeature = new Map<
    string,
    { readonly words: string; readonly above: boolean; readonly states: Int8Array }[]
  >();
  const telling = [...traits].sort(
    (a, b) =>
      a.q_value - b.q_value ||
      Math.abs(Math.log(b.lift)) - Math.abs(Math.log(a.lift)) ||
      (a.id < b.id ? -1 : 1),
  );
  for (const trait of telling) {
    const column = table.columns[position.get(trait.feature) ?? -1];
    if (column === undefined || trait.lift === 1) continue;
    const known = byFeature.get(trait.feature) ?? [];
    // A feature's few best statements suffice; more would only cost memory.
    if (known.length >= 12) continue;
    known.push({
      words: trait.words,
      above: trait.lift > 1,
      states: conditionStates(column, trait.condition),
    });
    byFeature.set(trait.feature, known);
  }
  return {
    say: (row, feature, points) => {
      const fitting = byFeature
        .get(feature)
        ?.find(({ above, states }) => above === points > 0 && states[row] === 1);
      return fitting?.words ?? valueWords(table, position.get(feature), row, feature);
    },
    known: (row, feature) => {
      const column = table.columns[position.get(feature) ?? -1];
      return column?.kind === 'numeric' ? column.known[row] === 1 : (column?.codes[row] ?? -1) >= 0;
    },
  };
}

function valueWords(table: FeatureTable, index: number | undefined, row: number, feature: string): string {
  const definition = index === undefined ? undefined : table.features[index];
  const column = index === undefined ? undefined : table.columns[index];
  if (definition === undefined || column === undefined) return feature;
  if (column.kind === 'numeric') {
    if (column.known[row] !== 1) return `${definition.label} not known`;
    const unit =
      definition.unit === null || definition.unit === '' || definition.unit === definition.label.toLowerCase()
        ? ''
        : ` ${definition.unit}`;
    return `${definition.label}: ${numberWords(column.values[row] ?? 0)}${unit}`;
  }
  const level = column.levels[column.codes[row] ?? -1];
  return level === undefined
    ? `${definition.label} not known`
    : traitWords(
        definition,
        definition.form === 'hierarchy' ? { kind: 'prefix', prefix: level } : { kind: 'level', level },
        false,
      );
}
