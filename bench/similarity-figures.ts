import { chooseSimilarity, similarityDefaults } from '../core/model/choose-similarity.ts';
import { meanAndError } from '../core/model/held-out-figures.ts';
import { buildLookalikeSet } from '../core/model/lookalike-set.ts';
import { scoreFit } from '../core/model/similarity-fit.ts';
import { methodTools } from '../core/model/similarity-method.ts';
import { similarityMethods } from '../core/model/similarity-methods.ts';
import type { MethodName } from '../core/model/similarity-model.ts';
import type { TenantPlan } from '../examples/generate.ts';
import { tenantCompanies } from './tenant-companies.ts';

/** What every method reaches on one tenant: share of planted fits among its first 100 and 500 candidates. */
export type TenantFigures = {
  readonly seed: number;
  readonly base: number;
  readonly ceiling100: number;
  readonly ceiling500: number;
  readonly chosen: MethodName;
  readonly canary: number;
  /** Share of probabilities' bands whose interval holds the prediction; null where probabilities are withheld. */
  readonly calibrated: boolean;
  readonly methods: readonly { readonly name: MethodName; readonly at100: number; readonly at500: number }[];
};

/** Seeds no method was developed on. */
export const evidenceSeeds: readonly number[] = Array.from({ length: 20 }, (_, i) => 31_001 + i);

/** Tenants of a quarter of the size, on which a test can afford to repeat the figures. */
export const smallSeeds: readonly number[] = [31_101];
export const smallPlan = { customers: 500, orders: 15_000, prospects: 5_000 } as const;

/** Methods shown, those that compete with the chosen one first. */
const shown: readonly MethodName[] = [
  'weighted-traits',
  'scorecard-rest',
  'nearest-best',
  'scorecard-background',
  'scorecard-both',
  'two-scorecards',
  'boosting',
  'blend',
  'two-step',
  'forest',
  'legacy',
];

/** Fits everything on one generated tenant. Some seconds. */
export async function tenantFigures(seed: number, size: Partial<TenantPlan> = {}): Promise<TenantFigures> {
  const { input, fits, truth } = await tenantCompanies({ seed, ...size });
  const model = chooseSimilarity(input);
  const candidates = input.background!;
  const built = buildLookalikeSet(input, similarityDefaults.samples, similarityDefaults.seed);
  const tools = methodTools(similarityDefaults.findTraits, similarityDefaults.seed);
  const precision = (scores: Float64Array, k: number): number => {
    const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
    return order.slice(0, k).reduce((sum, row) => sum + fits[row]!, 0) / k;
  };
  return {
    seed,
    base: fits.reduce((sum, value) => sum + value, 0) / fits.length,
    ceiling100: truth.ceiling.precision_at_100,
    ceiling500: truth.ceiling.precision_at_500,
    chosen: model.chosen,
    canary: model.canary?.auc ?? 0.5,
    calibrated: model.calibration?.reliable ?? false,
    methods: shown.map((name) => {
      const method = similarityMethods.find((entry) => entry.name === name)!;
      const scores = scoreFit(tools.fitOf(method, built), candidates, null);
      return { name, at100: precision(scores, 100), at500: precision(scores, 500) };
    }),
  };
}

/** One tenant as a row of the page's table. */
export function tenantRow({ seed, base, chosen, canary, methods }: TenantFigures): string {
  const own = methods.find(({ name }) => name === chosen)!;
  const of = (name: MethodName): string => methods.find((entry) => entry.name === name)!.at500.toFixed(3);
  return `| ${seed} | ${chosen} | ${(100 * base).toFixed(1)} % | ${own.at100.toFixed(2)} | ${own.at500.toFixed(3)} | ${of('weighted-traits')} | ${of('scorecard-rest')} | ${of('nearest-best')} | ${of('legacy')} | ${canary.toFixed(3)} |`;
}

const head =
  '| seed | chosen | chance | chosen @100 | chosen @500 | weighted traits @500 | best against rest @500 | nearest best @500 | published scorer @500 | canary AUC |';
const rule = '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |';

