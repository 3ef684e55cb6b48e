/** `string.format`: C's printf for what Lua has. */
import { raise } from '../state.js';
import { exponentialText, fixedText, generalText } from '../number-texts.js';
import type { Lua, LuaValue } from '../values.js';
import { badArgument, takeInteger, takeNumber, takeText, type Native } from './given.js';

interface Spec {
  readonly flags: string;
  readonly width: number;
  /** Undefined: none was said. */
  readonly precision: number | undefined;
}

export const format: Native = (lua, given) => {
  const pattern = takeText(lua, given, 1);
  let result = '';
  let place = 1;
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at] as string;
    if (letter !== '%') {
      result += letter;
      continue;
    }
    if (pattern[at + 1] === '%') {
      result += '%';
      at++;
      continue;
    }
    const { spec, kind, end } = readSpec(lua, pattern, at + 1);
    place++;
    if (place > given.length) badArgument(lua, place, 'no value');
    result += formatted(lua, given, place, kind, spec);
    at = end;
  }
  return [result];
};

function readSpec(lua: Lua, pattern: string, at: number): { spec: Spec; kind: string; end: number } {
  const [, flags = '', width = '', precision] =
    /^([-+ #0]*)(\d{0,2})(?:\.(\d{0,2}))?/.exec(pattern.slice(at, at + 12)) ?? [];
  if (flags.length > 5) raise(lua, 'invalid format (repeated flags)');
  const end = at + flags.length + width.length + (precision === undefined ? 0 : precision.length + 1);
  const kind = pattern[end] ?? '';
  if (kind >= '0' && kind <= '9') raise(lua, 'invalid format (width or precision too long)');
  return {
    spec: { flags, width: Number(width), precision: precision === undefined ? undefined : Number(precision) },
    kind,
    end,
  };
}

function formatted(lua: Lua, given: readonly LuaValue[], place: number, kind: string, spec: Spec): string {
  switch (kind) {
    case 'c': {
      const code = takeInteger(lua, given, place);
      const byte = Math.abs(code) < 2_147_483_648 ? code & 255 : 0;
      return upToZero(padded(String.fromCharCode(byte), spec, false));
    }
    case 'd':
    case 'i':
      return wholeText(BigInt(takeInteger(lua, given, place)), spec);
    case 'o':
    case 'u':
    case 'x':
    case 'X':
      return unsignedText(unsigned(takeNumber(lua, given, place)), kind, spec);
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return floatText(takeNumber(lua, given, place), kind, spec);
    case 'q':
      return quoted(takeText(lua, given, place));
    case 's': {
      const text = takeText(lua, given, place);
      // Long ones are taken as they are, others by C, which ends them at a zero.
      if (spec.precision === undefined && text.length >= 100) return text;
      return padded(upToZero(text).slice(0, spec.precision ?? text.length), spec, false);
    }
    default:
      return raise(lua, `invalid option '%${kind === '' ? '\0' : kind}' to 'format'`);
  }
}

function padded(text: string, { flags, width }: Spec, isNumber: boolean): string {
  if (text.length >= width) return text;
  if (flags.includes('-')) return text.padEnd(width);
  if (!isNumber || !flags.includes('0')) return text.padStart(width);
  const [, sign = '', digits = ''] = /^([+\- ]?(?:0[xX](?=.))?)(.*)$/s.exec(text) ?? [];
  return sign + digits.padStart(width - sign.length, '0');
}

const signOf = (isNegative: boolean, { flags }: Spec): string =>
  isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';

function wholeText(value: bigint, spec: Spec): string {
  const size = value < 0n ? -value : value;
  const digits =
    size === 0n && spec.precision === 0 ? '' : size.toString().padStart(spec.precision ?? 1, '0');
  return padded(signOf(value < 0n, spec) + digits, spec, spec.precision === undefined);
}

const upToZero = (text: string): string => text.split('\0', 1)[0] ?? '';

/** As the machine casts it: what is too large is 0. */
function unsigned(value: number): bigint {
  const whole = Math.trunc(value);
  if (whole >= 18_446_744_073_709_551_616) return 0n;
  const isKnown = whole >= -9_223_372_036_854_775_808;
  return BigInt.asUintN(64, isKnown ? BigInt(whole) : -9_223_372_036_854_775_808n);
}

function unsignedText(value: bigint, kind: 'o' | 'u' | 'x' | 'X', spec: Spec): string {
  const base = kind === 'o' ? 8 : kind === 'u' ? 10 : 16;
  let digits =
    value === 0n && spec.precision === 0 ? '' : value.toString(base).padStart(spec.precision ?? 1, '0');
  if (spec.flags.includes('#') && kind === 'o' && !digits.startsWith('0')) digits = `0${digits}`;
  if (spec.flags.includes('#') && base === 16 && value !== 0n) digits = `0x${digits}`;
  return padded(kind === 'X' ? digits.toUpperCase() : digits, spec, spec.precision === undefined);
}

function floatText(value: number, kind: 'e' | 'E' | 'f' | 'g' | 'G', spec: Spec): string {
  const isFinite = Number.isFinite(value);
  const isNegative = value < 0 || Object.is(value, -0);
  const size = Math.abs(value);
  const precision = spec.precision ?? 6;
  const text = isFinite
    ? finiteText(size, kind, precision, spec.flags.includes('#'))
    : Number.isNaN(value)
      ? 'nan'
      : 'inf';
  const sign = Number.isNaN(value) ? '-' : signOf(isNegative, spec);
  const shown = sign + text;
  return padded(kind === 'E' || kind === 'G' ? shown.toUpperCase() : shown, spec, isFinite);
}

function finiteText(size: number, kind: string, precision: number, keepsPoint: boolean): string {
  if (kind === 'f') return fixedText(size, precision) + (keepsPoint && precision === 0 ? '.' : '');
  if (kind === 'g' || kind === 'G') return generalText(size, Math.max(precision, 1), keepsPoint);
  return exponentialText(size, precision);
}

const quoted = (text: string): string =>
  `"${text.replaceAll(/["\\\n\r\0]/g, (letter) => (letter === '\r' ? String.raw`\r` : letter === '\0' ? String.raw`\000` : `\\${letter}`))}"`;
