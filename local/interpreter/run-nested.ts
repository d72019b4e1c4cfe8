import type { Json } from '../../functions/shared/ports.ts';
import type { MapState, ParallelState } from './definition.ts';
import { evaluate, type Scope } from './expression.ts';
import { requireUnderLimit } from './size-limit.ts';
import { listField } from './typed-field.ts';
import { type Frame, type RunFrame, scopeOf, type Visit } from './visit.ts';

/** An inline Map runs at most this many iterations at once, as on AWS. */
const inlineConcurrency = 40;

/**
 * The results of a Parallel's branches or an inline Map's iterations, in their order. The first that fails stops the
 * others at their next transition, and its error is the state's. Those that had ended before a resume are not run again.
 */
export async function runNested(
  state: ParallelState | MapState,
  visit: Visit,
  scope: Scope,
  runFrame: RunFrame,
): Promise<Json> {
  const failed = new AbortController();
  const signal = AbortSignal.any([visit.frame.signal, failed.signal]);
  const frames = await framesOf(state, visit, scope, signal);
  const width = state.Type === 'Map' ? (state.MaxConcurrency ?? 0) || inlineConcurrency : frames.length;
  const results: Json[] = new Array(frames.length).fill(null);
  let first: { readonly error: unknown } | null = null;
  let nextFrame = 0;
  const worker = async (): Promise<void> => {
    while (nextFrame < frames.length && first === null) {
      const index = nextFrame;
      nextFrame += 1;
      const frame = frames[index];
      if (frame === undefined) return;
      try {
        results[index] = await runFrame(visit.execution, frame);
      } catch (error) {
        first ??= { error };
        failed.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, frames.length) }, worker));
  visit.frame.signal.throwIfAborted();
  if (first !== null) throw (first as { readonly error: unknown }).error;
  requireUnderLimit(results, `the result of state ${visit.name}`);
  return results;
}

async function framesOf(
  state: ParallelState | MapState,
  visit: Visit,
  scope: Scope,
  signal: AbortSignal,
): Promise<Frame[]> {
  const { frame, variables } = visit;
  const path = `${frame.path}/${visit.visit}:${visit.name}#${visit.attempt}`;
  if (state.Type === 'Parallel') {
    const input =
      state.Arguments === undefined ? visit.input : await evaluate(state.Arguments, scope, 'Arguments');
    return state.Branches.map((machine, index) => ({
      machine,
      path: `${path}/${index}`,
      input,
      variables,
      item: frame.item,
      signal,
    }));
  }
  const items = await listField(state.Items ?? '{% $states.input %}', scope, 'Items');
  const frames: Frame[] = [];
  for (const [index, value] of items.entries()) {
    const item = { Index: index, Value: value };
    const input =
      state.ItemSelector === undefined
        ? value
        : await evaluate(
            state.ItemSelector,
            scopeOf({ ...visit, frame: { ...frame, item } }),
            'ItemSelector',
          );
    frames.push({
      machine: state.ItemProcessor,
      path: `${path}/${index}`,
      input,
      variables,
      item,
      signal,
    });
  }
  return frames;
}
