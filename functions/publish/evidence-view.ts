import * as z from 'zod';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import { decimal, percent } from '../../core/report/numbers.ts';
import type { ReportView } from '../../core/report/report-view.ts';

/** What the report repeats of the backtest. */
const backtestView = z.looseObject({
  line: z.string(),
  k: z.number().nullable(),
  cut: z.string().nullable(),
  to: z.string().nullable(),
  rankings: z.array(
    z.looseObject({
      name: z.string(),
      precision: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      lift: z.number().nullable(),
      figures: z.looseObject({
        at: z.array(
          z.looseObject({
            k: z.number(),
            value_captured: z.looseObject({ value: z.number() }).nullable(),
          }),
        ),
      }),
    }),
  ),
  calibration: z
    .looseObject({
      reliable: z.boolean(),
      unreliable_because: z.string().nullable(),
      bands: z.array(
        z.looseObject({
          count: z.number(),
          predicted: z.number(),
          observed: z.number(),
          interval: z.looseObject({ low: z.number(), high: z.number() }),
        }),
      ),
    })
    .nullable(),
});

/** The evidence in words and figures: the backtest over time, and how held-out best customers were found again. */
export function evidenceView(backtest: unknown, models: LeadModels | null): ReportView['evidence'] {
  const again = foundAgain(models);
  if (backtest === null)
    return {
      line: again ?? 'Too little is known to test how well the list works.',
      k: null,
      cut: null,
      to: null,
      baselines: [],
      calibration: null,
    };
  const { line, k, cut, to, rankings, calibration } = backtestView.parse(backtest);
  return {
    line: [line, again].filter((text) => text !== null).join(' '),
    k,
    cut,
    to,
    baselines: rankings.map(({ name, precision, low, high, lift, figures }) => ({
      name,
      precision,
      low,
      high,
      lift,
      value_captured: figures.at.find((figure) => figure.k === k)?.value_captured?.value ?? null,
    })),
    calibration:
      calibration === null
        ? null
        : {
            reliable: calibration.reliable,
            unreliable_because: calibration.unreliable_because,
            bands: calibration.bands.map(({ count, predicted, observed, interval }) => ({
              count,
              predicted,
              observed,
              low: interval.low,
              high: interval.high,
            })),
          },
  };
}

/** How the chosen method placed best customers it had not seen, among candidates (among other customers where there are none). */
export function foundAgain(models: LeadModels | null): string | null {
  const figures =
    models?.similarity.methods.find((method) => method.method === models.similarity.chosen)?.figures ?? null;
  if (figures === null) return null;
  const among = figures.recall_candidates === null ? 'customers' : 'candidates';
  const top = (figures.recall_candidates ?? figures.recall_rest)?.find((recall) => recall.top_percent === 10);
  return top === undefined
    ? null
    : `Best customers held out of the fit were found again: ${percent(top.recall)} of them in the top 10 % of ${among}, ${decimal(top.lift, 1)} times chance.`;
}
