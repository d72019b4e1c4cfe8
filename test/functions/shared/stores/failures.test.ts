import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KindredError } from '../../../../functions/shared/errors.ts';
import { awsFailure } from '../../../../functions/shared/stores/aws-failure.ts';
import { localFailure } from '../../../../functions/shared/stores/local-failure.ts';

const systemError = (code: string): Error => Object.assign(new Error(`${code}: said the system`), { code });
const sqliteError = (errcode: number): Error =>
  Object.assign(new Error('said SQLite'), { code: 'ERR_SQLITE_ERROR', errcode });

describe('a failure of the disk', () => {
  it.each([
    [systemError('ENOSPC'), 'NotWritable'],
    [systemError('EACCES'), 'NotWritable'],
    [systemError('EROFS'), 'NotWritable'],
    [systemError('EIO'), 'StoreUnavailable'],
    [systemError('EMFILE'), 'StoreUnavailable'],
    [sqliteError(13), 'NotWritable'],
    [sqliteError(8 | (1 << 8)), 'NotWritable'],
    [sqliteError(5), 'StoreUnavailable'],
    [sqliteError(10 | (3 << 8)), 'StoreUnavailable'],
    [sqliteError(11), 'Integrity'],
    [sqliteError(26), 'Integrity'],
  ])('%s is %s, with the place', (error, code) => {
    expect(localFailure(error, '/state')).toMatchObject({
      code,
      problems: [{ name: '/state' }],
      cause: error,
    });
  });

  it('as a full disk really answers is NotWritable', (context) => {
    context.skip(!existsSync('/dev/full'), 'this system has no /dev/full');
    const failure = (() => {
      try {
        return writeFileSync('/dev/full', 'x');
      } catch (error) {
        return localFailure(error, '/state');
      }
    })();
    expect(failure).toMatchObject({ code: 'NotWritable' });
  });

  it('is told from a fault in our own code', () => {
    for (const error of [
      new TypeError('x'),
      systemError('ERR_INVALID_ARG_TYPE'),
      sqliteError(1),
      'text',
      null,
    ])
      expect(localFailure(error, '/state')).toBe(error);
    const named = new KindredError('BadRequest', []);
    expect(localFailure(named, '/state')).toBe(named);
    expect(awsFailure(named, 'bucket b')).toBe(named);
    const fault = new TypeError('x');
    expect(awsFailure(fault, 'bucket b')).toBe(fault);
  });
});
