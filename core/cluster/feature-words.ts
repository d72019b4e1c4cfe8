import type { FeatureDefinition } from '../model/feature-table.ts';
import { numberWords, traitWords } from '../traits/trait-words.ts';
import type { Contrast } from './feature-contrast.ts';

/** How a rep would say that a group has much or little of something, and how to open a talk with it. */
export type BehaviourWords = {
  readonly adjective: string;
  readonly angle: string;
  /** How well it names a kind of customer, 0–1: how often and how much before how they pay. */
  readonly weight: number;
};

type Poles = { readonly high: BehaviourWords; readonly low: BehaviourWords };

const say = (adjective: string, angle: string, weight = 1): BehaviourWords => ({ adjective, angle, weight });

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
      1,
    ),
    low: say(
      'High-frequency',
      'take the work out of frequent orders: standing orders, stock held near them, one invoice',
      1,
    ),
  },
  gap_variation: {
    high: say('Project-driven', 'ask for the next project early and quote the whole bill of material'),
    low: say('Clockwork', 'put the rhythm they already have into a contract: fixed dates, fixed prices'),
  },
  average_order_value: {
    high: say('Large-order', 'offer help with the whole package: selection, staging, delivery in one go'),
    low: say('Small-order', 'make small orders easy: online reordering, low minimums, next-day delivery'),
  },
  consistency: {
    high: say('Steady', 'promise supply they never have to think about'),
    low: say('Occasional', 'stay in sight between orders'),
  },
  repeat_rate: {
    high: say('Repeat', 'reward loyalty: price holds, priority stock', 0.7),
    low: say('Seldom-returning', 'give a reason for the second order', 0.7),
  },
  category_breadth: {
    high: say('Broad-range', 'be the one source: fewer suppliers, one contract', 0.8),
    low: say('Specialised', 'lead with depth in the few lines they buy, then show the neighbouring one', 0.8),
  },
  categories_added_per_year: {
    high: say('Expanding', 'show the next category before they look for it elsewhere', 0.5),
    low: say('Settled', 'protect what they buy; introduce one new line at a time', 0.5),
  },
  requested_lead_days: {
    high: say('Plan-ahead', 'talk schedules: reserve stock against their plan', 0.9),
    low: say('Short-notice', 'talk speed: stock on the shelf, same-day pickup', 0.9),
  },
  late_share: {
    high: say('Often-served-late', 'repair deliveries first: say what has changed', 0.3),
    low: say('Served-on-time', 'show the delivery record', 0.3),
  },
  ship_to_count: {
    high: say('Multi-site', 'one agreement for all sites, reports by site', 0.7),
    low: say('Single-site', 'one contact who knows the plant', 0.7),
  },
  facility_count: {
    high: say('Multi-site', 'one agreement for all sites, reports by site', 0.5),
    low: say('Single-site', 'one contact who knows the plant', 0.5),
  },
  days_to_pay: {
    high: say('Long-terms', 'agree terms up front', 0.4),
    low: say('Prompt-paying', 'reward early payment', 0.4),
  },
  days_late: {
    high: say('Late-paying', 'agree terms up front', 0.4),
    low: say('Prompt-paying', 'reward early payment', 0.4),
  },
  return_rate: {
    high: say('Often-returning', 'help to select right the first time', 0.4),
    low: say('Rarely-returning', 'speak to people who know what they need', 0.4),
  },
  quote_win_rate: {
    high: say('Quote-accepting', 'quote fast: they usually accept', 0.5),
    low: say('Price-comparing', 'quote selectively and say what the price includes', 0.5),
  },
  trend: {
    high: say('Growing', 'plan capacity with them', 0.4),
    low: say('Shrinking', 'ask what changed before they leave', 0.4),
  },
  margin_percent: {
    high: say('High-margin', 'sell value, not price', 0.6),
    low: say('Price-driven', 'bring an efficient offer: volume, fewer touches', 0.6),
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
  const known = poles[contrast.kind === 'level' ? `${name}=${contrast.level}` : name];
  if (known === undefined) return null;
  return contrast.effect > 0 ? known.high : known.low;
}

/** The product category of a "buys …" feature ("Buys Seals" → "Seals"); null for other features. */
export function boughtCategory(definition: FeatureDefinition): string | null {
  return /^Buys (.+)$/i.exec(definition.label)?.[1] ?? null;
}

/**
 * A number with its unit as people read it, three meaningful digits: shares as percent, money with its currency.
 *
 * @example
 * valueWords({ name: 'consistency', label: 'Consistency', unit: 'share' }, 0.4567); // => '45.7 %'
 * valueWords({ name: 'average_order_value', label: 'Average order', unit: 'USD' }, 1834.2); // => 'USD 1,834'
 * valueWords({ name: 'employees', label: 'Employees', unit: 'employees' }, 1054); // => '1,054'
 */
export function valueWords(
  { label, unit }: Pick<FeatureDefinition, 'name' | 'label' | 'unit'>,
  value: number,
): string {
  const shown = numberWords(meaningful(unit === 'share' ? value * 100 : value));
  if (unit === 'share') return `${shown} %`;
  if (unit === null || unit === '' || label.toLowerCase() === unit) return shown;
  return /^[A-Z]{3}$/.test(unit) ? `${unit} ${shown}` : `${shown} ${unit}`;
}

/** Three meaningful digits; whole numbers from 100 to a million stay whole. */
function meaningful(value: number): number {
  const size = Math.abs(value);
  return size >= 100 && size < 1e6 ? Math.round(value) : Number(value.toPrecision(3));
}

/** A share as whole percent: "62 %". */
export const percentWords = (share: number): string => `${Math.round(share * 100)} %`;

/**
 * What a group's companies have, as a clause after a share: "62 % Industry: Machinery", "88 % buy Filters", "40 % Orders by
 * EDI".
 */
export function levelWords(definition: FeatureDefinition, level: string): string {
  const category = boughtCategory(definition);
  if (category !== null) return level === 'yes' ? `buy ${category}` : `do not buy ${category}`;
  if (definition.form === 'hierarchy')
    return traitWords(definition, { kind: 'prefix', prefix: level }, false);
  return traitWords(definition, { kind: 'level', level }, false);
}
