import { type Html, html } from './html.ts';
import { liftChart } from './lift-chart.ts';
import { decimal, percent, unbroken, whole } from './numbers.ts';
import type { ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** What sets the best customers apart: the lift chart, and what speaks against a company. */
export function traitsSection(view: ReportView): Html {
  const { strongest, avoid, tried, note } = view.traits;
  return html`<section id="traits"><h2>What sets them apart</h2>
<p class="soft">${unbroken(`Lift says how many times more often a best customer has the trait than the other customers. Lifts are shrunk toward 1, lines are 95 % intervals, and only traits with a false-discovery rate of at most 10 % over all ${whole(tried)} tried are shown.`)}</p>
${note === null ? null : html`<p class="note-box">${unbroken(note)}</p>`}<figure>${liftChart(strongest)}</figure>
${avoid.length === 0 ? null : html`<h3 class="below">What they have less often</h3><ul class="plain-list">${avoid.map((trait) => html`<li>${trait.words} <span class="soft">${decimal(trait.lift, 2)}×: ${percent(trait.rate_best)} of best, ${percent(trait.rate_rest)} of others</span></li>`)}</ul>`}${sourceLine(`customers, orders and order lines from ${view.window.from} to ${view.window.to}`, ['traits.csv', 'traits.json'])}</section>`;
}
