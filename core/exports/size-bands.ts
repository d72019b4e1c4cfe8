/** Upper ends of LinkedIn's bands of employees, which outreach tools share. */
const bands: readonly (readonly [most: number, words: string])[] = [
  [10, '2-10'],
  [50, '11-50'],
  [200, '51-200'],
  [500, '201-500'],
  [1000, '501-1000'],
  [5000, '1001-5000'],
  [10000, '5001-10000'],
];

/**
 * Employees as the band outreach tools write; null where unknown or not positive.
 *
 * @example
 * employeeBand(320); // => '201-500'
 * employeeBand(1); // => 'Self-Employed'
 * employeeBand(20000); // => '10001+'
 */
export function employeeBand(employees: number | null): string | null {
  if (employees === null || employees < 1) return null;
  if (employees <= 1) return 'Self-Employed';
  return bands.find(([most]) => employees <= most)?.[1] ?? '10001+';
}

const revenueBands: readonly (readonly [most: number, words: string])[] = [
  [1e6, '0-1M'],
  [1e7, '1M-10M'],
  [2.5e7, '10M-25M'],
  [5e7, '25M-50M'],
  [1e8, '50M-100M'],
  [2.5e8, '100M-250M'],
  [5e8, '250M-500M'],
  [1e9, '500M-1B'],
];

/**
 * Yearly revenue as a band; null where unknown or not positive.
 *
 * @example
 * revenueBand(48000000); // => '25M-50M'
 */
export function revenueBand(revenue: number | null): string | null {
  if (revenue === null || revenue <= 0) return null;
  return revenueBands.find(([most]) => revenue <= most)?.[1] ?? '1B+';
}
