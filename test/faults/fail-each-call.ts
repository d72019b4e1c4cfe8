import { type Fault, type FaultPlan, faultPlan, type Moment } from './fault-plan.ts';

/** How one attempt under one fault ended. `hit` is null for the last attempt, which the fault did not reach. */
export type Attempt<T> = {
  readonly call: number;
  readonly moment: Moment;
  readonly hit: string | null;
  readonly end: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };
};

/** Far more calls than any tried body makes: a body that never gets by its fault ends here. */
const mostCalls = 5_000;

/**
 * Runs a body again and again, with the fault at its first call, its second and so on, until it passes without meeting the
 * fault; before the calls' effects, then after them. `check` looks at each end: the body is to start from a fresh world each
 * time, or to go on from what the last attempt left, as the test wants. Returns how many calls were hit.
 *
 * @param kind `fail-once` (the rest of the body meets working ports), `fail-from` (an outage that stays), `crash` (a kill)
 */
export async function failEachCall<T>(
  kind: 'fail-once' | 'fail-from' | 'crash',
  body: (plan: FaultPlan) => Promise<T>,
  check: (attempt: Attempt<T>) => Promise<void> | void,
): Promise<number> {
  let hits = 0;
  for (const moment of ['before', 'after'] as const) {
    for (let call = 1; ; call += 1) {
      if (call > mostCalls) throw new Error(`the body did not pass within ${mostCalls} calls`);
      const fault: Fault = { kind, call, moment };
      const plan = faultPlan(fault);
      const end = await body(plan).then(
        (value) => ({ ok: true, value }) as const,
        (error: unknown) => ({ ok: false, error }) as const,
      );
      const hit = plan.hit();
      try {
        await check({ call, moment, hit, end });
      } catch (cause) {
        throw new Error(`${kind} ${moment} call ${call} (${hit ?? 'not reached'}): ${String(cause)}`, {
          cause,
        });
      }
      if (hit === null) break;
      hits += 1;
    }
  }
  return hits;
}
