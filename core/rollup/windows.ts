import { addMonths, completeMonths } from './calendar.ts';
import type { DateWindow, WindowName } from './customer-rollup.ts';

/** The shortest history, in whole months, on which a prediction can be tested. */
export const leastMonthsToPredict = 6;

/** Pairs of a rolling-origin test, the newest first. */
const origins = [
  { feature: 'feature', outcome: 'outcome' },
  { feature: 'feature-2', outcome: 'outcome-2' },
  { feature: 'feature-3', outcome: 'outcome-3' },
] as const;

export type NamedWindow = DateWindow & { readonly name: WindowName };

export type WindowPlan = {
  readonly as_of: string;
  /** First order before the as-of date; null when there is none. */
  readonly history_from: string | null;
  /** Whole months from the first order to the as-of date. */
  readonly history_months: number;
  /** Whole months a prediction looks ahead; null when the history is too short to test one. */
  readonly horizon_months: number | null;
  /** `label`, and where a prediction can be tested `feature` and `outcome`, then earlier pairs, in this order. */
  readonly windows: readonly NamedWindow[];
  /** Why there is no feature window; null when there is one. */
  readonly not_backtestable_because: string | null;
};

/**
 * The windows of a run. Label: the last `windowMonths` before the as-of date, or all history where that is shorter
 * (a started month counts as one). Outcome: the last `horizonMonths`, or a third of a history shorter than three horizons.
 * Feature: `windowMonths` before the outcome. Under six whole months of history nothing can be tested: label alone. Earlier
 * pairs of feature and outcome, one and two horizons back, exist where at least a horizon of history lies before their cut.
 * Throws a RangeError for dates that are none and for months below 1.
 *
 * @example
 * const plan = planWindows({ asOf: '2020-06-01', firstOrder: '2017-07-01', windowMonths: 36, horizonMonths: 12 });
 * plan.windows[0]; // => {"name":"label","from":"2017-07-01","to":"2020-06-01","months":35}
 * plan.windows[1]; // => {"name":"feature","from":"2017-07-01","to":"2019-07-01","months":24}
 * plan.horizon_months; // => 11
 */
export function planWindows(input: {
  readonly asOf: string;
  readonly firstOrder: string | null;
  readonly windowMonths: number;
  readonly horizonMonths: number;
}): WindowPlan {
  const { asOf, windowMonths, horizonMonths } = input;
  if (
    !(
      Number.isInteger(windowMonths) &&
      windowMonths >= 1 &&
      Number.isInteger(horizonMonths) &&
      horizonMonths >= 1
    )
  )
    throw new RangeError('window and horizon must be at least one month');
  const firstOrder = input.firstOrder !== null && input.firstOrder < asOf ? input.firstOrder : null;
  const label = windowBefore('label', asOf, firstOrder, windowMonths);
  const history = firstOrder === null ? 0 : completeMonths(firstOrder, asOf);
  if (firstOrder === null || history < leastMonthsToPredict)
    return {
      as_of: asOf,
      history_from: firstOrder,
      history_months: history,
      horizon_months: null,
      windows: [label],
      not_backtestable_because: `${history} whole months of history, at least ${leastMonthsToPredict} are needed`,
    };
  const horizon = Math.min(horizonMonths, Math.floor(monthsHolding(firstOrder, asOf) / 3));
  const pairs = origins
    .map(({ feature, outcome }, index) => ({
      feature,
      outcome,
      cut: addMonths(asOf, -horizon * (index + 1)),
      to: addMonths(asOf, -horizon * index),
      first: index === 0,
    }))
    .filter(({ cut, first }) => first || monthsHolding(firstOrder, cut) >= horizon)
    .flatMap(({ feature, outcome, cut, to }): readonly NamedWindow[] => [
      windowBefore(feature, cut, firstOrder, windowMonths),
      { name: outcome, from: cut, to, months: horizon },
    ]);
  return {
    as_of: asOf,
    history_from: firstOrder,
    history_months: history,
    horizon_months: horizon,
    windows: [label, ...pairs],
    not_backtestable_because: null,
  };
}

/** [to − months, to), shortened to the months that hold the history. */
function windowBefore(name: WindowName, to: string, firstOrder: string | null, months: number): NamedWindow {
  const used = firstOrder === null ? months : Math.max(1, Math.min(months, monthsHolding(firstOrder, to)));
  return { name, from: addMonths(to, -used), to, months: used };
}

/** The fewest whole months back from `to` that reach the first order; a started month counts. 0 before the first order. */
function monthsHolding(firstOrder: string, to: string): number {
  if (firstOrder >= to) return 0;
  const complete = completeMonths(firstOrder, to);
  return addMonths(to, -complete) <= firstOrder ? complete : complete + 1;
}
