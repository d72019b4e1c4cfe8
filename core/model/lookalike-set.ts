import type { FeatureTable } from './feature-table.ts';
import { selectFeatures, selectRows } from './select-rows.ts';
import { stableHash } from './stable-hash.ts';
import { stackTables } from './stack-tables.ts';
import type { DroppedFeature } from './usable-features.ts';
import { usableFeatures } from './usable-features.ts';

/** Who a row is: a best customer, another customer of the base, or a company of the candidate background. */
export const side = { rest: 0, best: 1, background: 2 } as const;

/** Texts per row (description, NAICS title); null where there is none. */
export type CompanyTexts = readonly (string | null)[];

/**
 * Companies to learn from, over the features that both customers and candidates have: best customers and the rest, then
 * a sample of the candidates.
 */
export type LookalikeSet = {
  readonly table: FeatureTable;
  readonly sides: Uint8Array;
  readonly texts: CompanyTexts | null;
};

export type LookalikeInput = {
  /** Every customer; features beyond the timeless ones that prospects can have are dropped and named. */
  readonly customers: FeatureTable;
  /** Per customer: 1 best, 0 not best, −1 not in the base. */
  readonly best: Int8Array;
  /** The candidates, or null where there are none: then best customers are told from the rest alone. */
  readonly background: FeatureTable | null;
  readonly texts: { readonly customers: CompanyTexts; readonly background: CompanyTexts } | null;
};

/** How many companies of each side take part at most. */
export type SideSamples = { readonly best: number; readonly rest: number; readonly background: number };

/**
 * Puts the sides together. Each side beyond its sample is thinned by the hash of the ids, so the same companies are
 * taken whatever their order. Rows are sorted by side and
 * id and features by name: the order of the input decides nothing.
 */
export function buildLookalikeSet(
  given: LookalikeInput,
  samples: SideSamples,
  seed: number,
): LookalikeSet & { readonly dropped: readonly DroppedFeature[] } {
  const input = withoutEmptySide(given);
  const { customers, background } = input;
  const early = customers.features.flatMap((feature): DroppedFeature[] =>
    feature.population === 'customer'
      ? [{ feature: feature.name, reason: 'only customers can have it' }]
      : feature.known !== 'timeless'
        ? [{ feature: feature.name, reason: 'measured in orders, which a prospect has none of' }]
        : [],
  );
  const refused = new Set(early.map(({ feature }) => feature));
  const names = customers.features.map(({ name }) => name).filter((name) => !refused.has(name));
  names.sort((a, b) => (a < b ? -1 : 1));
  const base = [
    ...sampleRows(customers.ids, samples.rest, seed, (row) => input.best[row] === 0),
    ...sampleRows(customers.ids, samples.best, seed, (row) => input.best[row] === 1),
  ].sort((a, b) => (customers.ids[a]! < customers.ids[b]! ? -1 : 1));
  const own = selectRows(selectFeatures(customers, names), base);
  const ownTexts = input.texts === null ? null : base.map((row) => input.texts!.customers[row] ?? null);
  const ownSides = base.map((row) => (input.best[row] === 1 ? side.best : side.rest));
  if (background === null) {
    return { table: own, sides: Uint8Array.from(ownSides), texts: ownTexts, dropped: early };
  }
  const drawn = sampleRows(background.ids, samples.background, seed);
  const others = selectRows(selectFeatures(background, names), drawn);
  const { kept, dropped } = usableFeatures(own, others, ['customers', 'candidates']);
  return {
    table: stackTables(selectFeatures(own, kept), others),
    sides: Uint8Array.from([...ownSides, ...drawn.map(() => side.background)]),
    texts: ownTexts && [...ownTexts, ...drawn.map((row) => input.texts!.background[row] ?? null)],
    dropped: [...early, ...dropped],
  };
}

/** A list of candidates without a company is no list. */
export function withoutEmptySide(input: LookalikeInput): LookalikeInput {
  return input.background?.ids.length === 0 ? { ...input, background: null } : input;
}

/** Up to `sample` positions of rows that pass, those with the lowest hash, sorted by id. */
export function sampleRows(
  ids: readonly string[],
  sample: number,
  seed: number,
  passes: (row: number) => boolean = () => true,
): number[] {
  const byId = (a: number, b: number): number => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : a - b);
  const rows = Array.from(ids.keys()).filter(passes);
  if (rows.length <= sample) return rows.sort(byId);
  const hashes = Uint32Array.from(rows, (row) => stableHash(ids[row]!, seed));
  const last = hashes.slice().sort()[sample - 1]!;
  const drawn = rows.filter((_, i) => hashes[i]! < last);
  const tied = rows.filter((_, i) => hashes[i] === last).sort(byId);
  return [...drawn, ...tied.slice(0, sample - drawn.length)].sort(byId);
}

/** The rows of a set at the given positions. */
export function selectSet(set: LookalikeSet, rows: ArrayLike<number>): LookalikeSet {
  return {
    table: selectRows(set.table, rows),
    sides: Uint8Array.from(rows, (row) => set.sides[row]!),
    texts: set.texts && Array.from(rows, (row) => set.texts![row] ?? null),
  };
}
