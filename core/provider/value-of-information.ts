import { scoreSimilarity } from '../model/score-similarity.ts';
import type { SimilarityModel } from '../model/similarity-model.ts';
import { finalScore, type Weights } from '../rank/final-score.ts';
import { type TierCuts, tierOf } from '../rank/tier.ts';
import { type CompanyCell, type CompanyColumns, levelFromCell } from '../traits/company-columns.ts';
import { companyFeatures } from '../traits/company-features.ts';
import type { CompanyPlan } from '../traits/company-plan.ts';
import { plausibleValues } from './plausible-values.ts';

/** What learning a company's missing fields may do to its tier. */
export type FieldsWorth = {
  /** Row of the company. */
  readonly row: number;
  /** Missing columns the models read and a provider can fill. */
  readonly missing: readonly string[];
  /** Share of plausible values that put it into another tier, and into a better one. */
  readonly change: number;
  readonly better: number;
};

/** How many plausible combinations each company is tried with. */
const draws = 16;
const seed = 42;
/** Companies scored at once: bounds memory. */
const atOnce = 1000;

/**
 * For every company that lacks something: the chance that knowing it moves the company across a tier line. Each missing column
 * takes values that other companies have, in their proportions (Latin hypercube, 16 draws, seed 42); the run's own model
 * scores each. A call is worth making in this order, and not at all where the chance is 0.
 *
 * Best first: by chance of a change, then of a better tier, then by row. O(companies × draws × features).
 *
 * @param columns what providers can fill
 * @param opportunity of each company, 0–100, which knowing its fields does not change
 */
export function worthOfFields(input: {
  readonly model: SimilarityModel;
  readonly plan: CompanyPlan;
  readonly companies: CompanyColumns;
  readonly known: CompanyColumns;
  readonly columns: readonly string[];
  readonly opportunity: ArrayLike<number>;
  readonly similarity: ArrayLike<number>;
  readonly rows: readonly number[];
  readonly weights: Weights;
  readonly tiers: TierCuts;
}): FieldsWorth[] {
  const { model, plan, companies, known, weights, tiers } = input;
  const used = new Set(model.features.map(({ name }) => name));
  const read = new Set(plan.features.filter(({ name }) => used.has(name)).map(({ column }) => column));
  const readable = input.columns.filter((column) => read.has(column));
  const pools = new Map(
    readable.map((column, index) => [
      column,
      plausibleValues(
        [...(companies.columns[column] ?? []), ...(known.columns[column] ?? [])],
        draws,
        seed + index,
      ),
    ]),
  );
  const columns = readable.filter((column) => pools.get(column) != null);
  const asked = input.rows.flatMap((row) => {
    const missing = columns.filter((column) => levelFromCell(companies.columns[column]?.[row]) === null);
    return missing.length === 0 ? [] : [{ row, missing }];
  });
  const worth: FieldsWorth[] = [];
  for (let from = 0; from < asked.length; from += atOnce) {
    const part = asked.slice(from, from + atOnce);
    const tried = companyFeatures(plan, imagined(part, companies, pools, columns));
    const { similarity } = scoreSimilarity(model, tried);
    part.forEach(({ row, missing }, index) => {
      const opportunity = input.opportunity[row] ?? 50;
      const now = finalScore(input.similarity[row] ?? 50, opportunity, weights).score;
      const tier = tierOf(now, tiers);
      let change = 0;
      let better = 0;
      for (let draw = 0; draw < draws; draw += 1) {
        const then = finalScore(similarity[index * draws + draw] ?? 50, opportunity, weights).score;
        if (tierOf(then, tiers) !== tier) {
          change += 1;
          if (then > now) better += 1;
        }
      }
      worth.push({ row, missing, change: change / draws, better: better / draws });
    });
  }
  return worth.sort((a, b) => b.change - a.change || b.better - a.better || a.row - b.row);
}

/** Each company `draws` times, its missing cells filled with plausible values. */
function imagined(
  part: readonly { readonly row: number; readonly missing: readonly string[] }[],
  companies: CompanyColumns,
  pools: ReadonlyMap<string, readonly CompanyCell[] | null>,
  fillable: readonly string[],
): CompanyColumns {
  const ids = part.flatMap(({ row }) =>
    Array.from({ length: draws }, (_, draw) => `${companies.ids[row] ?? ''}#${draw}`),
  );
  const names = new Set([...Object.keys(companies.columns), ...fillable]);
  const columns = Object.fromEntries(
    [...names].map((name) => [
      name,
      part.flatMap(({ row, missing }) => {
        const own = companies.columns[name]?.[row] ?? null;
        const pool = missing.includes(name) ? pools.get(name) : null;
        return Array.from({ length: draws }, (_, draw) => pool?.[draw] ?? own);
      }),
    ]),
  );
  return { ids, columns };
}
