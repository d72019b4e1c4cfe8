import * as z from 'zod';
import { answerOf, looseDomain, looseList, looseObject, looseText } from './answer-parts.ts';
import type { Contact, Conversation } from './provider.ts';

const pageSize = 100;

const person = z.object({
  id: looseText,
  first_name: looseText,
  last_name: looseText,
  name: looseText,
  title: looseText,
  email: looseText,
  organization_id: looseText,
  organization: looseObject({ id: looseText, name: looseText, primary_domain: looseDomain }),
});

/** People of the titles asked for at one company; free, and without any address. */
export function* people(ask: {
  readonly domains: readonly string[];
  readonly titles: readonly string[];
  readonly most: number;
}): Conversation<readonly Contact[]> {
  const reply = yield {
    group: 'people',
    method: 'POST',
    path: '/mixed_people/api_search',
    body: {
      json: {
        q_organization_domains_list: ask.domains,
        person_titles: ask.titles,
        include_similar_titles: false,
        page: 1,
        per_page: Math.min(pageSize, ask.most),
      },
    },
  };
  if (reply === null) return { credits: 0, value: [] };
  const answer = answerOf(z.object({ people: z.array(z.unknown()) }), reply, 'people');
  return {
    credits: 0,
    value: looseList(person, ask.most)
      .parse(answer.people)
      .flatMap((each): Contact[] => {
        const name = each.name ?? [each.first_name, each.last_name].filter((part) => part !== null).join(' ');
        if (each.id === null || name === '') return [];
        return [
          {
            record_id: each.id,
            company_record_id: each.organization_id ?? each.organization?.id ?? null,
            company_domain:
              each.organization?.primary_domain ??
              (ask.domains.length === 1 ? (ask.domains[0] ?? null) : null),
            name,
            title: each.title,
            email: null,
          },
        ];
      }),
  };
}

/** Work e-mail addresses of people that were found. */
export function* emails(asked: readonly Contact[]): Conversation<readonly (string | null)[]> {
  const reply = yield {
    group: 'people',
    method: 'POST',
    path: '/people/bulk_match',
    // No personal address and no telephone number is ever asked for.
    query: { reveal_personal_emails: 'false', reveal_phone_number: 'false' },
    body: { json: { details: asked.map(({ record_id }) => ({ id: record_id })) } },
  };
  if (reply === null) return { credits: 0, value: asked.map(() => null) };
  const answer = answerOf(z.object({ matches: z.array(z.unknown()) }), reply, 'matches');
  const byId = new Map(
    looseList(person, 10)
      .parse(answer.matches)
      .map((each) => [each.id, each.email]),
  );
  const value = asked.map(({ record_id }) => {
    const email = byId.get(record_id) ?? null;
    return email !== null && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : null;
  });
  return { credits: Math.min(asked.length, byId.size), value };
}
