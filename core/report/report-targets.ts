import type { Reason, ReasonSum, Target } from '../rank/target.ts';
import { type Html, html } from './html.ts';
import { decimal } from './numbers.ts';

const listWords: Readonly<Record<string, string>> = {
  'tier-a': 'Tier A: first outreach',
  'tier-b': 'Tier B: next',
  nurture: 'Nurture',
  'win-back': 'Win-back',
};

/** The ranked companies, each with the reasons that add up to its two scores. */
export function targetTable(targets: readonly Target[]): Html {
  if (targets.length === 0)
    return html`<p class="empty">Nobody is on a list. The data-quality section says what was read.</p>`;
  const sortable = (title: string, numeric = true): Html =>
    html`<th class="${numeric ? 'n' : ''}" scope="col"><button type="button">${title}</button></th>`;
  return html`<div class="controls"><label>Find<input id="filter-text" type="search" placeholder="name, place, reason"></label>
<label>List<select id="filter-list"><option value="">all lists</option>${Object.entries(listWords).map(([value, words]) => html`<option value="${value}">${words}</option>`)}</select></label><span id="filter-count" class="soft" role="status"></span></div>
<div class="scroll"><table id="targets"><thead><tr>${sortable('Rank')}${sortable('Company', false)}${sortable('Tier', false)}${sortable('Score')}${sortable('Similarity')}${sortable('Opportunity')}<th scope="col">Why</th></tr></thead>
<tbody>${targets.map(targetRow)}</tbody></table></div>`;
}

function targetRow(target: Target): Html {
  const place = [
    target.industry,
    target.region ?? target.country,
    target.employees === null ? null : `${decimal(target.employees, 0)} employees`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
  return html`<tr data-list="${target.list}"><td class="n" data-value="${target.rank}">${target.rank}</td>
<td><b>${target.name ?? target.target_id}</b>${target.tags.map((tag) => html`<span class="tag">${tag.replaceAll('_', ' ')}</span>`)}<div class="soft">${place}</div>${target.domain === null ? null : html`<div class="soft">${target.domain}</div>`}</td>
<td><span class="tier ${target.tier}">${target.tier}</span><div class="soft">${target.list === 'win-back' ? 'win-back' : target.confidence}</div></td>
<td class="n strong" data-value="${target.score}">${decimal(target.score, 1)}</td>
<td class="n" data-value="${target.similarity}">${decimal(target.similarity, 1)}<div class="soft">adds ${decimal(target.similarity_term, 1)}</div></td>
<td class="n" data-value="${target.opportunity}">${decimal(target.opportunity, 0)}<div class="soft">adds ${decimal(target.opportunity_term, 1)}</div></td>
<td>${headline(target)}<details><summary class="soft">all points</summary>${sumList('Similarity', target.similarity_reasons)}${sumList('Opportunity', target.opportunity_reasons)}</details></td></tr>`;
}

function headline(target: Target): Html {
  const best = [
    ...target.similarity_reasons.reasons
      .filter((reason) => reason.points > 0 && reason.kind !== 'other')
      .slice(0, 3),
    ...target.opportunity_reasons.reasons.filter((reason) => reason.points > 0).slice(0, 2),
  ];
  const similar = target.closest_best_customer;
  const words = best.map((reason) => reason.words);
  return html`<div>${words.length === 0 ? 'No reason stands out.' : words.join('; ')}</div>${similar === null ? null : html`<div class="soft">like ${similar.name ?? similar.customer_id} (${decimal(similar.similarity_percent, 0)} %)</div>`}`;
}

function sumList(title: string, sum: ReasonSum): Html {
  const line = (reason: Reason): Html =>
    html`<li><b class="${reason.points < 0 ? 'minus' : 'plus'}">${reason.points < 0 ? '−' : '+'}${Math.abs(reason.points)}</b><span>${reason.words}${reason.source === null && reason.date === null ? null : html` <span class="soft">(${[reason.source, reason.date].filter((part) => part !== null).join(', ')})</span>`}</span></li>`;
  return html`<p class="soft">${title}: start ${sum.base}, total ${sum.total} points</p><ul class="reasons">${sum.reasons.map(line)}</ul>`;
}
