import { meanAndError } from './held-out-figures.ts';

/** One candidate for the choice: its figure per held-out company, and where it stands from simple to complex. */
export type Contender = {
  readonly name: string;
  readonly complexity: number;
  /** Figures by held-out row; methods are compared on the rows both have. */
  readonly figures: ReadonlyMap<number, number>;
};

export type Preference = {
  readonly name: string;
  readonly best: string;
  /** How far each contender is behind the best, on common rows, and the standard error of that difference. */
  readonly behind: ReadonlyMap<string, { readonly difference: number; readonly error: number }>;
};

/**
 * The simplest contender that is not worse than the best by more than one standard error of the *paired* difference:
 * both methods ranked the same held-out companies, so what is hard for both cancels. Ties of complexity go to the better
 * figure, then to the earlier contender. Source: the one-standard-error rule, Breiman et al. 1984 §3.4.3, on differences.
 *
 * @example
 * const figures = new Map([[0, 0.5], [1, 0.7]]);
 * preferSimpler([{ name: 'trees', complexity: 5, figures }, { name: 'card', complexity: 2, figures }]).name; // => 'card'
 */
export function preferSimpler(contenders: readonly Contender[]): Preference {
  if (contenders.length === 0) throw new RangeError('there is nothing to choose from');
  const ranked = contenders
    .map((contender, index) => ({ contender, index, mean: meanOf(contender.figures) }))
    .sort((a, b) => b.mean - a.mean || a.contender.complexity - b.contender.complexity || a.index - b.index);
  const best = ranked[0]!.contender;
  const behind = new Map(ranked.map(({ contender }) => [contender.name, pairedGap(best, contender)]));
  const close = ranked.filter(({ contender }) => {
    const gap = behind.get(contender.name)!;
    return contender === best || gap.difference <= gap.error;
  });
  close.sort(
    (a, b) => a.contender.complexity - b.contender.complexity || b.mean - a.mean || a.index - b.index,
  );
  return { name: close[0]!.contender.name, best: best.name, behind };
}

function meanOf(figures: ReadonlyMap<number, number>): number {
  return meanAndError([...figures.values()]).mean;
}

function pairedGap(
  best: Contender,
  other: Contender,
): { readonly difference: number; readonly error: number } {
  const gaps: number[] = [];
  for (const [row, figure] of best.figures) {
    const own = other.figures.get(row);
    if (own !== undefined) gaps.push(figure - own);
  }
  if (gaps.length === 0) return { difference: Number.MAX_VALUE, error: 0 };
  const { mean, error } = meanAndError(gaps);
  return { difference: mean, error };
}
