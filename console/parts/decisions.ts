import type { Authored } from '../answers.ts';

/** What a person decided about one file, as it stands in the settings under `files`. */
export type FileDecision = {
  table?: string;
  columns?: Record<string, string>;
  ignore?: boolean;
  decimal?: string;
  day_first?: boolean;
};

export type Decisions = Map<string, FileDecision>;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};

/** Settings with decisions added: a later decision on the same column replaces the earlier one, everything else stays. */
export function withDecisions(settings: Authored, decisions: Decisions): Authored {
  const files: Record<string, unknown> = record(settings['files']);
  for (const [file, decision] of decisions) {
    const before = record(files[file]);
    const columns = { ...record(before['columns']), ...decision.columns };
    files[file] = {
      ...before,
      ...decision,
      ...(Object.keys(columns).length === 0 ? {} : { columns }),
    };
  }
  return { ...settings, ...(Object.keys(files).length === 0 ? {} : { files }) };
}
