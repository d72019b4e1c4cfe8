import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type GroupInputs, type Groups, learnGroups } from './learn-groups.ts';

/** What a thread of this file is told apart from others by: in a bundle, the file is the whole step. */
const task = 'kindred: learn groups';

const given: unknown = workerData;
if (isTask(given)) parentPort?.postMessage(learnGroups(given.inputs));

/** Groups being found in a thread of their own. */
export type GroupsThread = {
  readonly groups: Promise<Groups>;
  /** Ends the thread, whatever it was at. */
  readonly stop: () => Promise<void>;
};

/**
 * Finds the groups of customers beside everything else, on a second core where there is one. The answer is the one
 * `learnGroups` gives here: only copies of the inputs and of the answer pass between the threads.
 */
export function startGroups(inputs: GroupInputs): GroupsThread {
  const { customers, label, rollups, countries, currency, lapsed, expected, users } = inputs;
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { task, inputs: { customers, label, rollups, countries, currency, lapsed, expected, users } },
  });
  const groups = new Promise<Groups>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(new Error('the thread that finds groups of customers ended without an answer')),
    );
  });
  // Whoever stops early is no longer interested in how it would have ended.
  groups.catch(() => undefined);
  return {
    groups,
    stop: async () => {
      await worker.terminate();
    },
  };
}

function isTask(value: unknown): value is { readonly task: string; readonly inputs: GroupInputs } {
  return typeof value === 'object' && value !== null && 'task' in value && value.task === task;
}
