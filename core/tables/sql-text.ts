/**
 * A name as a quoted SQL identifier, whatever it holds.
 *
 * @example
 * sqlName('order "id"'); // => '"order ""id"""'
 */
export function sqlName(name: string): string {
  return `"${name.replaceAll('\0', '').replaceAll('"', '""')}"`;
}

/**
 * A value as a SQL string literal. NUL, which no statement can carry, is left out.
 *
 * @example
 * sqlString("O'Neill"); // => "'O''Neill'"
 */
export function sqlString(value: string): string {
  return `'${value.replaceAll('\0', '').replaceAll("'", "''")}'`;
}
