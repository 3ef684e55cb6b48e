/** Doubles as Redis reads them and writes them: 17 digits, as C's `%.17g`. */

/** A double as Redis writes it: the text has all its digits, so 0.1 is 0.10000000000000001. */
export function redisDouble(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e17) return Object.is(value, -0) ? '-0' : String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const [digits = '', exponent = ''] = value.toExponential(16).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 17) return withoutZeros(fixed(digits, power));
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${withoutZeros(digits)}e${power < 0 ? '-' : '+'}${size}`;
}

/** `d.ddd` and a power of ten, as digits around a point. */
function fixed(digits: string, power: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  const all = digits.replace('-', '').replace('.', '');
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${all}`;
  return `${sign}${all.slice(0, power + 1)}.${all.slice(power + 1)}`;
}

const withoutZeros = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

/** Reads a text as C's `strtod` does; undefined: it is none, or has something behind it. */
export function readDouble(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
    const value = Number(text);
    return value;
  }
  const [, sign, infinite, hex] = /^([+-]?)(?:(inf|infinity)|0x(.+))$/i.exec(text) ?? [];
  if (infinite !== undefined) return sign === '-' ? -Infinity : Infinity;
  const value = hex === undefined ? undefined : readHex(hex);
  return value !== undefined && sign === '-' ? -value : value;
}

/** `1.8p3`: digits of base 16 and a power of two. */
function readHex(text: string): number | undefined {
  const [, whole = '', part = '', power = '0'] =
    /^([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i.exec(text) ?? [];
  if (whole === '' && part === '') return undefined;
  let value = 0;
  for (const digit of whole) value = value * 16 + Number.parseInt(digit, 16);
  let place = 1;
  for (const digit of part) value += Number.parseInt(digit, 16) * (place /= 16);
  const steps = Math.min(Math.abs(Number(power)), 2100);
  for (let step = 0; step < steps; step++) value = Number(power) < 0 ? value / 2 : value * 2;
  return value;
}
