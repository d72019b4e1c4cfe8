import type { WhatChanged } from '../core/changes/what-changed.ts';
import type { Accounting } from '../core/tables/accounting.ts';
import type { DropMapping } from '../core/tables/mapping.ts';

/** What the API answers with, as far as the console reads it; docs/api.md and `/openapi.json` hold the whole. */

export type Warehouse = {
  readonly warehouse_id: string;
  readonly current_run: string | null;
  readonly scopes: readonly string[];
  readonly key_id: string;
  readonly status: DropStatus | null;
};

export type DropStatus = {
  readonly status: 'accepted' | 'waiting' | 'duplicate' | 'rejected' | 'failed';
  readonly summary: string;
  readonly remedy: readonly string[];
};

export type FactValue = string | number | boolean | null;
export type Facts = { readonly [name: string]: FactValue };

export type Run = {
  readonly run: string;
  readonly as_of: string;
  readonly cause: 'drop' | 'schedule' | 'rerun';
  readonly previous_run: string | null;
  readonly current: boolean;
  readonly status?: 'published' | 'held';
  readonly targets: { readonly [list: string]: number };
  readonly customers: number;
  readonly facts: { readonly [step: string]: Facts };
};

export type Step = {
  readonly step: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly entered_at: string | null;
  readonly exited_at: string | null;
  readonly attempts: number;
  readonly facts: Facts;
  readonly error: string | null;
};

export type Execution = {
  readonly execution: string;
  readonly cause: string;
  readonly status: 'running' | 'succeeded' | 'failed' | 'timed_out' | 'aborted';
  readonly state: string | null;
  readonly started_at: string;
  readonly stopped_at: string | null;
  readonly outcome: string | null;
  readonly run: string | null;
  readonly reason: string | null;
  readonly steps: readonly Step[];
};

export type Upload = {
  readonly url: string;
  readonly fields: { readonly [name: string]: string };
  readonly file: string;
  readonly max_bytes: number;
};

export type Verdict = {
  readonly final: boolean;
  readonly summary: string;
  readonly remedy: readonly string[];
  readonly waitingFor: readonly string[];
};

export type Check = {
  readonly request: string;
  readonly verdict: Verdict | null;
  readonly mapping: DropMapping;
  readonly accounting: Omit<Accounting, 'landing'>;
};

export type StagedDrop = {
  readonly drop: string;
  readonly files: readonly { readonly file: string; readonly bytes: number }[];
  readonly checks: readonly Check[];
};

/** `icp.json` as a person writes it: every key may be absent. */
export type Authored = { readonly [key: string]: unknown };

export type SettingsAnswer = {
  readonly version: number;
  readonly settings: Authored;
  readonly resolved: Authored;
  readonly changed_at: string | null;
  readonly changed_by: string | null;
};

type Named = { readonly id: string; readonly name: string | null };
type Place = { readonly list: string; readonly tier: string; readonly rank: number };

/** Who came, went and moved between two runs: the first of each, with how many there are. */
export type RunChanges = {
  readonly best_customers: {
    readonly entered: readonly Named[];
    readonly left: readonly Named[];
    readonly same: number;
  };
  readonly targets: {
    readonly entered: readonly Named[];
    readonly left: readonly Named[];
    readonly moved: readonly (Named & { readonly from: Place; readonly to: Place })[];
    readonly entered_count: number;
    readonly left_count: number;
    readonly moved_count: number;
    readonly same: number;
  };
};

export type Preview = {
  readonly request: string;
  readonly status: string;
  readonly run: string | null;
  readonly changes: RunChanges | null;
};

export type Comparison = {
  readonly from: string;
  readonly to: string;
  readonly changes: RunChanges;
  /** Null unless `from` is the run before `to`. */
  readonly what_changed: WhatChanged | null;
};

export type Key = {
  readonly key_id: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly last_used_at?: string | null;
  readonly note: string;
  readonly live: boolean;
};

export type Output = { readonly file: string; readonly bytes: number; readonly media_type: string };
export type OutputLink = { readonly file: string; readonly url: string; readonly expires_at: string };

type Facet = readonly { readonly value: string; readonly count: number }[];
export type Facets = { readonly [name in 'list' | 'tier' | 'archetype' | 'region' | 'owner']: Facet };
