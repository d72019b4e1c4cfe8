/**
 * A name as a quoted SQL identifier, whatever it holds.
 *
 * @example
 * sqlName('order "id"'); // => '"order ""id"""'
 */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A value as a SQL string literal.
 *
 * @example
 * sqlString("O'Neill"); // => "'O''Neill'"
 */
export function sqlString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
