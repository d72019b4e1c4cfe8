import { leakageFirewall, predictionFeatures, type RefusedFeature } from '../evaluate/leakage-firewall.ts';
import { applyCalibration, type Calibration, calibrate } from '../model/calibrate.ts';
import { applyDesign } from '../model/design-matrix.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { foldsOf } from '../model/folds.ts';
import { explainCard, fitScorecard, type Scorecard, scoreCard } from '../model/scorecard.ts';
import { selectRows } from '../model/select-rows.ts';
import type { Interval } from '../stats/interval.ts';
import { rocAuc } from '../stats/roc-auc.ts';
import type { Quote } from './quote.ts';

/** Whether quotes that will be won can be told from those that will be lost, with the evidence; plain JSON. */
export type QuotePropensity = {
  readonly version: 1;
  readonly usable: boolean;
  /** One sentence: what was found, or why there is no usable model. */
  readonly words: string;
  readonly decided: number;
  readonly won: number;
  /** Share of the decided quotes that were won; null when none was decided. */
  readonly win_rate: number | null;
  /** On later quotes than the model was fitted to. */
  readonly auc: (Interval & { readonly value: number; readonly quotes: number }) | null;
  readonly refused: readonly RefusedFeature[];
  readonly calibration: Calibration | null;
  /** Null unless it is usable. */
  readonly card: Scorecard | null;
};

/** Fewer decided quotes, or fewer won or lost, say nothing. */
const leastDecided = 200;
const leastEach = 50;
/** Quotes in time order are cut into this many parts; each but the first two is scored by a model of the parts before it. */
const parts = 6;
const firstTested = 2;

/**
 * Learns which quotes are won, from features known on the day a quote was made. Tested forwards in time: quotes are cut into
 * six parts by the day they were made, and each of the last four is scored by a ridge scorecard fitted to quotes that had
 * been *decided* before that part began. The model is usable only when the 95 % interval of that AUC lies above 0.5;
 * otherwise the answer is "no usable model", and no probability is given. Features that tell the outcome alone (a value
 * written as 0 when lost) are refused by name.
 *
 * @param table features of all quotes, in the order of `quotes`, each known when the quote was made.
 * @example
 * learnQuotes([], { ids: [], features: [], columns: [] }).words; // => 'No usable model of won quotes: 0 decided quotes (0 won) are too few, 200 with 50 of each are needed.'
 */
export function learnQuotes(
  quotes: readonly Quote[],
  table: FeatureTable,
  declared: readonly string[] = [],
): QuotePropensity {
  const rows = [...quotes.keys()]
    .filter((row) => quotes[row]!.won !== null)
    .sort(
      (a, b) =>
        quotes[a]!.created - quotes[b]!.created || (quotes[a]!.quote_id < quotes[b]!.quote_id ? -1 : 1),
    );
  const outcome = (row: number): number => (quotes[row]!.won === true ? 1 : 0);
  const won = rows.reduce((sum, row) => sum + outcome(row), 0);
  const nothing = (why: string, more: Partial<QuotePropensity> = {}): QuotePropensity => ({
    version: 1,
    usable: false,
    words: `No usable model of won quotes: ${why}.`,
    decided: rows.length,
    won,
    win_rate: rows.length === 0 ? null : won / rows.length,
    auc: null,
    refused: [],
    calibration: null,
    card: null,
    ...more,
  });
  if (rows.length < leastDecided || won < leastEach || rows.length - won < leastEach)
    return nothing(
      `${rows.length} decided quotes (${won} won) are too few, ${leastDecided} with ${leastEach} of each are needed`,
    );
  const label = Int8Array.from(quotes, ({ won: is }) => (is === null ? -1 : is ? 1 : 0));
  const { table: honest, refused } = leakageFirewall(table, label, predictionFeatures, declared);
  if (honest.features.length === 0)
    return nothing('no feature is left that is known when a quote is made', { refused });
  const tested: number[] = [];
  const scores: number[] = [];
  const within: PartAuc[] = [];
  for (let part = firstTested; part < parts; part++) {
    const own = rows.slice(
      Math.round((part * rows.length) / parts),
      Math.round(((part + 1) * rows.length) / parts),
    );
    const start = quotes[own[0]!]!.created;
    const known = rows.filter((row) => (quotes[row]!.closed ?? quotes[row]!.created) < start);
    const positives = known.reduce((sum, row) => sum + outcome(row), 0);
    if (positives < leastEach / 2 || known.length - positives < leastEach / 2) continue;
    const card = fitScorecard(selectRows(honest, known), Float64Array.from(known, outcome));
    const later = scoreCard(card, applyDesign(card.design, selectRows(honest, own)));
    const figure = rocAuc(later, own.map(outcome));
    if (figure !== null) within.push({ ...figure, quotes: own.length });
    scores.push(...later);
    tested.push(...own);
  }
  const auc = pooledAuc(within);
  if (auc === null)
    return nothing('too few quotes had been decided before later ones were made', { refused });
  const figures = { value: auc.value, low: auc.low, high: auc.high, quotes: tested.length };
  const shown = `AUC ${auc.value.toFixed(2)} (95 %: ${auc.low.toFixed(2)}–${auc.high.toFixed(2)}) on ${tested.length} later quotes`;
  if (!(auc.low > 0.5)) return nothing(`${shown} is no better than a coin`, { refused, auc: figures });
  const calibration = calibrate(
    scores,
    tested.map(outcome),
    foldsOf(
      tested.map((row) => quotes[row]!.quote_id),
      5,
      42,
    ),
  );
  return {
    version: 1,
    usable: true,
    words: `Quotes that are won can be told from those that are lost: ${shown}${calibration.reliable ? '' : `; as an order only, for ${calibration.unreliable_because}`}.`,
    decided: rows.length,
    won,
    win_rate: won / rows.length,
    auc: figures,
    refused,
    calibration,
    card: fitScorecard(selectRows(honest, rows), Float64Array.from(rows, outcome)),
  };
}

