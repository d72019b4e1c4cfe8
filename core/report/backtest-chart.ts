import { type Html, html } from './html.ts';
import { decimal, percent } from './numbers.ts';
import type { BaselineRow } from './report-view.ts';

/**
 * Precision of each ranking with its 95 % interval, the product's own first, as a table with drawn bars on one 0–100 % axis.
 * Returns a sentence when nothing was ranked.
 *
 * @example
 * backtestChart([], 100).markup.includes('<svg'); // => false
 */
export function backtestChart(rows: readonly BaselineRow[], k: number | null): Html {
  if (rows.length === 0)
    return html`<p class="empty">There is no backtest: nothing here shows yet that the list works.</p>`;
  const at = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  const captured = rows.some((row) => row.value_captured !== null);
  const first = k === null ? 'the list' : `the first ${k}`;
  return html`<div class="scroll plain" tabindex="0" role="region" aria-label="Backtest"><table class="lift bars"><thead><tr><th scope="col">Ranked by</th><th class="axis-cell" scope="col">Best customers among ${first}</th><th class="n" scope="col">Share</th><th class="n" scope="col">95 % interval</th><th class="n" scope="col">Lift over chance</th>${captured ? html`<th class="n" scope="col">Value captured</th>` : null}</tr></thead>
<tbody>${rows.map(
    (
      row,
      index,
    ) => html`<tr class="${index === 0 ? 'own' : ''}"><th scope="row">${row.name === 'Random' ? 'Chance' : row.name}</th>
<td class="axis-cell"><svg width="100%" height="28" aria-hidden="true"><rect x="0" y="6" width="100%" height="16" class="track"/><rect x="0" y="6" width="${at(row.precision)}" height="16" class="bar"/>${row.low === null || row.high === null ? null : html`<line x1="${at(row.low)}" x2="${at(row.high)}" y1="14" y2="14" class="whisker"/>`}</svg></td>
<td class="n strong">${percent(row.precision)}</td><td class="n">${row.low === null || row.high === null ? 'not known' : `${percent(row.low)} to ${percent(row.high)}`}</td><td class="n">${row.lift === null ? 'not known' : `${decimal(row.lift, 1)}×`}</td>${captured ? html`<td class="n">${row.value_captured === null ? 'not known' : percent(row.value_captured)}</td>` : null}</tr>`,
  )}</tbody></table></div>`;
}
