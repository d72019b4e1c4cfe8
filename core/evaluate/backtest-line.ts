/** What the line speaks of. */
export type BacktestHeadline = {
  readonly cut: string;
  readonly to: string;
  readonly k: number;
  readonly best: number;
  readonly customers: number;
  /** The model first. Precision at k, 0–1, with its interval. */
  readonly rankings: readonly {
    readonly name: string;
    readonly precision: number;
    readonly low: number;
    readonly high: number;
  }[];
};

/**
 * A backtest in one sentence for people, with its interval and its baselines.
 *
 * @example
 * backtestLine({ cut: '2025-07-01', to: '2026-07-01', k: 100, best: 380, customers: 1900, rankings: [{ name: 'Kindred', precision: 0.8, low: 0.71, high: 0.88 }, { name: 'Random', precision: 0.2, low: 0.12, high: 0.29 }] }); // => 'In a backtest, of the 100 customers ranked highest on 2025-07-01, 80 % (71–88 %) were among the 380 best of 1900 by 2026-07-01; by chance 20 %.'
 */
export function backtestLine({ cut, to, k, best, customers, rankings }: BacktestHeadline): string {
  const percent = (share: number): number => Math.round(share * 100);
  const [model, ...others] = rankings;
  if (model === undefined) throw new RangeError('a backtest needs a ranking');
  const against = others
    .filter(({ name }) => name !== 'Published scorer')
    .map(({ name, precision }) => `${words[name] ?? `by ${name}`} ${percent(precision)} %`);
  return (
    `In a backtest, of the ${k} customers ranked highest on ${cut}, ${percent(model.precision)} % ` +
    `(${percent(model.low)}–${percent(model.high)} %) were among the ${best} best of ${customers} by ${to}` +
    `${against.length === 0 ? '' : `; ${against.join(', ')}`}.`
  );
}

const words: Readonly<Record<string, string>> = {
  'Last-period margin': 'by last-period margin',
  'Last-period revenue': 'by last-period revenue',
  Random: 'by chance',
};