type PartAuc = { readonly value: number; readonly error: number; readonly quotes: number };

/**
 * AUC over parts, each compared within itself (scores of different models do not compare, and a win rate that drifts would
 * pass for skill or the lack of it), weighted by their quotes; 95 % interval from the parts' DeLong errors.
 */
function pooledAuc(within: readonly PartAuc[]): (Interval & { readonly value: number }) | null {
  const total = within.reduce((sum, { quotes }) => sum + quotes, 0);
  if (total === 0) return null;
  const value = within.reduce((sum, part) => sum + (part.value * part.quotes) / total, 0);
  const error = Math.sqrt(within.reduce((sum, part) => sum + ((part.error * part.quotes) / total) ** 2, 0));
  return { value, low: Math.max(0, value - 1.96 * error), high: Math.min(1, value + 1.96 * error) };
}

/** An open quote with its chance, where a model is usable; the strongest reasons by name, in log-odds. */
export type OpenQuote = {
  readonly quote_id: string;
  readonly customer_id: string | null;
  readonly created: number;
  readonly value: number | null;
  /** Null without a usable model, or where its probabilities failed their test. */
  readonly p_win: number | null;
  /** Share of open quotes with a lower score, 0–100; null without a usable model. */
  readonly percentile: number | null;
  readonly reasons: readonly {
    readonly feature: string;
    readonly label: string;
    readonly log_odds: number;
  }[];
};

const namedReasons = 3;

/** The open quotes, likeliest first (by value where no model is usable); O(quotes × features). */
export function openQuotes(
  quotes: readonly Quote[],
  table: FeatureTable,
  model: QuotePropensity,
): readonly OpenQuote[] {
  const rows = [...quotes.keys()].filter((row) => quotes[row]!.won === null);
  const { card } = model;
  const own = selectRows(table, rows);
  const matrix = card === null ? null : applyDesign(card.design, own);
  const scores = card === null || matrix === null ? null : scoreCard(card, matrix);
  const parts = card === null || matrix === null ? null : explainCard(card, matrix);
  const labels = new Map(table.features.map(({ name, label }) => [name, label]));
  const map = model.calibration?.reliable === true ? model.calibration.map : null;
  const listed = rows.map((row, i): OpenQuote & { readonly order: number } => {
    const { quote_id, customer_id, created, value } = quotes[row]!;
    const below = scores === null ? 0 : scores.reduce((sum, score) => sum + (score < scores[i]! ? 1 : 0), 0);
    const reasons = (parts?.features ?? []).map((feature, f) => ({
      feature,
      label: labels.get(feature) ?? feature,
      log_odds: parts!.contributions[i * parts!.features.length + f]!,
    }));
    return {
      quote_id,
      customer_id,
      created,
      value,
      p_win: map === null || scores === null ? null : applyCalibration(map, scores[i]!),
      percentile: scores === null ? null : (100 * below) / Math.max(1, rows.length - 1),
      reasons: reasons
        .filter(({ log_odds }) => log_odds !== 0)
        .sort((a, b) => Math.abs(b.log_odds) - Math.abs(a.log_odds) || (a.feature < b.feature ? -1 : 1))
        .slice(0, namedReasons),
      order: scores === null ? (value ?? 0) : scores[i]!,
    };
  });
  return listed
    .sort((a, b) => b.order - a.order || (a.quote_id < b.quote_id ? -1 : 1))
    .map(({ order: _, ...quote }) => quote);
}
