/** `Math.random` and the random functions of `node:crypto` and Web Crypto, drawn from the node's own stream. */
import crypto from 'node:crypto';
import type { AmbientHost } from './host.js';
import { currentHost, replaceMethod, replaceValue } from './patch.js';

type BytesCallback<T> = (error: Error | null, bytes: T) => void;

export function declareRandom(): void {
  replaceMethod<typeof Math.random>(Math, 'random', (original) => () => {
    const host = currentHost();
    return host === undefined ? original.value() : host.random();
  });
  declareWebCrypto();
  declareUuids();
  declareBytes();
  declareInt();
}

function declareWebCrypto(): void {
  // On the prototype, so that `webcrypto.getRandomValues.bind(webcrypto)` finds it too.
  const prototype = Object.getPrototypeOf(crypto.webcrypto) as typeof crypto.webcrypto;
  replaceMethod<typeof prototype.getRandomValues>(
    prototype,
    'getRandomValues',
    (original) =>
      function getRandomValues(this: unknown, array) {
        const host = currentHost();
        if (host === undefined || !acceptsRandomValues(array)) {
          return original.value.call(this as typeof crypto.webcrypto, array) as typeof array;
        }
        fill(host, bytesOf(array));
        return array;
      },
  );
  replaceMethod<typeof prototype.randomUUID>(
    prototype,
    'randomUUID',
    (original) =>
      function randomUUID(this: unknown) {
        const host = currentHost();
        return host === undefined ? original.value.call(this as typeof crypto.webcrypto) : uuid4(host);
      },
  );
}

/** Arrays it does not accept are the original's to refuse. */
function acceptsRandomValues(array: unknown): array is NodeJS.TypedArray {
  if (!ArrayBuffer.isView(array) || array.byteLength > 65_536) return false;
  return (
    !(array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) &&
    !/^Float16/.test(array.constructor.name)
  );
}

function declareUuids(): void {
  replaceMethod<typeof crypto.randomUUID>(crypto, 'randomUUID', (original) => (options) => {
    const host = currentHost();
    return host === undefined ? original.value(options) : uuid4(host);
  });
  if (!('randomUUIDv7' in crypto)) return;
  replaceMethod<(options?: object) => string>(crypto, 'randomUUIDv7', (original) => (options) => {
    const host = currentHost();
    return host === undefined ? original.value(options) : uuid7(host);
  });
}

function declareBytes(): void {
  type RandomBytes = (size: number, callback?: BytesCallback<Buffer>) => Buffer | void;
  const randomBytes = replaceMethod<RandomBytes>(crypto, 'randomBytes', (original) => (size, callback) => {
    const host = currentHost();
    if (host === undefined || !Number.isInteger(size) || size < 0 || size >= 0x8000_0000) {
      return original.value(size, callback);
    }
    const bytes = Buffer.alloc(size);
    fill(host, bytes);
    return callback === undefined ? bytes : hand(host, 'crypto.randomBytes', callback, bytes);
  });
  // Old names of the same function.
  for (const name of ['pseudoRandomBytes', 'prng', 'rng']) replaceValue(crypto, name, randomBytes);

  type Fill = (buffer: ArrayBuffer | NodeJS.ArrayBufferView, offset?: number, size?: number) => unknown;
  replaceMethod<Fill>(crypto, 'randomFillSync', (original) => (buffer, offset, size) => {
    const host = currentHost();
    const bytes = host && rangeOf(buffer, offset, size);
    if (host === undefined || bytes === undefined) return original.value(buffer, offset, size);
    fill(host, bytes);
    return buffer;
  });
  replaceMethod<(buffer: ArrayBuffer, ...rest: unknown[]) => void>(
    crypto,
    'randomFill',
    (original) =>
      (buffer, ...rest) => {
        const host = currentHost();
        const callback = rest.at(-1);
        const [offset, size] = rest.slice(0, -1) as number[];
        const bytes = host && rangeOf(buffer, offset, size);
        if (host === undefined || bytes === undefined || typeof callback !== 'function') {
          return original.value(buffer, ...rest);
        }
        fill(host, bytes);
        hand(host, 'crypto.randomFill', callback as BytesCallback<ArrayBuffer>, buffer);
      },
  );
}

