import { acrossSeeds } from '../examples/across-seeds.ts';
import { judgeTenant } from './judge-tenant.ts';

/** `npm run bench -- planted [COUNT] [FIRST_SEED]`: whole runs at the sample's size, judged by what was planted; mean and worst. */
const count = Number(process.argv[2] ?? 5);
const first = Number(process.argv[3] ?? 7001);
const tenants = [];
for (let seed = first; seed < first + count; seed += 1) {
  const figures = await judgeTenant(seed);
  tenants.push({ seed, figures });
  console.log(
    `seed ${seed}: ${Object.entries(figures)
      .map(([name, value]) => `${name} ${value.toFixed(3)}`)
      .join(', ')}`,
  );
}
const better = {
  trait_recall: 'high',
  false_traits: 'low',
  precision_100: 'high',
  precision_100_by_similarity: 'high',
  precision_over_base: 'high',
  hidden_leaked: 'low',
  duplicates_leaked: 'low',
  lapsed_recall: 'high',
  win_back_false_share: 'low',
  archetypes_adjusted_rand: 'high',
} as const;
for (const { name, mean, worst, worst_seed } of acrossSeeds(tenants, better))
  console.log(`${name}: mean ${mean.toFixed(3)}, worst ${worst.toFixed(3)} (seed ${worst_seed})`);
