import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { Json } from '../../functions/shared/ports.ts';
import type { DeployedFunction } from './assembly.ts';

const reply = z.union([
  z.strictObject({ id: z.int(), answer: z.string() }),
  z.strictObject({
    id: z.int(),
    error: z.strictObject({ errorType: z.string(), errorMessage: z.string() }),
  }),
]);

export type Lambda = {
  /** Invokes the function; calls made together wait for one another, as an environment takes one event at a time. */
  readonly invoke: (event: Json) => Promise<Json>;
  readonly close: () => void;
};

/** A test run that dies takes its functions with it. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * A function of the assembly in a process of its own: its asset, its environment block, what the Lambda runtime adds to that, the
 * endpoints of the test's servers, and nothing of the environment that the tests run in.
 *
 * @param endpoints e.g. `AWS_ENDPOINT_URL_S3`, and the like that a Lambda in front of other servers would be given
 */
export function startLambda(
  deployed: DeployedFunction,
  endpoints: { readonly [name: string]: string },
  tmp: string,
): Lambda {
  const [file = '', name = ''] = deployed.handler.split('.');
  const bundle = [`${file}.mjs`, `${file}.js`]
    .map((each) => join(deployed.folder, each))
    .find((each) => existsSync(each));
  if (bundle === undefined) throw new Error(`${deployed.name}: no ${file} in its asset`);
  mkdirSync(tmp, { recursive: true });
  const child = fork(resolve('test/parity/lambda-process.mjs'), [bundle, name], {
    cwd: deployed.folder,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...deployed.environment,
      PATH: '/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      TMPDIR: tmp,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      AWS_LAMBDA_FUNCTION_NAME: deployed.name,
      AWS_LAMBDA_FUNCTION_VERSION: '1',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '4096',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: deployed.folder,
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
      _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      ...endpoints,
    },
  });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-8_000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const waiting = new Map<number, { done: (answer: Json) => void; fail: (error: Error) => void }>();
  child.on('message', (message) => {
    const told = reply.parse(message);
    const caller = waiting.get(told.id);
    waiting.delete(told.id);
    if ('answer' in told) caller?.done(z.json().parse(JSON.parse(told.answer)));
    else caller?.fail(named(told.error.errorType, told.error.errorMessage));
  });
  child.on('exit', (code) => {
    for (const { fail } of waiting.values())
      fail(named('Runtime.ExitError', `${deployed.name} exited with ${code}\n${said}`));
    waiting.clear();
  });
  running.add(child);
  let count = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const send = (event: Json): Promise<Json> =>
    new Promise((done, fail) => {
      count += 1;
      waiting.set(count, { done, fail });
      const context = { functionName: deployed.name, awsRequestId: `request-${count}` };
      child.send({ id: count, event, context }, (error) => {
        if (error !== null) fail(error);
      });
    });
  return {
    invoke: (event) => {
      const mine = turn.then(() => send(event));
      turn = mine.catch(() => undefined);
      return mine;
    },
    close: () => {
      running.delete(child);
      child.kill('SIGKILL');
    },
  };
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
