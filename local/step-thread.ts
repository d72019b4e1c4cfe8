import { Worker } from 'node:worker_threads';
import { type ErrorCode, KindredError, type Problem } from '../functions/shared/errors.ts';
import type { Json, Log } from '../functions/shared/ports.ts';

export type StepCall = { readonly id: number; readonly name: string; readonly payload: Json };

/** What comes back from the thread. */
export type StepAnswer =
  | { readonly kind: 'done'; readonly id: number; readonly result: Json }
  | {
      readonly kind: 'refused';
      readonly id: number;
      readonly code: ErrorCode;
      readonly problems: readonly Problem[];
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly name: string;
      readonly message: string;
      readonly stack: string;
    }
  | { readonly kind: 'log'; readonly message: string; readonly facts: NonNullable<Parameters<Log>[1]> };

export type StepThread = {
  readonly invoke: (name: string, payload: Json) => Promise<Json>;
  readonly close: () => Promise<void>;
};

type Waiting = { readonly resolve: (result: Json) => void; readonly reject: (error: unknown) => void };

/**
 * Runs steps in a thread of their own, so that a server answers while a model is being fitted. The thread starts with the first
 * step and opens its own connections to the state folder; when it dies, what it was doing fails as a dead function does on
 * AWS, and the next step starts a new one.
 */
export function openStepThread(options: {
  readonly root: string;
  readonly quietSeconds: number;
  readonly bigquery?: { readonly endpoint: string };
  readonly log: Log;
}): StepThread {
  let worker: Worker | null = null;
  let count = 0;
  const waiting = new Map<number, Waiting>();

  const received = (answer: StepAnswer): void => {
    if (answer.kind === 'log') {
      options.log(answer.message, answer.facts);
      return;
    }
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.kind === 'done') call?.resolve(answer.result);
    else
      call?.reject(
        answer.kind === 'refused' ? new KindredError(answer.code, answer.problems) : thrown(answer),
      );
  };

  const ended = (): void => {
    worker = null;
    const lost = Object.assign(new Error('the thread that ran this step ended'), { name: 'Lambda.Unknown' });
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./step-worker.ts', import.meta.url), {
      workerData: { root: options.root, quietSeconds: options.quietSeconds, bigquery: options.bigquery },
    });
    started.on('message', received);
    started.on('error', (error) => options.log('the step thread failed', { error: error.name }));
    started.on('exit', ended);
    return started;
  };

  return {
    invoke: (name, payload) =>
      new Promise<Json>((resolve, reject) => {
        worker ??= start();
        count += 1;
        waiting.set(count, { resolve, reject });
        worker.postMessage({ id: count, name, payload } satisfies StepCall);
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
}

function thrown({ name, message, stack }: Extract<StepAnswer, { kind: 'failed' }>): Error {
  return Object.assign(new Error(message), { name, stack });
}
