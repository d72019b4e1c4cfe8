import type { Target } from '../../core/rank/target.ts';
import { counted, decimal, domainWords, whole } from '../../core/report/numbers.ts';
import type { Facets } from '../answers.ts';
import { failureWords } from '../api.ts';
import { type Child, element, fill } from '../element.ts';
import { type MakePage, pause, to, type Visit } from '../page.ts';
import { empty, notice } from '../parts/notice.ts';
import { reasonsView } from '../parts/reasons.ts';
import { listWords } from '../parts/words.ts';

const filters = ['text', 'list', 'tier', 'archetype', 'region', 'owner', 'sort'] as const;
type Filter = (typeof filters)[number];
/** Letters typed are waited for before the API is asked. */
const typingMs = 250;
const pageSize = 50;

/** The ranked companies: filtered and sorted by the API, page by page, each with the reasons that add up. */
export const targetsPage: MakePage = async (visit) => {
  const { mine } = visit.session;
  const { data: facets } = await mine<Facets>('/targets/facets');
  const count = element('p', { class: 'soft', role: 'status' });
  const list = element('ol', { class: 'targets' });
  const more = element('button', { type: 'button', hidden: true }, 'Show more');
  const chosen = new Map<Filter, string>(filters.map((name) => [name, visit.query.get(name) ?? '']));
  let cursor: string | null = null;
  let asked = 0;
  let shown = 0;

  const read = async (fresh: boolean): Promise<void> => {
    asked += 1;
    const mineIs = asked;
    try {
      const answer = await mine<readonly Target[]>('/targets', {
        query: { ...Object.fromEntries(chosen), limit: pageSize, cursor: fresh ? null : cursor },
        signal: visit.left,
      });
      if (mineIs !== asked) return;
      if (fresh) {
        fill(list);
        shown = 0;
      }
      list.append(...answer.data.map(targetRow));
      shown += answer.data.length;
      cursor = answer.next;
      more.hidden = cursor === null;
      count.textContent = `${cursor === null ? counted(shown, 'company', 'companies') : `The first ${whole(shown)}`}${fresh ? '' : ' shown'}`;
      if (fresh && answer.data.length === 0)
        fill(list, element('li', {}, empty('Nobody fits these filters.')));
    } catch (error) {
      if (!visit.left.aborted) fill(list, element('li', {}, notice('bad', failureWords(error))));
    }
  };
  more.addEventListener('click', () => void read(false));

  const change = (name: Filter, value: string): void => {
    chosen.set(name, value);
    // The address keeps the filters, so that it can be shared and come back to; no new page is drawn for it.
    history.replaceState(null, '', to('targets', Object.fromEntries(chosen)));
    void typed(visit, () => read(true));
  };
  void read(true);
  return { title: 'Whom to call', body: [controls(facets, chosen, change), count, list, more] };
};

let typing = 0;
async function typed(visit: Visit, then: () => Promise<void>): Promise<void> {
  typing += 1;
  const mine = typing;
  await pause(typingMs, visit.left).catch(() => undefined);
  if (mine === typing && !visit.left.aborted) await then();
}

function controls(
  facets: Facets,
  chosen: ReadonlyMap<Filter, string>,
  change: (name: Filter, value: string) => void,
): HTMLElement {
  const choice = (name: Exclude<Filter, 'text' | 'sort'>, title: string): HTMLElement | null => {
    if (facets[name].length < 2) return null;
    const select = element(
      'select',
      { id: `filter-${name}`, on: { change: () => change(name, select.value) } },
      element('option', { value: '' }, 'all'),
      facets[name].map(({ value, count }) =>
        element(
          'option',
          { value, selected: value === chosen.get(name) },
          `${name === 'list' ? (listWords[value] ?? value) : value} (${whole(count)})`,
        ),
      ),
    );
    return element('label', {}, title, select);
  };
  const text = element('input', {
    type: 'search',
    id: 'filter-text',
    value: chosen.get('text') ?? '',
    placeholder: 'name, domain, industry',
    on: { input: () => change('text', text.value.trim()) },
  });
  const sort = element(
    'select',
    { id: 'filter-sort', on: { change: () => change('sort', sort.value) } },
    [
      ['rank', 'rank'],
      ['-score', 'highest score'],
      ['name', 'name'],
    ].map(([value = '', words = '']) =>
      element('option', { value, selected: value === chosen.get('sort') }, words),
    ),
  );
  return element(
    'form',
    { class: 'controls', role: 'search', on: { submit: (event) => event.preventDefault() } },
    element('label', {}, 'Find', text),
    choice('list', 'List'),
    choice('tier', 'Tier'),
    choice('archetype', 'Like'),
    choice('region', 'Region'),
    choice('owner', 'Owner'),
    element('label', {}, 'Sort by', sort),
  );
}

function targetRow(target: Target): HTMLElement {
  const place = [
    target.industry,
    target.region ?? target.country,
    target.employees === null ? null : counted(target.employees, 'employee'),
    target.domain === null ? null : domainWords(target.domain),
    target.owner === null ? null : `owner ${target.owner}`,
  ].filter((part) => part !== null);
  const why = element('div', {});
  // Points are drawn when somebody wants to see them: a long list stays quick.
  const details = element(
    'details',
    {
      on: {
        toggle: () => {
          if (details.open && why.childElementCount === 0) fill(why, reasonsView(target));
        },
      },
    },
    element(
      'summary',
      {},
      'How it adds up',
      element('span', { class: 'unseen' }, ` for ${target.name ?? target.target_id}`),
    ),
    why,
  );
  return element(
    'li',
    { class: 'target' },
    element(
      'div',
      { class: 'rank' },
      element('span', { class: 'score', title: 'Score, 0 to 100' }, decimal(target.score, 1)),
      element('span', { class: `tier ${target.tier}` }, target.tier),
    ),
    element(
      'div',
      { class: 'what' },
      element('b', {}, target.name ?? target.target_id),
      ' ',
      element(
        'span',
        { class: 'tag' },
        `${listWords[target.list]?.replace(/:.*/, '') ?? target.list} ${target.rank}`,
      ),
      target.tags.map((tag) => element('span', { class: 'tag' }, tag.replaceAll('_', ' '))),
      element('div', { class: 'soft' }, place.join(' · ')),
      element('p', { class: 'why' }, headline(target)),
      details,
    ),
  );
}

/** The strongest reasons for, and what speaks clearly against. */
function headline(target: Target): readonly Child[] {
  const fit = target.similarity_reasons.reasons.filter((reason) => reason.kind !== 'other');
  const shown = [
    ...target.opportunity_reasons.reasons.filter((reason) => reason.points > 0).slice(0, 2),
    ...fit.filter((reason) => reason.points > 0).slice(0, 3),
  ].map(({ words }) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`);
  const against = fit.find((reason) => reason.points <= -20);
  return [
    shown.length === 0 ? 'No reason stands out.' : shown.join(' · '),
    against === undefined ? null : element('span', { class: 'bad-words' }, ` · Against: ${against.words}`),
  ];
}
