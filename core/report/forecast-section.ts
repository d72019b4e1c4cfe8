import { type Html, html } from './html.ts';
import { counted, decimal, percent, shortMoney, unbroken, whole } from './numbers.ts';
import type { ForecastView, ReportView } from './report-view.ts';
import { sourceLine } from './source-line.ts';

/** What customers are expected to bring, how the forecast did on the history, and which open quotes are likely; null without either. */
export function forecastSection({ forecast, quotes, currency }: ReportView): Html | null {
  if (forecast === null && quotes === null) return null;
  const money = (value: number): string => unbroken(shortMoney(value, currency));
  return html`<section id="forecast"><h2>What to expect</h2>
${forecast === null ? null : html`<p class="soft">${unbroken(forecast.words)}</p>${forecast.first.length === 0 ? null : expected(forecast, money)}${forecast.bands.length === 0 ? null : tested(forecast, money)}`}
${quotes === null ? null : html`<h3 class="below">Open quotes</h3><p class="soft">${unbroken(quotes.words)}</p>${quotes.open.length === 0 ? null : html`<div class="scroll fit" tabindex="0" role="region" aria-label="Open quotes"><table><thead><tr><th scope="col">Quote</th><th scope="col">Customer</th><th scope="col" class="n">Value</th><th scope="col" class="n">Chance</th></tr></thead><tbody>${quotes.open.map((quote) => html`<tr><th scope="row">${quote.quote_id}</th><td>${quote.customer ?? 'not known'}</td><td class="n">${quote.value === null ? '' : money(quote.value)}</td><td class="n">${quote.p_win === null ? '' : percent(quote.p_win)}</td></tr>`)}</tbody></table></div>`}`}${sourceLine('orders by day, and quotes where there are any', ['value.json', ...(quotes === null ? [] : ['quotes.json'])])}</section>`;
}

/** The customers of the largest forecasts. */
const expected = (forecast: ForecastView, money: (value: number) => string): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Largest forecasts"><table><thead><tr><th scope="col">Customer</th><th scope="col" class="n">${unbroken(`Expected ${forecast.of}, ${counted(forecast.months, 'month')}`)}</th><th scope="col" class="n">Four in five lie between</th><th scope="col" class="n">Still buying</th></tr></thead><tbody>${forecast.first.map((row) => html`<tr><th scope="row">${row.name}</th><td class="n">${money(row.predicted)}</td><td class="n">${row.low === null || row.high === null ? '' : `${money(row.low)} – ${money(row.high)}`}</td><td class="n">${row.p_alive === null ? '' : percent(row.p_alive)}</td></tr>`)}</tbody></table></div>`;

/** Said against came, by band. */
const tested = (forecast: ForecastView, money: (value: number) => string): Html =>
  html`<details class="more"><summary>How it did on the history</summary><div class="scroll fit" tabindex="0" role="region" aria-label="How it did on the history"><table><thead><tr><th scope="col" class="n">Customers</th><th scope="col" class="n">Foretold, each</th><th scope="col" class="n">Came, each</th><th scope="col" class="n">Came ÷ foretold</th></tr></thead><tbody>${forecast.bands.map((band) => html`<tr><td class="n">${whole(band.customers)}</td><td class="n">${money(band.predicted)}</td><td class="n">${money(band.actual)}</td><td class="n">${band.predicted > 0 ? decimal(band.actual / band.predicted, 2) : ''}</td></tr>`)}</tbody></table></div></details>`;
