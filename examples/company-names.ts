import type { Draws } from './draws.ts';

/** An invented company name in its parts: "Kelvorton" + "Machine Tools" + "Inc.". */
export type CompanyName = { readonly stem: string; readonly trade: string; readonly form: string };

const heads =
  'Bar Bel Bran Cal Cor Dal Dun El Ever Fal Fen Gar Gil Hal Har Hol Ister Jar Kel Kes Lan Lor Mal Mar Nor Nev Or Os Pel Quin Ram Ros Sel Stan Tam Tor Ul Var Vel Wes Wil Yar Zel'.split(
    ' ',
  );
const middles = 'a en o i der ven lo ri ma na bo ke li vo tra sen'.split(' ');
const tails =
  'ton wick ford ley man berg mont dale field stead worth gate well den mark ridge land port by quist'.split(
    ' ',
  );
const forms = [
  'Inc.',
  'Inc',
  'LLC',
  'LLC',
  'Corp.',
  'Corporation',
  'Co.',
  'Company',
  'L.L.C.',
  'Ltd.',
  'L.P.',
  'Incorporated',
];

/** Makes names that differ from each other in more than their legal form, in either of their two words. */
export function createNameMaker(draws: Draws): (trades: readonly string[]) => CompanyName {
  const taken = new Set<string>();
  const stem = (): string => {
    const one = `${draws.pick(heads)}${draws.pick(middles)}${draws.pick(tails)}`;
    return draws.chance(0.12)
      ? `${one} & ${draws.chance(0.4) ? 'Sons' : `${draws.pick(heads)}${draws.pick(tails)}`}`
      : one;
  };
  return (trades) => {
    for (;;) {
      const name = { stem: stem(), trade: draws.pick(trades), form: draws.pick(forms) };
      const key = `${name.stem} ${name.trade}`;
      if (taken.has(key)) continue;
      taken.add(key);
      return name;
    }
  };
}

/** The name as the company writes it. */
export const fullName = (name: CompanyName): string => `${name.stem} ${name.trade}${nameEnd(name.form)}`;

const nameEnd = (form: string): string => (form === 'LLC' || form === 'Inc.' ? `, ${form}` : ` ${form}`);

/** The company's domain, under the name space kept for examples (RFC 2606). */
export function domainOf(name: CompanyName): string {
  const host = `${name.stem} ${name.trade}`
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/[^a-z0-9]+/g, '-');
  return `${host}.example`;
}

/** Ways the same company's name comes back from a list that somebody else typed. */
export function nameVariant(name: CompanyName, draws: Draws): string {
  const plain = `${name.stem} ${name.trade}`;
  const other = draws.pick(forms.filter((form) => form !== name.form));
  const spelled = plain.includes(' & ') ? plain.replaceAll(' & ', ' and ') : plain.replaceAll(' and ', ' & ');
  switch (draws.int(5)) {
    case 0:
      return `${plain}${nameEnd(other)}`;
    case 1:
      return plain;
    case 2:
      return fullName(name).toUpperCase().replace(/[.,]/g, '');
    case 3:
      return `The ${spelled} ${other}`;
    default:
      return `${spelled.toLowerCase()}, ${name.form.toLowerCase()}`;
  }
}
