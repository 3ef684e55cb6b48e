/**
 * What programs give to file operations, read as Node reads it. What Node refuses, Node itself is asked to refuse, so that
 * its error is the genuine one: what it refuses never reaches the real disk.
 */
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

type Refusing = (...given: unknown[]) => unknown;
const real = fs as unknown as Readonly<Record<string, Refusing>>;
/** Nobody has it open. */
const NO_FILE = 0x7fffffff;

/** @throws Node's own error, or a TypeError where this Node would take it */
function refusedBy(name: string, ...given: unknown[]): never {
  real[name]?.(...given);
  throw new TypeError(`fs.${name}: this cannot be read`);
}

/** A path as text. */
export function pathOf(given: unknown, name: 'access' | 'mkdtemp' = 'access'): string {
  if (typeof given === 'string' && !given.includes('\0')) return given;
  if (given instanceof URL && given.protocol === 'file:') return pathOf(fileURLToPath(given));
  if (given instanceof Uint8Array && !given.includes(0)) return Buffer.from(given).toString();
  return refusedBy(`${name}Sync`, given);
}

export function isFd(given: unknown): given is number {
  return typeof given === 'number' && Number.isInteger(given) && given >= 0 && given <= NO_FILE;
}

export function fdOf(given: unknown): number {
  return isFd(given) ? given : refusedBy('fsyncSync', given);
}

const FLAGS = /^(?:[rs]\+?|rs\+?|sr\+?|(?:[wa]x?|xw|xa)\+?|a(?:s|x)?\+?|sa\+?)$/;
const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = fs.constants;

/** `r+`, `wx`, or a number. */
export function flagsOf(given: unknown): number {
  if (given === undefined || given === null) return O_RDONLY;
  if (typeof given === 'number') return given | 0;
  if (typeof given !== 'string' || !FLAGS.test(given) || given === 's' || given === 's+')
    return refusedBy('openSync', '/', given);
  const access = given.includes('+') ? O_RDWR : given.includes('r') ? O_RDONLY : O_WRONLY;
  return (
    access |
    (given.includes('w') ? O_CREAT | O_TRUNC : 0) |
    (given.includes('a') ? O_CREAT | O_APPEND : 0) |
    (given.includes('x') ? O_EXCL : 0) |
    (given.includes('s') ? O_SYNC : 0)
  );
}

/** Permissions: a number, or text of octal digits. */
export function modeOf(given: unknown, usual: number): number {
  if (given === undefined || given === null) return usual;
  const mode = typeof given === 'string' && /^[0-7]+$/.test(given) ? parseInt(given, 8) : given;
  if (typeof mode === 'number' && Number.isInteger(mode) && mode >= 0 && mode <= 0xffffffff) return mode;
  return refusedBy('chmodSync', '/', given) as never;
}

/** An object of options; a text is that of the encoding. */
export function optionsOf(given: unknown): Record<string, unknown> {
  if (given === undefined || given === null || typeof given === 'function') return {};
  const options = typeof given === 'string' ? { encoding: given } : given;
  if (typeof options !== 'object') return refusedBy('readdirSync', '/', given);
  const { encoding } = options as { encoding?: unknown };
  if (
    encoding !== undefined &&
    encoding !== null &&
    encoding !== 'buffer' &&
    !Buffer.isEncoding(encoding as string)
  )
    return refusedBy('readdirSync', '/', { encoding });
  return options as Record<string, unknown>;
}

/** A name or path as the program wants it. */
export function encoded(text: string, encoding: unknown): string | Buffer {
  if (encoding === 'buffer') return Buffer.from(text);
  return typeof encoding === 'string' && encoding !== 'utf8'
    ? Buffer.from(text).toString(encoding as BufferEncoding)
    : text;
}

/** What is written to a file as a whole. */
export function dataOf(given: unknown, encoding: unknown): Uint8Array {
  if (typeof given === 'string') return Buffer.from(given, (encoding ?? 'utf8') as BufferEncoding);
  if (ArrayBuffer.isView(given)) return viewOf(given);
  return refusedBy('writeFileSync', NO_FILE, given);
}

export function viewOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/** A moment: seconds since 1970, or a Date. @returns milliseconds */
export function momentOf(given: unknown): number {
  if (given instanceof Date) return given.getTime();
  const seconds = typeof given === 'string' ? Number(given) : given;
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return seconds * 1000;
  return refusedBy('utimesSync', '/', given, given);
}

/** A place in a file. Null: where the last operation ended. */
export function positionOf(given: unknown): number | null {
  return (typeof given === 'number' || typeof given === 'bigint') && given >= 0 ? Number(given) : null;
}

/** A piece of a buffer, and where in the file. */
export interface Piece {
  readonly buffer: ArrayBufferView;
  readonly bytes: Uint8Array;
  readonly position: number | null;
}

/** `(fd, buffer, offset, length, position)`, `(fd, buffer, options)` or `(fd, options)`, as `read` takes them. */
export function readPiece([first, second, ...rest]: readonly unknown[]): Piece {
  const isBuffer = ArrayBuffer.isView(first);
  const options = (isBuffer ? second : first) as Record<string, unknown> | number | null | undefined;
  const byName = typeof options === 'object' && options !== null ? options : {};
  const buffer = isBuffer ? first : ((byName['buffer'] ?? Buffer.alloc(16_384)) as ArrayBufferView);
  if (!ArrayBuffer.isView(buffer) || (first !== undefined && typeof first !== 'object'))
    return refusedBy('readSync', NO_FILE, isBuffer ? buffer : first, 0, 1, null);
  const {
    offset = 0,
    length = undefined,
    position = null,
  } = typeof options === 'object' ? byName : { offset: second ?? 0, length: rest[0], position: rest[1] };
  return pieceOf('readSync', buffer, offset, length, position);
}

/** As `write` takes them: those of `read`, or `(fd, text, position, encoding)`. */
export function writePiece([first, second, third, fourth]: readonly unknown[]): Piece {
  if (typeof first === 'string') {
    const bytes = Buffer.from(first, (typeof third === 'string' ? third : 'utf8') as BufferEncoding);
    return { buffer: bytes, bytes, position: positionOf(second) };
  }
  if (!ArrayBuffer.isView(first)) return refusedBy('writeSync', NO_FILE, first);
  if (typeof second !== 'object' || second === null)
    return pieceOf('writeSync', first, second ?? 0, third, fourth);
  const { offset = 0, length, position } = second as Record<string, unknown>;
  return pieceOf('writeSync', first, offset, length, position);
}

function pieceOf(
  name: string,
  buffer: ArrayBufferView,
  offset: unknown,
  length: unknown,
  position: unknown,
): Piece {
  const from = offset ?? 0;
  const count = length ?? buffer.byteLength - Number(from);
  if (!isFd(from) || !isFd(count) || from + count > buffer.byteLength)
    return refusedBy(name, NO_FILE, buffer, offset, count, position);
  return { buffer, bytes: viewOf(buffer).subarray(from, from + count), position: positionOf(position) };
}

/** A function that is called in the end. */
export function callbackOf(given: readonly unknown[]): [readonly unknown[], (...told: unknown[]) => void] {
  const at = given.findLastIndex((one) => typeof one === 'function');
  if (at < 0) return refusedBy('access', '/', 0, given.length > 1 ? given.at(-1) : undefined);
  return [given.slice(0, at), given[at] as (...told: unknown[]) => void];
}
