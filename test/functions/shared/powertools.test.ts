import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What a program that logs writes to its standard output, line by line. */
function logged(program: string): readonly Record<string, unknown>[] {
  const output = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { makeLog } from ${JSON.stringify(resolve('functions/shared/powertools.ts'))};
       const log = makeLog('rollup');
       ${program}`,
    ],
    { encoding: 'utf8' },
  );
  return output
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

describe('the log of a function', () => {
  it('is one JSON line per message, with its facts', () => {
    const [line] = logged(
      "log('rows landed', { rows: 12, table: 'orders', complete: true, previous: null });",
    );
    expect(line).toMatchObject({
      level: 'INFO',
      service: 'rollup',
      message: 'rows landed',
      facts: { rows: 12, table: 'orders', complete: true, previous: null },
    });
  });

  it('has no way in for rows, bodies and secrets', () => {
    const lines = logged(`
      log('a', { row: { name: 'Jane Roe', email: 'jane@roe.example' }, rows: ['Jane Roe'], bytes: new Uint8Array(3), none: undefined, nan: NaN });
      log('b', { header: 'Bearer abcdef', error: 'refused sk_live_0123456789 for acme', long: 'Jane Roe '.repeat(100) });
      log('c');`);
    expect(lines[0]).toMatchObject({
      facts: {
        row: '(object left out)',
        rows: '(object left out)',
        bytes: '(object left out)',
        none: '(undefined left out)',
        nan: 'NaN',
      },
    });
    expect(lines[1]).toMatchObject({
      facts: { header: '(secret left out)', error: 'refused (secret left out) for acme' },
    });
    expect(String(Object(lines[1]?.['facts'])['long'])).toHaveLength(201);
    expect(lines[2]).toMatchObject({ message: 'c', facts: {} });
    expect(JSON.stringify(lines)).not.toMatch(/jane@|0123456789|abcdef/);
  });
});
