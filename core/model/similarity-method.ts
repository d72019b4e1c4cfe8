import type { Trait } from '../traits/trait.ts';
import type { FeatureTable } from './feature-table.ts';
import { type LookalikeSet, selectSet, side } from './lookalike-set.ts';
import type { SimilarityFit } from './similarity-fit.ts';
import type { MethodName } from './similarity-model.ts';

/** Finds the trait table of labelled customers (1 best, 0 rest); `strongest` marks the ones that count. */
export type FindTraits = (table: FeatureTable, label: Int8Array) => readonly Trait[];

export type MethodTools = {
  readonly findTraits: FindTraits;
  readonly seed: number;
  /** The fit of another method on the same training set, made once. */
  readonly fitOf: (method: SimilarityMethod, train: LookalikeSet) => SimilarityFit;
};

/** Remembers fits by training set and method, so that methods built on others cost nothing extra. */
export function methodTools(findTraits: FindTraits, seed: number): MethodTools {
  const kept = new WeakMap<LookalikeSet, Map<string, SimilarityFit>>();
  const tools: MethodTools = {
    findTraits,
    seed,
    fitOf: (method, train) => {
      const fits = kept.get(train) ?? new Map<string, SimilarityFit>();
      kept.set(train, fits);
      const fit = fits.get(method.name) ?? method.fit(train, tools);
      fits.set(method.name, fit);
      return fit;
    },
  };
  return tools;
}

/** A way to measure similarity. */
export type SimilarityMethod = {
  readonly name: MethodName;
  readonly words: string;
  /** 1 is simplest; the evidence must pay for more. Within a class the earlier wins a tie. */
  readonly complexity: number;
  /** Shown for comparison, never chosen. */
  readonly baseline: boolean;
  /** Best customers it needs. */
  readonly leastBest: number;
  /** `rest` and `candidates` mean enough of them to tell best customers from (10). */
  readonly needs: readonly ('features' | 'rest' | 'candidates' | 'texts')[];
  /** Folds it is tried on; all when absent. For what is too dear to fit more often. */
  readonly folds?: number;
  /** Learns from a training set alone. */
  readonly fit: (train: LookalikeSet, tools: MethodTools) => SimilarityFit;
};

/** Best and other customers of a set with their labels. */
export function customersOf(set: LookalikeSet): {
  readonly table: FeatureTable;
  readonly label: Int8Array;
} {
  const rows = Int32Array.from(
    Array.from(set.sides.keys()).filter((row) => set.sides[row] !== side.background),
  );
  const customers = selectSet(set, rows);
  return {
    table: customers.table,
    label: Int8Array.from(customers.sides, (where) => (where === side.best ? 1 : 0)),
  };
}
