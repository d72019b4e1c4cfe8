import type { ListName, Target } from '../rank/target.ts';

/** A person at a target, from the contacts file. */
export type Contact = {
  readonly name: string | null;
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
};

/** One company to export, with the people known there. */
export type ExportTarget = Target & { readonly contacts: readonly Contact[]; readonly as_of: string };

/**
 * A cell of an export: text is guarded against formulas, `verbatim` text is not (telephone numbers of machine-read files,
 * exact decimals), numbers never are; null is an empty cell.
 */
export type ExportCell = string | number | null | { readonly verbatim: string };

/** One column: the header exactly as the importing tool wants it, and what stands in it. */
export type ExportColumn<Row> = readonly [header: string, cell: (row: Row) => ExportCell];

export const exportNames = [
  'csv',
  'hubspot',
  'salesforce-accounts',
  'salesforce-accounts-api',
  'salesforce-leads',
  'apollo',
  'outreach',
  'salesloft',
  'reply-io',
  'linkedin',
  'google-ads',
  'meta',
] as const;
export type ExportName = (typeof exportNames)[number];

/** How one tool takes a list. */
export type ExportFormat = {
  readonly name: ExportName;
  /** The tool and what it takes, for people. */
  readonly title: string;
  /** File name without ending. */
  readonly file: string;
  /** How to import it so that a second import updates, in one sentence. */
  readonly how: string;
  readonly columns: readonly ExportColumn<ExportTarget>[];
  /** Rows of a file at most; more go into further files. */
  readonly most: number;
  /** Rows under which the tool refuses the list or serves nobody. */
  readonly least: number;
  /** The tool's own key, for rows that have one: they go into a file of updates, the key first. */
  readonly update: { readonly header: string; readonly id: (row: ExportTarget) => string | null } | null;
  /** Rows this tool has no use for are left out. */
  readonly takes: (row: ExportTarget) => boolean;
  /** One row per person with an e-mail address or telephone number instead of one per company. */
  readonly persons: boolean;
};

/** One file: its rows are ready to be written as CSV. */
export type ExportFile = {
  readonly format: ExportName;
  readonly file: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly ExportCell[])[];
};

/** The lists in the order a team works them. */
export const listOrder: readonly ListName[] = ['tier-a', 'tier-b', 'win-back', 'nurture'];
