import type { SampledFile } from './assign-columns.ts';
import { attributePrefix, type TableName } from './canonical-tables.ts';
import { snakeName } from './header-name.ts';
import type { ColumnMapping } from './mapping.ts';

/**
 * What becomes of the headers no canonical column claimed: attributes of the file's own table, under names made unique by
 * a number. Columns that only make others (a unit price) are kept as attributes too. Nameless empty columns and row
 * numbers (`#`) are ignored. `forced` is what the settings say by position.
 */
export function remainingColumns(
  { headers, shapes }: SampledFile,
  table: TableName,
  mapped: readonly ColumnMapping[],
  forced: ReadonlyMap<number, string>,
): readonly ColumnMapping[] {
  const claimed = new Set(mapped.filter(({ role }) => role === 'canonical').map(({ position }) => position));
  const used = new Map<string, number>();
  return headers.flatMap((header, position): readonly ColumnMapping[] => {
    if (claimed.has(position)) return [];
    const force = forced.get(position);
    const name = header.trim();
    const empty = name === '' && (shapes[position]?.values ?? 0) === 0;
    const shared = { position, header, table, type: 'text' as const, confidence: 1 };
    if (force === 'ignore' || empty || name === '#') {
      const evidence =
        force === 'ignore' ? 'left out by the settings' : empty ? 'no name and no values' : 'row numbers';
      return [{ ...shared, role: 'ignored', column: '', evidence }];
    }
    const base = `${attributePrefix}${snakeName(header)}`;
    const count = (used.get(base) ?? 0) + 1;
    used.set(base, count);
    const column = count === 1 ? base : `${base}_${count}`;
    return [{ ...shared, role: 'attribute', column, evidence: 'no column of its own: kept as it is' }];
  });
}
