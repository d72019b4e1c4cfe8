import type { Target } from '../rank/target.ts';
import { type Html, html } from './html.ts';
import { decimal, percent, shortMoney, times, unbroken, whole } from './numbers.ts';
import type { ReportView } from './report-view.ts';

/**
 * The ideal customer on one printed page: who is best, what sets them apart, which kinds there are, whom to call, and whether
 * the list can be trusted. Lists are cut so that it stays one page on A4 and on Letter.
 */
export function summarySection(view: ReportView): Html {
  const { totals, lists } = view;
  const held =
    totals.best_share === null
      ? ''
      : `, who hold ${percent(totals.best_share)} of ${view.pareto?.of ?? 'it'}`;
  const money = (value: number | null): string =>
    value === null ? 'not known' : unbroken(shortMoney(value, view.currency));
  return html`<header class="one-page"><h1>Who your best customers are, and who looks like them</h1>
<p class="meta">Warehouse ${view.warehouse} · orders from ${view.window.from} to ${view.window.to} · as of ${view.as_of}${view.currency === 'XXX' ? ' · currency not stated' : ` · amounts in ${view.currency}`}</p>
<p class="lead">${unbroken(`Measured by ${view.value.words}, ${whole(totals.best)} of ${whole(totals.base)} buying customers are your best${held}.`)}</p>
${view.value.fallback === null ? null : html`<p class="note-box">${unbroken(`${view.value.fallback.charAt(0).toUpperCase()}${view.value.fallback.slice(1).replace(/\.$/, '')}.`)}</p>`}
<dl class="facts">${fact('Customers', whole(totals.customers), `${whole(totals.base)} ordered in the window`)}${fact('Revenue', money(totals.revenue), 'net of returns')}${fact('Gross margin', money(totals.margin), totals.margin === null ? 'no cost in the files' : totals.negative_margin > 0 ? `${whole(totals.negative_margin)} customers lose money` : null)}
${fact('First outreach', whole(lists['tier-a']), 'tier A companies')}${fact('Next', whole(lists['tier-b']), 'tier B companies')}${fact('Win-back', whole(lists['win-back']), lists['win-back'] === 0 ? 'nobody has lapsed' : `worth about ${unbroken(shortMoney(view.win_back.total, view.currency))} a year`)}</dl>
<div class="columns"><div><h2>The ideal customer</h2>${traits(view)}${kinds(view)}${against(view)}${lookFor(view)}</div><div><h2>Call first</h2>${calls(view)}</div></div>
<div class="trust"><h2>Can it be trusted?</h2><p>${unbroken(view.evidence.line)}</p></div></header>`;
}

function fact(term: string, value: string, note: string | null = null): Html {
  return html`<div><dt>${term}</dt><dd>${value}${note === null ? null : html`<small>${note}</small>`}</dd></div>`;
}

/** What a company never sold to can show comes first: it is what one can look for. */
function traits(view: ReportView): Html {
  const { strongest, note } = view.traits;
  if (strongest.length === 0)
    return html`<p class="empty">${note ?? 'Nothing that is known sets the best customers apart beyond chance.'}</p>`;
  const seen = strongest.filter((trait) => trait.population !== 'customer').slice(0, 6);
  const habits = strongest.filter((trait) => trait.population === 'customer').slice(0, 8 - seen.length);
  return html`${seen.length === 0 ? html`<p class="empty">No trait that shows before the first order sets them apart.</p>` : figures(seen)}${habits.length === 0 ? null : html`<h3>How they buy</h3>${figures(habits.slice(0, Math.max(3, 6 - seen.length)))}`}`;
}

const figures = (traits: ReportView['traits']['strongest']): Html =>
  html`<ul class="figures">${traits.map((trait) => html`<li><b>${times(trait.lift)}</b><span>${unbroken(trait.words)} <span class="soft">${unbroken(`${percent(trait.rate_best)} of best, ${percent(trait.rate_rest)} of others`)}</span></span></li>`)}</ul>`;

function kinds(view: ReportView): Html | null {
  if (view.archetypes.length < 2) return null;
  return html`<h3>${whole(view.archetypes.length)} kinds</h3><ul class="figures">${view.archetypes.slice(0, 5).map((kind) => html`<li><b>${percent(kind.share)}</b><span>${kind.name}</span></li>`)}</ul>`;
}

function against(view: ReportView): Html | null {
  const { avoid } = view.traits;
  if (avoid.length === 0) return null;
  return html`<h3>Speaks against</h3><p>${unbroken(
    avoid
      .slice(0, 3)
      .map((trait) => trait.words)
      .join('; '),
  )}</p>`;
}

function lookFor(view: ReportView): Html | null {
  const words = view.filters.find((filter) => filter.words.length > 0)?.words;
  return words === undefined
    ? null
    : html`<h3>Ask a list provider for</h3><p>${unbroken(words.slice(0, 6).join('; '))}</p>`;
}

function calls(view: ReportView): Html {
  const fresh = view.targets.filter((target) => target.list !== 'win-back');
  const back = view.targets.filter((target) => target.list === 'win-back');
  if (fresh.length + back.length === 0)
    return html`<p class="empty">Nobody is on a list yet: no prospects were given and nobody has lapsed.</p>`;
  const some = Math.min(fresh.length, back.length === 0 ? 8 : 5);
  return html`${some === 0 ? html`<p class="empty">No company outside your customers is on a call list.</p>` : html`<ol class="calls">${fresh.slice(0, some).map(call)}</ol>`}${
    back.length === 0
      ? null
      : html`<h3>Win back</h3><ol class="calls">${back
          .slice(0, 8 - some)
          .slice(0, 4)
          .map(call)}</ol>`
  }`;
}

function call(target: Target): Html {
  const back = target.opportunity_reasons.reasons.filter((reason) => reason.kind === 'win-back');
  const fit = target.similarity_reasons.reasons.filter(
    (reason) => reason.points > 0 && reason.kind !== 'other',
  );
  const words = [...back, ...fit].slice(0, back.length === 0 ? 2 : 1).map((reason) => reason.words);
  return html`<li><b>${target.name ?? target.target_id}</b> <span class="score">${decimal(target.score, 1)}</span><div class="soft">${unbroken(words.length === 0 ? 'no reason stands out' : words.join('; '))}</div></li>`;
}
