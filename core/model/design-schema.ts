/**
 * How one column of a design matrix is made from one feature. Bin 0 always means "unknown". Known values take the bins
 * 1, 2, …: groups between cuts for numbers, named levels for categories, leading digits for hierarchies. `levels[i]` is
 * bin i + 1; null stands for "any other level". Without a null entry, a level never seen is treated as unknown.
 */
export type DesignColumn =
  | { readonly feature: string; readonly kind: 'numeric'; readonly cuts: readonly number[] }
  | { readonly feature: string; readonly kind: 'level'; readonly levels: readonly (string | null)[] }
  | {
      readonly feature: string;
      readonly kind: 'prefix';
      readonly digits: number;
      readonly levels: readonly (string | null)[];
    };

/** The whole encoding; part of every fitted model, so that scoring maps values by name and never by position. */
export type DesignSchema = { readonly version: 1; readonly columns: readonly DesignColumn[] };

/** Bins of a column, the unknown bin included. */
export function binCount(column: DesignColumn): number {
  return column.kind === 'numeric' ? column.cuts.length + 2 : column.levels.length + 1;
}

/**
 * The features a schema reads, each once, in the order of their first column.
 *
 * @example
 * designFeatures({ version: 1, columns: [{ feature: 'naics', kind: 'prefix', digits: 2, levels: ['33'] }, { feature: 'naics', kind: 'prefix', digits: 3, levels: ['333'] }] }); // => ['naics']
 */
export function designFeatures(schema: DesignSchema): string[] {
  return [...new Set(schema.columns.map((column) => column.feature))];
}
