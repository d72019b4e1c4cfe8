import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readEnv } from '../../../functions/shared/env.ts';
import { KindredError } from '../../../functions/shared/errors.ts';

const schema = z.object({
  KINDRED_BUCKET: z.string(),
  KINDRED_MEMORY_MB: z.coerce.number().int().min(128).default(1024),
  KINDRED_SECRET_KEY: z.string().min(20).optional(),
});

describe('the environment', () => {
  it('becomes typed configuration; what it does not name is left alone', () => {
    expect(readEnv(schema, { KINDRED_BUCKET: 'b', KINDRED_MEMORY_MB: '2048', PATH: '/bin' })).toEqual({
      KINDRED_BUCKET: 'b',
      KINDRED_MEMORY_MB: 2048,
    });
    expect(readEnv(schema, { KINDRED_BUCKET: 'b', KINDRED_MEMORY_MB: '' }).KINDRED_MEMORY_MB).toBe(1024);
  });

  it('is refused with every problem by name, and without secrets', () => {
    const failure = (() => {
      try {
        return readEnv(schema, {
          KINDRED_BUCKET: '',
          KINDRED_MEMORY_MB: 'much',
          KINDRED_SECRET_KEY: 'hunter2',
        });
      } catch (error) {
        return error;
      }
    })();
    if (!(failure instanceof KindredError)) throw new Error('it was accepted');
    expect(failure.code).toBe('BadConfiguration');
    expect(failure.problems.map(({ name, received }) => [name, received])).toEqual([
      ['KINDRED_BUCKET', 'nothing'],
      ['KINDRED_MEMORY_MB', '"much"'],
      ['KINDRED_SECRET_KEY', 'a value that is not shown'],
    ]);
    expect(failure.message).not.toContain('hunter2');
  });
});
