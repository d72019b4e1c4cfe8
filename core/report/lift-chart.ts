import { scaleLog } from 'd3-scale';
import type { Trait } from '../traits/trait.ts';
import { type Html, html } from './html.ts';
import { decimal, percent, times } from './numbers.ts';

const marks = [0.25, 0.5, 1, 2, 4, 8, 16];
const wideMarks = [0.25, 1, 10, 100, 1000];
/** Beyond these the axis would squeeze everything else; only a lift itself may widen it, not its interval. */
const widest = { low: 0.25, high: 20 };

/**
 * Lift of each trait with its 95 % interval on a log axis, 1 = no difference, as a table: the words are text that reflows, only
 * the intervals are drawn. An interval that leaves the axis (0.25 to 20) is cut at its edge; a lift beyond 20 widens the axis to itself. Returns a sentence when there is no
 * trait.
 *
 * @example
 * liftChart([]).markup.includes('No trait'); // => true
 */
export function liftChart(traits: readonly Trait[]): Html {
  if (traits.length === 0)
    return html`<p class="empty">No trait sets the best customers apart beyond what chance would show.</p>`;
  const low = Math.min(0.8, ...traits.map((trait) => Math.max(widest.low, trait.lift_low)));
  const most = Math.max(widest.high, ...traits.map((trait) => 1.5 * trait.lift));
  const high = Math.max(2.2, ...traits.map((trait) => Math.min(most, trait.lift_high)));
  const x = scaleLog([low, high], [2, 98]).clamp(true);
  const at = (value: number): string => `${x(value).toFixed(2)}%`;
  const ticks = (high > 40 ? wideMarks : marks).filter((mark) => mark >= low && mark <= high);
  const lines = ticks.map(
    (tick) =>
      html`<line x1="${at(tick)}" x2="${at(tick)}" y1="0" y2="100%" class="${tick === 1 ? 'rule' : 'grid'}"/>`,
  );
  return html`<table class="lift"><caption class="unseen">Lift of the strongest traits with 95 % intervals</caption>
<thead><tr><th scope="col">Trait</th><th class="axis-cell" scope="col"><span class="unseen">Lift and interval</span><svg width="100%" height="16" aria-hidden="true">${ticks.map((tick) => html`<text x="${at(tick)}" y="12" class="tick" text-anchor="middle">${tick}×</text>`)}</svg></th><th class="n" scope="col">Lift</th><th class="n" scope="col">Best</th><th class="n" scope="col">Others</th></tr></thead>
<tbody>${traits.map(
    (trait) => html`<tr><th scope="row">${trait.words}</th>
<td class="axis-cell" title="95 % interval ${decimal(trait.lift_low, 2)}× to ${decimal(trait.lift_high, 2)}×"><svg width="100%" height="34" role="img" aria-label="95 % interval ${decimal(trait.lift_low, 2)} to ${decimal(trait.lift_high, 2)}">${lines}<line x1="${at(trait.lift_low)}" x2="${at(trait.lift_high)}" y1="50%" y2="50%" class="interval"/><circle cx="${at(trait.lift)}" cy="50%" r="5" class="dot"/></svg></td>
<td class="n strong">${times(trait.lift)}</td><td class="n">${percent(trait.rate_best)}</td><td class="n">${percent(trait.rate_rest)}</td></tr>`,
  )}</tbody></table>`;
}
