import type { DroppedFeature } from '../model/usable-features.ts';
import type { StrongestTraits } from './strongest.ts';
import type { Trait } from './trait.ts';

/** `traits.json`: every statement tried, the strongest marked, and what was left out of it. */
export type TraitDocument = {
  readonly version: 1;
  /** Companies compared: best, and the rest of the base. */
  readonly best: number;
  readonly rest: number;
  readonly tried: number;
  /** False-discovery rate at which a trait counts as found. */
  readonly q: number;
  readonly traits: readonly Trait[];
  /** What best customers clearly have less often. */
  readonly avoid: readonly Trait[];
  /** Columns that look written down from the value itself; described, never among the strongest. */
  readonly suspect: StrongestTraits['suspect'];
  readonly left_out: readonly DroppedFeature[];
  /** Said where the table should be read with care; null otherwise. */
  readonly note: string | null;
};
