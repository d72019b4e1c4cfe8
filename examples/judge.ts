import type { Target } from '../core/rank/target.ts';
import { adjustedRand } from '../core/stats/adjusted-rand.ts';
import type { Trait, TraitCondition } from '../core/traits/trait.ts';
import type { TraitForm } from './planted-traits.ts';
import type { PlantedTruth } from './planted-truth.ts';

/** What a found trait is in truth; see {@link judgeTraits}. */
export type TraitVerdict = 'planted' | 'correlated' | 'leak' | 'consequence' | 'false';

export type TraitsJudgement = {
  /** Share of the planted traits that were found. */
  readonly recall: number;
  readonly missed: readonly string[];
  /** Ids of the found traits by what they are. */
  readonly verdicts: Readonly<Record<TraitVerdict, readonly string[]>>;
};

/**
 * Holds found traits against the planted ones. Pass the rows the run stands for: the strongest, or those under a q-value.
 * `planted`: says what was planted, in any of the forms it has in the files, with a lift above 1. `correlated`: moves with
 * a planted trait. `leak`: written down from the margin. `consequence`: what only customers' own behaviour shows, which
 * being good brings about. `false`: chance. A range is the planted one when it lies in it, or overlaps it by half or more on
 * a logarithmic scale.
 */
export function judgeTraits(truth: PlantedTruth, found: readonly Trait[]): TraitsJudgement {
  const verdicts: Record<TraitVerdict, string[]> = {
    planted: [],
    correlated: [],
    leak: [],
    consequence: [],
    false: [],
  };
  const recalled = new Set<string>();
  for (const trait of found) {
    const planted = truth.traits.filter((known) => known.forms.some((form) => says(trait, form)));
    if (trait.lift > 1) for (const known of planted) recalled.add(known.id);
    verdicts[planted.length > 0 && trait.lift > 1 ? 'planted' : verdictWithout(truth, trait)].push(trait.id);
  }
  return {
    recall: recalled.size / truth.traits.length,
    missed: truth.traits.filter((known) => !recalled.has(known.id)).map((known) => known.id),
    verdicts,
  };
}

function verdictWithout(truth: PlantedTruth, trait: Trait): TraitVerdict {
  const decoy = truth.decoys.find((known) => known.feature === trait.feature);
  if (decoy !== undefined) return decoy.kind === 'null' ? 'false' : decoy.kind;
  const planted = truth.traits.some((known) => known.forms.some((form) => form.feature === trait.feature));
  if (planted) return 'correlated';
  return trait.population === 'customer' && trait.category !== 'firmographic' ? 'consequence' : 'false';
}

function says(trait: Trait, form: TraitForm): boolean {
  if (trait.feature !== form.feature) return false;
  const { condition } = trait;
  if ('levels' in form)
    return condition.kind === 'level' && form.levels.some((level) => sameWords(level, condition.level));
  if ('prefix' in form)
    return (
      (condition.kind === 'prefix' && condition.prefix.startsWith(form.prefix)) ||
      (condition.kind === 'level' && condition.level.startsWith(form.prefix))
    );
  return condition.kind === 'range' && isRange(condition, form);
}

const sameWords = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

type Range = { readonly from: number | null; readonly to: number | null };

function isRange(found: Extract<TraitCondition, { kind: 'range' }>, planted: Range): boolean {
  const low = (range: Range): number => Math.log(Math.max(1, range.from ?? 1));
  const high = (range: Range): number => Math.log(range.to ?? 10_000);
  const shared = Math.min(high(found), high(planted)) - Math.max(low(found), low(planted));
  if (shared <= 0) return false;
  const either = Math.max(high(found), high(planted)) - Math.min(low(found), low(planted));
  return shared >= high(found) - low(found) - 1e-9 || shared / either >= 0.5;
}

/** Lists in the order a team works them; ranks start at 1 in each. */
const lists: readonly Target['list'][] = ['tier-a', 'tier-b', 'win-back', 'nurture'];

