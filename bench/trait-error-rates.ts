import type { FeatureTable } from '../core/model/feature-table.ts';
import { createRandom } from '../core/stats/random.ts';
import { riskRatio } from '../core/stats/risk-ratio.ts';
import { liftTable } from '../core/traits/lift-table.ts';
import { strongestTraits } from '../core/traits/strongest.ts';
import { plantedTable } from './planted-table.ts';

/** The setting of every simulation: 400 customers, 80 of them best, 8 noise categories and 6 noise numbers. */
const setting = { companies: 400, bestShare: 0.2, categories: 8, numbers: 6 };

/** Share of null tables (no feature has anything to do with the label) that show any trait at q ≤ 0.10. */
export function nullTables(rounds: number): { readonly share: number; readonly tried: number } {
  let any = 0;
  let tried = 0;
  for (let round = 0; round < rounds; round++) {
    const { table, label } = plantedTable(70_000 + round, { ...setting, plants: [] });
    const traits = liftTable(table, label);
    tried += traits.length;
    any += Number(traits.some(({ q_value }) => q_value <= 0.1));
  }
  return { share: any / rounds, tried: tried / rounds };
}

export type Power = {
  /** Share of the planted traits found at q ≤ 0.10, and the share that end among the strongest. */
  readonly found: number;
  readonly strongest: number;
  /** Share of tables in which noise ends among the strongest. */
  readonly noise: number;
};

/** Six planted traits of lift 2, all held by the same share of companies, beside the noise. */
export function powerAt(prevalence: number, rounds: number): Power {
  const plants = Array.from({ length: 6 }, () => ({ prevalence, lift: 2 }));
  let found = 0;
  let strongest = 0;
  let noise = 0;
  for (let round = 0; round < rounds; round++) {
    const { table, label } = plantedTable(80_000 + round, { ...setting, plants });
    const { traits } = strongestTraits(table, label, liftTable(table, label));
    for (const trait of traits) {
      const planted = /^plant\d+=A$/.test(trait.id);
      if (planted && trait.q_value <= 0.1) found++;
      if (planted && trait.strongest !== null) strongest++;
    }
    noise += Number(traits.some(({ id, strongest: rank }) => rank !== null && !id.startsWith('plant')));
  }
  return {
    found: found / (6 * rounds),
    strongest: strongest / (6 * rounds),
    noise: noise / rounds,
  };
}

/** Mean shrunken lift of one planted trait held by 30 %, and how often its 95 % interval holds the truth. */
export function coverageAt(
  lift: number,
  rounds: number,
): { readonly mean: number; readonly covered: number } {
  let sum = 0;
  let covered = 0;
  for (let round = 0; round < rounds; round++) {
    const plants = [{ prevalence: 0.3, lift }];
    const { table, label } = plantedTable(90_000 + round, { ...setting, plants, categories: 0, numbers: 0 });
    const trait = liftTable(table, label).find(({ id }) => id === 'plant0=A');
    if (trait === undefined) throw new RangeError('a trait of 30 % has support');
    sum += trait.lift;
    covered += Number(trait.lift_low <= lift && lift <= trait.lift_high);
  }
  return { mean: sum / rounds, covered: covered / rounds };
}

/** 200 unrelated traits at 10 % among 200 companies, 40 best: what a table without a test would announce. */
export function unguarded(rounds: number): { readonly announced: number; readonly largest: number } {
  let announced = 0;
  const largest: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const random = createRandom(60_000 + round);
    let top = 0;
    for (let trait = 0; trait < 200; trait++) {
      let best = 0;
      let rest = 0;
      for (let row = 0; row < 200; row++) {
        if (random.next() >= 0.1) continue;
        if (row < 40) best++;
        else rest++;
      }
      const ratio = rest === 0 ? 0 : (riskRatio(best, 40, rest, 160)?.value ?? 0);
      announced += Number(ratio >= 1.5);
      top = Math.max(top, ratio);
    }
    largest.push(top);
  }
  largest.sort((a, b) => a - b);
  return { announced: announced / rounds, largest: largest[Math.floor(rounds / 2)] ?? 0 };
}

/** Milliseconds of the lift table and the choice of the strongest on one table. */
export function speedAt(
  companies: number,
  features: number,
): { readonly lift: number; readonly strongest: number } {
  const plants = Array.from({ length: 8 }, () => ({ prevalence: 0.25, lift: 1.6 }));
  const rest = features - plants.length;
  const { table, label }: { table: FeatureTable; label: Int8Array } = plantedTable(1, {
    companies,
    bestShare: 0.2,
    plants,
    categories: Math.floor(rest / 2),
    numbers: Math.ceil(rest / 2),
  });
  const start = performance.now();
  const traits = liftTable(table, label);
  const middle = performance.now();
  strongestTraits(table, label, traits);
  return { lift: middle - start, strongest: performance.now() - middle };
}