function declareInt(): void {
  type IntCallback = (error: Error | undefined, value: number) => void;
  type RandomInt = (...args: (number | IntCallback | undefined)[]) => number | void;
  replaceMethod<RandomInt>(crypto, 'randomInt', (original) => (...args) => {
    const host = currentHost();
    const callback = args.find((arg): arg is IntCallback => typeof arg === 'function');
    const numbers = args.filter((arg) => typeof arg === 'number');
    const [min = 0, max = Number.NaN] = numbers.length === 1 ? [0, numbers[0]] : numbers;
    const range = max - min;
    const accepted =
      Number.isSafeInteger(min) && Number.isSafeInteger(max) && range > 0 && range <= 0xffff_ffff_ffff;
    if (host === undefined || !accepted) return original.value(...args);
    const value = min + below(host, range);
    if (callback === undefined) return value;
    refuseCallback(host, 'crypto.randomInt');
    process.nextTick(callback, undefined, value);
  });
}

function hand<T>(host: AmbientHost, what: string, callback: BytesCallback<T>, bytes: T): void {
  refuseCallback(host, what);
  process.nextTick(callback, null, bytes);
}

function refuseCallback(host: AmbientHost, what: string): void {
  if (host.style === 'state-machine')
    host.refuse(`${what} with a callback outlives the event of a state machine: call it without one`);
}

/** A uniform draw in [0, range): draws from an incomplete last block of the 48-bit space are thrown away. */
function below(host: AmbientHost, range: number): number {
  const space = 0x1_0000_0000_0000;
  const limit = space - (space % range);
  for (;;) {
    const draw = (host.int32() >>> 0) * 0x1_0000 + (host.int32() >>> 16);
    if (draw < limit) return draw % range;
  }
}

function fill(host: AmbientHost, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 4) {
    const bits = host.int32();
    bytes[at] = bits;
    if (at + 1 < bytes.length) bytes[at + 1] = bits >>> 8;
    if (at + 2 < bytes.length) bytes[at + 2] = bits >>> 16;
    if (at + 3 < bytes.length) bytes[at + 3] = bits >>> 24;
  }
}

function bytesOf(buffer: ArrayBufferLike | NodeJS.ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}

/** The part of a buffer that offset and size (counted in its elements) name; undefined if they do not fit. */
function rangeOf(
  buffer: ArrayBufferLike | NodeJS.ArrayBufferView,
  offset = 0,
  size?: number,
): Uint8Array | undefined {
  if (!ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer || buffer instanceof SharedArrayBuffer))
    return undefined;
  const width = (buffer as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  const from = offset * width;
  const to = size === undefined ? buffer.byteLength : from + size * width;
  const fits =
    Number.isInteger(from) && Number.isInteger(to) && from >= 0 && to >= from && to <= buffer.byteLength;
  return fits ? bytesOf(buffer).subarray(from, to) : undefined;
}

/** `crypto.UUID` as Node types it. */
type Uuid = ReturnType<typeof crypto.randomUUID>;

function uuid4(host: AmbientHost): Uuid {
  const bytes = new Uint8Array(16);
  fill(host, bytes);
  return formatUuid(bytes, 4);
}

/** RFC 9562: 48 bits of Unix time in ms, then random bits. */
function uuid7(host: AmbientHost): Uuid {
  const bytes = new Uint8Array(16);
  fill(host, bytes);
  let ms = Math.floor(host.wallMs());
  for (let at = 5; at >= 0; at--) {
    bytes[at] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  return formatUuid(bytes, 7);
}

function formatUuid(bytes: Uint8Array, version: number): Uuid {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes.buffer).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
