import type { NamedWindow } from '../rollup/windows.ts';
import type { CategoryShare } from './next-category.ts';
import type { ParetoPoint } from './pareto-curve.ts';
import type { ProxyCheck } from './proxy-check.ts';
import type { TenureFair } from './tenure-fair.ts';
import type { MetricChoice } from './value-metric.ts';

/** A set of customers beside the best ones, and how many are in both. */
export type ComparedSet = { readonly size: number; readonly overlap: number };

/**
 * `label-summary.json`: who is best, by what, and how sure the choice is. Amounts are decimal text in `currency`, rounded
 * half-even to its smallest unit; shares are numbers, 1 = 100 %, null where the whole is not positive.
 */
export type LabelSummary = {
  readonly as_of: string;
  readonly currency: string;
  /** One sentence for people. */
  readonly words: string;
  readonly metric: MetricChoice;
  /** True when revenue or a composite stands in for a margin that was asked for. */
  readonly proxy: boolean;
  /** What shares and the curve are taken of. */
  readonly basis: 'margin' | 'revenue';
  readonly rule: { readonly kind: 'share' | 'pareto'; readonly share: number };
  /** Accounts known; of these with an order in the window (the base); of these best. */
  readonly accounts: number;
  readonly base: number;
  readonly best: number;
  /** Customers of the base whose value is not known: neither best nor not best. */
  readonly unknown_value: number;
  /** Value of the last best customer: money, money per month, or a percentile, as the metric says; null without one. */
  readonly cut_value: string | null;
  readonly revenue: string;
  /** Null when no margin is known. */
  readonly margin: string | null;
  readonly returns: string;
  /** Of the basis: net total, sum of what is positive, and what the best hold. */
  readonly total: string;
  readonly total_positive: string;
  readonly best_total: string;
  readonly best_share_of_net: number | null;
  readonly best_share_of_positive: number | null;
  readonly negative_customers: number;
  /** The other rule beside the one used, so that both are always known. */
  readonly by_share: ComparedSet & { readonly share: number };
  readonly by_pareto: ComparedSet & { readonly share: number };
  readonly tenure_fair: TenureFair & { readonly overlap: number };
  readonly proxy_check: ProxyCheck | null;
  /** Most common categories among the best, at most 50. */
  readonly categories: readonly CategoryShare[];
  readonly windows: readonly NamedWindow[];
  readonly history_months: number;
  readonly not_backtestable_because: string | null;
  readonly warnings: readonly string[];
  readonly pareto_curve: readonly ParetoPoint[];
};
