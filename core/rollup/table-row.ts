/** A value as a table engine hands it out. */
export type TableCell = null | boolean | number | string | readonly TableCell[];
export type TableRow = { readonly [column: string]: TableCell };

/** Typed access to one row; every method throws a RangeError naming the column when the cell is of another type. */
export type RowReader = {
  readonly text: (column: string) => string;
  readonly textOrNull: (column: string) => string | null;
  readonly number: (column: string) => number;
  readonly numberOrNull: (column: string) => number | null;
  readonly flag: (column: string) => boolean;
  readonly texts: (column: string) => readonly string[];
};

/**
 * Reads the cells of a row by the type the caller expects, instead of trusting a cast.
 *
 * @example
 * readerOf({ orders: 3, name: null }).number('orders'); // => 3
 * readerOf({ orders: 3, name: null }).textOrNull('name'); // => null
 */
export function readerOf(row: TableRow): RowReader {
  const cell = (column: string): TableCell => {
    const value = row[column];
    if (value === undefined) throw new RangeError(`the row has no column ${column}`);
    return value;
  };
  const wrong = (column: string, expected: string): RangeError =>
    new RangeError(`the column ${column} should hold ${expected}`);
  const text = (column: string): string => {
    const value = cell(column);
    if (typeof value !== 'string') throw wrong(column, 'text');
    return value;
  };
  const number = (column: string): number => {
    const value = cell(column);
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(column, 'a number');
    return value;
  };
  return {
    text,
    number,
    textOrNull: (column) => (cell(column) === null ? null : text(column)),
    numberOrNull: (column) => (cell(column) === null ? null : number(column)),
    flag: (column) => {
      const value = cell(column);
      if (typeof value !== 'boolean') throw wrong(column, 'true or false');
      return value;
    },
    texts: (column) => {
      const value = cell(column);
      if (!Array.isArray(value)) throw wrong(column, 'a list of texts');
      const items: readonly TableCell[] = value;
      return items.map((item) => {
        if (typeof item !== 'string') throw wrong(column, 'a list of texts');
        return item;
      });
    },
  };
}
