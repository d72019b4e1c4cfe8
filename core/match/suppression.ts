import type { ExclusionEntry } from './exclusion-list.ts';
import { registrableDomain } from './registrable-domain.ts';

/** A quote nobody has decided yet. */
export type OpenQuote = {
  readonly quote_id: string;
  readonly account: string;
  readonly created_date: string;
  readonly stage: string | null;
};

/** A contact made with a company, by id or domain. */
export type PastContact = { readonly target: string; readonly contacted_at: string };

export type Suppression = {
  /** Why a company that would be listed is left out for now; null where it is not. */
  readonly reasonFor: (company: { readonly id: string; readonly domain: string | null }) => string | null;
};

/**
 * Companies that may well fit but are not to be called now: a quote is open there, or somebody was in touch within so many days
 * before the as-of date (or since). The newest of each counts. O(1) a look-up.
 *
 * @param within days; null suppresses nobody for a contact.
 * @example
 * const list = suppression([{ quote_id: 'Q-7', account: 'C-1', created_date: '2026-06-20', stage: 'Negotiation' }], [{ target: 'acme.com', contacted_at: '2026-06-01' }], '2026-07-01', 90);
 * list.reasonFor({ id: 'C-1', domain: null }); // => 'open quote Q-7 of 2026-06-20 (Negotiation)'
 * list.reasonFor({ id: 'P-9', domain: 'www.acme.com' }); // => 'contacted on 2026-06-01, within 90 days'
 * list.reasonFor({ id: 'P-8', domain: null }); // => null
 */
export function suppression(
  quotes: readonly OpenQuote[],
  contacts: readonly PastContact[],
  asOf: string,
  within: number | null,
): Suppression {
  const open = new Map<string, OpenQuote>();
  for (const quote of quotes) {
    const known = open.get(quote.account);
    if (known === undefined || newer(quote, known)) open.set(quote.account, quote);
  }
  const from = within === null ? null : daysBefore(asOf, within);
  const touched = new Map<string, string>();
  for (const { target, contacted_at } of contacts) {
    if (from === null || contacted_at < from) continue;
    for (const key of keysOf(target))
      if ((touched.get(key) ?? '') < contacted_at) touched.set(key, contacted_at);
  }
  return {
    reasonFor: ({ id, domain }) => {
      const quote = open.get(id);
      if (quote !== undefined)
        return `open quote ${quote.quote_id} of ${quote.created_date}${quote.stage === null ? '' : ` (${quote.stage})`}`;
      const web = domain === null ? null : registrableDomain(domain);
      const days = [touched.get(id), web === null ? undefined : touched.get(web)].filter(
        (day) => day !== undefined,
      );
      const last = days.sort().at(-1);
      return last === undefined ? null : `contacted on ${last}, within ${within} days`;
    },
  };
}

const newer = (one: OpenQuote, other: OpenQuote): boolean =>
  one.created_date !== other.created_date
    ? one.created_date > other.created_date
    : one.quote_id > other.quote_id;

const keysOf = (target: string): readonly string[] => {
  const domain = registrableDomain(target);
  return domain === null || domain === target ? [target] : [target, domain];
};

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Whom the settings keep off every list, as entries of the exclusion list.
 *
 * @example
 * settingsExclusions({ do_not_contact: ['C-9'], competitors: ['rival.com'] }); // => [{ target: 'C-9', reason: 'do not contact' }, { target: 'rival.com', reason: 'competitor' }]
 */
export function settingsExclusions(settings: {
  readonly do_not_contact: readonly string[];
  readonly competitors: readonly string[];
}): ExclusionEntry[] {
  return [
    ...settings.do_not_contact.map((target) => ({ target, reason: 'do not contact' })),
    ...settings.competitors.map((target) => ({ target, reason: 'competitor' })),
  ];
}
