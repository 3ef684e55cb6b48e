/** Integers of 64 bits: plain numbers while a double has all their digits, else a bigint. */
import { refuse } from './reply.js';

/** A whole number of 64 bits. */
export type Int64 = number | bigint;

const MIN = -(1n << 63n);
const MAX = (1n << 63n) - 1n;

const NOT_AN_INTEGER = 'value is not an integer or out of range';

/** The number of a text that is one, written as Redis itself would write it. */
export function int64Of(text: string): Int64 | undefined {
  const { length } = text;
  if (length === 0 || length > 20) return undefined;
  let at = 0;
  if (text.charCodeAt(0) === 45) {
    if (length === 1) return undefined;
    at = 1;
  }
  const first = text.charCodeAt(at);
  if (first === 48) return length === 1 ? 0 : undefined;
  for (let place = at; place < length; place++) {
    const code = text.charCodeAt(place);
    if (code < 48 || code > 57) return undefined;
  }
  if (length < 16) return Number(text);
  return fitted(BigInt(text));
}

/** The sum; undefined: it has more than 64 bits. */
export function addInt64(a: Int64, b: Int64): Int64 | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return fitted(BigInt(a) + BigInt(b));
}

/** As a plain number if that has all the digits; undefined: it has more than 64 bits. */
export function fitted(value: bigint): Int64 | undefined {
  if (value < MIN || value > MAX) return undefined;
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : value;
}

/** @throws Refusal */
export function readInt64(text: string | undefined, refusal = NOT_AN_INTEGER): Int64 {
  const value = text === undefined ? undefined : int64Of(text);
  return value ?? refuse(refusal);
}

/** A whole number, of which the last digits do not matter where it is huge. @throws Refusal */
export const readInteger = (text: string | undefined, refusal = NOT_AN_INTEGER): number =>
  Number(readInt64(text, refusal));
