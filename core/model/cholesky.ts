/**
 * Factor of a symmetric positive definite matrix, row-major, lower triangle: A = L Lᵀ. Only the lower triangle of `a` is
 * read; a new array is returned. Throws a RangeError when the matrix is not positive definite. O(n³ / 6).
 *
 * @example
 * Array.from(cholesky(new Float64Array([4, 0, 2, 5]), 2)); // => [2, 0, 1, 2]
 */
export function cholesky(a: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j < i; j++) {
      const other = j * size;
      let even = 0;
      let odd = 0;
      let k = 0;
      // Two sums at a time: the second product need not wait for the first.
      for (; k + 1 < j; k += 2) {
        even += factor[row + k]! * factor[other + k]!;
        odd += factor[row + k + 1]! * factor[other + k + 1]!;
      }
      if (k < j) even += factor[row + k]! * factor[other + k]!;
      factor[row + j] = (a[row + j]! - even - odd) / factor[other + j]!;
    }
    let square = a[row + i]!;
    for (let k = 0; k < i; k++) square -= factor[row + k]! * factor[row + k]!;
    if (!(square > 0)) throw new RangeError('the matrix is not positive definite');
    factor[row + i] = Math.sqrt(square);
  }
  return factor;
}

/**
 * Solves A x = b by the factor of A. O(n²).
 *
 * @example
 * Array.from(solveCholesky(new Float64Array([2, 0, 1, 2]), 2, new Float64Array([6, 7]))); // => [1, 1]
 */
export function solveCholesky(factor: Float64Array, size: number, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * x[k]!;
    x[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i]! * x[k]!;
    x[i] = sum / factor[i * size + i]!;
  }
  return x;
}
