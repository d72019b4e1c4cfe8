import { bestCustomersSection } from './best-customers-section.ts';
import { type Html, html, raw } from './html.ts';
import { liftChart } from './lift-chart.ts';
import { decimal, percent, shortMoney, unbroken, whole } from './numbers.ts';
import { reportScript } from './report-script.ts';
import { reportStyle } from './report-style.ts';
import { targetTable } from './report-targets.ts';
import type { BaselineRow, ReportView } from './report-view.ts';

/**
 * The whole report as one HTML file: no outside request, opens from disk, prints. Takes plain data only; equal data give equal
 * bytes.
 */
export function reportPage(view: ReportView): string {
  const sections = [
    summary(view),
    traits(view),
    bestCustomersSection(view),
    targets(view),
    archetypes(view),
    evidence(view),
    checks(view),
    quality(view),
  ];
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>Best customers and their look-alikes: ${view.warehouse}, ${view.as_of}</title><style>${raw(reportStyle)}</style></head>
<body><main>${sections}<footer>Kindred · warehouse ${view.warehouse} · <span class="meta">${view.run}</span> · as of ${view.as_of}. Every figure comes from the files listed under data quality.</footer></main><script>${raw(reportScript)}</script></body></html>`
      .markup
  }\n`;
}

const amount = (view: ReportView, value: number | null): string =>
  value === null ? 'not known' : shortMoney(value, view.currency);

function fact(term: string, value: string, note: string | null = null): Html {
  return html`<div><dt>${term}</dt><dd>${value}${note === null ? null : html`<small>${note}</small>`}</dd></div>`;
}

function summary(view: ReportView): Html {
  const { totals, lists } = view;
  const held =
    totals.best_share === null
      ? ''
      : `, who hold ${percent(totals.best_share)} of ${view.pareto?.of ?? 'it'}`;
  return html`<header><h1>Who your best customers are, and who looks like them</h1>
<p class="meta">Warehouse ${view.warehouse} · orders from ${view.window.from} to ${view.window.to} · as of ${view.as_of}${view.currency === 'XXX' ? ' · currency not stated' : ` · amounts in ${view.currency}`}</p>
<p class="lead">Measured by ${view.value.words}, ${whole(totals.best)} of ${whole(totals.base)} buying customers are your best${unbroken(held)}. ${unbroken(view.evidence.line)}</p>
${view.value.fallback === null ? null : html`<p class="note-box">${view.value.fallback}</p>`}
<dl class="facts">${fact('Customers', whole(totals.customers), `${whole(totals.base)} ordered in the window`)}${fact('Revenue', amount(view, totals.revenue))}${fact('Gross margin', amount(view, totals.margin), totals.negative_margin > 0 ? `${whole(totals.negative_margin)} customers lose money` : null)}
${fact('First outreach', whole(lists['tier-a']), 'tier A')}${fact('Next', whole(lists['tier-b']), 'tier B')}${fact('Win-back', whole(lists['win-back']), 'lapsed customers')}</dl></header>`;
}

function traits(view: ReportView): Html {
  return html`<section><h2>What sets them apart</h2>
<p class="soft">How many times more often a best customer has the trait than the others. Lifts are shrunk toward 1, bars are 95 % intervals, and only traits with a false-discovery rate of at most 10 % over all ${whole(view.traits.tried)} tried are shown.</p>
${view.traits.note === null ? null : html`<p class="note-box">${view.traits.note}</p>`}<figure>${liftChart(view.traits.strongest)}</figure></section>`;
}

function archetypes(view: ReportView): Html {
  if (view.archetypes.length === 0)
    return html`<section><h2>Kinds of best customers</h2><p class="empty">${view.archetypes_note ?? 'No stable groups were found among the best customers.'}</p></section>`;
  return html`<section><h2>Kinds of best customers</h2><div class="cards">${view.archetypes.map((archetype) => html`<article class="card"><h3>${archetype.name}</h3><p class="soft">${whole(archetype.size)} best customers</p><p>${archetype.description}</p><p><b>Say:</b> ${archetype.message_angle}</p></article>`)}</div></section>`;
}

function targets(view: ReportView): Html {
  const total = Object.values(view.lists).reduce((sum, count) => sum + count, 0);
  return html`<section><h2>Whom to call first, and why</h2>
<p class="soft">The first ${whole(view.targets.length)} of ${whole(total)} listed; all are in targets.csv. Score = the two terms shown. Similarity is the percentile among all candidates, by ${view.similarity.method}; opportunity is 50 where nothing is known.</p>
${targetTable(view.targets)}
${view.filters.length === 0 ? null : html`<h3 style="margin-top:24px">To find more of them</h3><ul>${view.filters.map((filter) => html`<li><b>${filter.archetype}</b>: ${filter.words.join('; ')}</li>`)}</ul>`}</section>`;
}

function evidence(view: ReportView): Html {
  const interval = (row: BaselineRow): string =>
    row.low === null || row.high === null ? '' : `${percent(row.low)} to ${percent(row.high)}`;
  return html`<section><h2>Does it work?</h2><p>${view.evidence.line}</p>
${view.evidence.baselines.length === 0 ? null : html`<div class="scroll"><table><thead><tr><th scope="col">Ranked by</th><th class="n" scope="col">Precision in the first ${view.evidence.k ?? ''}</th><th class="n" scope="col">95 % interval</th><th class="n" scope="col">Lift over chance</th></tr></thead><tbody>${view.evidence.baselines.map((row) => html`<tr><td>${row.name}</td><td class="n strong">${percent(row.precision)}</td><td class="n">${interval(row)}</td><td class="n">${row.lift === null ? '' : `${decimal(row.lift, 1)}×`}</td></tr>`)}</tbody></table></div>`}
<p class="soft">Similarity: ${view.similarity.because}${view.similarity.canary === null ? '' : ` ${view.similarity.canary}`}</p></section>`;
}

function checks(view: ReportView): Html {
  if (view.checks.length === 0) return html``;
  return html`<section><h2>Check these yourself</h2><p class="soft">Ten listed companies drawn at random. Look them up: would you call them?</p><div class="scroll"><table><thead><tr><th scope="col">Company</th><th scope="col">List</th><th class="n" scope="col">Score</th><th scope="col">Main reason</th></tr></thead><tbody>${view.checks.map((target) => html`<tr><td>${target.name ?? target.target_id}</td><td>${target.list}</td><td class="n">${decimal(target.score, 1)}</td><td>${target.similarity_reasons.reasons[0]?.words ?? ''}</td></tr>`)}</tbody></table></div></section>`;
}

function quality(view: ReportView): Html {
  return html`<section><h2>Data quality</h2>
<div class="scroll"><table><thead><tr><th scope="col">File</th><th scope="col">Read as</th><th class="n" scope="col">Rows read</th><th class="n" scope="col">Accepted</th><th class="n" scope="col">Quarantined</th><th class="n" scope="col">Repeated</th><th class="n" scope="col">Superseded</th></tr></thead><tbody>${view.files.map((file) => html`<tr><td>${file.file}</td><td>${file.table.replaceAll('_', ' ')}</td><td class="n">${whole(file.read)}</td><td class="n">${whole(file.accepted)}</td><td class="n">${whole(file.quarantined)}</td><td class="n">${whole(file.deduplicated)}</td><td class="n">${whole(file.superseded)}</td></tr>`)}</tbody></table></div>
<p>Everybody is in one place: ${view.pools.map((pool) => `${whole(pool.count)} ${pool.pool}`).join(', ')}.</p>
${view.warnings.length === 0 ? null : html`<ul>${view.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}</section>`;
}
