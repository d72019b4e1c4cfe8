/** Whether a provider is worth calling: how its last calls went. */
export type Circuit = {
  /** The newest outcomes, newest last; true is a failure. */
  readonly recent: readonly boolean[];
  readonly in_a_row: number;
  /** When it opened, epoch milliseconds; null while it is closed. */
  readonly opened: number | null;
  /** Probes that failed since it opened for the first time. */
  readonly probes_failed: number;
};

export const closedCircuit: Circuit = { recent: [], in_a_row: 0, opened: null, probes_failed: 0 };

const remembered = 20;
const least = 10;
const mostInARow = 5;
/** How long an open circuit lets nothing through before one call may try. */
export const circuitRestMs = 15_000;
/** A provider whose probes fail this often is left alone for the rest of the run. */
const mostProbes = 2;

/**
 * What may happen now: `call`, `probe` (one call, to see), `wait` some milliseconds, or `give-up` for this run.
 *
 * @example
 * circuitState(closedCircuit, 0); // => { may: 'call' }
 * circuitState({ recent: [], in_a_row: 5, opened: 1000, probes_failed: 0 }, 6000); // => { may: 'wait', ms: 10000 }
 */
export function circuitState(
  circuit: Circuit,
  now: number,
): { readonly may: 'call' | 'probe' | 'give-up' } | { readonly may: 'wait'; readonly ms: number } {
  if (circuit.opened === null) return { may: 'call' };
  if (circuit.probes_failed >= mostProbes) return { may: 'give-up' };
  const ms = circuit.opened + circuitRestMs - now;
  return ms > 0 ? { may: 'wait', ms } : { may: 'probe' };
}

/**
 * The circuit after a call: it opens after five failures in a row, or when half of at least ten calls failed, and closes with
 * the first success.
 *
 * @example
 * [1, 2, 3, 4, 5].reduce((c) => afterCall(c, true, 0), closedCircuit).opened; // => 0
 */
export function afterCall(circuit: Circuit, failed: boolean, now: number): Circuit {
  if (!failed) {
    return circuit.opened === null
      ? { ...circuit, recent: [...circuit.recent, false].slice(-remembered), in_a_row: 0 }
      : closedCircuit;
  }
  const recent = [...circuit.recent, true].slice(-remembered);
  const in_a_row = circuit.in_a_row + 1;
  if (circuit.opened !== null)
    return { recent, in_a_row, opened: now, probes_failed: circuit.probes_failed + 1 };
  const failures = recent.filter(Boolean).length;
  const opens = in_a_row >= mostInARow || (recent.length >= least && failures * 2 >= recent.length);
  return { recent, in_a_row, opened: opens ? now : null, probes_failed: 0 };
}
