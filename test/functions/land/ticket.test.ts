import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ticket as ticketSchema } from '../../../events/ticket.ts';
import { run } from '../../../functions/land/run.ts';
import { landingPorts, type TestPorts } from './landing-ports.ts';

const options = {
  defaultQuietSeconds: 7,
  openQueries: () => Promise.reject(new Error('no source in these settings')),
};
let root = '';
let ports: TestPorts;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-ticket-'));
  ports = await landingPorts(root);
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const execution = (id: string) => ({ id, started_at: '2026-03-01T00:00:00Z' });
const created = (key: string, kind: 'Object Created' | 'Object Deleted' = 'Object Created') => ({
  source: 'aws.s3',
  'detail-type': kind,
  detail: { bucket: { name: 'b' }, object: { key, 'version-id': 'v1' } },
});
const take = async (start: unknown, id: string) =>
  ticketSchema.parse(await run(ports, { action: 'ticket', start, execution: execution(id) }, options));
const check = async (held: Awaited<ReturnType<typeof take>>) =>
  ticketSchema.parse(await run(ports, { action: 'check-ticket', ticket: held }, options)).outcome;

describe('tickets', () => {
  it('lets only the newest of a warehouse go on', async () => {
    const first = await take(created('inbox/acme/Orders.csv'), 'a');
    const second = await take(created('inbox/acme/Customers.csv'), 'b');
    const other = await take(created('inbox/zeta/Orders.csv'), 'c');
    expect([first.generation, second.generation, other.generation]).toEqual([1, 2, 1]);
    expect(await check(first)).toBe('superseded');
    expect(await check(second)).toBe('go');
    expect(await check(other)).toBe('go');
  });

  it('gives a retried execution the number it has', async () => {
    const first = await take(created('inbox/acme/Orders.csv'), 'a');
    const again = await take(created('inbox/acme/Orders.csv'), 'a');
    expect(again).toEqual(first);
  });

  it('hands out different numbers to requests that come at once', async () => {
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        take({ kind: 'rerun', warehouse: 'acme', request: `r${i}`, requested_on: '2026-01-01' }, `e${i}`),
      ),
    );
    expect(taken.map(({ generation }) => generation).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    const outcomes = await Promise.all(taken.map(check));
    expect(outcomes.filter((outcome) => outcome === 'go').length).toBe(1);
  });

  it('lets one of many file events that come at once go on, without a number for each', async () => {
    const taken = await Promise.all(
      Array.from({ length: 200 }, (_, i) => take(created('inbox/acme/Orders.csv'), `e${i}`)),
    );
    const going = taken.filter(({ outcome }) => outcome === 'go');
    expect(going.length).toBeGreaterThan(0);
    for (const ticket of taken)
      if (ticket.outcome !== 'go')
        expect(ticket).toMatchObject({ outcome: 'superseded', generation: 0, quiet_seconds: 0 });
    const outcomes = await Promise.all(taken.map(check));
    expect(outcomes.filter((outcome) => outcome === 'go').length).toBe(1);
  });

  it.each([
    ['another prefix', created('landed/acme/x.csv')],
    ['a folder marker', created('inbox/acme/2026/')],
    ['the warehouse folder itself', created('inbox/acme/')],
    ['a warehouse that cannot be', created('inbox/ACME!/Orders.csv')],
    ['the mark being taken away', created('inbox/acme/_READY', 'Object Deleted')],
  ])('ignores %s and writes nothing', async (_, start) => {
    expect((await take(start, 'a')).outcome).toBe('ignored');
    expect((await take(created('inbox/acme/Orders.csv'), 'b')).generation).toBe(1);
  });

  it('takes keys literally, whatever they hold', async () => {
    for (const name of ['a b.csv', 'ä%2e%2e%2f.csv', 'x+y.csv', '..\\evil.csv', '🙂.csv'])
      expect((await take(created(`inbox/acme/${name}`), name)).warehouse).toBe('acme');
  });

  it('waits the quiet time of the place, of the settings, or not at all', async () => {
    const quiet = async (start: unknown) => (await take(start, JSON.stringify(start))).quiet_seconds;
    expect(await quiet(created('inbox/acme/Orders.csv'))).toBe(7);
    await ports.objects.put('settings/acme/icp.json', '{"quiet_seconds": 3}');
    expect(await quiet(created('inbox/acme/Customers.csv'))).toBe(3);
    await ports.objects.put('settings/acme/icp.json', '{"quiet_seconds": "soon"}');
    expect(await quiet(created('inbox/acme/Quotes.csv'))).toBe(7);
    expect(await quiet(created('inbox/acme/_READY'))).toBe(0);
    expect(await quiet(created('inbox/acme/2026/03/_READY'))).toBe(0);
    expect(await quiet({ kind: 'rerun', warehouse: 'acme', request: 'r', requested_on: '2026-03-02' })).toBe(
      0,
    );
  });

  it('dates ticks and requests by their own day', async () => {
    const tick = await take(
      { kind: 'schedule', warehouse: 'acme', scheduled_for: '2026-03-05T04:00:00Z' },
      'a',
    );
    expect([tick.cause, tick.today, tick.as_of]).toEqual(['schedule', '2026-03-05', null]);
    const rerun = await take(
      { kind: 'rerun', warehouse: 'acme', request: 'r', requested_on: '2026-03-06', as_of: 'today' },
      'b',
    );
    expect([rerun.cause, rerun.today, rerun.as_of]).toEqual(['rerun', '2026-03-06', 'today']);
    expect((await take(created('inbox/acme/Orders.csv'), 'c')).today).toBeNull();
  });

  it.each([
    null,
    'Orders.csv',
    {},
    { kind: 'rerun' },
    { source: 'aws.s3' },
    { kind: 'schedule', warehouse: 'A!' },
  ])('refuses %j as BadEvent', async (start) => {
    await expect(take(start, 'a')).rejects.toMatchObject({ code: 'BadEvent', retryable: false });
  });
});
