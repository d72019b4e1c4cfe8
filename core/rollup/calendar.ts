/** A day as YYYY-MM-DD of the proleptic Gregorian calendar. No time of day, no time zone: days are counted, not timed. */
type Civil = { readonly year: number; readonly month: number; readonly day: number };

const dayForm = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Number of a day, counted from 1970-01-01 = 0. Differences are days. Throws a RangeError for a text that is no day.
 *
 * Method: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
 *
 * @example
 * dayNumber('1970-01-02'); // => 1
 * dayNumber('2024-03-01') - dayNumber('2024-02-28'); // => 2
 */
export function dayNumber(date: string): number {
  const { year, month, day } = civil(date);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * The day of a {@link dayNumber}. Throws a RangeError outside the years 0000–9999.
 *
 * @example
 * dateOfDay(19782); // => '2024-02-29'
 */
export function dateOfDay(number: number): string {
  if (!Number.isInteger(number)) throw new RangeError(`a day number must be an integer, got ${number}`);
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return dateText({ year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day });
}

/**
 * The same day of the month, `months` later (negative: earlier); the month's last day where it is shorter.
 *
 * @example
 * addMonths('2024-03-31', -1); // => '2024-02-29'
 * addMonths('2026-07-01', -36); // => '2023-07-01'
 */
export function addMonths(date: string, months: number): string {
  if (!Number.isInteger(months)) throw new RangeError(`months must be an integer, got ${months}`);
  const { year, month, day } = civil(date);
  const index = year * 12 + month - 1 + months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  return dateText({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}

/**
 * Months that have fully passed between two days: the largest n with from + n months ≤ to. Throws when from > to.
 *
 * @example
 * completeMonths('2017-07-01', '2020-06-01'); // => 35
 * completeMonths('2024-01-31', '2024-02-29'); // => 1
 */
export function completeMonths(from: string, to: string): number {
  if (from > to) throw new RangeError(`${from} is after ${to}`);
  const a = civil(from);
  const b = civil(to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return addMonths(from, months) <= to ? months : months - 1;
}

/**
 * Number of a day's calendar month: years × 12 + month, so that differences are months.
 *
 * @example
 * monthNumber('2024-01-31') - monthNumber('2023-12-01'); // => 1
 */
export function monthNumber(date: string): number {
  const { year, month } = civil(date);
  return year * 12 + month - 1;
}

function civil(date: string): Civil {
  const match = dayForm.exec(date);
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])];
  if (match === null || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    throw new RangeError(`not a day as YYYY-MM-DD: ${date}`);
  return { year, month, day };
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function dateText({ year, month, day }: Civil): string {
  if (year < 0 || year > 9999) throw new RangeError(`the year ${year} is outside 0000–9999`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
