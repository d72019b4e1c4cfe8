import type { Column, FeatureDefinition, FeatureTable } from '../core/model/feature-table.ts';
import { createRandom } from '../core/stats/random.ts';

export type PlantedParams = {
  readonly companies: number;
  readonly bestShare: number;
  /** Traits that are true: share of all companies that have it, and how much more often best ones do. */
  readonly plants: readonly { readonly prevalence: number; readonly lift: number }[];
  /** Features that have nothing to do with the label. */
  readonly categories: number;
  readonly numbers: number;
};

export const numericFeature = (name: string, unit = ''): FeatureDefinition => ({
  name,
  label: name,
  category: 'firmographic',
  population: 'both',
  known: 'timeless',
  unit,
  form: 'numeric',
});

export const categoryFeature = (name: string): FeatureDefinition => ({
  ...numericFeature(name),
  unit: null,
  form: 'category',
});

/**
 * A table with a known truth: plant i is level "A" of the five-level feature `plant<i>`; `category<i>` (3–10 levels of
 * uneven frequency) and `number<i>` (log-normal, of uneven spread) are noise. Labels are drawn first, so nothing but the
 * plants depends on them.
 */
export function plantedTable(
  seed: number,
  params: PlantedParams,
): { readonly table: FeatureTable; readonly label: Int8Array } {
  const random = createRandom(seed);
  const { companies, bestShare } = params;
  const label = new Int8Array(companies);
  for (const row of random.sample(companies, Math.round(companies * bestShare))) label[row] = 1;
  const features: FeatureDefinition[] = [];
  const columns: Column[] = [];
  params.plants.forEach(({ prevalence, lift }, index) => {
    const restRate = prevalence / (bestShare * lift + 1 - bestShare);
    features.push(categoryFeature(`plant${index}`));
    const codes = Int32Array.from(label, (best) =>
      random.next() < (best === 1 ? lift * restRate : restRate) ? 0 : 1 + random.int(4),
    );
    columns.push({ kind: 'category', levels: ['A', 'B', 'C', 'D', 'E'], codes });
  });
  for (let index = 0; index < params.categories; index++) {
    const weights = Array.from({ length: 3 + random.int(8) }, () => random.next());
    const sum = weights.reduce((total, weight) => total + weight, 0);
    features.push(categoryFeature(`category${index}`));
    const codes = Int32Array.from({ length: companies }, () => {
      let left = random.next() * sum;
      const code = weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      return Math.max(0, code);
    });
    columns.push({ kind: 'category', levels: weights.map((_, code) => `L${code}`), codes });
  }
  for (let index = 0; index < params.numbers; index++) {
    const spread = 0.3 + 1.4 * random.next();
    features.push(numericFeature(`number${index}`));
    const values = Float64Array.from(
      { length: companies },
      () => Math.round(100 * Math.exp(4 + spread * random.normal())) / 100,
    );
    columns.push({ kind: 'numeric', values, known: new Uint8Array(companies).fill(1) });
  }
  return {
    table: { ids: Array.from({ length: companies }, (_, row) => `C${row}`), features, columns },
    label,
  };
}
