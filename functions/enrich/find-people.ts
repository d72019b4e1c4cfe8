import type { Target } from '../../core/rank/target.ts';
import { csvText } from '../shared/csv.ts';
import { askAll, type Purchases } from './provider-session.ts';
import type { Contact } from './providers/provider.ts';

/** A person found at a listed company. */
export type FoundPerson = {
  readonly target: Pick<Target, 'target_id' | 'name' | 'domain' | 'archetype'>;
  readonly contact: Contact;
  readonly provider: string;
};

/** Companies on the chosen lists, with the titles the settings name for their archetype (`default` for the others). */
type Wanted = { readonly target: Target; readonly domain: string; readonly titles: readonly string[] };

/**
 * Finds people by title at companies of the chosen lists, within the budget, and their work e-mail addresses where the settings
 * ask for those. Off unless `people` is set. Nobody found is kept anywhere: neither state nor answers hold a person, so what
 * the caller does with the result is all there is to erase.
 */
export async function findPeople(purchases: Purchases, targets: readonly Target[]): Promise<FoundPerson[]> {
  const found: FoundPerson[] = [];
  for (const session of purchases.sessions) {
    const { people } = session.provider;
    const wish = session.use.people;
    if (people === null || wish === null) continue;
    const lists: readonly string[] = wish.lists;
    const wanted = targets.flatMap((target): Wanted[] => {
      const titles = wish.titles[target.archetype ?? ''] ?? wish.titles['default'];
      return target.domain === null || titles === undefined || !lists.includes(target.list)
        ? []
        : [{ target, domain: target.domain, titles }];
    });
    const here: FoundPerson[] = [];
    await askAll<readonly Contact[]>(
      session,
      wanted.map(({ target, domain, titles }) => ({
        job: {
          credits: people.credits,
          converse: () => people.converse({ domains: [domain], titles, most: wish.most_per_company }),
        },
        keep: async (contacts) => {
          for (const contact of contacts.slice(0, wish.most_per_company))
            here.push({ target, contact, provider: session.provider.title });
        },
      })),
    );
    here.sort((a, b) => (a.target.target_id < b.target.target_id ? -1 : 1));
    const addresses = new Map<string, string>();
    const { emails } = people;
    if (wish.emails && emails !== null) {
      const asked = [...new Map(here.map(({ contact }) => [contact.record_id, contact])).values()];
      const parts = Array.from({ length: Math.ceil(asked.length / emails.most) }, (_, at) =>
        asked.slice(at * emails.most, (at + 1) * emails.most),
      );
      await askAll<readonly (string | null)[]>(
        session,
        parts.map((part) => ({
          job: { credits: part.length * emails.credits_each, converse: () => emails.converse(part) },
          keep: async (told) => {
            for (const [index, email] of told.entries()) {
              const record = part[index]?.record_id;
              if (record !== undefined && email !== null) addresses.set(record, email);
            }
          },
        })),
      );
    }
    for (const person of here) {
      const email = addresses.get(person.contact.record_id) ?? null;
      found.push({ ...person, contact: { ...person.contact, email } });
    }
  }
  return found;
}

/** The people as a CSV file, safe to open in a spreadsheet. */
export function peopleCsv(people: readonly FoundPerson[], fetchedOn: string): string {
  return csvText(
    [
      'target_id',
      'company',
      'domain',
      'archetype',
      'name',
      'title',
      'email',
      'provider',
      'record_id',
      'fetched_on',
    ],
    people.map(({ target, contact, provider }) => [
      target.target_id,
      target.name,
      target.domain,
      target.archetype,
      contact.name,
      contact.title,
      contact.email,
      provider,
      contact.record_id,
      fetchedOn,
    ]),
  );
}
