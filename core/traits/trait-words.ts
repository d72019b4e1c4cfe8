import type { FeatureDefinition } from '../model/feature-table.ts';
import { groupThousands } from '../money/format-money.ts';
import type { TraitCondition } from './trait.ts';

/** Titles of codes per feature, e.g. `{ naics: { '333': 'Machinery Manufacturing' } }`. */
export type CodeTitles = { readonly [feature: string]: { readonly [code: string]: string } };

/**
 * A trait as a rep would say it: "200–500 employees", "Industry: Machinery", "NAICS 333 Machinery Manufacturing", "Orders by
 * EDI", "within 50 km of the nearest branch". A range names its lower bound as included and its upper bound as excluded,
 * except small whole numbers, which name both as included ("Facilities 3–4").
 *
 * @param whole all values of the feature are whole numbers.
 * @example
 * traitWords({ name: 'employees', label: 'Employees', unit: 'employees', form: 'numeric' }, { kind: 'range', from: 200, to: 500 }, true); // => '200–500 employees'
 * traitWords({ name: 'industry', label: 'Industry', unit: null, form: 'category' }, { kind: 'level', level: 'Machinery' }, false); // => 'Industry: Machinery'
 * traitWords({ name: 'naics', label: 'NAICS', unit: null, form: 'hierarchy' }, { kind: 'prefix', prefix: '333' }, false, { naics: { '333': 'Machinery Manufacturing' } }); // => 'NAICS 333 Machinery Manufacturing'
 * traitWords({ name: 'annual_revenue', label: 'Annual revenue', unit: 'USD', form: 'numeric' }, { kind: 'range', from: 2e6, to: null }, false); // => 'Annual revenue USD 2 million or more'
 */
export function traitWords(
  feature: Pick<FeatureDefinition, 'name' | 'label' | 'unit' | 'form'>,
  condition: TraitCondition,
  whole: boolean,
  titles: CodeTitles = {},
): string {
  const { label, unit } = feature;
  if (condition.kind === 'level') {
    if (feature.form === 'boolean') return condition.level === 'yes' ? label : `${label}: ${condition.level}`;
    return `${label}: ${condition.level}`;
  }
  if (condition.kind === 'prefix') {
    const codes = titles[feature.name];
    const title =
      codes !== undefined && Object.hasOwn(codes, condition.prefix) ? codes[condition.prefix] : undefined;
    return `${label} ${condition.prefix}${title === undefined ? '' : ` ${title}`}`;
  }
  if (unit === 'year') return `${label} ${yearWords(condition)}`;
  const words = rangeWords(condition, unit, whole);
  if (unit === 'employees') return words;
  if (unit === 'km')
    return condition.from === null
      ? `${words.replace('under', 'within')} of ${label}`
      : `${words} from ${label}`;
  return `${label} ${words}`;
}

function rangeWords(
  { from, to }: { readonly from: number | null; readonly to: number | null },
  unit: string | null,
  whole: boolean,
): string {
  const currency = unit !== null && /^[A-Z]{3}$/.test(unit) ? `${unit} ` : '';
  const after = unit === 'share' ? ' %' : currency === '' && unit !== null && unit !== '' ? ` ${unit}` : '';
  const scale = unit === 'share' ? 100 : 1;
  const say = (value: number): string => numberWords(value * scale);
  if (from === null) return to === null ? `any${after}` : `under ${currency}${say(to)}${after}`;
  if (to === null) return `${currency}${say(from)}${after} or more`;
  if (whole && to - from === 1) return `${currency}${say(from)}${after}`;
  const last = whole && to <= 20 ? to - 1 : to;
  const [low, high] = [say(from), say(last)];
  const magnitude = / (million|billion)$/.exec(high)?.[0] ?? '';
  const shared = magnitude !== '' && low.endsWith(magnitude) ? low.slice(0, -magnitude.length) : low;
  // An en dash between a negative number and another would be read as a minus.
  return `${currency}${shared}${from < 0 || last < 0 ? ' to ' : '–'}${high}${after}`;
}

/** Years are not quantities: no thousands separators, and "before" rather than "under". */
function yearWords({ from, to }: { readonly from: number | null; readonly to: number | null }): string {
  if (from === null) return to === null ? 'any' : `before ${to}`;
  if (to === null) return `${from} or later`;
  return to - from === 1 ? String(from) : `${from}–${to - 1}`;
}

/**
 * A number for people: thousands separated, large ones in words, at most ten digits after the point.
 *
 * @example
 * numberWords(12500); // => '12,500'
 * numberWords(2500000); // => '2.5 million'
 * numberWords(0.30000000000000004); // => '0.3'
 */
export function numberWords(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${plain(value / 1e9)} billion`;
  if (size >= 1e6) return `${plain(value / 1e6)} million`;
  return plain(value);
}

const plain = (value: number): string =>
  groupThousands(value.toFixed(10).replace(/\.?0+$/, '')).replace(/^-0$/, '0');
