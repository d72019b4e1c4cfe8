import type { Reason, ReasonSum, Target } from '../rank/target.ts';
import { type Html, html } from './html.ts';
import { counted, decimal, domainWords, percent, shortMoney, unbroken, whole } from './numbers.ts';
import type { ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

export const listWords: Readonly<Record<Target['list'], string>> = {
  'tier-a': 'Tier A: first outreach',
  'tier-b': 'Tier B: next',
  nurture: 'Nurture',
  'win-back': 'Win-back',
};

/** Companies never sold to, in the order to call them, each with the reasons that add up to its two scores. */
export function targetsSection(view: ReportView): Html {
  const shown = view.targets.filter((target) => target.list !== 'win-back');
  const all = view.lists['tier-a'] + view.lists['tier-b'] + view.lists.nurture;
  const { weights } = view;
  return html`<section id="targets"><h2>Whom to call first, and why</h2>
${
  shown.length === 0
    ? html`<p class="empty">No company outside your customers is on a call list. ${all === 0 ? 'No list of prospects was given, or every one of them is a customer or excluded.' : `${unbroken(counted(all, 'company', 'companies'))} ${all === 1 ? 'is' : 'are'} in targets.csv to nurture.`}</p>`
    : html`<p class="soft">${unbroken(`The first ${whole(shown.length)} of ${whole(all)}. Score (0–100) = ${decimal(weights.similarity, 2)} × similarity + ${decimal(weights.opportunity, 2)} × opportunity. Similarity is the percentile among all candidates, by ${view.similarity.method}; opportunity comes from dated signs and is 50 where nothing is known.`)}</p>${equals(shown)}${controls(shown)}${table('call-list', shown, view)}`
}
${filters(view)}${shown.length === 0 ? null : sourceLine('prospects, signals and the traits above', ['targets.csv', 'provider-filters.json'])}</section>`;
}

/** Said where the scores do not tell the companies apart, so that nobody reads an order into the list that is not there. */
function equals(shown: readonly Target[]): Html | null {
  const counts = new Map<number, number>();
  for (const { score } of shown) counts.set(score, (counts.get(score) ?? 0) + 1);
  const [score, count] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return count < 3 || count < shown.length / 4
    ? null
    : html`<p class="note-box">${whole(count)} of these ${whole(shown.length)} share the score ${decimal(score, 1)}: too little is known to tell them apart, so their order among themselves means nothing.</p>`;
}

/** Lapsed customers, apart from the companies never sold to, with what winning them back would be worth. */
export function winBackSection(view: ReportView): Html | null {
  const shown = view.targets.filter((target) => target.list === 'win-back');
  if (shown.length === 0) return null;
  const { of, total, assumed } = view.win_back;
  return html`<section id="win-back"><h2>Customers to win back</h2>
<p class="soft">${unbroken(`They bought before and fell silent for longer than their own rhythm explains. ${shown.length === view.lists['win-back'] ? `All ${whole(shown.length)} of them are here` : `The first ${whole(shown.length)} of ${whole(view.lists['win-back'])} are here`}; together the whole list is worth about ${shortMoney(total, view.currency)} ${of} in the next 12 months.`)}${assumed ? ' No attempt to win one back is recorded yet, so the chance is an assumption from published rates: the amounts order the list and are no forecast.' : ''}</p>
${table('win-back-list', shown, view)}${sourceLine(`each customer's own order dates and amounts up to ${view.as_of}`, ['win-back.json', 'targets.csv'])}</section>`;
}

function controls(shown: readonly Target[]): Html {
  const choices = (values: readonly (string | null)[]): readonly string[] =>
    [...new Set(values.filter((value) => value !== null))].sort();
  const lists = choices(shown.map((target) => target.list));
  const archetypes = choices(shown.map((target) => target.archetype));
  return html`<div class="controls"><label>Find<input id="filter-text" type="search" placeholder="name, place, reason"></label>
<label>List<select id="filter-list"><option value="">all lists</option>${lists.map((value) => html`<option value="${value}">${listWords[value as Target['list']] ?? value}</option>`)}</select></label>
${archetypes.length < 2 ? null : html`<label>Like<select id="filter-archetype"><option value="">all archetypes</option>${archetypes.map((value) => html`<option>${value}</option>`)}</select></label>`}<button type="button" id="open-all" aria-pressed="false">Open all reasons</button><span id="filter-count" class="soft" role="status">${counted(shown.length, 'company', 'companies')} shown</span></div>`;
}

function table(id: string, targets: readonly Target[], view: ReportView): Html {
  const winBack = id === 'win-back-list';
  const sortable = (title: string, numeric: boolean): Html =>
    html`<th class="${numeric ? 'n' : ''}" scope="col"><button type="button">${title}</button></th>`;
  const unit = view.currency === 'XXX' ? '' : `, ${view.currency}`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${winBack ? 'Customers to win back' : 'Companies to call'}"><table id="${id}" class="sortable rows"><thead><tr>${sortable('Rank', true)}${sortable('Company', false)}<th scope="col">Why</th>${winBack ? html`${sortable(`Recoverable ${view.win_back.of}${unit}`, true)}${sortable('Silent', true)}` : null}${sortable('Score', true)}${winBack ? null : html`${sortable('Similarity', true)}${sortable('Opportunity', true)}`}${sortable('Confidence', false)}</tr></thead>
<tbody>${targets.map((target, index) => targetRow(target, index, winBack, view))}</tbody></table></div>${targets.length <= printed ? null : html`<p class="soft paper">Paper holds the first ${whole(printed)} of the rows on the screen.</p>`}`;
}

/** Rows of a list that are printed; report-script.ts keeps to it when rows are sorted or filtered. */
const printed = 40;

/** Percent alike from which a best customer is worth naming at first sight. */
const alike = 50;

const certainty = { low: 0, medium: 1, high: 2 } as const;

function targetRow(target: Target, index: number, winBack: boolean, view: ReportView): Html {
  const place = [
    target.industry,
    target.region ?? target.country,
    target.employees === null ? null : counted(target.employees, 'employee'),
    target.domain === null ? null : domainWords(target.domain),
    target.owner === null ? null : `owner ${target.owner}`,
  ].filter((part) => part !== null);
  return html`<tr class="${index < printed ? '' : 'late'}" data-list="${target.list}" data-archetype="${target.archetype}"><td class="n" data-value="${target.list === 'tier-b' ? 1e6 + target.rank : target.rank}" data-label="Rank">${target.rank} <span class="tier ${target.tier}">${target.tier}</span></td>
<th scope="row">${target.name ?? target.target_id}${target.tags.map((tag) => html` <span class="tag">${tag.replaceAll('_', ' ')}</span>`)}<div class="soft">${unbroken(place.join(' · '))}</div></th>
<td class="why">${headline(target, winBack)}${allPoints(target)}</td>${winBack ? winBackCells(target, view) : null}
<td class="n strong" data-value="${target.score}" data-label="Score">${decimal(target.score, 1)}${winBack ? html`<div class="soft">${decimal(target.similarity_term, 1)} + ${decimal(target.opportunity_term, 1)}</div>` : null}</td>
${winBack ? null : html`<td class="n" data-value="${target.similarity}" data-label="Similarity">${decimal(target.similarity, 1)}<div class="soft">adds ${decimal(target.similarity_term, 1)}</div></td><td class="n" data-value="${target.opportunity}" data-label="Opportunity">${decimal(target.opportunity, 0)}<div class="soft">adds ${decimal(target.opportunity_term, 1)}</div></td>`}
<td data-value="${certainty[target.confidence]}" data-label="Confidence" title="Limited by: ${target.confidence_limited_by}">${target.confidence}</td></tr>`;
}

function winBackCells(target: Target, view: ReportView): Html {
  const facts = view.win_back.facts.get(target.target_id);
  if (facts === undefined)
    return html`<td class="n soft" data-value="-1">not known</td><td class="n soft" data-value="-1">not known</td>`;
  return html`<td class="n strong" data-value="${facts.recoverable}" data-label="Recoverable">${decimal(facts.recoverable, 0)}<div class="soft">${percent(facts.p_recoverable)} chance</div></td><td class="n" data-value="${facts.silence_days}" data-label="Silent">${counted(facts.silence_days, 'day')}<div class="soft">${facts.cadence_days === null ? `since ${facts.last_order_date}` : `usually every ${decimal(facts.cadence_days, 0)}`}</div></td>`;
}

/** The strongest reasons for, first in the eye; what speaks clearly against is said too. What win-back columns say is not said twice. */
function headline(target: Target, winBack: boolean): Html {
  const { reasons } = target.similarity_reasons;
  const shown = [
    ...target.opportunity_reasons.reasons
      .filter((reason) => !winBack && reason.kind === 'win-back' && reason.points > 0)
      .slice(0, 1),
    ...reasons.filter((reason) => reason.points > 0 && reason.kind !== 'other').slice(0, 3),
    ...target.opportunity_reasons.reasons
      .filter((reason) => reason.kind !== 'win-back' && reason.points > 0)
      .slice(0, 2),
  ];
  const against = reasons.find((reason) => reason.points <= -20 && reason.kind !== 'other');
  const similar = target.closest_best_customer;
  return html`<ul class="why-list">${shown.length === 0 ? html`<li>No reason stands out.</li>` : shown.map((reason) => html`<li>${unbroken(capital(reason.words))}</li>`)}${against === undefined ? null : html`<li class="against">Against: ${unbroken(against.words)}</li>`}</ul>${similar === null || similar.similarity_percent < alike ? null : html`<div class="soft">${unbroken(`like ${similar.name ?? similar.customer_id} (${decimal(similar.similarity_percent, 0)} % alike)`)}</div>`}`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function allPoints(target: Target): Html {
  return html`<details><summary>How it adds up</summary>${sumList('Similarity, in log-odds × 100', target.similarity_reasons)}<p class="soft">${target.similarity_reasons.total} points are the percentile ${decimal(target.similarity, 1)} among the candidates.</p>${sumList('Opportunity, 0 to 100', target.opportunity_reasons)}<p class="soft">${target.opportunity_reasons.reasons.length === 0 ? 'No dated sign for or against buying now is known. ' : ''}Confidence ${target.confidence}: limited by ${target.confidence_limited_by}.${target.archetype === null ? '' : ` Nearest archetype: ${target.archetype}.`}${closest(target)}${target.counterfactual === null ? '' : ` It ${target.counterfactual.words}.`}</p></details>`;
}

function closest({ closest_best_customer: best }: Target): string {
  return best === null
    ? ''
    : unbroken(
        ` Closest best customer: ${best.name ?? best.customer_id}, ${decimal(best.similarity_percent, 0)} % alike.`,
      );
}

function sumList(title: string, sum: ReasonSum): Html {
  const line = (reason: Reason): Html =>
    html`<li><b class="${reason.points < 0 ? 'minus' : 'plus'}">${signed(reason.points)}</b><span>${unbroken(reason.words)}${reason.source === null && reason.date === null ? null : html` <span class="soft">(${[reason.source, reason.date].filter((part) => part !== null).join(', ')})</span>`}</span></li>`;
  return html`<p class="sum">${title}</p><ul class="reasons"><li><b>${sum.base < 0 ? signed(sum.base) : sum.base}</b><span class="soft">start</span></li>${sum.reasons.map(line)}<li class="total"><b>${sum.total < 0 ? signed(sum.total) : sum.total}</b><span>total</span></li></ul>`;
}

const signed = (points: number): string => `${points < 0 ? '−' : '+'}${Math.abs(points)}`;

function filters(view: ReportView): Html | null {
  if (view.filters.length === 0) return null;
  return html`<h3 class="below">To find more of them</h3><p class="soft">Ask a provider of company lists for these.</p><ul class="plain-list">${view.filters.map((filter) => html`<li><b>${filter.archetype}:</b> ${filter.words.length === 0 ? 'nothing a provider could filter by' : unbroken(filter.words.join('; '))}${filter.not_expressible.length === 0 ? null : html` <span class="soft">No provider can filter by: ${unbroken(filter.not_expressible.join('; '))}.</span>`}</li>`)}</ul>`;
}
