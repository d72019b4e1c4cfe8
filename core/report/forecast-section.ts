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
${quotes === null ? null : html`<h3>Open quotes</h3><p class="soft">${unbroken(quotes.words)}</p>${quotes.open.length === 0 ? null : html`<table><thead><tr><th scope="col">Quote</th><th scope="col">Customer</th><th scope="col" class="number">Value</th><th scope="col" class="number">Chance</th></tr></thead><tbody>${quotes.open.map((quote) => html`<tr><td>${quote.quote_id}</td><td>${quote.customer ?? 'not known'}</td><td class="number">${quote.value === null ? '' : money(quote.value)}</td><td class="number">${quote.p_win === null ? '' : percent(quote.p_win)}</td></tr>`)}</tbody></table>`}`}${sourceLine('orders by day, and quotes where there are any', ['value.json', ...(quotes === null ? [] : ['quotes.json'])])}</section>`;
}

/** The customers of the largest forecasts. */
const expected = (forecast: ForecastView, money: (value: number) => string): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Largest forecasts"><table><thead><tr><th scope="col">Customer</th><th scope="col" class="number">${unbroken(`Expected ${forecast.of}, ${counted(forecast.months, 'month')}`)}</th><th scope="col" class="number">Four in five lie between</th><th scope="col" class="number">Still buying</th></tr></thead><tbody>${forecast.first.map((row) => html`<tr><td>${row.name}</td><td class="number">${money(row.predicted)}</td><td class="number">${row.low === null || row.high === null ? '' : `${money(row.low)} – ${money(row.high)}`}</td><td class="number">${row.p_alive === null ? '' : percent(row.p_alive)}</td></tr>`)}</tbody></table></div>`;

/** Said against came, by band. */
const tested = (forecast: ForecastView, money: (value: number) => string): Html =>
  html`<details><summary>How it did on the history</summary><table><thead><tr><th scope="col" class="number">Customers</th><th scope="col" class="number">Foretold, each</th><th scope="col" class="number">Came, each</th><th scope="col" class="number">Came ÷ foretold</th></tr></thead><tbody>${forecast.bands.map((band) => html`<tr><td class="number">${whole(band.customers)}</td><td class="number">${money(band.predicted)}</td><td class="number">${money(band.actual)}</td><td class="number">${band.predicted > 0 ? decimal(band.actual / band.predicted, 2) : ''}</td></tr>`)}</tbody></table></details>`;
