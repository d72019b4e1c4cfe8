import { type Html, html } from './html.ts';
import { counted, decimal, percent, unbroken, whole } from './numbers.ts';
import { paretoChart } from './pareto-chart.ts';
import type { BestCustomerRow, ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** Rows before the fold; the rest opens on demand. */
const atOnce = 20;

/** The best customers with the Pareto curve: twenty rows, the rest of what the view holds folded away. */
export function bestCustomersSection(view: ReportView): Html {
  const rest = view.best.slice(atOnce);
  const { pareto } = view;
  return html`<section id="best"><h2>The best customers</h2>
${pareto === null ? null : html`<figure class="with-text">${paretoChart(pareto.points, pareto.cut, pareto.of)}<figcaption>${paretoWords(view, pareto)}</figcaption></figure>`}
${view.best.length === 0 ? html`<p class="empty">Nobody qualifies: no customer has a value that is known and above nothing.</p>` : html`<p class="soft">The ${whole(Math.min(atOnce, view.best.length))} highest of ${whole(view.totals.best)}, orders from ${view.window.from} to ${view.window.to}.</p>${table(view, view.best.slice(0, atOnce))}`}
${rest.length === 0 ? null : html`<details class="more"><summary>${counted(rest.length, 'more row')}</summary>${table(view, rest)}</details>`}${sourceLine('order lines and returns, net, in the window', ['top-customers.csv', 'label-summary.json'])}</section>`;
}

/** What the curve says, and how much hangs on the rule that was chosen. */
function paretoWords(view: ReportView, pareto: NonNullable<ReportView['pareto']>): Html {
  const { cut, of, instead } = pareto;
  const { best, base, negative_margin: losing } = view.totals;
  const shared = Math.min(instead.size, best);
  return html`<p><b>${unbroken(`${whole(best)} of ${whole(base)} customers, ${percent(cut.customers)}, hold ${percent(cut.value)} of ${of}.`)}</b></p>
<p>${unbroken(`By the other rule, ${instead.rule}, ${counted(instead.size, 'customer')} would be best; ${instead.overlap === shared ? `all ${whole(shared)} of the smaller group are in both` : `${whole(instead.overlap)} are in both`}.`)}</p>
${tenureWords(pareto.tenure_fair)}
${losing > 0 ? html`<p>Where the curve falls, customers lose money: ${whole(losing)} ${losing === 1 ? 'does' : 'do'}.</p>` : null}`;
}

/** Totals favour long tenure: who would be best by the month, among those observed long enough. */
function tenureWords(fair: NonNullable<ReportView['pareto']>['tenure_fair']): Html | null {
  if (fair === null || fair.best === 0) return null;
  const young =
    fair.too_young === 0
      ? ''
      : ` ${counted(fair.too_young, 'customer')} with less than ${counted(fair.least_months, 'month')} are not judged so.`;
  return html`<p>${unbroken(`By what each brings in a month, which does not favour long-standing customers, ${counted(fair.best, 'customer')} would be best; ${whole(fair.overlap)} of them are best now.${young}`)}</p>`;
}

type Column = { readonly title: string; readonly cell: (row: BestCustomerRow) => string };

function table(view: ReportView, rows: readonly BestCustomerRow[]): Html {
  const columns = columnsOf(view);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Best customers"><table><thead><tr><th class="n" scope="col">#</th><th scope="col">Customer</th>${columns.map(({ title }) => html`<th class="n" scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><td class="n">${row.rank}</td><th scope="row">${row.name ?? row.customer_id}${row.name === null || row.name === row.customer_id ? null : html` <span class="soft id">${row.customer_id}</span>`}</th>${columns.map(({ cell }, index) => html`<td class="n${index === 0 ? ' strong' : ''}">${cell(row)}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** What they are ranked by stands first; a value that is the margin or the revenue itself is not said twice. */
function columnsOf(view: ReportView): readonly Column[] {
  const unit = view.currency === 'XXX' ? '' : `, ${view.currency}`;
  const known = (value: number | null, words: (value: number) => string): string =>
    value === null ? 'not known' : words(value);
  const value: Column = {
    title: view.value.is_money ? `Margin a month${unit}` : 'Composite (0–1)',
    cell: (row) => known(row.value, (worth) => decimal(worth, view.value.is_money ? 0 : 3)),
  };
  const margin: Column = {
    title: `Margin${unit}`,
    cell: (row) => known(row.margin, (worth) => decimal(worth, 0)),
  };
  const revenue: Column = { title: `Revenue${unit}`, cell: (row) => decimal(row.revenue, 0) };
  const money: Record<ReportView['value']['metric'], readonly Column[]> = {
    'total-margin': [margin, revenue],
    'margin-rate': [value, margin, revenue],
    revenue: [revenue, margin],
    composite: [value, revenue, margin],
  };
  const some = (pick: (row: BestCustomerRow) => number | null): boolean =>
    view.best.some((row) => pick(row) !== null);
  return [
    ...money[view.value.metric].filter((column) => column !== margin || some((row) => row.margin)),
    { title: 'Orders', cell: (row) => whole(row.orders) },
    {
      title: 'Orders a month',
      cell: (row) => known(row.orders_per_month, (rate) => decimal(rate, 1)),
    },
    {
      title: 'Last order',
      cell: (row) => known(row.recency_days, (days) => `${counted(days, 'day')} ago`),
    },
    ...(some((row) => row.categories)
      ? [{ title: 'Categories', cell: (row: BestCustomerRow) => known(row.categories, whole) }]
      : []),
  ];
}
