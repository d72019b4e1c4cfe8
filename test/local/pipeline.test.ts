import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KindredError } from '../../functions/shared/errors.ts';
import type { Json } from '../../functions/shared/ports.ts';
import type { ExecutionRecord } from '../../local/journal.ts';
import { stepNames } from '../../local/step-functions.ts';
import { executionsOf, type Functions } from './run-machine.ts';
import { virtualClock } from './virtual-clock.ts';

const text = readFileSync(join(import.meta.dirname, '../../stacks/pipeline.asl.json'), 'utf8');
// asl-validator comes without types
const validate: (definition: unknown) => {
  readonly isValid: boolean;
  readonly errorsText: (separator: string) => string;
} = createRequire(import.meta.url)('asl-validator');
const start = { kind: 'rerun', warehouse: 'acme', request: 'r', requested_on: '2026-01-01' };

type Told = {
  readonly calls: readonly string[];
  readonly record: ExecutionRecord;
  readonly payloads: readonly Json[];
};

/** The real definition over steps that answer the least a step may answer. */
async function run(changes: Functions = {}): Promise<Told> {
  const calls: string[] = [];
  const payloads: Json[] = [];
  const ticket = { outcome: 'go', warehouse: 'acme', generation: 1, quiet_seconds: 2 };
  const state = { warehouse: 'acme', run: 'run_1', artifacts: { settings: { key: 'k' } }, facts: {} };
  const step = (name: string) => (): Json => ({
    artifacts: { [name]: { key: `${name}.json` } },
    facts: { rows: 1 },
  });
  const defaults: Functions = {
    land: (payload) =>
      JSON.stringify(payload).includes('"action":"land"') ? { outcome: 'landed', state } : ticket,
    ...Object.fromEntries(['rollup', 'label', 'traits', 'enrich', 'rank'].map((name) => [name, step(name)])),
    publish: () => ({ outcome: 'published', warehouse: 'acme', run: 'run_1' }),
  };
  const functions = Object.fromEntries(
    stepNames.map((name) => [
      name,
      (payload: Json, signal: AbortSignal) => {
        calls.push(name);
        payloads.push(payload);
        return (changes[name] ?? defaults[name] ?? (() => null))(payload, signal);
      },
    ]),
  );
  const executions = executionsOf(text, functions, { clock: virtualClock() });
  executions.start('one', start, 'acme');
  return { record: await executions.ended('one'), calls, payloads };
}

const action = (payload: Json | undefined): unknown =>
  payload !== null && typeof payload === 'object' ? Reflect.get(payload, 'action') : undefined;

