import * as z from 'zod';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import { decimal, percent } from '../../core/report/numbers.ts';
import type { ReportView } from '../../core/report/report-view.ts';

/** What the report repeats of the backtest. */
const backtestView = z.looseObject({
  line: z.string(),
  k: z.number().nullable(),
  rankings: z.array(
    z.looseObject({
      name: z.string(),
      precision: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      lift: z.number().nullable(),
    }),
  ),
});

/** The evidence in words and a table: the backtest over time, and how held-out best customers were found again. */
export function evidenceView(backtest: unknown, models: LeadModels | null): ReportView['evidence'] {
  const parsed = backtestView.safeParse(backtest);
  const again = foundAgain(models);
  if (parsed.success)
    return {
      line: [parsed.data.line, again].filter((text) => text !== null).join(' '),
      k: parsed.data.k,
      baselines: parsed.data.rankings,
    };
  return { line: again ?? 'Too little is known to test how well the list works.', k: null, baselines: [] };
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
