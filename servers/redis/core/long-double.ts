/** Sums of long doubles, as INCRBYFLOAT makes them: 64 bits of digits, and 17 places behind the point when written. */
import { refuse } from './reply.js';

/** `digits` times two to the power of `power`; digits have at most 64 bits. */
interface LongDouble {
  readonly digits: bigint;
  readonly power: number;
}

const BITS = 64;

/** The sum of two numbers that are texts, as a text. @throws Refusal */
export function addFloats(a: string, b: string, refusal = 'value is not a valid float'): string {
  const [one, other] = [readLongDouble(a), readLongDouble(b)];
  if (one === undefined) return refuse(refusal);
  if (other === undefined) return refuse('value is not a valid float');
  if (one === 'infinite' || other === 'infinite') return refuse('increment would produce NaN or Infinity');
  const power = Math.min(one.power, other.power);
  const sum = (one.digits << BigInt(one.power - power)) + (other.digits << BigInt(other.power - power));
  return written(rounded(sum, 1n, power));
}

export function readLongDouble(text: string): LongDouble | 'infinite' | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return 'infinite';
  const [, sign, whole, part = '', exponent = '0'] =
    /^([+-]?)(?=\d|\.\d)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  if (whole === undefined) return readHex(text);
  const places = Number(exponent) - part.length;
  const digits = BigInt(`${whole}${part}`);
  if (digits === 0n || places < -5000) return { digits: 0n, power: 0 };
  if (places > 4932) return undefined;
  const value = places >= 0 ? rounded(digits * tenTo(places), 1n, 0) : rounded(digits, tenTo(-places), 0);
  return sign === '-' ? { ...value, digits: -value.digits } : value;
}

function readHex(text: string): LongDouble | undefined {
  const [, sign, whole = '', part = '', power = '0'] =
    /^([+-]?)0x(?=[\da-f]|\.[\da-f])([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d{1,4}))?$/i.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const value = rounded(BigInt(`0x${whole}${part}`), 1n, Number(power) - 4 * part.length);
  return sign === '-' ? { ...value, digits: -value.digits } : value;
}

/** The nearest long double to `above / below` times two to the power of `power`; in the middle the even one. */
function rounded(above: bigint, below: bigint, power: number): LongDouble {
  const isNegative = above < 0n;
  let rest = isNegative ? -above : above;
  if (rest === 0n) return { digits: 0n, power: 0 };
  // So many bits that the whole part of the quotient has 64 of them, or one more.
  let shift = BITS - (bitsOf(rest) - bitsOf(below));
  let divisor = below;
  if (shift > 0) rest <<= BigInt(shift);
  else divisor <<= BigInt(-shift);
  let digits = rest / divisor;
  if (bitsOf(digits) > BITS) {
    divisor <<= 1n;
    shift--;
    digits = rest / divisor;
  }
  const twice = (rest - digits * divisor) * 2n;
  if (twice > divisor || (twice === divisor && digits % 2n === 1n)) digits++;
  return { digits: isNegative ? -digits : digits, power: power - shift };
}

const tenTo = (places: number): bigint => BigInt(`1${'0'.repeat(places)}`);

const bitsOf = (value: bigint): number => value.toString(2).length;

/** With 17 places behind the point, without zeros at the end. */
function written({ digits, power }: LongDouble): string {
  const size = digits < 0n ? -digits : digits;
  const scale = tenTo(17);
  let places: bigint;
  if (power >= 0) places = (size << BigInt(power)) * scale;
  else {
    const unit = 1n << BigInt(-power);
    const scaled = size * scale;
    places = scaled / unit;
    const twice = (scaled % unit) * 2n;
    if (twice > unit || (twice === unit && places % 2n === 1n)) places++;
  }
  const part = String(places % scale)
    .padStart(17, '0')
    .replace(/0+$/, '');
  const text = `${places / scale}${part === '' ? '' : `.${part}`}`;
  return digits < 0n && text !== '0' ? `-${text}` : text;
}
