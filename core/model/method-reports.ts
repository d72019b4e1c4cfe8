import { crossFit, type FoldSplit, type HeldOutRanks } from './cross-fit.ts';
import { criterionOf, heldOutFigures } from './held-out-figures.ts';
import { preferSimpler } from './prefer-simpler.ts';
import { scoreFit } from './similarity-fit.ts';
import type { MethodTools, SimilarityMethod } from './similarity-method.ts';
import type { MethodName, MethodReport } from './similarity-model.ts';

export type CrossFitted = { readonly method: SimilarityMethod; readonly ranks: HeldOutRanks };

/** Fits a method on all folds but one, for each fold, and ranks the fold left out. */
export function crossFitMethod(
  method: SimilarityMethod,
  splits: readonly FoldSplit[],
  tools: MethodTools,
): CrossFitted {
  const ranks = crossFit(splits.slice(0, method.folds), (train) => {
    const fit = tools.fitOf(method, train);
    return (held) => scoreFit(fit, held.table, held.texts);
  });
  return { method, ranks };
}

/** Every method with its figures or the reason it has none, and which one is to be used. */
export function reportMethods(
  methods: readonly { readonly method: SimilarityMethod; readonly because: string | null }[],
  tried: readonly CrossFitted[],
): { readonly chosen: MethodName; readonly because: string; readonly methods: readonly MethodReport[] } {
  const competing = tried.filter(({ method, ranks }) => !method.baseline && ranks.rows.length > 0);
  const preference =
    competing.length === 0
      ? null
      : preferSimpler(
          competing.map(({ method, ranks }) => {
            const figures = criterionOf(ranks);
            return {
              name: method.name,
              complexity: method.complexity,
              figures: new Map(Array.from(ranks.rows, (row, i) => [row, figures[i]!])),
            };
          }),
        );
  const byName = new Map(tried.map((entry) => [entry.method.name, entry]));
  const reports = methods.map(({ method, because }): MethodReport => {
    const ranks = byName.get(method.name)?.ranks;
    return {
      method: method.name,
      words: method.words,
      eligible: because === null && !method.baseline,
      not_eligible_because: because ?? (method.baseline ? 'a baseline, shown for comparison' : null),
      figures: ranks === undefined || ranks.rows.length === 0 ? null : heldOutFigures(ranks),
      behind_best: preference?.behind.get(method.name) ?? null,
    };
  });
  const fallback = methods.find(({ method, because }) => because === null && !method.baseline);
  if (preference === null && fallback === undefined)
    throw new RangeError('no method can be fitted on these data');
  const chosen = preference?.name ?? fallback!.method.name;
  const method = methods.find((entry) => entry.method.name === chosen)!.method;
  return { chosen: method.name, because: reasonOf(preference, competing.length), methods: reports };
}

function reasonOf(preference: ReturnType<typeof preferSimpler> | null, competing: number): string {
  if (preference === null) return 'too few best customers to hold any out';
  if (competing === 1) return 'the only method the data allow';
  if (preference.name === preference.best) return 'it finds held-out best customers best';
  const { difference } = preference.behind.get(preference.name)!;
  return (
    `the simplest within one standard error of ${preference.best}: ` +
    `behind by ${difference.toFixed(3)}, standard error ${preference.error.toFixed(3)}`
  );
}
