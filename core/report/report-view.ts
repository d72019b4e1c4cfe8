import type { ValueMetric } from '../label/customer-label.ts';
import type { ListName, Target } from '../rank/target.ts';
import type { Trait } from '../traits/trait.ts';
import type { ParetoPoint } from './pareto-chart.ts';

export type BestCustomerRow = {
  readonly rank: number;
  readonly customer_id: string;
  readonly name: string | null;
  readonly value: number | null;
  readonly revenue: number;
  readonly margin: number | null;
  readonly orders: number;
  readonly orders_per_month: number | null;
  readonly recency_days: number | null;
  readonly categories: number | null;
};

export type FileRow = {
  readonly file: string;
  readonly table: string;
  readonly read: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly deduplicated: number;
  readonly superseded: number;
};

export type BaselineRow = {
  readonly name: string;
  readonly precision: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly lift: number | null;
};

/** Everything the report says, as plain data: gathered by publish, drawn by {@link file://./report-page.ts}. */
export type ReportView = {
  readonly warehouse: string;
  readonly run: string;
  readonly as_of: string;
  /** ISO code; "XXX" where no currency is known. */
  readonly currency: string;
  readonly window: { readonly from: string; readonly to: string };
  /** What "value" means in this run, in words, and why it is not what was asked for. */
  readonly value: {
    readonly metric: ValueMetric;
    readonly words: string;
    readonly fallback: string | null;
    readonly is_money: boolean;
  };
  readonly totals: {
    readonly customers: number;
    readonly base: number;
    readonly best: number;
    readonly revenue: number;
    readonly margin: number | null;
    readonly best_value: number | null;
    readonly best_share: number | null;
    readonly negative_margin: number;
  };
  /** `of` says what the shares are of, e.g. "all positive margin". */
  readonly pareto: {
    readonly points: readonly ParetoPoint[];
    readonly cut: ParetoPoint;
    readonly of: string;
  } | null;
  readonly best: readonly BestCustomerRow[];
  readonly traits: {
    readonly strongest: readonly Trait[];
    readonly tried: number;
    readonly note: string | null;
  };
  readonly archetypes: readonly {
    readonly name: string;
    readonly size: number;
    readonly description: string;
    readonly message_angle: string;
  }[];
  readonly archetypes_note: string | null;
  readonly evidence: {
    readonly line: string;
    readonly k: number | null;
    readonly baselines: readonly BaselineRow[];
  };
  readonly similarity: { readonly method: string; readonly because: string; readonly canary: string | null };
  readonly lists: Readonly<Record<ListName, number>>;
  readonly targets: readonly Target[];
  readonly pools: readonly { readonly pool: string; readonly count: number }[];
  readonly files: readonly FileRow[];
  readonly warnings: readonly string[];
  /** Ten targets drawn at random, for a person to check by hand. */
  readonly checks: readonly Target[];
  readonly filters: readonly { readonly archetype: string; readonly words: readonly string[] }[];
};
