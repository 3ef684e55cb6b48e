/** The numbers of EDN and of the Clojure programs that print it: decimal, hex, octal, any radix, ratios, long ones. */
import type { Value } from './events.js';

/**
 * The number that `word` writes; `undefined` if it writes none. Whole numbers beyond 2^53 are bigints. A fraction that
 * would lose digits as a double is kept as text, and so is a ratio that is not whole.
 */
export function ednNumber(word: string): Value | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(\w+?)N?$/.exec(word) ?? [];
  const integer = wholeNumber(digits);
  if (integer !== undefined) return exact(sign === '-' ? -integer : integer);
  const [, above, below] = /^([-+]?\d+)\/(\d+)$/.exec(word) ?? [];
  if (above !== undefined && below !== undefined) return ratio(BigInt(above.replace('+', '')), BigInt(below));
  return decimal(word);
}

function wholeNumber(digits: string): bigint | undefined {
  if (/^(?:0|[1-9]\d*)$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits}`);
  if (/^0[xX][\da-fA-F]+$/.test(digits)) return BigInt(digits);
  const [, base, inBase = ''] = /^([1-9]\d?)[rR]([\da-zA-Z]+)$/.exec(digits) ?? [];
  const radix = Number(base);
  if (!(radix >= 2 && radix <= 36)) return undefined;
  let value = 0n;
  for (const character of inBase) {
    const digit = parseInt(character, 36);
    if (digit >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(digit);
  }
  return value;
}

function exact(integer: bigint): Value {
  const value = Number(integer);
  return Number.isSafeInteger(value) ? value : integer;
}

function ratio(above: bigint, below: bigint): Value | undefined {
  if (below === 0n) return undefined;
  if (above % below === 0n) return exact(above / below);
  let [a, b] = [above < 0n ? -above : above, below];
  while (b !== 0n) [a, b] = [b, a % b];
  return `${above / a}/${below / a}`;
}

function decimal(word: string): Value | undefined {
  const [, digits = '', exponent = ''] =
    /^([-+]?(?:0|[1-9]\d*)(?:\.\d*)?)([eE][-+]?\d+)?M?$/.exec(word) ?? [];
  const value = digits === '' ? NaN : Number(digits + exponent);
  if (!Number.isFinite(value)) return undefined;
  const significant = digits.replace(/^[-+]?[0.]*|\./g, '').replace(/0+$/, '');
  return word.endsWith('M') && significant.length > 15 ? word.slice(0, -1) : value;
}
