/**
 * Standard normal quantile: the z below which a share `p` of the distribution lies. Wichura's AS 241 (Applied Statistics
 * 37, 1988), relative error about 1e-16.
 *
 * @param p strictly between 0 and 1; anything else is a RangeError.
 * @example
 * normalQuantile(0.5); // => 0
 * normalQuantile(0.975).toFixed(6); // => '1.959964'
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability strictly between 0 and 1 is needed, got ${p}`);
  const centred = p - 0.5;
  if (Math.abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred;
    return (centred * polynomial(centralTop, r)) / polynomial(centralBottom, r);
  }
  const r = Math.sqrt(-Math.log(centred < 0 ? p : 1 - p));
  const z =
    r <= 5
      ? polynomial(middleTop, r - 1.6) / polynomial(middleBottom, r - 1.6)
      : polynomial(farTop, r - 5) / polynomial(farBottom, r - 5);
  return centred < 0 ? -z : z;
}

/**
 * Standard normal distribution function: the share below `z`. Accurate in relative terms in the lower tail, down to
 * z = −37; the upper tail is `normalCdf(-z)`, never `1 - normalCdf(z)`. Cody's rational approximations of the error
 * function (Math. Comp. 23, 1969), relative error about 1e-15.
 *
 * @param z any finite number.
 * @example
 * normalCdf(0); // => 0.5
 * normalCdf(-1.959963984540054).toFixed(12); // => '0.025000000000'
 */
export function normalCdf(z: number): number {
  if (!Number.isFinite(z)) throw new RangeError(`a finite z is needed, got ${z}`);
  const x = Math.abs(z) * Math.SQRT1_2;
  if (x <= 0.46875) return 0.5 + (z < 0 ? -0.5 : 0.5) * erfNearZero(x);
  const tail = 0.5 * erfc(x);
  return z < 0 ? tail : 1 - tail;
}

function erfNearZero(x: number): number {
  const s = x * x;
  return (x * polynomial(erfTop, s)) / polynomial(erfBottom, s);
}

/** Complementary error function for x > 0.46875. */
function erfc(x: number): number {
  // exp(-x²) in two factors, or the rounding of x² would be magnified.
  const coarse = Math.trunc(x * 16) / 16;
  const decay = Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
  if (x <= 4) return (decay * polynomial(erfcTop, x)) / polynomial(erfcBottom, x);
  const s = 1 / (x * x);
  const correction = (s * polynomial(farErfcTop, s)) / polynomial(farErfcBottom, s);
  return (decay * (1 / Math.sqrt(Math.PI) - correction)) / x;
}

/** Coefficients from the constant term up. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}

const centralTop = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const centralBottom = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
];
const middleTop = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
const middleBottom = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const farTop = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
];
const farBottom = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
];
const erfTop = [
  3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315,
];
const erfBottom = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1];
const erfcTop = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001,
  66.11919063714163, 8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
];
const erfcBottom = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903,
  537.1811018620099, 117.6939508913125, 15.744926110709835, 1,
];
const farErfcTop = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236,
  0.016315387137302097,
];
const farErfcBottom = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673, 2.568520192289822, 1,
];
