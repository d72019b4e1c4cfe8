import { KindredError } from '../../functions/shared/errors.ts';

/** The process is killed here: nothing in the product may catch it, and no port answers afterwards. */
export class Crash extends Error {
  constructor(point: string) {
    super(`killed at ${point}`);
    this.name = 'Crash';
  }
}

/** Before the call has its effect, or after it, with the answer lost on the way back. */
export type Moment = 'before' | 'after';

/**
 * What goes wrong. Calls count from 1 over all ports that share a plan. `at` names crash points as `before:put:runs/*` or
 * `after:compareAndSet:warehouse#*`: moment, method, target, where `*` stands for any text; for objects the target is the key,
 * for scores `partition/sort` (of a batch: of its first item).
 */
export type Fault =
  | { readonly kind: 'none' }
  /** The n-th call fails once with a retryable error, or it and all after it do. */
  | { readonly kind: 'fail-once' | 'fail-from'; readonly call: number; readonly moment: Moment }
  /** The process is killed at the n-th call. */
  | { readonly kind: 'crash'; readonly call: number; readonly moment: Moment }
  /** The process is killed at a named point, the first time it comes by or the `occurrence`-th. */
  | { readonly kind: 'crash-at'; readonly at: string; readonly occurrence?: number };

/** One plan for all the ports of one attempt. */
export type FaultPlan = {
  /** Runs one call of a port under the plan. */
  readonly around: <T>(method: string, target: string, effect: () => Promise<T>) => Promise<T>;
  /** Every call so far, as `put runs/acme/…`. */
  readonly calls: () => readonly string[];
  /** The call the fault hit first; null while it has not. */
  readonly hit: () => string | null;
};

export function faultPlan(fault: Fault): FaultPlan {
  const calls: string[] = [];
  let hit: string | null = null;
  let killed: string | null = null;
  let passed = 0;

  const crashes = (moment: Moment, method: string, target: string): boolean => {
    if (fault.kind === 'crash') return fault.call === calls.length && fault.moment === moment;
    if (fault.kind !== 'crash-at' || !matches(fault.at, `${moment}:${method}:${target}`)) return false;
    passed += 1;
    return passed === (fault.occurrence ?? 1);
  };
  const fails = (moment: Moment, call: number): boolean => {
    if (fault.kind === 'fail-once') return fault.call === call && fault.moment === moment;
    return fault.kind === 'fail-from' && call >= fault.call && fault.moment === moment;
  };

  function strike(moment: Moment, method: string, target: string, call: number): void {
    const point = `${moment}:${method}:${target}`;
    if (killed !== null) throw new Crash(killed);
    if (crashes(moment, method, target)) {
      killed = point;
      hit ??= point;
      throw new Crash(point);
    }
    if (!fails(moment, call)) return;
    hit ??= point;
    throw new KindredError('StoreUnavailable', [
      {
        name: point,
        allowed: 'an answer',
        received: 'a fault planned by a test',
        remedy: 'it is tried again',
      },
    ]);
  }

  return {
    around: async (method, target, effect) => {
      if (killed !== null) throw new Crash(killed);
      calls.push(`${method} ${target}`);
      const call = calls.length;
      strike('before', method, target, call);
      const result = await effect();
      strike('after', method, target, call);
      return result;
    },
    calls: () => [...calls],
    hit: () => hit,
  };
}

function matches(pattern: string, point: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(point);
}
