import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createRandom, xoshiro128 } from '../../../core/stats/random.ts';
import { reference } from './reference.ts';

const words = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const { xoshiro } = reference(
  'random',
  z.object({ xoshiro: z.array(z.object({ state: words, values: z.array(z.number()) })) }),
);

describe('createRandom', () => {
  it('steps as the published xoshiro128** does', () => {
    for (const { state, values } of xoshiro) {
      const draw = xoshiro128(state);
      expect(values.map(() => draw())).toEqual(values);
    }
  });

  it('gives one stream per seed', () => {
    const take = (seed: number): number[] => {
      const random = createRandom(seed);
      return [
        random.next(),
        random.int(1e6),
        random.normal(),
        ...random.permutation(5),
        ...random.sample(9, 4),
      ];
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
    expect(take(7)).not.toEqual(take(7 + 2 ** 32));
  });

  it('is uniform, normal and fair to every order', () => {
    const random = createRandom(20260630);
    const draws = 200_000;
    const cells = new Array<number>(20).fill(0);
    const dice = new Array<number>(6).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < draws; i++) {
      const cell = Math.floor(random.next() * 20);
      cells[cell] = cells[cell]! + 1;
      const face = random.int(6);
      dice[face] = dice[face]! + 1;
      const z = random.normal();
      sum += z;
      squares += z * z;
    }
    const chiSquare = (counts: number[]): number =>
      counts.reduce((total, n) => total + (n - draws / counts.length) ** 2 / (draws / counts.length), 0);
    expect(chiSquare(cells)).toBeLessThan(43.8); // 99.9 % point at 19 degrees of freedom
    expect(chiSquare(dice)).toBeLessThan(20.5); // at 5
    expect(Math.abs(sum / draws)).toBeLessThan(0.01);
    expect(Math.abs(squares / draws - 1)).toBeLessThan(0.02);
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = random.shuffle(['a', 'b', 'c', 'd']).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(Math.max(...orders.values()) - Math.min(...orders.values())).toBeLessThan(250);
  });

  it('samples without replacement, in order, each number equally often', () => {
    const random = createRandom(3);
    const hits = new Array<number>(10).fill(0);
    for (let i = 0; i < 5000; i++) {
      const chosen = random.sample(10, 3);
      expect([...chosen]).toEqual([...new Set(chosen)].sort((a, b) => a - b));
      for (const index of chosen) hits[index] = hits[index]! + 1;
    }
    for (const count of hits) expect(Math.abs(count - 1500)).toBeLessThan(150);
    expect([...random.sample(4, 0)]).toEqual([]);
  });

  it('keeps what it was given and refuses misuse', () => {
    const items = ['a', 'b', 'c'];
    createRandom(1).shuffle(items);
    expect(items).toEqual(['a', 'b', 'c']);
    expect(() => createRandom(-1)).toThrow(RangeError);
    expect(() => createRandom(0.5)).toThrow(RangeError);
    expect(() => createRandom(1).int(0)).toThrow(RangeError);
    expect(() => createRandom(1).sample(2, 3)).toThrow(RangeError);
  });
});
