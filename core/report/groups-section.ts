import { archetypeMap, archetypeMark } from './archetype-map.ts';
import { type Html, html } from './html.ts';
import { counted, decimal, percent, shortMoney, unbroken, whole } from './numbers.ts';
import type { ArchetypeCard, ReportView, SegmentCard } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** The kinds of best customers as a map and cards, then the kinds of all customers. */
export function groupsSection(view: ReportView): Html {
  const { archetypes, archetype_map: map, segments } = view;
  return html`<section id="archetypes"><h2>Kinds of best customers</h2>
${view.archetypes_note === null ? null : html`<p class="${archetypes.length === 0 ? 'empty' : 'soft'}">${unbroken(view.archetypes_note)}</p>`}
${map === null ? null : html`<figure>${archetypeMap(map.points, view.currency)}<figcaption><span class="legend">${archetypes.map((archetype, index) => html`<span>${archetypeMark(index)} ${archetype.name}</span>`)}</span>${map.points.length < map.of ? ` ${whole(map.points.length)} of ${whole(map.of)} are drawn.` : ''}</figcaption></figure>`}
${archetypes.length === 0 ? null : html`<div class="cards">${archetypes.map((archetype, index) => archetypeCard(archetype, index, archetypes.length > 1))}</div>`}${archetypes.length === 0 ? null : sourceLine('the best customers and how they buy', ['archetypes.json'])}</section>
<section id="segments"><h2>Kinds of all customers</h2>
${view.segments_note === null ? null : html`<p class="${segments.length === 0 ? 'empty' : 'soft'}">${unbroken(view.segments_note)}</p>`}
${segments.length === 0 ? null : html`<div class="cards">${segments.map((segment) => segmentCard(segment, view.currency))}</div>`}${segments.length === 0 ? null : sourceLine('all customers with an order in the window', ['segments.json'])}</section>`;
}

function archetypeCard(card: ArchetypeCard, index: number, marked: boolean): Html {
  return html`<article class="card"><h3>${marked ? html`${archetypeMark(index)} ` : null}${card.name}</h3>
<p class="soft">${unbroken(`${counted(card.size, 'best customer')}, ${percent(card.share)} of them; grouping ${card.stability}`)}</p><p>${unbroken(card.description)}</p>
${card.icp.length === 0 ? null : html`<p><b>Look for:</b> ${unbroken(card.icp.join('; '))}</p>`}
<p><b>Say:</b> ${card.message_angle}</p></article>`;
}

function segmentCard(card: SegmentCard, currency: string): Html {
  const money = (value: number): string => unbroken(shortMoney(value, currency));
  return html`<article class="card"><h3>${card.name}</h3><p class="soft">${unbroken(`${counted(card.size, 'customer')}, ${percent(card.share)} of all${card.best_share === null ? '' : `; ${percent(card.best_share)} of them are best customers`}`)}</p>
<dl class="pairs"><dt>Revenue to date, each</dt><dd>${money(card.lifetime_value)}</dd><dt>Orders, each</dt><dd>${decimal(card.orders, 1)}</dd>${card.average_order === null ? null : html`<dt>Average order</dt><dd>${money(card.average_order)}</dd>`}${card.recency_days === null ? null : html`<dt>Last order, mean</dt><dd>${unbroken(counted(Math.round(card.recency_days), 'day'))} ago</dd>`}</dl>
${card.traits.length === 0 ? null : html`<p>${unbroken(card.traits.join('; '))}.</p>`}${card.action === null ? null : html`<p><b>Do:</b> ${card.action}</p>`}</article>`;
}
