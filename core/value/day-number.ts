/**
 * Days from 1970-01-01 to a calendar day, so that two days can be subtracted without time zones or leap tables.
 * Throws a RangeError on anything but YYYY-MM-DD. Civil-day arithmetic after H. Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms" (2013).
 *
 * @example
 * dayNumber('1970-01-02'); // => 1
 * dayNumber('2024-03-01') - dayNumber('2024-02-28'); // => 2
 */
export function dayNumber(day: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (parts === null) throw new RangeError(`a day is YYYY-MM-DD, got ${day}`);
  const month = Number(parts[2]);
  // March is the first month of the shifted year: the leap day then comes last.
  const year = Number(parts[1]) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(parts[3]) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}
