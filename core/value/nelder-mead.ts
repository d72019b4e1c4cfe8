export type Minimum = {
  readonly point: readonly number[];
  readonly value: number;
  readonly evaluations: number;
  /** False when the evaluations ran out before the simplex was small and flat. */
  readonly converged: boolean;
};

/**
 * Smallest value of a smooth function of a few variables, without derivatives (Nelder and Mead 1965, with the
 * standard coefficients 1, 2, ½, ½). Use it for likelihoods of 2–6 parameters on a log scale; it finds a local
 * minimum, so start it from more than one point when the surface is unknown. Values that are not finite count as
 * worse than any other. It stops when values differ by less than `tolerance` of themselves and coordinates by less than
 * its square root. Deterministic. `start` and `step` have equal length; unless `restart` is false, the search
 * begins once more at the minimum found, which frees a simplex that had collapsed.
 *
 * @example
 * minimise((p) => (p[0] - 3) ** 2 + (p[1] + 1) ** 2, [0, 0], [1, 1]).point.map((x) => Math.round(x * 1000) / 1000); // => [3, -1]
 */
export function minimise(
  target: (point: readonly number[]) => number,
  start: readonly number[],
  step: readonly number[],
  options: { readonly tolerance?: number; readonly evaluations?: number; readonly restart?: boolean } = {},
): Minimum {
  const tolerance = options.tolerance ?? 1e-8;
  const budget = options.evaluations ?? 2000;
  const first = descend(target, start, step, tolerance, budget);
  if (options.restart === false) return first;
  const again = descend(
    target,
    first.point,
    step.map((s) => s / 4),
    tolerance,
    budget,
  );
  return { ...again, evaluations: first.evaluations + again.evaluations };
}

type Vertex = { readonly point: readonly number[]; readonly value: number };

function descend(
  target: (point: readonly number[]) => number,
  start: readonly number[],
  step: readonly number[],
  tolerance: number,
  budget: number,
): Minimum {
  let evaluations = 0;
  const at = (point: readonly number[]): Vertex => {
    evaluations += 1;
    const value = target(point);
    return { point, value: Number.isFinite(value) ? value : Number.MAX_VALUE };
  };
  const n = start.length;
  let simplex = [at(start), ...step.map((s, i) => at(start.map((x, j) => (i === j ? x + s : x))))];
  for (;;) {
    // A stable sort keeps the older vertex first among equals: the path is the same everywhere.
    simplex = [...simplex].sort((a, b) => a.value - b.value);
    const best = simplex[0]!;
    const worst = simplex[n]!;
    const spread = Math.max(
      ...start.map((_, j) => Math.max(...simplex.map((v) => Math.abs(v.point[j]! - best.point[j]!)))),
    );
    const flat = worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance);
    if ((flat && spread <= Math.sqrt(tolerance)) || spread <= 1e-12)
      return { point: best.point, value: best.value, evaluations, converged: true };
    if (evaluations >= budget) return { point: best.point, value: best.value, evaluations, converged: false };
    const centre = start.map((_, j) => simplex.slice(0, n).reduce((sum, v) => sum + v.point[j]!, 0) / n);
    const along = (t: number): Vertex => at(centre.map((c, j) => c + t * (worst.point[j]! - c)));
    const reflected = along(-1);
    let next: Vertex | null = reflected;
    if (reflected.value < best.value) {
      const expanded = along(-2);
      next = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value >= simplex[n - 1]!.value) {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      next = contracted.value < Math.min(reflected.value, worst.value) ? contracted : null;
    }
    simplex =
      next === null
        ? simplex.map((v, i) =>
            i === 0 ? v : at(v.point.map((x, j) => best.point[j]! + (x - best.point[j]!) / 2)),
          )
        : [...simplex.slice(0, n), next];
  }
}
