import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { type Html, html, raw } from './html.ts';
import { percent, unbroken } from './numbers.ts';

/** Cumulative share of value held by the first share of customers, best first. Shares may pass 1 where others lose money. */
export type ParetoPoint = { readonly customers: number; readonly value: number };

const size = { width: 640, height: 300, left: 66, right: 32, top: 16, bottom: 48 };

/**
 * The Pareto curve as SVG: how much of the value the best share of customers holds, with the cut drawn in. Where the curve falls
 * towards the right, those customers lose money. Numbers are rounded to a tenth of a pixel, so equal data give equal bytes.
 *
 * @example
 * paretoChart([{ customers: 0, value: 0 }, { customers: 1, value: 1 }], { customers: 0.2, value: 0.2 }, 'margin').markup.startsWith('<svg'); // => true
 */
export function paretoChart(points: readonly ParetoPoint[], cut: ParetoPoint, of: string): Html {
  const values = points.map((point) => point.value);
  const x = scaleLinear([0, 1], [size.left, size.width - size.right]);
  const y = scaleLinear(
    [Math.min(0, ...values), Math.max(1, ...values)],
    [size.height - size.bottom, size.top],
  ).nice(5);
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
  const floor = size.height - size.bottom;
  const label = unbroken(
    `The best ${percent(cut.customers)} of customers hold ${percent(cut.value)} of ${of}`,
  );
  const toRight = cut.customers < 0.5;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}" class="chart">
${y.ticks(5).map((tick) => html`<line x1="${size.left}" x2="${size.width - size.right}" y1="${round(y(tick))}" y2="${round(y(tick))}" class="${tick === 0 ? 'base' : 'grid'}"/><text x="${size.left - 8}" y="${round(y(tick) + 4)}" class="tick" text-anchor="end">${wholePercent(tick)}</text>`)}
${[0, 0.2, 0.4, 0.6, 0.8, 1].map((tick) => html`<text x="${round(x(tick))}" y="${floor + 18}" class="tick" text-anchor="middle">${wholePercent(tick)}</text>`)}
<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 8}" class="axis" text-anchor="middle">share of customers, best first</text>
<path d="${raw(fill([...best, cut]) ?? '')}" class="area"/>
<path d="${raw(curve(points) ?? '')}" class="curve"/>
<line x1="${round(x(cut.customers))}" x2="${round(x(cut.customers))}" y1="${round(y(0))}" y2="${round(y(cut.value))}" class="cut"/>
<circle cx="${round(x(cut.customers))}" cy="${round(y(cut.value))}" r="4.5" class="dot"/>
<text x="${round(x(cut.customers) + (toRight ? 12 : -12))}" y="${round(y(cut.value) + 24)}" class="note" text-anchor="${toRight ? 'start' : 'end'}">${wholePercent(cut.customers)} hold ${percent(cut.value)}</text>
</svg>`;
}

const wholePercent = (share: number): string => `${Math.round(share * 100)} %`;
