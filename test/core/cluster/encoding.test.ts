import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../core/cluster/encoding.ts';
import { redundancyWeights } from '../../../core/cluster/feature-redundancy.ts';
import { defaultEncoding, fitEncoding } from '../../../core/cluster/fit-encoding.ts';
import type { PointCloud } from '../../../core/cluster/point-cloud.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { tableOf, type Value } from './planted-table.ts';

const rows = 400;
const random = createRandom(9);
const ids = Array.from({ length: rows }, (_, r) => `c${r}`);
const normal = (): Value[] => ids.map(() => random.normal());
const level = (count: number): Value[] => ids.map(() => `level ${random.int(count)}`);

/** Variance of each feature in the space, its coordinates added up. */
function variances(cloud: PointCloud, names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  names.forEach((name, c) => {
    let sum = 0;
    for (let r = 0; r < cloud.rows; r += 1) sum += cloud.values[r * cloud.columns + c]! ** 2;
    found.set(name, (found.get(name) ?? 0) + sum / cloud.rows);
  });
  return found;
}

const spread = (values: Readonly<Record<string, readonly Value[]>>): Map<string, number> => {
  const table = tableOf(ids, values);
  const encoding = fitEncoding(table);
  return variances(
    encode(encoding, table),
    encoding.coordinates.map((coordinate) => coordinate.feature),
  );
};

describe('fitEncoding', () => {
  it('gives every feature the same variance, however many levels it has', () => {
    const found = spread({ number: normal(), few: level(2), many: level(20) });
    for (const variance of found.values()) expect(variance).toBeCloseTo(1, 6);
  });

  it('counts once what is measured five times', () => {
    const size = normal();
    const copies = Object.fromEntries(
      ['revenue', 'ltv', 'margin', 'spend', 'sales'].map((name) => [
        name,
        size.map((x) => Number(x) + 0.05 * random.normal()),
      ]),
    );
    const found = spread({ ...copies, other: normal() });
    const together = Object.keys(copies).reduce((sum, name) => sum + (found.get(name) ?? 0), 0);
    expect(together).toBeLessThan(1.1);
    expect(found.get('other')).toBeCloseTo(1, 6);
  });

  it('leaves moderate correlation alone: clusters are made of it', () => {
    const size = normal();
    const found = spread({ a: size, b: size.map((x) => Number(x) + random.normal()) });
    expect(found.get('a')).toBeCloseTo(1, 6);
  });

  it('caps the variance of the product mix', () => {
    const table = tableOf(
      ids,
      Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [`f${i}`, ids.map(() => (random.next() < 0.4 ? 'yes' : 'no'))]),
      ),
    );
    const mix = {
      ...table,
      features: table.features.map((f, i) => ({ ...f, label: `Buys ${i}`, form: 'boolean' as const })),
    };
    const encoding = fitEncoding(mix);
    const found = variances(
      encode(encoding, mix),
      encoding.coordinates.map((coordinate) => coordinate.feature),
    );
    expect([...found.values()].reduce((sum, v) => sum + v, 0)).toBeCloseTo(defaultEncoding.most_bought, 6);
  });

  it('puts unknown values at the mean and leaves out what is hardly known, with the reason', () => {
    const table = tableOf(ids, {
      half: ids.map((_, r) => (r % 4 === 0 ? null : r)),
      rare: ids.map((_, r) => (r % 10 === 0 ? r : null)),
      constant: ids.map(() => 5),
    });
    const encoding = fitEncoding(table);
    expect(encoding.left_out).toEqual([
      { feature: 'rare', because: 'known for 40 of 400' },
      { feature: 'constant', because: 'the same for everybody' },
    ]);
    const cloud = encode(encoding, table);
    expect(cloud.values[0]).toBe(0);
    expect(cloud.values[1]).not.toBe(0);
  });

  it('reads a long right tail on a log scale, cuts giants, and finds its way back', () => {
    const amounts = ids.map(() => 1000 * Math.exp(random.normal()));
    const table = tableOf(ids, { amount: [...amounts.slice(0, -1), 1e12] });
    const encoding = fitEncoding(table);
    const cloud = encode(encoding, table);
    expect(Math.max(...cloud.values)).toBeLessThan(4);
    const [back] = decode(encoding, cloud.values.subarray(7, 8));
    expect((back?.value ?? 0) / amounts[7]!).toBeCloseTo(1, 9);
  });

  it('maps levels by name when another table lists them otherwise', () => {
    const table = tableOf(ids, { industry: level(3) });
    const encoding = fitEncoding(table);
    const other = tableOf(['x', 'y'], { industry: ['level 2', 'never seen'] });
    const cloud = encode(encoding, other);
    const own = encode(encoding, table);
    const first = table.columns[0];
    const same = first?.kind === 'category' ? first.codes.indexOf(first.levels.indexOf('level 2')) : -1;
    expect(Array.from(cloud.values.slice(0, 3))).toEqual(
      Array.from(own.values.slice(same * 3, same * 3 + 3)),
    );
  });
});

describe('redundancyWeights', () => {
  it('compares where both are known', () => {
    const x = Array.from({ length: 200 }, () => random.normal());
    const values = Float64Array.from(x.flatMap((value, r) => (r % 3 === 0 ? [value, 0] : [value, value])));
    const [a, b] = redundancyWeights({ rows: 200, columns: 2, values }, [0, 1]);
    expect(a).toBeCloseTo(0.5, 6);
    expect(b).toBeCloseTo(0.5, 6);
  });
});
