import { scaleLinear } from 'd3-scale';
import { type Html, html } from './html.ts';
import { percent, whole } from './numbers.ts';

/** Probabilities said beside what happened, in bands of about equal size, on rows the curve was not fitted to. Shares 0–1. */
export type CalibrationView = {
  readonly reliable: boolean;
  readonly unreliable_because: string | null;
  readonly bands: readonly {
    readonly count: number;
    readonly predicted: number;
    readonly observed: number;
    readonly low: number;
    readonly high: number;
  }[];
};

const size = { width: 420, height: 340, left: 62, right: 24, top: 12, bottom: 50 };

/**
 * Calibration plot as SVG: on the diagonal, what was said is what happened; the bars are 95 % intervals of the observed rate.
 *
 * @example
 * calibrationChart({ reliable: true, unreliable_because: null, bands: [{ count: 40, predicted: 0.2, observed: 0.25, low: 0.1, high: 0.4 }] }).markup.includes('<circle'); // => true
 */
export function calibrationChart({ bands }: CalibrationView): Html {
  const top = Math.max(0.05, ...bands.map((band) => Math.max(band.predicted, band.high)));
  const x = scaleLinear([0, top], [size.left, size.width - size.right]).nice(5);
  const y = scaleLinear(x.domain(), [size.height - size.bottom, size.top]);
  const round = (value: number): string => value.toFixed(1);
  const end = x.domain()[1] ?? 1;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Probability said beside the rate observed, in ${bands.length} bands" class="chart small">
${y.ticks(5).map((tick) => html`<line x1="${size.left}" x2="${size.width - size.right}" y1="${round(y(tick))}" y2="${round(y(tick))}" class="${tick === 0 ? 'base' : 'grid'}"/><text x="${size.left - 8}" y="${round(y(tick) + 4)}" class="tick" text-anchor="end">${Math.round(tick * 100)} %</text><text x="${round(x(tick))}" y="${size.height - size.bottom + 18}" class="tick" text-anchor="middle">${Math.round(tick * 100)} %</text>`)}
<text x="${(size.left + size.width - size.right) / 2}" y="${size.height - 8}" class="axis" text-anchor="middle">probability said → rate observed ↑</text>
<line x1="${round(x(0))}" y1="${round(y(0))}" x2="${round(x(end))}" y2="${round(y(end))}" class="rule"/>
${bands.map((band) => html`<g><title>${whole(band.count)} customers: said ${percent(band.predicted)}, observed ${percent(band.observed)}</title><line x1="${round(x(band.predicted))}" x2="${round(x(band.predicted))}" y1="${round(y(band.low))}" y2="${round(y(band.high))}" class="interval"/><circle cx="${round(x(band.predicted))}" cy="${round(y(band.observed))}" r="4.5" class="dot"/></g>`)}
</svg>`;
}
