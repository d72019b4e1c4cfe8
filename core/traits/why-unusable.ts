import type { Column } from '../model/feature-table.ts';
import type { ReadAs } from './company-fields.ts';

/**
 * Why a column cannot tell companies apart, in words; null when it can. Looks at the values only, never at the label.
 *
 * - known for fewer than `support` companies;
 * - the same for everyone;
 * - free text: six words or more on average;
 * - nearly every company has its own value (ids, names), or no value is shared by `support` companies and lacked by
 *   as many;
 * - a running number: 30 or more whole numbers, all different and nearly without gaps.
 *
 * @example
 * whyUnusable({ kind: 'category', levels: ['US'], codes: [0, 0, 0] }, 'level', 2); // => 'the same for every company: US'
 * whyUnusable({ kind: 'numeric', values: [1, 2, 0, 0], known: [1, 1, 0, 0] }, 'number', 8); // => 'known for 2 customers only'
 */
export function whyUnusable(column: Column, read: ReadAs, support: number): string | null {
  return column.kind === 'numeric'
    ? unusableNumber(column, read, support)
    : unusableCategory(column, read, support);
}

const unknown = (known: number): string =>
  known === 0 ? 'known for no customer' : `known for ${known} ${known === 1 ? 'customer' : 'customers'} only`;

function unusableNumber(
  { values, known }: Column & { readonly kind: 'numeric' },
  read: ReadAs,
  support: number,
): string | null {
  const distinct = new Set<number>();
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let whole = true;
  for (let row = 0; row < values.length; row++) {
    if (known[row] !== 1) continue;
    const value = values[row]!;
    count++;
    distinct.add(value);
    least = Math.min(least, value);
    most = Math.max(most, value);
    whole &&= Number.isInteger(value);
  }
  if (count < support) return unknown(count);
  if (distinct.size === 1) return `the same for every company: ${least}`;
  if (read === 'number' && count >= 30 && whole && distinct.size === count && most - least < 1.1 * count)
    return 'a running number: it counts companies and says nothing about them';
  return null;
}

function unusableCategory(
  { levels, codes }: Column & { readonly kind: 'category' },
  read: ReadAs,
  support: number,
): string | null {
  const counts = new Float64Array(levels.length);
  let known = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code] = counts[code]! + 1;
    known++;
  }
  if (known < support) return unknown(known);
  const used = levels.filter((_, code) => counts[code]! > 0);
  if (used.length === 1) return `the same for every company: ${used[0]}`;
  if (read === 'code') return null;
  const words = used.reduce((sum, level) => sum + level.split(' ').length, 0) / used.length;
  if (read === 'level' && words >= 6) return 'free text: six words or more on average';
  if (used.length > 0.8 * known) return 'nearly every company has its own value';
  const shared = counts.some((count) => count >= support && known - count >= support);
  return shared ? null : `no value is shared by ${support} companies and lacked by as many`;
}
