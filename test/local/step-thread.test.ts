import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KindredError } from '../../functions/shared/errors.ts';
import { openStepThread, type StepThread } from '../../local/step-thread.ts';

let root = '';
let thread: StepThread;
const logged: string[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-thread-'));
  thread = openStepThread({ root, quietSeconds: 3, log: (message) => logged.push(message) });
});
afterAll(async () => {
  await thread.close();
  await rm(root, { recursive: true, force: true });
});

const ticketRequest = {
  action: 'ticket',
  start: { kind: 'rerun', warehouse: 'acme', request: 'r', requested_on: '2026-07-01' },
  execution: { id: 'e1', started_at: '2026-07-01T00:00:00Z' },
};

it('runs a step elsewhere and hands its answer over', async () => {
  expect(await thread.invoke('land', ticketRequest)).toMatchObject({
    outcome: 'go',
    warehouse: 'acme',
    generation: 1,
    quiet_seconds: 0,
  });
});

it('leaves this thread free meanwhile', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await Promise.all(Array.from({ length: 20 }, () => thread.invoke('land', ticketRequest)));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(0);
});

it('brings refusals over whole, with code and problems', async () => {
  const refused = await thread.invoke('rollup', { nonsense: true }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(KindredError);
  expect(refused).toMatchObject({ code: 'BadEvent', name: 'Kindred.BadEvent' });
});

it('fails what was under way when the thread ends, and starts anew', async () => {
  const lost = thread.invoke('land', ticketRequest).catch((error: Error) => error.name);
  await thread.close();
  expect(['Lambda.Unknown', undefined]).toContain(
    await lost.then((name) => (typeof name === 'string' ? name : undefined)),
  );
  expect(await thread.invoke('land', ticketRequest)).toMatchObject({ outcome: 'go' });
});