export type ListJudgement = {
  /** Share of the first k net-new prospects that truly fit; a company listed twice counts once. */
  readonly precision: number;
  /** The same share over all net-new prospects: what drawing at random gives. */
  readonly base_rate: number;
  readonly precision_over_base: number;
  readonly hits: number;
  /** Existing customers anywhere in the net-new list, by prospect id. */
  readonly hidden_leaked: readonly string[];
  /** Repeats listed beside the company they repeat. */
  readonly duplicates_leaked: readonly string[];
};

/**
 * Holds the net-new list against the prospects that truly fit: the first `k` in list order (tier A's ranks,
 * then tier B's …), or by similarity alone, which is the
 * part of the score that claims fit. Accounts that never ordered are passed over: nobody planted whether they fit.
 */
export function judgeList(
  truth: PlantedTruth,
  targets: readonly Pick<Target, 'target_id' | 'pool' | 'list' | 'rank' | 'similarity'>[],
  k: number,
  by: 'rank' | 'similarity' = 'rank',
): ListJudgement {
  const known = new Set(truth.never_ordered);
  const listed = targets.filter((target) => target.pool === 'net-new' && !known.has(target.target_id));
  const ordered = [...listed].sort(
    (a, b) =>
      (by === 'rank'
        ? lists.indexOf(a.list) - lists.indexOf(b.list) || a.rank - b.rank
        : b.similarity - a.similarity) || (a.target_id < b.target_id ? -1 : 1),
  );
  const original = new Map(truth.duplicates.map((pair) => [pair.prospect_id, pair.original_id]));
  const company = (id: string): string => original.get(id) ?? id;
  const fits = new Set(truth.fits);
  const first = new Set(ordered.slice(0, k).map((target) => company(target.target_id)));
  const hits = [...first].filter((id) => fits.has(id)).length;
  const ids = new Set(listed.map((target) => target.target_id));
  const base_rate = truth.fits.length / truth.net_new;
  return {
    precision: hits / k,
    base_rate,
    precision_over_base: hits / k / base_rate,
    hits,
    hidden_leaked: truth.hidden.map((entry) => entry.prospect_id).filter((id) => ids.has(id)),
    duplicates_leaked: truth.duplicates
      .filter((pair) => ids.has(pair.prospect_id) && ids.has(pair.original_id))
      .map((pair) => pair.prospect_id),
  };
}

export type WinBackJudgement = {
  /** Share of the planted lapsed customers that are in the win-back pool. */
  readonly recall: number;
  readonly missed: readonly string[];
  /** Customers in the pool that would still order tomorrow, and their share of the pool. */
  readonly still_buying: readonly string[];
  readonly false_share: number;
};

/** Holds the win-back pool against the customers that truly went silent. */
export function judgeWinBack(
  truth: PlantedTruth,
  targets: readonly Pick<Target, 'target_id' | 'pool'>[],
): WinBackJudgement {
  const pool = new Set(
    targets.filter((target) => target.pool === 'win-back').map((target) => target.target_id),
  );
  const missed = truth.lapsed.filter((id) => !pool.has(id));
  const still_buying = truth.buying.filter((id) => pool.has(id));
  return {
    recall: truth.lapsed.length === 0 ? 1 : 1 - missed.length / truth.lapsed.length,
    missed,
    still_buying,
    false_share: pool.size === 0 ? 0 : still_buying.length / pool.size,
  };
}

/** What the exclusions got wrong: prospects left out although they are nobody's customer and repeat nobody. */
export function wronglyExcluded(truth: PlantedTruth, excluded: readonly string[]): readonly string[] {
  const rightly = new Set([
    ...truth.hidden.map((entry) => entry.prospect_id),
    ...truth.duplicates.flatMap((pair) => [pair.prospect_id, pair.original_id]),
  ]);
  return excluded.filter((id) => id.startsWith('P-') && !rightly.has(id)).sort();
}

/** Adjusted Rand index of found clusters against planted buying styles, over the customers that have both. */
export function judgeArchetypes(
  truth: PlantedTruth,
  clusterOf: ReadonlyMap<string, string | number>,
): { readonly adjusted_rand: number; readonly customers: number } {
  const both = [...clusterOf.keys()].filter((id) => truth.styles[id] !== undefined).sort();
  return {
    adjusted_rand: adjustedRand(
      both.map((id) => String(clusterOf.get(id))),
      both.map((id) => String(truth.styles[id])),
    ),
    customers: both.length,
  };
}
