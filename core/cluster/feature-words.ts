import type { FeatureDefinition } from '../model/feature-table.ts';
import { groupThousands } from '../money/format-money.ts';
import type { Contrast } from './feature-contrast.ts';

/** How a rep would say that a group has much or little of something, and how to open a talk with it. */
export type BehaviourWords = { readonly adjective: string; readonly angle: string };

type Poles = { readonly high: BehaviourWords; readonly low: BehaviourWords };

const say = (adjective: string, angle: string): BehaviourWords => ({ adjective, angle });

/** By feature name; yes/no features by `name=yes`. Anything else is said with its label. */
const poles: Readonly<Record<string, Poles>> = {
  orders_per_month: {
    high: say(
      'High-frequency',
      'take the work out of frequent orders: standing orders, stock held near them, one invoice',
    ),
    low: say(
      'Infrequent',
      'be there when the next need comes: planned reviews, a named contact, quotes kept warm',
    ),
  },
  gap_days_median: {
    high: say(
      'Infrequent',
      'be there when the next need comes: planned reviews, a named contact, quotes kept warm',
    ),
    low: say(
      'High-frequency',
      'take the work out of frequent orders: standing orders, stock held near them, one invoice',
    ),
  },
  gap_variation: {
    high: say('Project-driven', 'ask for the next project early and quote the whole bill of material'),
    low: say('Clockwork', 'put the rhythm they already have into a contract: fixed dates, fixed prices'),
  },
  aov: {
    high: say('Large-order', 'offer help with the whole package: selection, staging, delivery in one go'),
    low: say('Small-order', 'make small orders easy: online reordering, low minimums, next-day delivery'),
  },
  consistency: {
    high: say('Steady', 'promise supply they never have to think about'),
    low: say('Occasional', 'stay in sight between orders'),
  },
  repeat_rate: {
    high: say('Repeat', 'reward loyalty: price holds, priority stock'),
    low: say('Seldom-returning', 'give a reason for the second order'),
  },
  category_breadth: {
    high: say('Broad-range', 'be the one source: fewer suppliers, one contract'),
    low: say('Specialised', 'lead with depth in the few lines they buy, then show the neighbouring one'),
  },
  categories_added_per_year: {
    high: say('Expanding', 'show the next category before they look for it elsewhere'),
    low: say('Settled', 'protect what they buy; introduce one new line at a time'),
  },
  requested_lead_days: {
    high: say('Plan-ahead', 'talk schedules: reserve stock against their plan'),
    low: say('Short-notice', 'talk speed: stock on the shelf, same-day pickup'),
  },
  late_share: {
    high: say('Often-served-late', 'repair deliveries first: say what has changed'),
    low: say('Served-on-time', 'show the delivery record'),
  },
  ship_to_count: {
    high: say('Multi-site', 'one agreement for all sites, reports by site'),
    low: say('Single-site', 'one contact who knows the plant'),
  },
  facility_count: {
    high: say('Multi-site', 'one agreement for all sites, reports by site'),
    low: say('Single-site', 'one contact who knows the plant'),
  },
  days_to_pay: {
    high: say('Long-terms', 'agree terms up front'),
    low: say('Prompt-paying', 'reward early payment'),
  },
  days_late: {
    high: say('Late-paying', 'agree terms up front'),
    low: say('Prompt-paying', 'reward early payment'),
  },
  return_rate: {
    high: say('Often-returning', 'help to select right the first time'),
    low: say('Rarely-returning', 'speak to people who know what they need'),
  },
  quote_win_rate: {
    high: say('Quote-accepting', 'quote fast: they usually accept'),
    low: say('Price-comparing', 'quote selectively and say what the price includes'),
  },
  trend: {
    high: say('Growing', 'plan capacity with them'),
    low: say('Shrinking', 'ask what changed before they leave'),
  },
  margin_percent: {
    high: say('High-margin', 'sell value, not price'),
    low: say('Price-driven', 'bring an efficient offer: volume, fewer touches'),
  },
  'edi=yes': {
    high: say('EDI', 'connect their system to ours from the first order'),
    low: say('No-EDI', 'offer ordering without an EDI project'),
  },
  'contract=yes': {
    high: say('Contract', 'offer a supply agreement with fixed prices'),
    low: say('Spot-buying', 'win the single order; a contract can follow'),
  },
};

/** The words of a contrast, or null where only its label can be said. */
export function behaviourWords(contrast: Contrast): BehaviourWords | null {
  const { name } = contrast.definition;
  const known = poles[contrast.kind === 'level' ? `${name}=${contrast.level}` : name.replace(/_e4$/, '')];
  if (known === undefined) return null;
  return contrast.effect > 0 ? known.high : known.low;
}

/** The product category of a "buys …" feature ("Buys Seals" → "Seals"); null for other features. */
export function boughtCategory(definition: FeatureDefinition): string | null {
  return /^Buys (.+)$/i.exec(definition.label)?.[1] ?? null;
}

/** A number as people read it, with its unit. Money features ending in `_e4` are in 1/10,000; shares become percent. */
export function valueWords({ name, label, unit }: FeatureDefinition, value: number): string {
  if (unit === 'share') return `${plain(value * 100)} %`;
  const text = short(name.endsWith('_e4') ? value / 10_000 : value);
  return unit === null || unit === '' || label.toLowerCase() === unit ? text : `${text} ${unit}`;
}

/** A share as whole percent: "62 %". */
export const percentWords = (share: number): string => `${Math.round(share * 100)} %`;

/** Three meaningful digits, thousands separated. */
function plain(value: number): string {
  const size = Math.abs(value);
  const text = size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
  return groupThousands(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

/** A half-open range [from, to) as a rep would say it: "200–500 employees". */
export function rangeWords(definition: FeatureDefinition, from: number | null, to: number | null): string {
  const { label, unit } = definition;
  const what = (text: string): string =>
    unit === 'employees' ? `${text} employees` : `${label} ${text}${unit ? ` ${unit}` : ''}`;
  if (from !== null && to !== null) return what(`${short(from)}–${short(to)}`);
  if (from !== null) return what(`${short(from)} or more`);
  if (to !== null) return what(`under ${short(to)}`);
  return label;
}

/** 1,500 · 20,000 · 5 million · 2 billion. */
function short(value: number): string {
  if (Math.abs(value) >= 1e9) return `${plain(value / 1e9)} billion`;
  if (Math.abs(value) >= 1e6) return `${plain(value / 1e6)} million`;
  return plain(value);
}

/** A level as words: "Industry: Machinery", "EDI", "no EDI". */
export function levelWords(definition: FeatureDefinition, level: string, has = true): string {
  const category = boughtCategory(definition);
  if (category !== null) return has === (level === 'yes') ? `buys ${category}` : `does not buy ${category}`;
  if (definition.form === 'boolean')
    return has === (level === 'yes') ? definition.label : `no ${definition.label}`;
  return has ? `${definition.label}: ${level}` : `not ${definition.label}: ${level}`;
}
