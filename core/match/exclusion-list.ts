import { companyNameKey } from './company-name.ts';
import { registrableDomain } from './registrable-domain.ts';

/** One line of the client's own "never list" file: an id, a domain or a name, and why. */
export type ExclusionEntry = { readonly target: string; readonly reason: string | null };

export type ExclusionList = {
  readonly reasonFor: (company: {
    readonly id: string;
    readonly name: string | null;
    readonly domain: string | null;
  }) => string | null;
};

/**
 * Looks companies up in a list of exclusions by id, then domain, then normalised name. O(1) a look-up.
 *
 * @example
 * const list = exclusionList([{ target: 'rival.com', reason: 'competitor' }]);
 * list.reasonFor({ id: 'p1', name: 'Rival Inc', domain: 'https://www.rival.com' }); // => 'competitor'
 * list.reasonFor({ id: 'p2', name: 'Other', domain: null }); // => null
 */
export function exclusionList(entries: readonly ExclusionEntry[]): ExclusionList {
  const byId = new Map<string, string>();
  const byDomain = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const entry of entries) {
    const reason = entry.reason ?? 'on the exclusion list';
    byId.set(entry.target.trim(), reason);
    const domain = registrableDomain(entry.target);
    if (domain !== null) byDomain.set(domain, reason);
    const name = companyNameKey(entry.target);
    if (name !== '') byName.set(name, reason);
  }
  return {
    reasonFor: (company) => {
      const domain = company.domain === null ? null : registrableDomain(company.domain);
      return (
        byId.get(company.id) ??
        (domain === null ? undefined : byDomain.get(domain)) ??
        (company.name === null ? undefined : byName.get(companyNameKey(company.name))) ??
        null
      );
    },
  };
}
