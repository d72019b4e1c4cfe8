import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Serving, serve } from '../../local/server.ts';
import { type QuietTenants, quietTenants } from '../functions/api/quiet-tenant.ts';

const run = promisify(execFile);

let tenants: QuietTenants;
let serving: Serving;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  tenants = await quietTenants(['acme']);
  serving = await serve({ port: 0, app: tenants.app });
  environment = {
    ...process.env,
    KINDRED_URL: serving.url,
    KINDRED_KEY: await tenants.keyOf('acme', ['read']),
  };
}, 120_000);
afterAll(async () => {
  await serving.close();
  await tenants.close();
});

const expected = /^(?:[A-D] {2}\d+\.\d {2}.+\n)*a lead with 240 employees: \d+\.\d, [A-D] - .+\n$/;

it('the client in TypeScript reads the list and scores a lead', async () => {
  const { stdout } = await run(process.execPath, [resolve('examples/clients/client.ts')], {
    env: environment,
  });
  expect(stdout).toMatch(expected);
});

it('the client in Python prints the same', async (context) => {
  const missing = spawnSync('python3', ['--version']).status !== 0;
  context.skip(missing, 'there is no python3 on this machine');
  const [typescript, python] = await Promise.all([
    run(process.execPath, [resolve('examples/clients/client.ts')], { env: environment }),
    run('python3', [resolve('examples/clients/client.py')], { env: environment }),
  ]);
  expect(python.stdout).toBe(typescript.stdout);
});
