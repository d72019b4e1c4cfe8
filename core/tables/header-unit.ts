import { currencyCodes, currencySigns } from './currency-words.ts';
import { headerForm } from './header-name.ts';

/** What a header says of its values beside their name. */
export type HeaderUnit = {
  /** The name without its unit, in `headerForm`. */
  readonly form: string;
  /** What one of its values stands for. */
  readonly scale: 1 | 1000 | 1_000_000 | 1_000_000_000;
  /** ISO code; null where the header names none. */
  readonly currency: string | null;
  /** Its values are shares, not amounts. */
  readonly percent: boolean;
};

type Scale = HeaderUnit['scale'];
const thousand = 'k thousand thousands tsd tausend milliers miles mila tkr 000 000s';
const million = 'm mm mn mio mln million millions millionen millones milioni mkr';
const billion = 'bn billion billions mrd milliard milliards milliarden miliardi';
const scales: ReadonlyMap<string, Scale> = new Map([
  ...thousand.split(' ').map((word) => [word, 1000] as const),
  ...million.split(' ').map((word) => [word, 1_000_000] as const),
  ...billion.split(' ').map((word) => [word, 1_000_000_000] as const),
]);
/** Letters that scale a currency when they touch it: TEUR, kUSD, MUSD, EURm. */
const prefixes: ReadonlyMap<string, Scale> = new Map([
  ['t', 1000],
  ['k', 1000],
  ['m', 1_000_000],
  ['mm', 1_000_000],
  ['bn', 1_000_000_000],
]);
const fillers = new Set(['in', 'of', 'en', 'w', 'the', 'x', 'us']);
const percentages =
  /%|(^|[^a-z])(pct|percent|percentage|prozent|pourcentage|porcentaje|procent|rate|ratio|taux|tasso|tasa)([^a-z]|$)/i;

/**
 * Takes the unit off a header: currency, thousands or millions, percent. A single letter counts only beside a currency or in
 * parentheses, and a header that is nothing but a unit keeps its name.
 *
 * @example
 * headerUnit('annual_revenue_musd'); // => { form: 'annualrevenue', scale: 1000000, currency: 'USD', percent: false }
 * headerUnit('Umsatz (TEUR)'); // => { form: 'umsatz', scale: 1000, currency: 'EUR', percent: false }
 * headerUnit('Net Amount $'); // => { form: 'netamount', scale: 1, currency: 'USD', percent: false }
 * headerUnit('Revenue in millions'); // => { form: 'revenue', scale: 1000000, currency: null, percent: false }
 * headerUnit('Gross Margin %'); // => { form: 'grossmargin', scale: 1, currency: null, percent: true }
 * headerUnit('Size M'); // => { form: 'sizem', scale: 1, currency: null, percent: false }
 */
export function headerUnit(header: string): HeaderUnit {
  const percent = percentages.test(header);
  const words = header
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/(R\$|[€$£¥₹])|[^\p{L}\p{N}€$£¥₹]+/u)
    .filter((word): word is string => word !== undefined && word !== '');
  const enclosed = /[([]\s*[^)\]]*[)\]]\s*$/.test(header);
  let scale: Scale = 1;
  let currency: string | null = null;
  let kept = words.length;
  while (kept > 1) {
    const word = (words[kept - 1] ?? '').toLowerCase();
    const unit = unitOf(word, enclosed || currency !== null || signOf(words[kept - 2] ?? '') !== null);
    if (unit === null) break;
    if (unit.scale !== 1) scale = unit.scale;
    currency = unit.currency ?? currency;
    kept -= 1;
  }
  return kept === words.length
    ? { form: headerForm(header), scale: 1, currency: null, percent }
    : { form: headerForm(words.slice(0, kept).join(' ')), scale, currency, percent };
}

type Unit = { readonly scale: Scale; readonly currency: string | null };

function unitOf(word: string, besideUnit: boolean): Unit | null {
  const sign = signOf(word);
  if (sign !== null) return { scale: 1, currency: sign };
  const alone = scales.get(word);
  if (alone !== undefined && (word.length > 1 || besideUnit)) return { scale: alone, currency: null };
  for (const [letters, scale] of prefixes) {
    const before = word.startsWith(letters) ? signOf(word.slice(letters.length)) : null;
    const behind = word.endsWith(letters) ? signOf(word.slice(0, -letters.length)) : null;
    const currency = before ?? behind;
    if (currency !== null) return { scale, currency };
  }
  return fillers.has(word) || word === 'lcy' ? { scale: 1, currency: null } : null;
}

function signOf(word: string): string | null {
  const code = word.toUpperCase();
  return currencyCodes.includes(code) ? code : (currencySigns.get(word) ?? currencySigns.get(code) ?? null);
}