/** The look-alike part of docs/methods/evidence.md as Markdown, from tenants of both sizes. */
export function similarityFigures(
  tenants: readonly TenantFigures[],
  small: readonly TenantFigures[],
): string {
  const summary = (values: readonly number[], digits: number): string => {
    const { mean, error } = meanAndError(values);
    return `${mean.toFixed(digits)} ± ${(1.96 * error).toFixed(digits)} (${Math.min(...values).toFixed(digits)})`;
  };
  const chosenAt = (k: 'at100' | 'at500'): number[] =>
    tenants.map(({ chosen, methods }) => methods.find(({ name }) => name === chosen)![k]);
  const ratios = tenants.map(({ chosen, methods }) => {
    const at = (name: MethodName): number => methods.find((entry) => entry.name === name)!.at100;
    const rivals = (['weighted-traits', 'scorecard-rest', 'nearest-best'] as const).filter(
      (name) => name !== chosen,
    );
    return at(chosen) / Math.max(...rivals.map(at));
  });
  const methodRows = shown.map((name) => {
    const own = tenants.map(({ methods }) => methods.find((entry) => entry.name === name)!);
    const times = tenants.filter(({ chosen }) => chosen === name).length;
    return `| ${name} | ${times} | ${summary(
      own.map(({ at100 }) => at100),
      2,
    )} | ${summary(
      own.map(({ at500 }) => at500),
      3,
    )} |`;
  });
  return [
    '| method | chosen | precision@100 | precision@500 |',
    '| --- | --- | --- | --- |',
    `| **the one chosen** | ${tenants.length} | **${summary(chosenAt('at100'), 2)}** | **${summary(chosenAt('at500'), 3)}** |`,
    ...methodRows,
    `| *the best possible* | | ${summary(
      tenants.map(({ ceiling100 }) => ceiling100),
      2,
    )} | ${summary(
      tenants.map(({ ceiling500 }) => ceiling500),
      3,
    )} |`,
    `| *chance* | | ${summary(
      tenants.map(({ base }) => base),
      3,
    )} | ${summary(
      tenants.map(({ base }) => base),
      3,
    )} |`,
    '',
    apart(tenants),
    '',
    `Precision@100 of the chosen method is ${summary(
      tenants.map(({ base }, i) => chosenAt('at100')[i]! / base),
      1,
    )} times chance and ${summary(ratios, 2)} times that of the best of weighted traits, best-against-rest and nearest best customers. The canary's AUC on shuffled labels is ${summary(
      tenants.map(({ canary }) => canary),
      3,
    )}. Probabilities passed their test on ${tenants.filter(({ calibrated }) => calibrated).length} of ${tenants.length} tenants.`,
    '',
    head,
    rule,
    ...tenants.map(tenantRow),
    '',
    'A tenant of a quarter of the size (500 customers, 5,000 prospects), which a test repeats:',
    '',
    head,
    rule,
    ...small.map(tenantRow),
  ].join('\n');
}

/** Whether the chosen method is better than each simple rival beyond chance: the same tenants, the difference's interval. */
function apart(tenants: readonly TenantFigures[]): string {
  const of = ({ methods }: TenantFigures, name: MethodName): number =>
    methods.find((entry) => entry.name === name)!.at500;
  const rivals = (
    [
      ['scorecard-rest', 'best against the rest'],
      ['weighted-traits', 'weighted rules'],
      ['nearest-best', 'nearest best customer'],
    ] as const
  ).map(([name, words]) => {
    const { mean, error } = meanAndError(
      tenants.map((tenant) => of(tenant, tenant.chosen) - of(tenant, name)),
    );
    return { words, mean, low: mean - 1.96 * error, high: mean + 1.96 * error };
  });
  const all = rivals.every(({ low }) => low > 0);
  return `Against the simple ways, precision@500 of the chosen method (positive-unlabelled: the market is its background) is higher by ${rivals
    .map(
      ({ words, mean, low, high }) =>
        `${mean.toFixed(3)} (95 %: ${low.toFixed(3)}–${high.toFixed(3)}) than ${words}`,
    )
    .join(', ')}: ${all ? 'every interval lies above 0' : 'not every interval lies above 0'}.`;
}
