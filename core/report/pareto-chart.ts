import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { type Html, html, raw } from './html.ts';
import { percent } from './numbers.ts';

/** Cumulative share of value held by the first share of customers, best first. Shares may pass 1 where others lose money. */
export type ParetoPoint = { readonly customers: number; readonly value: number };

const size = { width: 640, height: 320, left: 48, right: 16, top: 20, bottom: 44 };

/**
 * The Pareto curve as SVG: how much of the value the best share of customers holds, with the cut drawn in. Values above 100 %
 * mean that the customers to the right lose money. Numbers are rounded to a tenth of a pixel, so equal data give equal bytes.
 *
 * @example
 * paretoChart([{ customers: 0, value: 0 }, { customers: 1, value: 1 }], { customers: 0.2, value: 0.2 }, 'margin').markup.startsWith('<svg'); // => true
 */
export function paretoChart(points: readonly ParetoPoint[], cut: ParetoPoint, of: string): Html {
  const top = Math.max(1, ...points.map((point) => point.value));
  const x = scaleLinear([0, 1], [size.left, size.width - size.right]);
  const y = scaleLinear([0, top], [size.height - size.bottom, size.top]).nice();
  const curve = line<ParetoPoint>(
    (point) => x(point.customers),
    (point) => y(point.value),
  ).digits(1);
  const fill = area<ParetoPoint>(
    (point) => x(point.customers),
    y(0),
    (point) => y(point.value),
  ).digits(1);
  const best = points.filter((point) => point.customers <= cut.customers);
  const round = (value: number): string => value.toFixed(1);
  const label = `The best ${percent(cut.customers)} of customers hold ${percent(cut.value)} of ${of}`;
  const labelRight = cut.customers < 0.5;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}" class="chart">
${y.ticks(5).map((tick) => html`<line x1="${size.left}" x2="${size.width - size.right}" y1="${round(y(tick))}" y2="${round(y(tick))}" class="grid"/><text x="${size.left - 8}" y="${round(y(tick) + 4)}" class="tick" text-anchor="end">${percent(tick)}</text>`)}
${[0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => html`<text x="${round(x(tick))}" y="${size.height - size.bottom + 18}" class="tick" text-anchor="middle">${percent(tick).replace('.0', '')}</text>`)}
<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 6}" class="axis" text-anchor="middle">share of customers, best first</text>
${top > 1 ? html`<line x1="${size.left}" x2="${size.width - size.right}" y1="${round(y(1))}" y2="${round(y(1))}" class="rule"/>` : null}
<path d="${raw(fill([...best, cut]) ?? '')}" class="area"/>
<path d="${raw(curve(points) ?? '')}" class="curve"/>
<line x1="${round(x(cut.customers))}" x2="${round(x(cut.customers))}" y1="${round(y(0))}" y2="${round(y(cut.value))}" class="cut"/>
<circle cx="${round(x(cut.customers))}" cy="${round(y(cut.value))}" r="4.5" class="dot"/>
<text x="${round(x(cut.customers) + (labelRight ? 12 : -12))}" y="${round(y(cut.value) + 22)}" class="note" text-anchor="${labelRight ? 'start' : 'end'}">${label}</text>
</svg>`;
}
