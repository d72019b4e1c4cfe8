/**
 * The next calendar day. Throws a RangeError on what is no YYYY-MM-DD.
 *
 * @example
 * dayAfter('2024-02-28'); // => '2024-02-29'
 * dayAfter('2025-12-31'); // => '2026-01-01'
 */
export function dayAfter(day: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`"${day}" is no day`);
  return new Date(time + 86_400_000).toISOString().slice(0, 10);
}
