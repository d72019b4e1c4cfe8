import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod';

const file = resolve(import.meta.dirname, '../../reference/stats.json');
const parts = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));

/** One part of the values that `test/reference/stats.py` wrote. */
export function reference<S extends z.ZodType>(part: string, schema: S): z.output<S> {
  return schema.parse(parts[part]);
}

/** Equal within a relative error; equal zeros count. */
export function expectClose(actual: number, expected: number, relative: number, what = ''): void {
  const error = actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected || 1);
  expect(error, `${what} ${actual} against ${expected}`).toBeLessThanOrEqual(relative);
}
