import type { WhatChanged } from '../changes/what-changed.ts';
import type { Channels } from '../ga4/channel-effectiveness.ts';
import type { ValueMetric } from '../label/customer-label.ts';
import type { TenureFair } from '../label/tenure-fair.ts';
import type { Learning } from '../learn/learning.ts';
import type { EnrichmentSummary } from '../provider/enrichment-summary.ts';
import type { ListName, Target } from '../rank/target.ts';
import type { Trait } from '../traits/trait.ts';
import type { MapPoint } from './archetype-map.ts';
import type { CalibrationView } from './calibration-chart.ts';
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

/** One file of the drop: its rows add up, and so does its money (decimal text, null where it has none). */
export type FileRow = {
  readonly file: string;
  readonly table: string;
  readonly read: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly deduplicated: number;
  readonly superseded: number;
  readonly revenue_read: string | null;
  readonly revenue_accepted: string | null;
  /** Why rows were quarantined, cells emptied or lines skipped, in words. */
  readonly notes: readonly string[];
};

export type BaselineRow = {
  readonly name: string;
  readonly precision: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly lift: number | null;
  /** Share of all value after the cut that the first k hold; null where it was not measured. */
  readonly value_captured: number | null;
};

export type ArchetypeCard = {
  readonly name: string;
  readonly size: number;
  /** Of the best customers, 0–1. */
  readonly share: number;
  readonly description: string;
  readonly message_angle: string;
  /** Whom to look for, on what prospects can show. */
  readonly icp: readonly string[];
  readonly stability: string;
};

export type SegmentCard = {
  readonly name: string;
  readonly size: number;
  /** Of all customers, 0–1. */
  readonly share: number;
  /** Of the segment's customers, 0–1. */
  readonly best_share: number | null;
  /** Units of the reporting currency. */
  readonly lifetime_value: number;
  readonly orders: number;
  readonly average_order: number | null;
  readonly recency_days: number | null;
  readonly traits: readonly string[];
  readonly action: string | null;
};

/** What a lapsed customer is worth and how that was reckoned; amounts in units of the reporting currency. */
export type WinBackFacts = {
  /** Over the next 12 months; margin, or revenue where no margin is known. */
  readonly recoverable: number;
  readonly last_order_date: string;
  readonly silence_days: number;
  /** Usual days between its orders. */
  readonly cadence_days: number | null;
  readonly p_recoverable: number;
};

/** Share of companies, 0–1, whose column is filled; null where the table or the column is absent. */
export type CoverageRow = {
  readonly column: string;
  readonly customers: number | null;
  readonly prospects: number | null;
  /** The similarity looks at it. */
  readonly used: boolean;
};

/** What customers are expected to bring; amounts in units of the reporting currency. */
export type ForecastView = {
  readonly words: string;
  readonly of: 'margin' | 'revenue';
  readonly months: number;
  /** The largest. */
  readonly first: readonly {
    readonly name: string;
    readonly predicted: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly p_alive: number | null;
  }[];
  /** Customers of about the same forecast on the history, and what they then brought. */
  readonly bands: readonly {
    readonly customers: number;
    readonly predicted: number;
    readonly actual: number;
  }[];
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
    /** Who would be best by the other rule: how many, and how many of them are best now. */
    readonly instead: { readonly rule: string; readonly size: number; readonly overlap: number };
    /** The label that does not favour tenure, and how many of its best are best now. */
    readonly tenure_fair: (TenureFair & { readonly overlap: number }) | null;
  } | null;
  readonly best: readonly BestCustomerRow[];
  readonly traits: {
    readonly strongest: readonly Trait[];
    readonly tried: number;
    readonly note: string | null;
    /** What best customers clearly have less often. */
    readonly avoid: readonly Trait[];
  };
  readonly archetypes: readonly ArchetypeCard[];
  readonly archetypes_note: string | null;
  /** Best customers by how often and how much they order; null with fewer than two archetypes. */
  readonly archetype_map: { readonly points: readonly MapPoint[]; readonly of: number } | null;
  readonly segments: readonly SegmentCard[];
  /** What acquisition channels cost and brought; left out where the run knows none. */
  readonly channels?: Channels | null;
  readonly segments_note: string | null;
  readonly evidence: {
    readonly line: string;
    readonly k: number | null;
    readonly cut: string | null;
    readonly to: string | null;
    readonly baselines: readonly BaselineRow[];
    readonly calibration: CalibrationView | null;
  };
  readonly forecast: ForecastView | null;
  readonly quotes: {
    readonly words: string;
    /** The likeliest; none where no model is usable. */
    readonly open: readonly {
      readonly quote_id: string;
      readonly customer: string | null;
      readonly value: number | null;
      readonly p_win: number | null;
    }[];
  } | null;
  readonly similarity: { readonly method: string; readonly because: string; readonly canary: string | null };
  /** Of similarity and opportunity in the score. */
  readonly weights: { readonly similarity: number; readonly opportunity: number };
  readonly lists: Readonly<Record<ListName, number>>;
  readonly targets: readonly Target[];
  readonly win_back: {
    /** By target id. */
    readonly facts: ReadonlyMap<string, WinBackFacts>;
    readonly of: 'margin' | 'revenue';
    /** Of everybody on the list. */
    readonly total: number;
    /** No attempt is recorded, so the chance to win one back is an assumption. */
    readonly assumed: boolean;
  };
  readonly pools: readonly { readonly pool: string; readonly count: number }[];
  readonly coverage: readonly CoverageRow[];
  readonly exclusions: readonly { readonly side: string; readonly reason: string; readonly count: number }[];
  readonly files: readonly FileRow[];
  readonly warnings: readonly string[];
  /** What outcomes taught; null where it was not recorded. */
  readonly learning: Learning | null;
  /** Since the run before; null for the first. */
  readonly changed: WhatChanged | null;
  /** Ten targets drawn at random, for a person to check by hand. */
  readonly checks: readonly Target[];
  /** What data providers brought; null where that is not known. */
  readonly enrichment: EnrichmentSummary | null;
  readonly filters: readonly {
    readonly archetype: string;
    readonly words: readonly string[];
    /** Strong traits that no provider can filter by. */
    readonly not_expressible: readonly string[];
  }[];
};
