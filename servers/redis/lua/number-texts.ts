/** Numbers as texts, as C writes them: what lies in the middle goes to the even digit. */

/** A number as Lua writes it: 14 digits, as C's `%.14g`. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e14) return Object.is(value, -0) ? '-0' : String(value);
  return generalText(value, 14);
}

/** C's `%.<digits>g`. What is no number has its sign on the machines that Redis runs on. */
export function generalText(value: number, digits: number, keepsZeros = false): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '-nan' : value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponent = '0'] = exponentialText(Math.abs(value), digits - 1).split('e');
  const power = Number(exponent);
  const trimmed = (text: string): string =>
    keepsZeros || !text.includes('.') ? text : text.replace(/0+$/, '').replace(/\.$/, '');
  if (power >= -4 && power < digits) return sign + trimmed(plain(mantissa.replace('.', ''), power));
  return `${sign}${trimmed(mantissa)}e${exponent}`;
}

function plain(all: string, power: number): string {
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${all}`;
  const part = all.slice(power + 1);
  return part === '' ? all : `${all.slice(0, power + 1)}.${part}`;
}

/** More digits than one in the middle can have. */
const EXACT = 100;

/** C's `%.<places>e`, of a number that is not below 0. */
export function exponentialText(size: number, places: number): string {
  const exact = size.toExponential(EXACT);
  const isDown = isTieToEven(exact.slice(0, exact.indexOf('e')), places);
  const [mantissa = '', power = ''] = (isDown ? exact : size.toExponential(places)).split('e');
  const shown = isDown ? mantissa.slice(0, places === 0 ? 1 : places + 2) : mantissa;
  return `${shown}e${power.startsWith('-') ? '-' : '+'}${power.slice(1).padStart(2, '0')}`;
}

/** C's `%.<places>f`, of a number that is not below 0. */
export function fixedText(size: number, places: number): string {
  // JavaScript writes larger ones with an exponent; they are whole.
  if (size >= 1e21) return BigInt(size).toString() + (places > 0 ? `.${'0'.repeat(places)}` : '');
  const exact = size.toFixed(EXACT);
  if (!isTieToEven(exact, places)) return size.toFixed(places);
  const point = exact.indexOf('.');
  return exact.slice(0, places === 0 ? point : point + places + 1);
}

/** Lies it in the middle, behind an even digit? JavaScript would go up. */
function isTieToEven(exact: string, places: number): boolean {
  const end = exact.indexOf('.') + places + 1;
  if (!/^50*$/.test(exact.slice(end))) return false;
  const last = exact[places === 0 ? end - 2 : end - 1] ?? '0';
  return Number(last) % 2 === 0;
}
