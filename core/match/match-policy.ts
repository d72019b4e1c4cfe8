import type { PairLevels } from './compare-pair.ts';

/**
 * What a pair of records is to each other. `same`: one company. `review`: it may be; a person decides. `related`: they share
 * a domain under different names or in different places (group, franchise): not one company.
 */
export type MatchDecision = 'same' | 'review' | 'related';

/** The two cuts on a pair's total weight, in hundredths of a bit. */
export type MatchLines = { readonly same: number; readonly review: number };

/** Levels from which names are taken for one name, but for spelling. */
const alikeName = 4;

/**
 * Whether two companies share a domain without sharing a name, or share a group's domain in different places. Such pairs
 * teach nothing about matches and are never merged.
 *
 * The exception is one domain of one company, at one place, with one founding year, address or phone: a new name.
 */
export function isRelated([name, domain, place, phone, address, founded]: PairLevels): boolean {
  if (domain < 2) return false;
  if (domain === 2) return place < 3 || (name < alikeName && name !== 0);
  if (name === 0 || name >= alikeName) return false;
  return !(place >= 3 && (phone === 2 || address === 2 || founded === 3));
}

/** Whether anything could make this pair one company: all other pairs are only counted, never kept. */
export function isWorthScoring(levels: PairLevels): boolean {
  const [name, domain, , phone, address] = levels;
  return (
    domain >= 2 ||
    name >= 3 ||
    (phone === 2 && address === 2) ||
    (name === 2 && (phone === 2 || address === 2))
  );
}

/**
 * The verdict on a pair from its levels, its total weight and the two lines; null for strangers.
 *
 * The weights decide, within five rules that hold whatever was fitted, so that no ambiguous pair merges silently:
 * a shared domain under other names is a relation; another domain *and* another place, and nothing but the name, are
 * strangers; another domain or another place needs more than the name to be the same (domain, phone, address or founding
 * year); a name that only partly agrees needs the domain, phone or address; and without the domain it needs the same city or
 * postal code too, and no other founding year.
 *
 * @example
 * matchDecision([6, 0, 3, 0, 0, 0], 900, { same: 500, review: -300 }); // => 'same'
 * matchDecision([6, 0, 1, 0, 0, 0], 900, { same: 500, review: -300 }); // => 'review'
 * matchDecision([3, 0, 2, 2, 0, 1], 900, { same: 500, review: -300 }); // => 'review'
 * matchDecision([1, 3, 1, 0, 0, 0], 900, { same: 500, review: -300 }); // => 'related'
 * matchDecision([6, 1, 1, 0, 0, 0], 900, { same: 500, review: -300 }); // => null
 */
export function matchDecision(levels: PairLevels, total: number, lines: MatchLines): MatchDecision | null {
  const [name, domain, place, phone, address, founded] = levels;
  if (!isWorthScoring(levels)) return null;
  if (isRelated(levels)) return 'related';
  if (total < lines.review) return null;
  const reached = domain >= 2 || phone === 2 || address === 2;
  const corroborated = reached || founded === 3;
  const against = (domain === 1 ? 1 : 0) + (place === 1 ? 1 : 0);
  if (against === 2 && !corroborated) return null;
  if (total < lines.same) return 'review';
  if (against > 0 && !corroborated) return 'review';
  if (name < alikeName && !reached) return 'review';
  // Two businesses of one trade may share a switchboard: under another name a telephone needs the place, and no other age.
  if (name < alikeName && domain < 2 && (place < 3 || founded === 1)) return 'review';
  return 'same';
}

/** A pair's evidence in words: what agrees, then what speaks against it. */
export function evidenceWords([name, domain, place, phone, address, founded]: PairLevels): string {
  const agree = [
    domain === 3 ? 'domain' : domain === 2 ? 'shared domain' : null,
    name === 6
      ? 'name'
      : name === 5
        ? 'words of the name'
        : name === 4
          ? 'name but for spelling'
          : name === 3
            ? 'part of the name'
            : null,
    place === 4 ? 'postal code' : place === 3 ? 'city' : place === 2 ? 'region' : null,
    phone === 2 ? 'phone' : null,
    address === 2 ? 'address' : null,
    founded === 3 ? 'founding year' : null,
  ].filter((words) => words !== null);
  const against = [
    domain === 1 ? 'domain' : null,
    name === 1 || name === 2 ? 'name' : null,
    place === 1 ? 'place' : null,
    phone === 1 ? 'phone' : null,
    address === 1 ? 'address' : null,
    founded === 1 ? 'founding year' : null,
  ].filter((words) => words !== null);
  const same = agree.length === 0 ? '' : `same ${listed(agree)}`;
  const other = against.length === 0 ? '' : `other ${listed(against)}`;
  return [same, other].filter((part) => part !== '').join(', ');
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
