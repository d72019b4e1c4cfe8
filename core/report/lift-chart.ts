import { scaleLog } from 'd3-scale';
import type { Trait } from '../traits/trait.ts';
import { type Html, html } from './html.ts';
import { decimal, percent } from './numbers.ts';

const size = { width: 760, row: 34, label: 300, right: 118, top: 30, bottom: 12 };

/**
 * Lift of each trait with its 95 % interval on a log axis, 1 = no difference. An interval that leaves the axis is cut at its
 * edge. Returns an empty figure with a sentence when there is no trait.
 *
 * @example
 * liftChart([]).markup.includes('No trait'); // => true
 */
export function liftChart(traits: readonly Trait[]): Html {
  if (traits.length === 0)
    return html`<p class="empty">No trait sets the best customers apart beyond what chance would show.</p>`;
  const low = Math.min(0.8, ...traits.map((trait) => Math.max(0.25, trait.lift_low)));
  const high = Math.max(2, ...traits.map((trait) => Math.min(8, trait.lift_high)));
  const x = scaleLog([low, high], [size.label, size.width - size.right]).clamp(true);
  const height = size.top + traits.length * size.row + size.bottom;
  const ticks = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8].filter((tick) => tick >= low && tick <= high);
  const at = (value: number): string => x(value).toFixed(1);
  const rows = traits.map((trait, index) => {
    const middle = size.top + index * size.row + size.row / 2;
    return html`<g><text x="${size.label - 16}" y="${middle + 4}" text-anchor="end" class="name">${shorten(trait.words)}<title>${trait.words}</title></text>
<line x1="${at(trait.lift_low)}" x2="${at(trait.lift_high)}" y1="${middle}" y2="${middle}" class="interval"/>
<circle cx="${at(trait.lift)}" cy="${middle}" r="5" class="dot"/>
<text x="${size.width - size.right + 14}" y="${middle - 2}" class="value">${decimal(trait.lift, 1)}×</text>
<text x="${size.width - size.right + 14}" y="${middle + 12}" class="tick">${percent(trait.rate_best)} vs ${percent(trait.rate_rest)}</text></g>`;
  });
  return html`<svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="Lift of the strongest traits with 95 % intervals" class="chart lift">
${ticks.map((tick) => html`<line x1="${at(tick)}" x2="${at(tick)}" y1="${size.top - 6}" y2="${height - size.bottom}" class="${tick === 1 ? 'rule' : 'grid'}"/><text x="${at(tick)}" y="${size.top - 12}" class="tick" text-anchor="middle">${tick}×</text>`)}
${rows}
</svg>`;
}

const shorten = (words: string): string => (words.length <= 42 ? words : `${words.slice(0, 41)}…`);
