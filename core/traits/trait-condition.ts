import type { Column, FeatureTable } from '../model/feature-table.ts';
import type { TraitCondition } from './trait.ts';

/**
 * Whether each row of a column meets a condition: 1 yes, 0 no, −1 unknown. Ranges are half-open [from, to). A code that is
 * shorter than a prefix, but agrees with it as far as it goes, is unknown: "33" may or may not be 333. A condition of the
 * wrong kind for the column (a range on a category) is unknown everywhere.
 *
 * O(rows + levels).
 *
 * @example
 * Array.from(conditionStates({ kind: 'category', levels: ['33', '3331', '42'], codes: [0, 1, 2, -1] }, { kind: 'prefix', prefix: '333' })); // => [-1, 1, 0, -1]
 * Array.from(conditionStates({ kind: 'numeric', values: [199, 200, 0], known: [1, 1, 0] }, { kind: 'range', from: 200, to: 500 })); // => [0, 1, -1]
 */
export function conditionStates(column: Column, condition: TraitCondition): Int8Array {
  if (column.kind === 'numeric') {
    const states = new Int8Array(column.values.length).fill(-1);
    if (condition.kind !== 'range') return states;
    const from = condition.from ?? Number.NEGATIVE_INFINITY;
    const to = condition.to ?? Number.POSITIVE_INFINITY;
    for (let row = 0; row < states.length; row++) {
      if (column.known[row] !== 1) continue;
      const value = column.values[row]!;
      states[row] = value >= from && value < to ? 1 : 0;
    }
    return states;
  }
  const perLevel = Int8Array.from(column.levels, (level) => levelState(level, condition));
  const states = new Int8Array(column.codes.length);
  for (let row = 0; row < states.length; row++) {
    const code = column.codes[row]!;
    states[row] = code < 0 ? -1 : perLevel[code]!;
  }
  return states;
}

/**
 * The same for one feature of a table. Every row is unknown when the table has no such feature.
 *
 * @example
 * Array.from(rowStates({ ids: ['a', 'b'], features: [], columns: [] }, 'employees', { kind: 'range', from: 1, to: null })); // => [-1, -1]
 */
export function rowStates(table: FeatureTable, feature: string, condition: TraitCondition): Int8Array {
  const column = table.columns[table.features.findIndex(({ name }) => name === feature)];
  return column === undefined ? new Int8Array(table.ids.length).fill(-1) : conditionStates(column, condition);
}

function levelState(level: string, condition: TraitCondition): 1 | 0 | -1 {
  if (condition.kind === 'range') return -1;
  if (condition.kind === 'level') return level === condition.level ? 1 : 0;
  if (level.startsWith(condition.prefix)) return 1;
  return condition.prefix.startsWith(level) ? -1 : 0;
}
