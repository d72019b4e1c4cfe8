import {
  type Reconciliation,
  reconcileMoney,
  reconcileQuantity,
} from '../../core/rollup/reconcile-controls.ts';
import type { RunState } from '../../events/step.ts';
import { KindredError } from '../shared/errors.ts';
import type { ReportSources } from './gather-report.ts';

/**
 * The control totals of a run: what landed, what the label window holds, and every cent between the two. Errors: `Integrity` when
 * a sum is not what the step before handed on; such a run is not published.
 */
export function controlTotals(state: RunState, { accounting, summary }: ReportSources) {
  const rollup = state.facts['rollup'] ?? {};
  const { totals } = accounting;
  const { currency } = summary;
  const reconciliation = {
    revenue: reconcileMoney('revenue', {
      landed: totals.revenue,
      rollup,
      published: summary.revenue,
      currency,
    }),
    margin: reconcileMoney('margin', { landed: totals.margin, rollup, published: summary.margin, currency }),
    quantity: reconcileQuantity({ landed: totals.quantity, rollup }),
  };
  for (const [measure, sums] of Object.entries(reconciliation)) refuseDifference(measure, sums);
  return {
    landed: totals,
    label_window: { revenue: summary.revenue, margin: summary.margin, returns: summary.returns },
    reconciliation,
  };
}

function refuseDifference(measure: string, sums: Reconciliation | null): void {
  if (sums === null || sums.difference === '0.0000') return;
  throw new KindredError('Integrity', [
    {
      name: `the ${measure} of the run`,
      allowed: 'the same sum in every step, to the cent',
      received: sums.lines.map(({ step, what, amount }) => `${step}: ${what} ${amount}`).join('; '),
      remedy: 'start the run again from its first step',
    },
  ]);
}
