import * as z from 'zod';
import type { ObservedSignal } from '../../../core/provider/provider-company.ts';
import { answerOf, looseDay, looseList, looseObject, looseText } from './answer-parts.ts';
import type { Conversation } from './provider.ts';

/** Open postings of a company, as one signal dated by the newest. */
export function* jobPostings(
  [id = '']: readonly string[],
  today: string,
): Conversation<{
  readonly [record_id: string]: readonly ObservedSignal[];
}> {
  const reply = yield {
    group: 'enrich',
    method: 'GET',
    path: `/organizations/${encodeURIComponent(id)}/job_postings`,
    query: { page: '1', per_page: '100' },
  };
  if (reply === null) return { credits: 0, value: {} };
  const answer = answerOf(z.object({ organization_job_postings: z.array(z.unknown()) }), reply, 'postings');
  const posting = looseObject({ posted_at: looseDay, last_seen_at: looseDay });
  const days = looseList(posting)
    .parse(answer.organization_job_postings)
    .flatMap((each) => {
      const day = each?.posted_at ?? each?.last_seen_at ?? null;
      return day === null || day > today ? [] : [day];
    })
    .sort();
  const newest = days.at(-1);
  return {
    credits: answer.organization_job_postings.length === 0 ? 0 : 1,
    value:
      newest === undefined
        ? {}
        : { [id]: [{ kind: 'open_roles', date: newest, value: String(days.length) }] },
  };
}

const newsPage = 25;

/** News of the last twelve months, each story once. */
export function* news(
  ids: readonly string[],
  today: string,
): Conversation<{
  readonly [record_id: string]: readonly ObservedSignal[];
}> {
  const since = `${Number(today.slice(0, 4)) - 1}${today.slice(4).replace('-02-29', '-02-28')}`;
  const reply = yield {
    group: 'search',
    method: 'POST',
    path: '/news_articles/search',
    body: {
      json: { organization_ids: ids, published_at: { min: since, max: today }, page: 1, per_page: newsPage },
    },
  };
  if (reply === null) return { credits: 0, value: {} };
  const answer = answerOf(z.object({ news_articles: z.array(z.unknown()) }), reply, 'news_articles');
  const article = z.object({
    url: looseText,
    title: looseText,
    published_at: looseDay,
    organization_ids: looseList(looseText, 100),
    event_categories: looseList(looseText, 20),
  });
  const seen = new Set<string>();
  const found = new Map<string, ObservedSignal[]>();
  for (const each of looseList(article, newsPage).parse(answer.news_articles)) {
    const { title, published_at, url } = each;
    // The same story comes more than once, with different ids.
    if (title === null || published_at === null || published_at > today || seen.has(url ?? title)) continue;
    seen.add(url ?? title);
    const category = each.event_categories.find((word) => word !== null)?.replaceAll('_', ' ');
    for (const id of each.organization_ids) {
      if (id === null || !ids.includes(id)) continue;
      const value = category === undefined ? title : `${title} (${category})`;
      found.set(id, [...(found.get(id) ?? []), { kind: 'news', date: published_at, value }]);
    }
  }
  return { credits: answer.news_articles.length === 0 ? 0 : 1, value: Object.fromEntries(found) };
}
