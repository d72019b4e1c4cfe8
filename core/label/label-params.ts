import type { WindowPlan } from '../rollup/windows.ts';
import type { BestRule } from './best-customers.ts';
import type { ValueMetric } from './customer-label.ts';

/** What decides who is best: the settings' metric and rule, the reporting currency, the run's windows. */
export type LabelParams = {
  readonly metric: ValueMetric;
  readonly best: BestRule;
  readonly currency: string;
  readonly plan: WindowPlan;
};

/** Both rules are reported; these are the shares of the one the settings do not use. */
export const otherShare = 0.2;
export const otherPareto = 0.8;
