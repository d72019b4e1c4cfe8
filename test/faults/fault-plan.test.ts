import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KindredError } from '../../functions/shared/errors.ts';
import { openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { failEachCall } from './fail-each-call.ts';
import { Crash, faultPlan } from './fault-plan.ts';
import { faultyObjects } from './faulty-objects.ts';
import { faultyScores } from './faulty-scores.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let worlds = 0;
const newWorld = async () => {
  worlds += 1;
  return {
    objects: await openFolderObjects(join(folder, String(worlds))),
    scores: openSqliteScores(':memory:'),
  };
};

describe('a fault plan', () => {
  it('counts the calls of all ports that share it', async () => {
    const world = await newWorld();
    const plan = faultPlan({ kind: 'none' });
    const objects = faultyObjects(world.objects, plan);
    const scores = faultyScores(world.scores, plan);
    await objects.put('a', '1');
    for await (const info of objects.list('')) expect(info.key).toBe('a');
    await scores.putIfAbsent({ partition: 'p', sort: 's', value: 1 });
    await scores.batchPut(
      Array.from({ length: 26 }, (_, at) => ({ partition: 'b', sort: `s${at}`, value: at })),
    );
    expect(plan.calls()).toEqual(['put a', 'list ', 'putIfAbsent p/s', 'batchPut b/s0', 'batchPut b/s25']);
    expect(plan.hit()).toBeNull();
  });

  it('fails a call before its effect, once', async () => {
    const { objects: store } = await newWorld();
    const objects = faultyObjects(store, faultPlan({ kind: 'fail-once', call: 1, moment: 'before' }));
    await expect(objects.put('a', '1')).rejects.toMatchObject({ code: 'StoreUnavailable', retryable: true });
    expect(await store.head('a')).toBeNull();
    await objects.put('a', '1');
    expect(await objects.head('a')).not.toBeNull();
  });

  it('loses the answer of a call that had its effect', async () => {
    const { scores: store } = await newWorld();
    const scores = faultyScores(store, faultPlan({ kind: 'fail-once', call: 1, moment: 'after' }));
    const item = { partition: 'p', sort: 's', value: 1 };
    await expect(scores.putIfAbsent(item)).rejects.toBeInstanceOf(KindredError);
    expect(await scores.putIfAbsent(item)).toBe(false);
  });

  it('stays down from a call on', async () => {
    const { objects: store } = await newWorld();
    const plan = faultPlan({ kind: 'fail-from', call: 2, moment: 'before' });
    const objects = faultyObjects(store, plan);
    await objects.put('a', '1');
    await expect(objects.get('a')).rejects.toThrow();
    await expect(objects.get('a')).rejects.toThrow();
    expect(plan.hit()).toBe('before:get:a');
  });

  it('kills at a named point, and nothing answers afterwards', async () => {
    const world = await newWorld();
    const plan = faultPlan({ kind: 'crash-at', at: 'after:put:runs/*.json', occurrence: 2 });
    const objects = faultyObjects(world.objects, plan);
    const scores = faultyScores(world.scores, plan);
    await objects.put('runs/a.json', '1');
    await objects.put('runs/b.csv', '1');
    await expect(objects.put('runs/deep/c.json', '1')).rejects.toBeInstanceOf(Crash);
    await expect(scores.get('p', 's')).rejects.toBeInstanceOf(Crash);
    expect(await world.objects.head('runs/deep/c.json')).not.toBeNull();
    expect(plan.hit()).toBe('after:put:runs/deep/c.json');
  });

  it('can stop a batch half-way', async () => {
    const { scores: store } = await newWorld();
    const scores = faultyScores(store, faultPlan({ kind: 'crash', call: 2, moment: 'before' }));
    const items = Array.from({ length: 40 }, (_, at) => ({ partition: 'b', sort: `s${at}`, value: at }));
    await expect(scores.batchPut(items)).rejects.toBeInstanceOf(Crash);
    expect((await store.queryPrefix('b', '', { limit: 100 })).items).toHaveLength(25);
  });
});

describe('failing each call in turn', () => {
  it('reaches every call of a body, before and after, then lets it pass', async () => {
    const hits: (string | null)[] = [];
    const count = await failEachCall(
      'fail-once',
      async (plan) => {
        const { objects: store } = await newWorld();
        const objects = faultyObjects(store, plan);
        await objects.put('a', '1');
        await objects.put('b', '2');
        return 'passed';
      },
      ({ hit, end }) => {
        hits.push(hit);
        expect(end.ok).toBe(hit === null);
      },
    );
    expect(count).toBe(4);
    expect(hits).toEqual(['before:put:a', 'before:put:b', null, 'after:put:a', 'after:put:b', null]);
  });

  it('finds the body that is not safe to run again', async () => {
    const world = await newWorld();
    const unsafe = failEachCall(
      'fail-once',
      async (plan) => {
        const objects = faultyObjects(world.objects, plan);
        const before = await world.objects.get('counter');
        await objects.put(
          'counter',
          String(Number(new TextDecoder().decode(before ?? new Uint8Array())) + 1),
        );
      },
      async ({ end }) => {
        const bytes = await world.objects.get('counter');
        if (!end.ok) expect(bytes).toBeNull();
        await world.objects.delete('counter');
      },
    );
    await expect(unsafe).rejects.toThrow(/fail-once after call 1 \(after:put:counter\)/);
  });

  it('sees that what is written once and swapped by revision survives any kill', async () => {
    const count = await failEachCall(
      'crash',
      async (plan) => {
        const world = await newWorld();
        const publish = async (
          objects: typeof world.objects | ReturnType<typeof faultyObjects>,
          scores: ReturnType<typeof faultyScores>,
        ) => {
          await objects.put('runs/r1/report.html', 'report', { ifAbsent: true });
          const current = await scores.get('p', 'current');
          if (current?.value === 'r1') return;
          await scores.compareAndSet(
            { partition: 'p', sort: 'current', value: 'r1' },
            current?.revision ?? 0,
          );
        };
        await publish(faultyObjects(world.objects, plan), faultyScores(world.scores, plan)).catch(
          (error: unknown) => {
            if (!(error instanceof Crash)) throw error;
          },
        );
        await publish(world.objects, world.scores);
        return await world.scores.get('p', 'current');
      },
      ({ end }) => {
        expect(end).toMatchObject({ ok: true, value: { value: 'r1', revision: 1 } });
      },
    );
    expect(count).toBe(6);
  });
});
