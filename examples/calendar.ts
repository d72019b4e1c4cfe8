const dayMs = 86_400_000;

/** Days since 1970-01-01 of a YYYY-MM-DD. */
export function dayOf(date: string): number {
  const day = Date.parse(`${date}T00:00:00Z`) / dayMs;
  if (!Number.isInteger(day)) throw new RangeError(`not a date: ${date}`);
  return day;
}

/** YYYY-MM-DD of a day number. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** Month 0–11 of a day number. */
export const monthOf = (day: number): number => new Date(day * dayMs).getUTCMonth();

/** The same day of the month some months earlier; the first of the month stays the first. */
export function monthsBefore(day: number, months: number): number {
  const date = new Date(day * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate()) / dayMs;
}

/** 1970-01-01 was a Thursday. Saturdays and Sundays move to the next Monday. */
export function workday(day: number): number {
  const weekday = (day + 4) % 7;
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
}

/** MM/DD/YYYY, as some American systems write dates. */
export const usDate = (date: string): string =>
  `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)}`;
