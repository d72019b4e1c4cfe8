import type { ListName, PoolName, Slot } from '../rank/target.ts';

/** What came of a contact. */
export const outcomeKinds = ['won', 'lost', 'meeting', 'no_reply', 'open'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** A contact with what came of it, as files and the API report it. `target` is an id or a domain. */
export type ReportedOutcome = {
  readonly target: string;
  /** YYYY-MM-DD. */
  readonly contacted_at: string;
  readonly outcome: OutcomeKind;
  /** Margin won in 1/10,000 of the reporting currency; null where it is not known. */
  readonly value_e4: number | null;
};

/** An outcome old enough to count, with the place its company had when it was called. */
export type MaturedOutcome = ReportedOutcome & {
  readonly target_id: string;
  /** The run that listed it, and its as-of date. */
  readonly run: string;
  readonly listed_at: string;
  readonly pool: PoolName;
  readonly list: ListName;
  readonly similarity: number;
  readonly opportunity: number;
  readonly slot: Slot['kind'];
  readonly propensity: number;
};

/** `outcomes.json`: what a run learns from, frozen when it is planned and part of its id. */
export type LearningData = {
  readonly version: 1;
  /** Every contact reported, for the rule that nobody is called twice in short order. */
  readonly contacts: readonly { readonly target: string; readonly contacted_at: string }[];
  readonly matured: readonly MaturedOutcome[];
  /** Companies held back long enough ago, with what they did by themselves; no report counts as nothing. */
  readonly held_back: readonly {
    readonly target_id: string;
    readonly listed_at: string;
    readonly outcome: OutcomeKind | null;
    readonly value_e4: number | null;
  }[];
  /** Too young to count, whatever they say so far. */
  readonly censored: number;
  /** Old enough, but on no list of a run that is kept. */
  readonly unlisted: number;
  /** Rows whose outcome is no word Kindred knows. */
  readonly unreadable: number;
};

const words: Readonly<Record<string, OutcomeKind>> = {
  won: 'won',
  win: 'won',
  closedwon: 'won',
  sold: 'won',
  ordered: 'won',
  order: 'won',
  customer: 'won',
  converted: 'won',
  lost: 'lost',
  closedlost: 'lost',
  rejected: 'lost',
  notinterested: 'lost',
  declined: 'lost',
  disqualified: 'lost',
  meeting: 'meeting',
  meetingbooked: 'meeting',
  demo: 'meeting',
  call: 'meeting',
  replied: 'meeting',
  interested: 'meeting',
  qualified: 'meeting',
  noreply: 'no_reply',
  noresponse: 'no_reply',
  noanswer: 'no_reply',
  bounced: 'no_reply',
  open: 'open',
  inprogress: 'open',
  working: 'open',
  contacted: 'open',
};

/**
 * The outcome a file's word means; null when it is none Kindred knows.
 *
 * @example
 * outcomeKindOf('Closed Won'); // => 'won'
 * outcomeKindOf('no-reply'); // => 'no_reply'
 * outcomeKindOf('sunny'); // => null
 */
export function outcomeKindOf(word: string): OutcomeKind | null {
  return words[word.toLowerCase().replace(/[^a-z]/g, '')] ?? null;
}

/**
 * Whether an outcome counts as success: an order, or, where the settings say so, a meeting already.
 *
 * @example
 * isSuccess('meeting', 'won'); // => false
 * isSuccess('meeting', 'meeting'); // => true
 */
export function isSuccess(outcome: OutcomeKind | null, success: 'won' | 'meeting'): boolean {
  return outcome === 'won' || (success === 'meeting' && outcome === 'meeting');
}

/**
 * Whether a contact is old enough for its outcome to count: success and failure alike wait the same time, or quick
 * wins would count before slow losses and every list would look better than it is.
 *
 * @example
 * isMatured('2026-03-01', '2026-07-01', 90); // => true
 * isMatured('2026-05-01', '2026-07-01', 90); // => false
 */
export function isMatured(contactedAt: string, asOf: string, days: number): boolean {
  return Date.parse(`${contactedAt}T00:00:00Z`) + days * 86_400_000 <= Date.parse(`${asOf}T00:00:00Z`);
}
