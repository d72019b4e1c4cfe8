import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WhatChanged } from '../../core/changes/what-changed.ts';
import type { RunState } from '../../events/step.ts';
import { generateTenant, tenantSettings } from '../../examples/generate.ts';
import { readArtifact } from '../../functions/shared/artifacts.ts';
import { learningDataDocument, learningDocument } from '../../functions/shared/documents.ts';
import { readJson } from '../../functions/shared/json-artifacts.ts';
import { currentPointer, runRecord } from '../../functions/shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../../functions/shared/score-keys.ts';
import { targetLines } from '../../functions/shared/target-record.ts';
import { addKey } from '../../local/api-keys.ts';
import { startClosedDrop } from '../../local/closed-drop.ts';
import { dropFiles } from '../../local/drop-files.ts';
import { localApp } from '../../local/local-app.ts';
import { openWire, type Wire } from '../../local/wire.ts';

let folder: string;
let wire: Wire;
let first: RunState;
let second: RunState;
let changed: WhatChanged;
const warehouse = 'acme';
const settings = {
  ...tenantSettings,
  capacity: { per_week: 20, weeks: 4 },
  learning: { exploration: 0.25, hold_back: 0.1, minimum: 20, maturity_days: 60 },
};

async function runAsOf(asOf: string, own: object): Promise<RunState> {
  const drop = dropFiles([join(folder, 'files')]);
  const { name } = await startClosedDrop(wire, {
    warehouse,
    files: drop.files,
    settings: JSON.stringify(own),
    asOf,
  });
  const ended = await wire.executions.ended(name);
  if (ended.status !== 'SUCCEEDED')
    throw new Error(`${ended.status}: ${JSON.stringify(wire.failures().map(({ error }) => String(error)))}`);
  const partition = warehousePartition(warehouse);
  const pointer = await wire.scores.get(partition, currentSort);
  const stored = await wire.scores.get(partition, runSort(currentPointer.parse(pointer!.value).run));
  return runRecord.parse(stored!.value).state;
}

const targetsOf = async (state: RunState) => [
  ...targetLines(await readArtifact(wire.objects, state.artifacts['targets']!)),
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-loop-'));
  await generateTenant({ seed: 11, customers: 240, orders: 4000, prospects: 900 }, join(folder, 'files'));
  wire = await openWire({ state: join(folder, 'state') });
  first = await runAsOf('2026-02-01', settings);
  const listed = await targetsOf(first);
  const called = listed.filter((target) => target.list === 'tier-a');
  const lapsed = listed.filter((target) => target.list === 'win-back').slice(0, 12);
  // Those with the highest opportunity buy; the others do not. Lapsed ones come back half the time.
  const buyers = new Set(
    [...called]
      .sort((a, b) => b.opportunity - a.opportunity || (a.target_id < b.target_id ? -1 : 1))
      .slice(0, 30)
      .map((target) => target.target_id),
  );
  const lines = [
    ...called.map((target) => [
      target.target_id,
      '2026-02-10',
      buyers.has(target.target_id) ? 'Closed Won' : 'no reply',
      buyers.has(target.target_id) ? '2500.00' : '',
    ]),
    ...lapsed.map((target, index) => [target.target_id, '2026-02-12', index % 2 === 0 ? 'won' : 'lost', '']),
    ['P-nobody', '2026-02-10', 'won', ''],
    [called[0]!.target_id, '2026-06-20', 'meeting', ''],
  ];
  await writeFile(
    join(folder, 'files', 'Outcomes.csv'),
    `Target,Contacted At,Outcome,Value\n${lines.map((line) => line.join(',')).join('\n')}\n`,
  );
  second = await runAsOf('2026-07-01', settings);
  changed = JSON.parse(
    new TextDecoder().decode(await readArtifact(wire.objects, second.artifacts['what-changed']!)),
  ) as WhatChanged;
}, 240_000);
afterAll(async () => {
  await wire.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the learning loop', () => {
  it('draws slots at random, holds some back, and stores how likely each was', async () => {
    const targets = await targetsOf(first);
    const called = targets.filter((target) => target.list === 'tier-a');
    expect(called).toHaveLength(80);
    expect(called.filter((target) => target.slot.kind === 'random')).toHaveLength(20);
    expect(new Set(called.map((target) => target.week))).toEqual(new Set([1, 2, 3, 4]));
    for (const { slot } of called)
      expect(slot.propensity).toBeCloseTo(slot.kind === 'ranked' ? 0.9 : slot.propensity, 10);
    expect(targets.some((target) => target.slot.kind === 'held-back' && target.list === 'nurture')).toBe(
      true,
    );
  });

  it('joins each matured outcome to the place its company had, and censors the young', async () => {
    const data = await readJson(wire.objects, second, 'outcomes', learningDataDocument);
    const places = new Map((await targetsOf(first)).map((target) => [target.target_id, target]));
    expect(data.matured).toHaveLength(92);
    for (const outcome of data.matured) {
      const place = places.get(outcome.target_id)!;
      expect([outcome.run, outcome.similarity, outcome.opportunity]).toEqual([
        first.run,
        place.similarity,
        place.opportunity,
      ]);
    }
    expect([data.censored, data.unlisted, data.unreadable]).toEqual([1, 1, 0]);
    expect(data.held_back.length).toBeGreaterThan(0);
  });

  it('moves the weights towards what sold, and tells lift and what winning back takes', async () => {
    const learning = await readJson(wire.objects, second, 'learning', learningDocument);
    expect(learning.weights.moved).toBe(true);
    expect(learning.weights.used.opportunity).toBeGreaterThan(0.3);
    expect(learning.list_effect!.random).toBe(20);
    expect(learning.list_effect!.market_rate.low).toBeLessThanOrEqual(
      learning.list_effect!.market_rate.value,
    );
    expect(learning.call_effect).not.toBeNull();
    expect(learning.win_back).toEqual({ contacted: 12, won: 6 });
    const [target] = await targetsOf(second);
    expect(target!.opportunity_term).toBeCloseTo(target!.opportunity * learning.weights.used.opportunity, 0);
  });

  it('calls nobody again who was called lately', async () => {
    const data = await readJson(wire.objects, second, 'outcomes', learningDataDocument);
    const lately = data.contacts.find(({ contacted_at }) => contacted_at === '2026-06-20')!;
    expect((await targetsOf(second)).some((target) => target.target_id === lately.target)).toBe(false);
    const exclusions = new TextDecoder().decode(
      await readArtifact(wire.objects, second.artifacts['exclusions']!),
    );
    expect(exclusions).toContain('contacted on 2026-06-20, within 90 days');
  });

  it('plans the same run again from the same files, and says duplicate', async () => {
    expect((await runAsOf('2026-07-01', settings)).run).toBe(second.run);
  });
});