describe('stacks/pipeline.asl.json', () => {
  it('passes the validator of the States Language', () => {
    const { isValid, errorsText } = validate(
      JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, 'arn:aws:lambda:eu-central-1:123456789012:function:$1')),
    );
    expect(isValid, errorsText('\n')).toBe(true);
  });

  it('waits for the jobs of a queried source, reads its results part by part, then lands them', async () => {
    const ticket = { outcome: 'go', warehouse: 'acme', generation: 1, quiet_seconds: 2 };
    const state = { warehouse: 'acme', run: 'run_1', artifacts: { settings: { key: 'k' } }, facts: {} };
    const query = { source: 'ga4_1', looks: 0, waited_seconds: 0 };
    const cursor = { source: 'ga4_1', query: 'behaviour', token: null, part: 0 };
    const answers: Json[] = [
      ticket,
      ticket,
      { outcome: 'querying', ticket, query, wait_seconds: 1 },
      { outcome: 'querying', ticket, query: { ...query, looks: 1 }, wait_seconds: 2 },
      { outcome: 'reading', ticket, cursor },
      { outcome: 'reading', ticket, cursor: { ...cursor, part: 1 } },
      { outcome: 'read', ticket, source: 'ga4_1' },
      { outcome: 'landed', state },
    ];
    const { record, payloads, calls } = await run({ land: () => answers.shift() ?? null });
    expect([record.status, record.error, record.cause]).toEqual(['SUCCEEDED', null, null]);
    expect(payloads.slice(0, 8).map(action)).toEqual([
      'ticket',
      'check-ticket',
      'land',
      'poll-source',
      'poll-source',
      'read-source',
      'read-source',
      'land',
    ]);
    expect(payloads[4]).toEqual({ action: 'poll-source', ticket, query: { ...query, looks: 1 } });
    expect(payloads[6]).toEqual({ action: 'read-source', ticket, cursor: { ...cursor, part: 1 } });
    expect(payloads[7]).toEqual({ action: 'land', ticket, source: 'ga4_1' });
    expect(calls.slice(8)).toEqual(['rollup', 'label', 'traits', 'enrich', 'rank', 'publish', 'notify']);
  });

  it('runs from start event to publish, merging what the steps wrote and counted', async () => {
    const { record, calls, payloads } = await run();
    expect([record.status, record.error, record.cause]).toEqual(['SUCCEEDED', null, null]);
    expect(record.output).toEqual({ outcome: 'published', warehouse: 'acme', run: 'run_1' });
    const steps = [
      'land',
      'land',
      'land',
      'rollup',
      'label',
      'traits',
      'enrich',
      'rank',
      'publish',
      'notify',
    ];
    expect(calls).toEqual(steps);
    expect(payloads.at(-1)).toMatchObject({ ended: { outcome: 'published' }, execution: { id: record.id } });
    expect(payloads[0]).toMatchObject({ action: 'ticket', start, execution: { id: record.id } });
    const names = ['rollup', 'label', 'traits', 'enrich', 'rank'];
    expect(payloads.at(-2)).toEqual({
      action: 'publish',
      state: {
        warehouse: 'acme',
        run: 'run_1',
        artifacts: {
          settings: { key: 'k' },
          ...Object.fromEntries(names.map((name) => [name, { key: `${name}.json` }])),
        },
        facts: Object.fromEntries(names.map((name) => [name, { rows: 1 }])),
      },
    });
  });

  it('goes no further than its outcome says', async () => {
    const landing = (outcome: Json): Functions => ({
      land: (payload) => (action(payload) === 'land' ? outcome : { outcome: 'go', quiet_seconds: 0 }),
    });
    expect((await run({ land: () => ({ outcome: 'ignored' }) })).record.output).toEqual({
      outcome: 'ignored',
    });
    const late: Functions = {
      land: (payload) => ({ outcome: action(payload) === 'ticket' ? 'go' : 'superseded', quiet_seconds: 0 }),
    };
    expect((await run(late)).record.output).toEqual({ outcome: 'superseded' });
    for (const outcome of ['waiting', 'rejected']) {
      const { record, calls } = await run(landing({ outcome, warehouse: 'acme', reason: 'r' }));
      expect(record.output).toEqual({ outcome, warehouse: 'acme', reason: 'r' });
      expect(calls).not.toContain('rollup');
    }
    const stored = await run(landing({ outcome: 'duplicate', state: { run: 'run_1' } }));
    expect(stored.calls).toEqual(['land', 'land', 'land', 'publish', 'notify']);
    expect(action(stored.payloads.at(-2))).toBe('publish-stored');
  });

  it('retries what may pass, five times, and nothing else', async () => {
    const failing = (code: 'StoreUnavailable' | 'BadSettings'): Functions => ({
      label: () => {
        throw new KindredError(code, []);
      },
    });
    const tries = async (functions: Functions): Promise<number> =>
      (await run(functions)).calls.filter((name) => name === 'label').length;
    expect(await tries(failing('StoreUnavailable'))).toBe(6);
    expect(await tries(failing('BadSettings'))).toBe(1);
  });

  it('reports any failure with the input it had, and fails under its name', async () => {
    const { record, payloads } = await run({
      rank: () => {
        throw new KindredError('OutOfMemory', []);
      },
      publish: (payload) => {
        if (action(payload) !== 'report-failure') throw new Error('not this one');
        return { outcome: 'failure-reported', warehouse: 'acme', run: null };
      },
    });
    expect([record.status, record.error]).toEqual(['FAILED', 'Kindred.OutOfMemory']);
    expect(payloads.at(-2)).toMatchObject({
      action: 'report-failure',
      error: { name: 'Kindred.OutOfMemory' },
      input: { run: 'run_1', facts: { enrich: { rows: 1 } } },
      execution: { id: record.id },
    });
  });

  it('fails by name where a step left out what a state reads', async () => {
    const { record } = await run({ land: () => ({ outcome: 'go' }) });
    expect([record.status, record.error]).toEqual(['FAILED', 'States.QueryEvaluationError']);
    expect(record.cause).toContain("specified for the field 'Seconds' returned nothing");
  });

  const jobOf = (kind: string) => ({ outcome: 'job', kind, warehouse: 'acme', request: 'r' });

  it('does a job beside the runs, and tells nobody', async () => {
    for (const [kind, calls] of [
      ['check', ['land', 'land']],
      ['access', ['land', 'land']],
      ['score-file', ['land', 'rank']],
    ] as const) {
      const done = { outcome: 'checked', warehouse: 'acme', request: 'r', facts: {} };
      const told = await run({
        land: (payload) => (action(payload) === 'ticket' ? jobOf(kind) : done),
        rank: () => done,
      });
      expect(told.calls, kind).toEqual(calls);
      expect(told.record.output).toEqual(done);
    }
  });

  it('runs the warehouse anew after an erasure, and purges what is old however that ends', async () => {
    const erasing = (landed: Json): Functions => ({
      land: (payload) =>
        action(payload) === 'ticket'
          ? jobOf('erase')
          : action(payload) === 'erase'
            ? { outcome: 'go', warehouse: 'acme', generation: 2, quiet_seconds: 0 }
            : landed,
    });
    const state = { warehouse: 'acme', run: 'run_2', artifacts: {}, facts: {} };
    for (const landed of [
      { outcome: 'landed', state },
      { outcome: 'waiting', warehouse: 'acme', reason: 'r' },
      { outcome: 'superseded', warehouse: 'acme', reason: 'r' },
    ]) {
      const { payloads, record } = await run(erasing(landed));
      expect(record.status).toBe('SUCCEEDED');
      expect(payloads).toContainEqual({
        action: 'sweep',
        erasure: { warehouse: 'acme', request: 'r' },
      });
    }
  });

  it('ends as it would have when nobody can be told', async () => {
    const { record } = await run({
      notify: () => {
        throw new KindredError('StoreUnavailable', []);
      },
    });
    expect(record.status).toBe('SUCCEEDED');
    expect(record.output).toEqual({ outcome: 'published', warehouse: 'acme', run: 'run_1' });
  });
});
