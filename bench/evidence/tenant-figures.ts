import { acrossSeeds } from '../../examples/across-seeds.ts';

/** A generated tenant's seed and what a whole run on it came to (see judge-tenant.ts). */
export type JudgedTenant = { readonly seed: number; readonly figures: Readonly<Record<string, number>> };

/** Seeds nothing was developed on. */
export const tenantSeeds: readonly number[] = Array.from({ length: 20 }, (_, i) => 31_001 + i);
/** Nearly half the sample's size, so that a test can afford to run one again. */
export const tenantSize = { customers: 900, orders: 27_000, prospects: 8_000 } as const;
/** Tenants in which every customer buys in the same style. */
export const oneKindSeeds: readonly number[] = tenantSeeds.slice(0, 10);
export const oneKindSize = { customers: 600, orders: 18_000, prospects: 1_000, archetypes: 1 } as const;

const columns = [
  ['backtest: lift', 'backtest_lift', 2],
  ['true lift', 'backtest_lift_true', 2],
  ['precision@k', 'backtest_precision', 2],
  ['by last revenue', 'backtest_last_revenue', 2],
  ['traits found', 'trait_recall', 2],
  ['false traits', 'false_traits', 0],
  ['kinds', 'archetypes', 0],
  ['adjusted Rand', 'archetypes_adjusted_rand', 2],
  ['quotes: AUC', 'quote_auc', 2],
  ['fits in first 100', 'precision_100_by_similarity', 2],
  ['lapsed found', 'lapsed_recall', 2],
  ['wrongly lapsed', 'win_back_false_share', 3],
] as const;

/** Of these the trait step alone decides; what follows hangs on matching and pools too. */
export const traitStepColumns = 9;

/** One tenant as a row of the page's table. */
export function tenantLine({ seed, figures }: JudgedTenant): string {
  return `| ${seed} | ${columns.map(([, name, digits]) => (figures[name] ?? 0).toFixed(digits)).join(' | ')} |`;
}

const better = {
  backtest_precision: 'high',
  trait_recall: 'high',
  false_traits: 'low',
  archetypes_adjusted_rand: 'high',
  value_covered: 'high',
  quote_auc: 'high',
  precision_100_by_similarity: 'high',
  precision_over_base: 'high',
  lapsed_recall: 'high',
  win_back_false_share: 'low',
  hidden_leaked: 'low',
  duplicates_leaked: 'low',
} as const;

const words: Readonly<Record<keyof typeof better, string>> = {
  backtest_precision: 'precision of the backtest’s first k',
  trait_recall: 'share of the planted traits among the strongest',
  false_traits: 'traits among the strongest that are not there',
  archetypes_adjusted_rand: 'archetypes against planted buying styles, adjusted Rand index',
  value_covered: 'customers whose value lay in its 80 % range',
  quote_auc: 'AUC of won quotes, on later ones',
  precision_100_by_similarity: 'true fits among the 100 most similar prospects',
  precision_over_base: 'the worked list’s first 100, times chance',
  lapsed_recall: 'good customers that left, found',
  win_back_false_share: 'still buying, called lapsed',
  hidden_leaked: 'existing customers listed as strangers',
  duplicates_leaked: 'companies listed twice',
};

/** The page's part on whole runs as Markdown. */
export function tenantFigures(tenants: readonly JudgedTenant[], oneKind: readonly JudgedTenant[]): string {
  const held = tenants.filter(({ figures }) => figures['backtest_lift_held'] === 1).length;
  const single = oneKind.filter(({ figures }) => figures['archetypes'] === 1).length;
  const gap = tenants.map(
    ({ figures }) => (figures['backtest_lift'] ?? 0) - (figures['backtest_lift_true'] ?? 0),
  );
  const summary = acrossSeeds(tenants, better).map(
    ({ name, mean, worst, worst_seed }) =>
      `| ${words[name as keyof typeof better]} | ${mean.toFixed(3)} | ${worst.toFixed(3)} (${worst_seed}) |`,
  );
  return [
    `${tenants.length === tenantSeeds.length ? '' : `The first ${tenants.length} of ${tenantSeeds.length} seeds: `}${tenants.length} tenants of ${tenantSize.customers} customers, ${tenantSize.orders.toLocaleString('en-US')} orders and ${tenantSize.prospects.toLocaleString('en-US')} prospects, each through the whole pipeline:`,
    '',
    '| | mean | worst (seed) |',
    '| --- | --- | --- |',
    ...summary,
    '',
    `**The printed lift is the true one.** Against who truly was best in the year after the cut, known from the generator, the 95 % interval of the printed lift holds the true lift on ${held} of ${tenants.length} tenants; the largest difference is ${Math.max(...gap.map(Math.abs)).toFixed(2)}.`,
    '',
    `**No kinds where there are none.** With one buying style for everybody, ${single} of ${oneKind.length} tenants (${oneKindSize.customers} customers) get the answer "no stable clusters".`,
    '',
    `| seed | ${columns.map(([title]) => title).join(' | ')} |`,
    `| --- |${' --- |'.repeat(columns.length)}`,
    ...tenants.map(tenantLine),
  ].join('\n');
}
