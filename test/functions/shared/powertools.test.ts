import { execFile, execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
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

describe('how an invocation is watched', () => {
  const program = `
    import { makeWatch } from ${JSON.stringify(resolve('functions/shared/powertools.ts'))};
    const watch = makeWatch('rollup');
    await watch.traced({ warehouse: 'acme' }, async () => 1);
    await watch.traced({ warehouse: 'acme' }, async () => { throw new Error('private words'); }).catch(() => {});
    watch.ended(12, null);
    watch.ended(34, 'StoreUnavailable');`;
  const node = ['--input-type=module', '-e', program];

  it('is counted in metrics by service, with failures by their code', () => {
    const lines = execFileSync(process.execPath, node, { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { service: 'rollup', Milliseconds: 12 },
      { service: 'rollup', Milliseconds: 34, FailedStoreUnavailable: 1 },
    ]);
    expect(lines[1]).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: 'Kindred', Dimensions: [['service']] }] },
    });
  });

  it('is traced on Lambda under its ids, without the words of its errors', async () => {
    const daemon = createSocket('udp4');
    const segments: string[] = [];
    daemon.on('message', (message) => segments.push(message.toString().split('\n')[1] ?? ''));
    const port = await new Promise<number>((done) =>
      daemon.bind(0, '127.0.0.1', () => done(daemon.address().port)),
    );
    await promisify(execFile)(process.execPath, node, {
      env: {
        ...process.env,
        LAMBDA_TASK_ROOT: '/var/task',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'rollup',
        _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1',
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${port}`,
      },
    });
    for (let wait = 0; wait < 50 && segments.length < 2; wait += 1)
      await new Promise((done) => setTimeout(done, 20));
    daemon.close();
    const told = segments.map((segment): unknown => JSON.parse(segment));
    expect(told).toMatchObject([
      { name: '## rollup', annotations: { warehouse: 'acme' } },
      { name: '## rollup', annotations: { warehouse: 'acme' }, error: true },
    ]);
    expect(segments.join('')).not.toContain('private words');
  });
});
