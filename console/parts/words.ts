import { counted, decimal, whole } from '../../core/report/numbers.ts';
import type { Facts, FactValue, Run } from '../answers.ts';

export const listWords: Readonly<Record<string, string>> = {
  'tier-a': 'Tier A: call first',
  'tier-b': 'Tier B: call next',
  nurture: 'Nurture',
  'win-back': 'Win back',
};

export const stepWords: Readonly<Record<string, string>> = {
  land: 'Read and check the files',
  rollup: 'Add up each customer’s orders',
  label: 'Find the best customers',
  traits: 'Learn what sets them apart',
  enrich: 'Gather the candidates',
  rank: 'Score and rank them',
  publish: 'Write the report',
  check: 'Look at the files',
};

export const causeWords: Readonly<Record<string, string>> = {
  drop: 'files dropped',
  schedule: 'schedule',
  rerun: 'asked for',
  preview: 'preview of settings',
  check: 'check of files',
  'score-file': 'scoring of a file',
  erase: 'erasure',
};

export const outcomeWords: Readonly<Record<string, string>> = {
  published: 'published',
  duplicate: 'the same as before: the stored run is current',
  waiting: 'waiting for more files',
  rejected: 'rejected',
  superseded: 'a newer drop took over',
  held: 'held until somebody approves it',
  'failure-reported': 'failed',
  checked: 'checked',
};

/** A moment in the reader's own zone, to the minute. */
export function momentWords(moment: string): string {
  const at = new Date(moment);
  const two = (value: number): string => String(value).padStart(2, '0');
  return Number.isNaN(at.getTime())
    ? moment
    : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Seconds between two moments, in words. */
export function spanWords(from: string, until: string): string {
  const seconds = Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000);
  if (seconds < 60) return `${decimal(seconds, 1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function bytesWords(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  if (bytes < 1e6) return `${decimal(bytes / 1e3, 1)} kB`;
  return bytes < 1e9 ? `${decimal(bytes / 1e6, 1)} MB` : `${decimal(bytes / 1e9, 2)} GB`;
}

const valueWords = (value: FactValue): string =>
  typeof value === 'number' ? (Number.isInteger(value) ? whole(value) : decimal(value, 3)) : String(value);

/** The counts of a step in a line; sentences are left to the report. */
export const factWords = (facts: Facts, most = 6): string =>
  Object.entries(facts)
    .filter(([, value]) => typeof value === 'number' || (typeof value === 'string' && value.length <= 24))
    .slice(0, most)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${valueWords(value)}`)
    .join(' · ');

/** A run in a few words, for lists and choices. */
export const runWords = (run: Pick<Run, 'run' | 'as_of'>): string => `${run.as_of} · ${run.run.slice(0, 12)}`;

/** The lists of a run that hold somebody. */
export const listCounts = (targets: Run['targets']): string =>
  Object.entries(listWords)
    .filter(([list]) => (targets[list] ?? 0) > 0)
    .map(([list, words]) => `${words.replace(/:.*/, '')} ${whole(targets[list] ?? 0)}`)
    .join(' · ') || 'nobody listed';
