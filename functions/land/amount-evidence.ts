import type { ColumnShape } from '../../core/tables/cell-shape.ts';
import { amountColumns } from '../../core/tables/column-sources.sql.ts';
import { signCurrency } from '../../core/tables/currency-words.ts';
import { pointedSql, signsSql } from '../../core/tables/evidence.sql.ts';
import type { Draft } from '../../core/tables/map-file.ts';
import type { ColumnMapping } from '../../core/tables/mapping.ts';
import type { NumberVerdict } from '../../core/tables/number-style.ts';
import type { TableEngine } from '../shared/ports.ts';

/** The currencies that stand beside the amounts of sales: one for the whole column, or each sign with its own. */
export async function currencySigns(
  engine: TableEngine,
  raw: string,
  { columns }: Draft,
  verdicts: ReadonlyMap<number, NumberVerdict>,
  reporting: string | null,
): Promise<ReadonlyMap<number, Pick<ColumnMapping, 'currency' | 'signs'>>> {
  const found = new Map<number, Pick<ColumnMapping, 'currency' | 'signs'>>();
  for (const { position, table, column, role, currency } of columns) {
    const sells = role !== 'attribute' && (table === 'orders' || table === 'order_lines');
    const plain = verdicts.get(position)?.style?.plain === true;
    if (!sells || !amountColumns.has(column) || plain || currency !== undefined) continue;
    const { value } = await engine.columns(signsSql(raw, position));
    const meant = (value ?? []).flatMap((sign): readonly (readonly [string, string])[] => {
      const code = typeof sign === 'string' ? signCurrency(sign, reporting) : null;
      return code === null || typeof sign !== 'string' ? [] : [[sign, code]];
    });
    const codes = new Set(meant.map(([, code]) => code));
    const [only] = codes;
    if (only === undefined) continue;
    found.set(position, codes.size === 1 ? { currency: only } : { signs: Object.fromEntries(meant) });
  }
  return found;
}

/** Keys that some program wrote as decimals: 1001.0 throughout. */
export async function pointedKeys(
  engine: TableEngine,
  raw: string,
  { columns }: Draft,
  shapes: readonly ColumnShape[],
): Promise<ReadonlySet<number>> {
  const suspects = columns.filter(
    ({ type, role, position }) =>
      type === 'identifier' && role === 'canonical' && isDecimal(shapes[position]),
  );
  const pointed = new Set<number>();
  for (const { position } of suspects) {
    const [row] = await engine.query(pointedSql(raw, position));
    if (row?.['others'] === 0) pointed.add(position);
  }
  return pointed;
}

function isDecimal(shape: ColumnShape | undefined): boolean {
  return shape !== undefined && shape.values > 0 && (shape.counts.get('decimal') ?? 0) >= 0.98 * shape.values;
}
