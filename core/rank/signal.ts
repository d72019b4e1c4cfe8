export const signalKinds = [
  'headcount_growth',
  'open_roles',
  'news',
  'technology',
  'engagement',
  'sales_note',
  'crm_stage',
  'quote',
] as const;
export type SignalKind = (typeof signalKinds)[number];

/** Something observed about a company that says it may buy now. `value` is a number or words, as it came. */
export type Signal = {
  readonly kind: SignalKind;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly value: string | null;
  readonly source: string | null;
};

/** A signal of one candidate. */
export type CandidateSignal = Signal & { readonly candidate_id: string };

/** How long half of a signal's weight lasts, in days: hiring is about now, a changed technology about this year. */
export const halfLifeDays: Readonly<Record<SignalKind, number>> = {
  headcount_growth: 180,
  open_roles: 60,
  news: 120,
  technology: 365,
  engagement: 30,
  sales_note: 90,
  crm_stage: 60,
  quote: 180,
};

/** Other spellings of the kinds as files use them, folded to letters. */
const aliases: Readonly<Record<string, SignalKind>> = {
  headcountgrowth: 'headcount_growth',
  headcount: 'headcount_growth',
  employeegrowth: 'headcount_growth',
  growth: 'headcount_growth',
  openroles: 'open_roles',
  hiring: 'open_roles',
  jobpostings: 'open_roles',
  jobs: 'open_roles',
  news: 'news',
  expansionnews: 'news',
  expansion: 'news',
  technology: 'technology',
  techchange: 'technology',
  technologychange: 'technology',
  engagement: 'engagement',
  webvisit: 'engagement',
  visits: 'engagement',
  salesnote: 'sales_note',
  note: 'sales_note',
  crmstage: 'crm_stage',
  stage: 'crm_stage',
  quote: 'quote',
  quotation: 'quote',
};

/**
 * The kind a file's word means, or null when it is none Kindred knows.
 *
 * @example
 * signalKindOf('Headcount growth'); // => 'headcount_growth'
 * signalKindOf('weather'); // => null
 */
export function signalKindOf(word: string): SignalKind | null {
  return aliases[word.toLowerCase().replace(/[^a-z]/g, '')] ?? null;
}
