/** Eigenvalues descending; `vectors[k * n + i]` is component i of the unit eigenvector of `values[k]`. */
export type SymmetricEigen = { readonly values: Float64Array; readonly vectors: Float64Array };

/**
 * Eigenvalues and eigenvectors of a real symmetric n × n matrix (row-major; only its symmetric part is read) by cyclic
 * Jacobi rotations: slow against tridiagonal methods for n in the hundreds, but accurate to the last digits and short.
 * O(n³) a sweep, about 8 sweeps. Each vector's sign is fixed: its largest component in absolute value (the first of
 * equals) is positive. Source: Golub and Van Loan, "Matrix Computations", §8.5.
 *
 * @example
 * Array.from(symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values, (v) => Math.round(v * 1e9) / 1e9); // => [3, 1]
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  if (matrix.length !== n * n) throw new RangeError(`expected ${n * n} entries, got ${matrix.length}`);
  const a = matrix.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) v[i * n + i] = 1;
  let scale = 0;
  for (const entry of a) scale += entry * entry;
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) off += a[p * n + q]! ** 2;
    if (off <= 1e-30 * scale) break;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, v, n, p, q);
  }
  return sorted(a, v, n);
}

/** Turns rows and columns p and q of `a` so that a[p][q] becomes 0; collects the turn in the rows p and q of `v`. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k += 1) {
    const akp = a[k * n + p]!;
    const akq = a[k * n + q]!;
    a[k * n + p] = c * akp - s * akq;
    a[k * n + q] = s * akp + c * akq;
  }
  for (let k = 0; k < n; k += 1) {
    const apk = a[p * n + k]!;
    const aqk = a[q * n + k]!;
    a[p * n + k] = c * apk - s * aqk;
    a[q * n + k] = s * apk + c * aqk;
    const vpk = v[p * n + k]!;
    const vqk = v[q * n + k]!;
    v[p * n + k] = c * vpk - s * vqk;
    v[q * n + k] = s * vpk + c * vqk;
  }
}

function sorted(a: Float64Array, v: Float64Array, n: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j);
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  order.forEach((from, k) => {
    values[k] = a[from * n + from]!;
    let largest = 0;
    for (let i = 0; i < n; i += 1)
      // A hair's breadth between two components must not decide the sign.
      if (Math.abs(v[from * n + i]!) > Math.abs(v[from * n + largest]!) * (1 + 1e-9)) largest = i;
    const sign = v[from * n + largest]! < 0 ? -1 : 1;
    for (let i = 0; i < n; i += 1) vectors[k * n + i] = sign * v[from * n + i]!;
  });
  return { values, vectors };
}
