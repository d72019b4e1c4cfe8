import type { Identity } from '../core/match/identity.ts';
import { keyedSide, linkCompanies } from '../core/match/link-companies.ts';
import { createRandom } from '../core/stats/random.ts';

const heads =
  'ac bel cor dan el fer gar hol in jan kel lor mar nor ost pen quin ros sol tam ul ver wil yor zen'.split(
    ' ',
  );
const tails =
  'ax bury co dale ex field gate ham ix ker land mont nova o ple quest ric son tech ula vale ware yx'.split(
    ' ',
  );
const trades =
  'Systems Solutions Group Services Health Logistics Partners Capital Marketing Construction Energy Foods Media Software Consulting Realty Staffing Technologies Electric Design Security Financial Supply Labs'.split(
    ' ',
  );

/** Made-up companies with about as many different words, cities and shared names as lists of firms have. */
export function madeUpCompanies(count: number, seed: number, prefix: string): Identity[] {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[random.int(items.length)]!;
  return Array.from({ length: count }, (_, row) => {
    const word = (): string => `${pick(heads)}${pick(heads)}${pick(tails)}`;
    const stem = random.next() < 0.3 ? `${word()} ${word()}` : word();
    const name = `${stem.charAt(0).toUpperCase()}${stem.slice(1)} ${pick(trades)}${random.next() < 0.5 ? ` ${pick(['Inc', 'LLC', 'Corp.', 'Ltd.'])}` : ''}`;
    // A few large cities and many small ones.
    const city = Math.floor(3000 * random.next() ** 3);
    return {
      id: `${prefix}${String(row).padStart(8, '0')}`,
      name,
      domain: random.next() < 0.4 ? null : `${stem.replaceAll(' ', '')}-${random.int(50)}.com`,
      postal_code: random.next() < 0.5 ? null : String(10_000 + 20 * city + random.int(20)),
      city: `city ${city}`,
      region: `region ${city % 50}`,
      founded_year: random.next() < 0.3 ? null : 1950 + random.int(75),
    };
  });
}

/** Links made-up prospects with customers, of whom half are prospects too, and finds repeats; says seconds and peak memory. */
export function matchingSpeed(prospects: number, customers: number): string {
  const known = madeUpCompanies(customers, 1, 'c');
  const people = madeUpCompanies(prospects, 2, 'p').map((company, row) => {
    const copy = row % 2 === 0 ? known[row / 2] : undefined;
    return copy === undefined
      ? company
      : { ...copy, id: company.id, domain: row % 4 === 0 ? null : copy.domain };
  });
  const inputs = process.memoryUsage().rss;
  const begun = process.cpuUsage();
  const seconds = (): string => {
    const { user, system } = process.cpuUsage(begun);
    return ((user + system) / 1e6).toFixed(1);
  };
  const side = keyedSide(people);
  const linked = linkCompanies(side, keyedSide(known), 42);
  const afterLink = seconds();
  const repeats = linkCompanies(side, null, 42);
  const peak = process.resourceUsage().maxRSS / 1024;
  return [
    `${prospects} prospects × ${customers} customers: ${afterLink} s CPU (${linked.compared} pairs compared, ${linked.pairs.length} kept);`,
    `with repeats among the prospects ${seconds()} s (${repeats.compared} compared, ${repeats.pairs.length} kept);`,
    `peak ${peak.toFixed(0)} MB, of which ${(inputs / 2 ** 20).toFixed(0)} MB for Node and the companies themselves.`,
  ].join(' ');
}
