import { scaleLog } from 'd3-scale';
import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape';
import { type Html, html, raw } from './html.ts';
import { decimal, whole } from './numbers.ts';

/** A best customer by how often (orders a month) and how much (average order) it buys; both above 0. */
export type MapPoint = {
  readonly name: string;
  /** Index into the archetypes. */
  readonly archetype: number;
  readonly orders_per_month: number;
  readonly average_order: number;
};

const size = { width: 640, height: 360, left: 74, right: 24, top: 14, bottom: 50 };
/** Archetypes differ in shape as well as in colour. */
const shapes = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross];

const shapeOf = (archetype: number): string =>
  symbol(shapes[archetype % shapes.length], 42).digits(1)() ?? '';

/** The mark of an archetype, for legends and cards. */
export const archetypeMark = (archetype: number): Html =>
  html`<svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true" class="mark a${archetype % shapes.length}"><path d="${raw(shapeOf(archetype))}"/></svg>`;

/**
 * Best customers as a scatter on two log axes, one mark per archetype. Returns a sentence with fewer than two points.
 *
 * @example
 * archetypeMap([], 'USD').markup.includes('<svg'); // => false
 */
export function archetypeMap(points: readonly MapPoint[], currency: string): Html {
  if (points.length < 2) return html`<p class="empty">There are too few best customers to draw.</p>`;
  const span = (pick: (point: MapPoint) => number): [number, number] => [
    Math.min(...points.map(pick)) / 1.15,
    Math.max(...points.map(pick)) * 1.15,
  ];
  const x = scaleLog(
    span((point) => point.orders_per_month),
    [size.left, size.width - size.right],
  );
  const y = scaleLog(
    span((point) => point.average_order),
    [size.height - size.bottom, size.top],
  );
  const floor = size.height - size.bottom;
  const unit = currency === 'XXX' ? '' : `, ${currency}`;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Best customers by orders a month and average order" class="chart map">
${marks(y.domain()).map((tick) => html`<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" class="grid"/><text x="${size.left - 8}" y="${(y(tick) + 4).toFixed(1)}" class="tick" text-anchor="end">${tickWords(tick)}</text>`)}
${marks(x.domain()).map((tick) => html`<line x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${size.top}" y2="${floor}" class="grid"/><text x="${x(tick).toFixed(1)}" y="${floor + 18}" class="tick" text-anchor="middle">${tickWords(tick)}</text>`)}
<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 8}" class="axis" text-anchor="middle">orders a month →   average order${unit} ↑   (log scales)</text>
${points.map((point) => html`<path class="a${point.archetype % shapes.length}" transform="translate(${x(point.orders_per_month).toFixed(1)},${y(point.average_order).toFixed(1)})" d="${raw(shapeOf(point.archetype))}"><title>${point.name}</title></path>`)}
</svg>`;
}

/** Round marks inside a log domain: 1, 2, 5 of each decade, or the decades alone when those are many. */
function marks(domain: readonly number[]): readonly number[] {
  const [low = 1, high = 10] = domain;
  const decades: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    decades.push(power);
  const steps = decades.length > 4 ? [1] : [1, 2, 5];
  return decades
    .flatMap((power) => steps.map((step) => (power < 0 ? step / 10 ** -power : step * 10 ** power)))
    .filter((mark) => mark >= low && mark <= high);
}

const tickWords = (tick: number): string => (tick >= 1 ? whole(tick) : decimal(tick, tick >= 0.1 ? 1 : 2));
