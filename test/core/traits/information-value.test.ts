import { expect, it } from 'vitest';
import { plantedTable } from '../../../bench/planted-table.ts';
import { informationValues } from '../../../core/traits/information-value.ts';

it('puts the features that separate first and noise near zero', () => {
  const { table, label } = plantedTable(17, {
    companies: 2000,
    bestShare: 0.2,
    plants: [
      { prevalence: 0.3, lift: 2 },
      { prevalence: 0.2, lift: 3 },
    ],
    categories: 3,
    numbers: 3,
  });
  const values = informationValues(table, label);
  expect(values.map(({ feature }) => feature).slice(0, 2)).toEqual(['plant1', 'plant0']);
  expect(values[1]?.information_value ?? 0).toBeGreaterThan(0.15);
  for (const { information_value } of values.slice(2)) expect(Math.abs(information_value)).toBeLessThan(0.05);
});

it('pools rare levels and keeps unknown values apart', () => {
  const rows = 300;
  const label = Int8Array.from({ length: rows }, (_, row) => Number(row % 5 === 0));
  const codes = Int32Array.from({ length: rows }, (_, row) =>
    row < 100 ? -1 : row < 200 ? 0 : 1 + (row % 50),
  );
  const levels = Array.from({ length: 51 }, (_, code) => `L${code}`);
  const [only] = informationValues(
    {
      ids: levels,
      features: [
        {
          name: 'x',
          label: 'x',
          category: 'firmographic',
          population: 'both',
          known: 'timeless',
          unit: null,
          form: 'category',
        },
      ],
      columns: [{ kind: 'category', levels, codes }],
    },
    label,
  );
  expect(only?.bins).toBe(3);
});
