/**
 * Logarithm, exponential, power and normal quantile with the same bits on every engine.
 *
 * ECMAScript leaves the last digits of Math.log and its kin to the engine. IEEE 754 fixes + - * / and sqrt to the
 * bit, so whatever is built from these alone, in a fixed order, is the same everywhere. Relative error of each
 * function: below 1e-12 (measured: some 1e-15, and growing with the exponent for `pow`).
 */

/** ln 2 in two parts: the first has trailing zeros, so that its product with an exponent is exact. */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const TWO_54 = 18_014_398_509_481_984;

const bits = new DataView(new ArrayBuffer(8));

/** The natural logarithm. `-Infinity` at 0, `NaN` below. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= TWO_54; // subnormal
    exponent = -54;
  }
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  exponent += (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0x000f_ffff) | 0x3ff0_0000);
  let mantissa = bits.getFloat64(0); // in [1, 2)
  if (mantissa > 1.4142135623730951) {
    mantissa /= 2;
    exponent += 1;
  }
  // ln m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.1716: eleven odd terms reach the last bit.
  const s = (mantissa - 1) / (mantissa + 1);
  const s2 = s * s;
  let series = 1 / 21;
  for (let odd = 19; odd >= 1; odd -= 2) series = series * s2 + 1 / odd;
  return exponent * LN2_HIGH + (2 * s * series + exponent * LN2_LOW);
}

/** e to the power of x. 0 below -745.13, `Infinity` above 709.78. */
export function exp(x: number): number {
  if (x !== x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const exponent = Math.round(x / (LN2_HIGH + LN2_LOW));
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW; // |rest| < 0.3466
  let series = 1;
  for (let term = 14; term >= 1; term--) series = 1 + (series * rest) / term;
  // The exponent may lie outside the normal range while the product does not: scale in two steps.
  const half = exponent >> 1;
  return series * powerOfTwo(half) * powerOfTwo(exponent - half);
}

/** x to the power of y, for x >= 0 (below: `NaN`). pow(x, 0) is 1. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  return exp(y * ln(x));
}

/** 2 to an integer power in the normal range. */
function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** Numerator and denominator of a rational approximation, lowest power first. */
type Rational = readonly [readonly number[], readonly number[]];

const CENTRE: Rational = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
];
const TAIL: Rational = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 2.4178072517745061177e-1, 2.27238449892691845833e-2, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1, 1.4810397642748007459e-1,
    1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
];
const FAR_TAIL: Rational = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 2.9656057182850489123e-1,
    2.6532189526576123093e-2, 1.2426609473880784386e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 5.9983220655588793769e-1, 1.3692988092273580531e-1, 1.48753612908506148525e-2, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
];

/**
 * The point below which a standard normal variable lies with the given probability. `-Infinity` at 0, `Infinity`
 * at 1, `NaN` outside. Wichura's rational approximations (algorithm AS 241, Applied Statistics 37, 1988).
 */
export function normalQuantile(probability: number): number {
  const centred = probability - 0.5;
  if (Math.abs(centred) <= 0.425) return centred * ratio(CENTRE, 0.180625 - centred * centred);
  const tail = centred < 0 ? probability : 1 - probability;
  if (!(tail > 0)) return tail === 0 ? Math.sign(centred) * Infinity : NaN;
  const r = Math.sqrt(-ln(tail));
  return Math.sign(centred) * (r <= 5 ? ratio(TAIL, r - 1.6) : ratio(FAR_TAIL, r - 5));
}

function ratio([numerator, denominator]: Rational, x: number): number {
  return polynomial(numerator, x) / polynomial(denominator, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let power = coefficients.length - 1; power >= 0; power--)
    value = value * x + (coefficients[power] as number);
  return value;
}
