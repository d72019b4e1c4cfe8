import type { Listed } from '../../core/rank/assign-lists.ts';
import type { Scored } from '../../core/rank/rank-candidates.ts';
import type { TierCuts } from '../../core/rank/tier.ts';

/** Nurture companies that are explained anyway, and how close to a tier line the others must be. */
const bestNurture = 1000;
const band = 1;

/** The candidates a person will look at: everybody on a working list, the best of nurture, and who is close to a tier line. */
export function chooseExplained(listed: readonly Listed<Scored>[], tiers: TierCuts): Listed<Scored>[] {
  const close = (score: number): boolean =>
    [tiers.A, tiers.B, tiers.C].some((line) => Math.abs(score - line) <= band);
  return listed.filter(
    (target) => target.list !== 'nurture' || target.rank <= bestNurture || close(target.score),
  );
}
