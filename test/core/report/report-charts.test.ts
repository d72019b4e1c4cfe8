import { describe, expect, it } from 'vitest';
import { archetypeMap } from '../../../core/report/archetype-map.ts';
import { backtestChart } from '../../../core/report/backtest-chart.ts';
import { calibrationChart } from '../../../core/report/calibration-chart.ts';
import { liftChart } from '../../../core/report/lift-chart.ts';
import { paretoChart } from '../../../core/report/pareto-chart.ts';
import { sampleView } from './report-sample.ts';

const { pareto, traits, evidence } = sampleView;

/** Numbers of the attribute `name` in order of appearance. */
const numbers = (markup: string, name: string): number[] =>
  [...markup.matchAll(new RegExp(` ${name}="(-?[\\d.]+)%?"`, 'g'))].map(([, value]) => Number(value));

describe('the charts', () => {
  it('look as they did when a person last approved them', async () => {
    const drawn = [
      paretoChart(pareto!.points, pareto!.cut, pareto!.of),
      liftChart(traits.strongest),
      backtestChart(evidence.baselines, evidence.k),
      calibrationChart(evidence.calibration!),
    ];
    await expect(`${drawn.map(({ markup }) => markup).join('\n')}\n`).toMatchFileSnapshot(
      '../../golden/report-charts.html',
    );
  });

  it('keeps the Pareto curve inside the picture where customers lose all that others earn', () => {
    const { markup } = paretoChart(
      [
        { customers: 0, value: 0 },
        { customers: 0.3, value: 1 },
        { customers: 1, value: -0.4 },
      ],
      { customers: 0.2, value: 0.7 },
      'all positive margin',
    );
    const ys = [...markup.matchAll(/[ML,]-?[\d.]+,(-?[\d.]+)/g)].map(([, y]) => Number(y));
    expect(ys.length).toBeGreaterThan(2);
    expect(ys.every((y) => y >= 0 && y <= 300)).toBe(true);
    expect(markup).toContain('-40 %');
  });

  it('writes 0 % and 100 %, and no share twice', () => {
    const ticks = [
      ...paretoChart(pareto!.points, pareto!.cut, 'x').markup.matchAll(/class="tick"[^>]*>([^<]+)</g),
    ].map(([, words]) => words);
    expect(ticks).toEqual(expect.arrayContaining(['0 %', '100 %']));
    expect(ticks).not.toContain('0.0 %');
  });

  it('draws lifts in their order on one axis, intervals around them', () => {
    const { markup } = liftChart(traits.strongest);
    const dots = numbers(markup, 'cx');
    expect(dots).toEqual([...dots].sort((a, b) => b - a));
    for (const [index, line] of [
      ...markup.matchAll(/x1="([\d.]+)%" x2="([\d.]+)%"[^>]*class="interval"/g),
    ].entries()) {
      expect(Number(line[1])).toBeLessThan(dots[index]!);
      expect(Number(line[2])).toBeGreaterThan(dots[index]!);
    }
  });

  it('cuts an endless interval at the edge', () => {
    const endless = { ...traits.strongest[0]!, lift: 60, lift_low: 2, lift_high: 1e9 };
    expect(Math.max(...numbers(liftChart([endless]).markup, 'cx'))).toBeLessThanOrEqual(98);
  });

  it('gives each archetype a shape of its own, and places points by both logarithms', () => {
    const point = (archetype: number, orders_per_month: number, average_order: number) => ({
      name: 'x',
      archetype,
      orders_per_month,
      average_order,
    });
    const { markup } = archetypeMap([point(0, 0.1, 100), point(1, 1, 1000), point(2, 10, 10000)], 'USD');
    const marks = [
      ...markup.matchAll(/<path class="a(\d)" transform="translate\(([\d.]+),([\d.]+)\)" d="([^"]+)"/g),
    ];
    expect(new Set(marks.map(([, , , , shape]) => shape)).size).toBe(3);
    const xs = marks.map(([, , x]) => Number(x));
    expect(xs[1]! - xs[0]!).toBeCloseTo(xs[2]! - xs[1]!, 0);
    expect(markup).toContain('average order, USD');
  });

  it('draws a calibration whose rates are all below a per cent', () => {
    const { markup } = calibrationChart({
      reliable: false,
      unreliable_because: 'x',
      bands: [{ count: 10, predicted: 0.001, observed: 0, low: 0, high: 0.004 }],
    });
    expect(markup).not.toMatch(/NaN|Infinity/);
  });
});
