import { backtest, backtestDefaults } from '../../core/evaluate/backtest.ts';
import { createRandom } from '../../core/stats/random.ts';
import { numericColumn } from '../../core/traits/read-column.ts';
import { plantedTable } from '../planted-table.ts';

const rounds = 100;
const size = 500;

/** Backtests on customers whose labels were shuffled, as Markdown: a lift other than 1 would be a leak. About ten seconds. */
export function shuffledFigures(): string {
  const lifts: number[] = [];
  let held = 0;
  for (let round = 0; round < rounds; round++) {
    const plants = [{ prevalence: 0.3, lift: 2 }];
    const { table, label } = plantedTable(40_000 + round, {
      companies: size,
      bestShare: 0.2,
      plants,
      categories: 3,
      numbers: 3,
    });
    const random = createRandom(50_000 + round);
    const order = random.permutation(size);
    const past = Float64Array.from(label, (best) => Math.exp(best + random.normal()));
    const result = backtest(
      [
        {
          cut: '2025-07-01',
          to: '2026-07-01',
          table: {
            ...table,
            features: [
              ...table.features,
              {
                ...table.features.at(-1)!,
                name: 'past',
                known: 'feature-window',
                population: 'customer',
              },
            ],
            columns: [...table.columns, numericColumn([...past])],
          },
          best: Int8Array.from(order, (row) => label[row]!),
          value: Float64Array.from(order, (row) => past[row]!),
          revenue: past,
          recencyDays: Float64Array.from(label, () => random.next()),
          orders: past,
          forecast: past,
        },
      ],
      { ...backtestDefaults, resamples: 200 },
    );
    const at = result.rankings[0]!.figures.at.find(({ k }) => k === result.k)!.lift;
    lifts.push(at.value);
    held += Number(at.low <= 1 && 1 <= at.high);
  }
  const mean = lifts.reduce((sum, lift) => sum + lift, 0) / rounds;
  const error = Math.sqrt(lifts.reduce((sum, lift) => sum + (lift - mean) ** 2, 0) / (rounds - 1) / rounds);
  return `${rounds} tables of ${size} customers with a true trait and a telling past, labels shuffled: the backtest's lift is ${mean.toFixed(2)} ± ${(1.96 * error).toFixed(2)} (1.00 is chance), and its 95 % interval holds 1.0 in ${held} of ${rounds}.`;
}
