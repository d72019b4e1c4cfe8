/** One figure over several tenants. */
export type SeedSummary = {
  readonly name: string;
  readonly mean: number;
  readonly worst: number;
  readonly worst_seed: number;
};

/**
 * Mean and worst of each figure over tenants of different seeds. Every tenant must have the same figures; `better` says for
 * each of them, in the order of the answer, which way is good. The first of equally bad seeds is named.
 */
export function acrossSeeds(
  tenants: readonly { readonly seed: number; readonly figures: Readonly<Record<string, number>> }[],
  better: Readonly<Record<string, 'high' | 'low'>>,
): SeedSummary[] {
  const first = tenants[0];
  if (first === undefined) throw new RangeError('no tenant to summarise');
  return Object.entries(better).map(([name, way]) => {
    const figure = (tenant: (typeof tenants)[number]): number => {
      const value = tenant.figures[name];
      if (value === undefined || !Number.isFinite(value))
        throw new RangeError(`seed ${tenant.seed} has no figure ${name}`);
      return value;
    };
    const worst = tenants.reduce((bad, tenant) =>
      (way === 'high' ? figure(tenant) < figure(bad) : figure(tenant) > figure(bad)) ? tenant : bad,
    );
    const mean = tenants.reduce((sum, tenant) => sum + figure(tenant), 0) / tenants.length;
    return { name, mean, worst: figure(worst), worst_seed: worst.seed };
  });
}
