import type { Identity } from '../core/match/identity.ts';
import { createRandom, type Random } from '../core/stats/random.ts';

/** How often a copy differs from its original in each way; independent of each other. */
export const corruptionRates = {
  'legal form added or changed': 0.35,
  'typing error in the name': 0.12,
  'words of the name swapped': 0.05,
  'new name (rebrand)': 0.015,
  'no domain': 0.4,
  'moved to another city': 0.04,
  'city left out': 0.05,
  'founding year left out': 0.15,
  'founding year off by one to three': 0.05,
} as const;

/** Hard negatives, as shares of the companies: different companies that look like one of them. */
export const hardNegativeShares = {
  'same name in another city': 0.03,
  'franchise site under the domain': 0.03,
  'subsidiary under another name': 0.03,
} as const;

export type CorruptedFile = {
  readonly prospects: readonly Identity[];
  /** Original id by prospect id; hard negatives and strangers have none. Never shown to the matcher. */
  readonly truth: ReadonlyMap<string, string>;
  /** Kind by prospect id of the hard negatives. */
  readonly hard: ReadonlyMap<string, string>;
};

const forms = [
  'Inc.',
  'Inc',
  'LLC',
  'L.L.C.',
  'Corp.',
  'Corporation',
  'Co.',
  'Company',
  'Ltd.',
  ', Inc.',
  ', LLC',
];
const ending = /[,\s]+(?:inc|llc|corp|corporation|co|company|ltd)\.?$/i;
const trades = ['Logistics', 'Holdings', 'Ventures', 'Properties', 'Foundation', 'Capital', 'Labs', 'Media'];
const syllables = 'bra cor del fen gal hup jin kol lum mer nov pra quo ril sto tav ull vex wim zan'.split(
  ' ',
);

/**
 * Copies companies the way another list would have them, and adds hard negatives. `copied` companies are copied; the rest
 * of `strangers` go in as they are. Seeded; ids say nothing of the origin.
 */
export function corruptedFile(
  originals: readonly Identity[],
  copied: readonly Identity[],
  strangers: readonly Identity[],
  seed: number,
): CorruptedFile {
  const random = createRandom(seed);
  const rows: { company: Identity; original: string | null; hard: string | null }[] = [];
  for (const company of copied)
    rows.push({ company: corrupt(company, originals, random), original: company.id, hard: null });
  for (const company of strangers) rows.push({ company, original: null, hard: null });
  for (const kind of [
    'same name in another city',
    'franchise site under the domain',
    'subsidiary under another name',
  ] as const) {
    const wanted = Math.round(originals.length * hardNegativeShares[kind]);
    for (const at of random.sample(originals.length, Math.min(wanted, originals.length)))
      for (const company of hardNegatives(kind, originals[at]!, originals, random))
        rows.push({ company, original: null, hard: kind });
  }
  const truth = new Map<string, string>();
  const hard = new Map<string, string>();
  const prospects = random.shuffle(rows).map((row, at) => {
    const id = `x${String(at).padStart(7, '0')}`;
    if (row.original !== null) truth.set(id, row.original);
    if (row.hard !== null) hard.set(id, row.hard);
    return { ...row.company, id };
  });
  return { prospects, truth, hard };
}

function corrupt(company: Identity, all: readonly Identity[], random: Random): Identity {
  const often = (kind: keyof typeof corruptionRates): boolean => random.next() < corruptionRates[kind];
  let name = company.name ?? '';
  if (often('new name (rebrand)')) name = invented(random);
  if (often('words of the name swapped')) name = swapped(name);
  if (often('typing error in the name')) name = mistyped(name, random);
  if (often('legal form added or changed'))
    name = `${name.replace(ending, '')} ${pick(forms, random)}`.replace(' ,', ',');
  if (random.next() < 0.2) name = name.toUpperCase();
  const elsewhere = often('moved to another city') ? pick(all, random) : company;
  const founded = company.founded_year ?? null;
  const year = often('founding year left out')
    ? null
    : founded !== null && often('founding year off by one to three')
      ? founded + (random.int(2) === 0 ? -1 : 1) * (1 + random.int(3))
      : founded;
  const region = elsewhere.region;
  return {
    ...company,
    name,
    domain: often('no domain') ? null : company.domain,
    city: often('city left out') ? null : elsewhere.city,
    region,
    founded_year: year,
  };
}

function hardNegatives(
  kind: keyof typeof hardNegativeShares,
  of: Identity,
  all: readonly Identity[],
  random: Random,
): Identity[] {
  const site = (): Identity => {
    for (;;) {
      const other = pick(all, random);
      if (other.city !== of.city) return other;
    }
  };
  if (kind === 'same name in another city') {
    const other = site();
    const own = (of.domain ?? 'x.com').replace(/^([^.]*)/, `$1-${(other.region ?? 'us').toLowerCase()}`);
    return [{ ...other, name: of.name, domain: random.next() < 0.4 ? null : own }];
  }
  if (kind === 'franchise site under the domain')
    return Array.from({ length: 2 + random.int(3) }, () => {
      const other = site();
      return {
        ...other,
        name: random.int(2) === 0 ? of.name : `${of.name} of ${other.city}`,
        domain: of.domain,
      };
    });
  const other = random.int(2) === 0 ? of : site();
  return [
    {
      ...other,
      name: `${(of.name ?? '').replace(ending, '')} ${pick(trades, random)}`,
      domain: random.int(2) === 0 ? of.domain : null,
      founded_year: pick(all, random).founded_year ?? null,
    },
  ];
}

const pick = <T>(items: readonly T[], random: Random): T => items[random.int(items.length)]!;

function invented(random: Random): string {
  const word = Array.from({ length: 2 + random.int(2) }, () => pick(syllables, random)).join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function swapped(name: string): string {
  const words = name.split(' ');
  if (words.length < 2) return name;
  return [...words.slice(1), words[0]].join(' ');
}

/** One letter left out, doubled, replaced or swapped with its neighbour. */
function mistyped(name: string, random: Random): string {
  if (name.length < 4) return name;
  const at = random.int(name.length - 1);
  const letter = name.charAt(at);
  switch (random.int(4)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + letter + name.slice(at);
    case 2:
      return name.slice(0, at) + String.fromCharCode(97 + random.int(26)) + name.slice(at + 1);
    default:
      return name.slice(0, at) + name.charAt(at + 1) + letter + name.slice(at + 2);
  }
}
