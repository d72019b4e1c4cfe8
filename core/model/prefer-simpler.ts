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
  /** Standard error of the best one's figure. */
  readonly error: number;
  /** How far each contender is behind the best, on common rows, and the standard error of that difference. */
  readonly behind: ReadonlyMap<string, { readonly difference: number; readonly error: number }>;
};

/**
 * The simplest contender whose figure is within one standard error of the best one's (Breiman et al., Classification and
 * Regression Trees, 1984, §3.4.3): what is not clearly better is not worth being harder to read. Among equally simple ones
 * the earliest wins that is within one standard error of the best of them, of the *paired* difference: list the most robust
 * first. A contender that was tried on fewer rows is held against the others
 * on those rows alone, and counts as the best only when it leads there by more than a standard error.
 *
 * @example
 * const figures = new Map([[0, 0.5], [1, 0.7]]);
 * preferSimpler([{ name: 'trees', complexity: 5, figures }, { name: 'card', complexity: 2, figures }]).name; // => 'card'
 */
export function preferSimpler(contenders: readonly Contender[]): Preference {
  if (contenders.length === 0) throw new RangeError('there is nothing to choose from');
  const ranked = contenders
    .map((contender, index) => ({ contender, index, ...meanAndError([...contender.figures.values()]) }))
    .sort((a, b) => b.mean - a.mean || a.contender.complexity - b.contender.complexity || a.index - b.index);
  const most = Math.max(...contenders.map(({ figures }) => figures.size));
  const whole = ranked.find(({ contender }) => contender.figures.size === most)!;
  const best =
    ranked.find(({ contender }) => {
      const gap = pairedGap(whole.contender, contender);
      return contender.figures.size < most && gap.difference < -gap.error;
    }) ?? whole;
  const behind = new Map(
    ranked.map(({ contender }) => [contender.name, pairedGap(best.contender, contender)]),
  );
  const close = ranked.filter(
    ({ contender }) => contender === best.contender || behind.get(contender.name)!.difference <= best.error,
  );
  const simplest = Math.min(...close.map(({ contender }) => contender.complexity));
  const peers = close.filter(({ contender }) => contender.complexity === simplest);
  const leader = peers[0]!.contender;
  const preferred = peers
    .filter(({ contender }) => {
      const gap = pairedGap(leader, contender);
      return gap.difference <= gap.error;
    })
    .reduce((first, peer) => (peer.index < first.index ? peer : first));
  return { name: preferred.contender.name, best: best.contender.name, error: best.error, behind };
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