describe('what changed', () => {
  it('splits every move between the two runs without residual, into what was recorded', async () => {
    expect([changed.previous_run, changed.run, changed.residual]).toEqual([first.run, second.run, 0]);
    expect(changed.counts.tier_moved).toBe(
      Object.values(changed.tier_moves_by_cause).reduce((sum, moves) => sum + moves, 0),
    );
    expect(changed.moves.length).toBeGreaterThan(20);
    const was = new Map((await targetsOf(first)).map((target) => [target.target_id, target]));
    const is = new Map((await targetsOf(second)).map((target) => [target.target_id, target]));
    for (const { target_id, from, to, split } of changed.moves) {
      const { data, date, model, settings: own } = split.points;
      expect(Math.round((data + date + model + own) * 10)).toBe(Math.round((to.score - from.score) * 10));
      expect(was.get(target_id)?.score ?? from.score).toBe(from.score);
      expect(is.get(target_id)?.score ?? to.score).toBe(to.score);
      // Nothing of the settings changed between these two.
      expect(own).toBe(0);
    }
    expect(changed.left.every(({ because }) => because !== '')).toBe(true);
  });

  it('is told by the API and in the report', async () => {
    const { secret } = await addKey(wire.scores, {
      warehouse,
      scopes: ['read', 'run'],
      now: '2026-07-01T00:00:00Z',
      expiresAt: null,
      note: 'test',
    });
    const ask = (path: string, init: RequestInit = {}) =>
      localApp(wire).request(`/v1/warehouses/${warehouse}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      });
    const { data } = (await (await ask('/compare')).json()) as {
      data: { from: string; what_changed: WhatChanged };
    };
    expect(data.from).toBe(first.run);
    expect(data.what_changed.counts).toEqual(changed.counts);
    const report = new TextDecoder().decode(await readArtifact(wire.objects, second.artifacts['report']!));
    expect(report).toContain('What changed since 2026-02-01');

    const body = JSON.stringify({
      outcomes: [{ target: 'P-1', contacted_at: '2026-03-01', outcome: 'won', value: '120.50' }],
    });
    for (const known of [1, 1]) {
      const answer = await ask('/outcomes', { method: 'POST', body });
      expect(((await answer.json()) as { data: object }).data).toEqual({ accepted: 1, known });
    }
    const wrong = JSON.stringify({ outcomes: [{ target: '', contacted_at: 'soon', outcome: 'maybe' }] });
    expect((await ask('/outcomes', { method: 'POST', body: wrong })).status).toBe(422);
  });
});
