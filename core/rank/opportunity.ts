import { integerPoints } from '../model/integer-points.ts';
import { halfLifeDays, type Signal } from './signal.ts';
import { signalStrength } from './signal-strength.ts';
import type { Reason, ReasonSum } from './target.ts';

/** Neutral: nothing is known for or against buying now. */
const neutral = 50;
/** Points of evidence that carry a score three quarters of the way from neutral to certain. Signs are hints, fit is measured. */
const softness = 120;

/** Evidence that is not a signal file's row, e.g. the margin a lapsed customer is worth. Points before the squash. */
export type Evidence = {
  readonly kind: Reason['kind'];
  readonly words: string;
  readonly points: number;
  readonly source: string | null;
  readonly date: string | null;
};

export type Opportunity = {
  readonly opportunity: number;
  /** The sum of the evidence before it is squashed and rounded. */
  readonly raw: number;
  readonly evidence: number;
  readonly unreadable: number;
  readonly sum: ReasonSum;
};

/** What is said of a company without evidence: one object for all of them, for most of a million have none. */
const nothingKnown: Opportunity = {
  opportunity: neutral,
  raw: 0,
  evidence: 0,
  unreadable: 0,
  sum: { base: neutral, total: neutral, reasons: [] },
};

/**
 * How likely a company is to buy now, 0–100, from dated and sourced evidence. 50 is neutral: absent evidence moves nothing.
 * Each observation weighs its strength, halved with every half-life of its kind since it was made; of each kind only the
 * strongest counts, so that ten postings of one wave of hiring are one reason. The sum s is squashed to
 * 50 + 50 · tanh(s / 120), and the whole points of the reasons add up to it exactly. O(signals).
 *
 * When not to use it: as a probability. It is an ordering of evidence whose weights are set by hand until outcomes
 * re-estimate them.
 *
 * @example
 * opportunityOf([{ kind: 'open_roles', date: '2026-05-31', value: '15', source: 'careers page' }], [], '2026-06-01').opportunity; // => 60
 * opportunityOf([], [], '2026-06-01').opportunity; // => 50
 */
export function opportunityOf(
  signals: readonly Signal[],
  extra: readonly Evidence[],
  asOf: string,
): Opportunity {
  if (signals.length === 0 && extra.length === 0) return nothingKnown;
  const read = signals.map((signal) => ({ signal, strength: signalStrength(signal) }));
  const strongest = new Map<string, Evidence>();
  for (const { signal, strength } of read) {
    if (strength === null) continue;
    const age = Math.max(0, daysBetween(signal.date, asOf));
    const points = strength.points * 2 ** (-age / halfLifeDays[signal.kind]);
    const evidence: Evidence = {
      kind: 'signal',
      words: strength.words,
      points,
      source: signal.source,
      date: signal.date,
    };
    const known = strongest.get(signal.kind);
    if (
      known === undefined ||
      Math.abs(points) > Math.abs(known.points) ||
      (Math.abs(points) === Math.abs(known.points) && evidence.words < known.words)
    )
      strongest.set(signal.kind, evidence);
  }
  const all = [...strongest.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, evidence]) => evidence)
    .concat(extra);
  const raw = all.reduce((sum, evidence) => sum + evidence.points, 0);
  const squash = raw === 0 ? 1 : (neutral * Math.tanh(raw / softness)) / raw;
  const { base, points, total } = integerPoints(
    neutral,
    all.map((evidence) => evidence.points * squash),
    1,
  );
  const reasons = all
    .map(
      (evidence, index): Reason => ({
        kind: evidence.kind,
        words: evidence.words,
        feature: null,
        points: points[index] ?? 0,
        source: evidence.source,
        date: evidence.date,
      }),
    )
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.words < b.words ? -1 : 1));
  return {
    opportunity: total,
    raw,
    evidence: all.length,
    unreadable: read.filter(({ strength }) => strength === null).length,
    sum: { base, total, reasons },
  };
}

/** Whole days from one YYYY-MM-DD to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
