import { companyNameKey } from './company-name.ts';
import { registrableDomain } from './registrable-domain.ts';

/** What identifies a company on either side; null where it is not known. */
export type Identity = {
  readonly id: string;
  readonly name: string | null;
  readonly domain: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly region: string | null;
};

/**
 * What a pair of records is to each other. `same`: one company. `review`: it may be; a person decides, and until then the
 * prospect is on no list. `related`: they share a domain under different names (franchise, group): not one company.
 */
export type MatchDecision = 'same' | 'review' | 'related';

export type CompanyMatch = {
  readonly prospect_id: string;
  /** The customer, or for duplicates the prospect that is kept. */
  readonly matched_id: string;
  readonly decision: MatchDecision;
  readonly evidence: string;
};

type Keyed = Identity & { readonly nameKey: string; readonly domainKey: string | null };

const keyed = (company: Identity): Keyed => ({
  ...company,
  nameKey: company.name === null ? '' : companyNameKey(company.name),
  domainKey: company.domain === null ? null : registrableDomain(company.domain),
});

const placeKey = (text: string | null): string => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** 1 = places agree somewhere, -1 = they contradict everywhere both are known, 0 = nothing to compare. */
function placeAgreement(a: Identity, b: Identity): -1 | 0 | 1 {
  let compared = 0;
  for (const field of ['postal_code', 'city', 'region'] as const) {
    const left = placeKey(a[field]);
    const right = placeKey(b[field]);
    if (left === '' || right === '') continue;
    if (left === right) return 1;
    compared += 1;
  }
  return compared === 0 ? 0 : -1;
}

/** The verdict on two records that share a name key or a domain; null when they are strangers after all. */
function decide(
  prospect: Keyed,
  other: Keyed,
): { readonly decision: MatchDecision; readonly evidence: string } | null {
  const sameName = prospect.nameKey !== '' && prospect.nameKey === other.nameKey;
  const sameDomain = prospect.domainKey !== null && prospect.domainKey === other.domainKey;
  const domainsDiffer = prospect.domainKey !== null && other.domainKey !== null && !sameDomain;
  const place = placeAgreement(prospect, other);
  if (sameDomain && sameName) return { decision: 'same', evidence: 'same domain and name' };
  if (sameName && !domainsDiffer && place === 1) return { decision: 'same', evidence: 'same name and place' };
  if (sameName && !domainsDiffer && place === 0)
    return { decision: 'same', evidence: 'same name, no place or domain against it' };
  if (sameName && !domainsDiffer) return { decision: 'review', evidence: 'same name in another place' };
  if (sameName && place === 1)
    return { decision: 'review', evidence: 'same name and place, different domains' };
  if (sameDomain) return { decision: 'related', evidence: 'same domain under another name' };
  return null;
}

const strength: Readonly<Record<MatchDecision, number>> = { same: 3, review: 2, related: 1 };

/**
 * Each prospect's best match among the customers, by registrable domain and normalised name. A customer under the same
 * domain but another name counts as the same company here (`related` is only for prospects among themselves): writing
 * to a customer's colleague as if to a stranger is the dearer mistake. O(customers + prospects), one match a prospect,
 * ties by customer id.
 *
 * @example
 * const place = { postal_code: null, city: null, region: null };
 * customerMatches(
 *   [{ id: 'p1', name: 'ACME Inc.', domain: null, ...place }],
 *   [{ id: 'c1', name: 'Acme LLC', domain: 'acme.com', ...place }],
 * ); // => [{ prospect_id: 'p1', matched_id: 'c1', decision: 'same', evidence: 'same name, no place or domain against it' }]
 */
export function customerMatches(
  prospects: readonly Identity[],
  customers: readonly Identity[],
): CompanyMatch[] {
  const index = indexByKeys(customers.map(keyed));
  return prospects.flatMap((prospect) => {
    const match = bestMatch(keyed(prospect), index);
    if (match === null) return [];
    if (match.decision === 'related')
      return [{ ...match, decision: 'same' as const, evidence: 'same domain as a customer' }];
    return [match];
  });
}

/**
 * Prospects that repeat another prospect. The one with the smallest id is kept; `same` repeats point to it, `related` ones
 * share its domain under another name and stay on the list. Ambiguous pairs are `review`, never merged.
 *
 * @example
 * const place = { postal_code: null, city: 'Dayton', region: null };
 * duplicateProspects([
 *   { id: 'p1', name: 'Acme Inc', domain: 'acme.com', ...place },
 *   { id: 'p2', name: 'ACME', domain: 'www.acme.com', ...place },
 * ]); // => [{ prospect_id: 'p2', matched_id: 'p1', decision: 'same', evidence: 'same domain and name' }]
 */
export function duplicateProspects(prospects: readonly Identity[]): CompanyMatch[] {
  const ordered = prospects.map(keyed).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const kept: Index = { byDomain: new Map(), byName: new Map() };
  const found: CompanyMatch[] = [];
  for (const prospect of ordered) {
    const match = bestMatch(prospect, kept);
    if (match !== null) found.push(match);
    if (match?.decision !== 'same') addToIndex(kept, prospect);
  }
  return found;
}

type Index = { readonly byDomain: Map<string, Keyed[]>; readonly byName: Map<string, Keyed[]> };

function indexByKeys(companies: readonly Keyed[]): Index {
  const index: Index = { byDomain: new Map(), byName: new Map() };
  for (const company of [...companies].sort((a, b) => (a.id < b.id ? -1 : 1))) addToIndex(index, company);
  return index;
}

function addToIndex(index: Index, company: Keyed): void {
  if (company.domainKey !== null) append(index.byDomain, company.domainKey, company);
  if (company.nameKey !== '') append(index.byName, company.nameKey, company);
}

function append(lists: Map<string, Keyed[]>, key: string, company: Keyed): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [company]);
  else list.push(company);
}

function bestMatch(prospect: Keyed, index: Index): CompanyMatch | null {
  const others = [
    ...(prospect.domainKey === null ? [] : (index.byDomain.get(prospect.domainKey) ?? [])),
    ...(index.byName.get(prospect.nameKey) ?? []),
  ];
  let best: CompanyMatch | null = null;
  for (const other of others) {
    const verdict = decide(prospect, other);
    if (verdict === null) continue;
    if (
      best === null ||
      strength[verdict.decision] > strength[best.decision] ||
      (strength[verdict.decision] === strength[best.decision] && other.id < best.matched_id)
    ) {
      best = { prospect_id: prospect.id, matched_id: other.id, ...verdict };
    }
  }
  return best;
}
