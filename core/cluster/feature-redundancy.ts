import type { PointCloud } from './point-cloud.ts';

/** Above this RV coefficient two features measure partly the same thing (for numbers: |correlation| above 0.71). */
const tolerated = 0.5;

/**
 * Weight (variance share, 0–1] of each feature so that one thing measured many times counts once: revenue, margin and
 * lifetime value together weigh little more than one of them. 1 ÷ Σ over all features of how far their RV coefficient
 * exceeds 0.5 (1 for itself). Moderate correlation is left alone: it is what clusters are made of.
 *
 * `features` numbers the coordinates (those of one feature stand together); a row whose coordinates of a feature are all
 * exactly 0 counts as unknown there, and pairs are compared where both are known. O(rows × columns²).
 * RV coefficient: Robert and Escoufier, Applied Statistics 25, 1976: the squared correlation of two sets of columns.
 *
 * @example
 * const same = Array.from({ length: 40 }, (_, r) => [r - 19.5, r - 19.5]).flat();
 * redundancyWeights({ rows: 40, columns: 2, values: Float64Array.from(same) }, [0, 1]); // => [0.5, 0.5]
 */
export function redundancyWeights(cloud: PointCloud, features: readonly number[]): readonly number[] {
  const blocks: { from: number; to: number }[] = [];
  features.forEach((feature, c) => {
    if (c === 0 || feature !== features[c - 1]) blocks.push({ from: c, to: c + 1 });
    else blocks.at(-1)!.to = c + 1;
  });
  const known = blocks.map(({ from, to }) =>
    Uint8Array.from({ length: cloud.rows }, (_, r) => {
      for (let c = from; c < to; c += 1) if (cloud.values[r * cloud.columns + c] !== 0) return 1;
      return 0;
    }),
  );
  const excess = blocks.map(() => 1);
  for (let i = 0; i < blocks.length; i += 1)
    for (let j = i + 1; j < blocks.length; j += 1) {
      const rv = similarity(cloud, blocks[i]!, blocks[j]!, known[i]!, known[j]!);
      const over = Math.max(0, (rv - tolerated) / (1 - tolerated));
      excess[i]! += over;
      excess[j]! += over;
    }
  return excess.map((sum) => 1 / sum);
}

type Block = { readonly from: number; readonly to: number };

/** RV coefficient of two blocks of columns, on the rows where both are known; 0 with fewer than 20 such rows. */
function similarity(cloud: PointCloud, a: Block, b: Block, knownA: Uint8Array, knownB: Uint8Array): number {
  const rows: number[] = [];
  for (let r = 0; r < cloud.rows; r += 1) if (knownA[r] === 1 && knownB[r] === 1) rows.push(r);
  if (rows.length < 20) return 0;
  const cross = (x: Block, y: Block): number => {
    let sum = 0;
    for (let i = x.from; i < x.to; i += 1)
      for (let j = y.from; j < y.to; j += 1) sum += covariance(cloud, rows, i, j) ** 2;
    return sum;
  };
  const own = Math.sqrt(cross(a, a) * cross(b, b));
  return own > 0 ? cross(a, b) / own : 0;
}

function covariance({ values, columns }: PointCloud, rows: readonly number[], i: number, j: number): number {
  let [x, y, xy] = [0, 0, 0];
  for (const r of rows) {
    const p = values[r * columns + i]!;
    const q = values[r * columns + j]!;
    x += p;
    y += q;
    xy += p * q;
  }
  return xy / rows.length - (x / rows.length) * (y / rows.length);
}
