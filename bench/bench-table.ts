import { cpus, loadavg, totalmem } from 'node:os';

/** The middle value; of an even number the upper of the two. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** The machine and how busy it is, for the head of a table. */
export function machineLine(): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return `machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, load ${load.join(' ')}`;
}

/**
 * Rows under a header as text, columns as wide as their longest cell; the first column to the left, the others to the right.
 *
 * @example
 * textTable(['name', 's'], [['a', '1.5']]); // => 'name    s\na     1.5'
 */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
