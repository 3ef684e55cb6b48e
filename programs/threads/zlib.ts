/** Compression without threads: Node's own streams and functions stand on handles that also work at once. */
import zlib from 'node:zlib';
import { replaceMethod } from '../../sim/node/ambient/patch.js';
import { running } from '../running.js';
import { doNow } from './jobs.js';

type Call = (this: Handle, ...args: never[]) => unknown;

/** The handle under a stream of zlib. */
interface Handle {
  init(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
  writeSync(...args: unknown[]): unknown;
  onerror(...error: unknown[]): void;
  /** What it calls when a piece is done. */
  [TELL]?: () => void;
}

const TELL = Symbol('tell');

export function installZlib(): void {
  const { createGzip, createBrotliCompress, createBrotliDecompress } = zlib;
  const { createZstdCompress, createZstdDecompress } = zlib as typeof zlib &
    Partial<Record<string, typeof createGzip>>;
  const makers = [createGzip, createBrotliCompress, createBrotliDecompress];
  const handles = new Set(
    [...makers, createZstdCompress, createZstdDecompress].flatMap((make) => {
      if (make === undefined) return [];
      const stream = make() as unknown as { _handle: Handle; close(): void };
      const prototype = Object.getPrototypeOf(stream._handle) as Handle;
      stream.close();
      return [prototype];
    }),
  );
  for (const handle of handles) installOn(handle);
}

function installOn(prototype: Handle): void {
  replaceMethod<Call>(prototype, 'init', (original) => {
    return function init(this: Handle, ...args) {
      const tell = args.find((arg) => typeof arg === 'function');
      if (tell !== undefined) this[TELL] = tell;
      return Reflect.apply(original.value, this, args) as unknown;
    };
  });
  replaceMethod<Call>(prototype, 'write', (original) => {
    return function write(this: Handle, ...args) {
      const { [TELL]: tell } = this;
      if (tell === undefined || running() === undefined)
        return Reflect.apply(original.value, this, args) as unknown;
      // One that cannot be read is told as it would be by a thread: instead of the end of the piece.
      const { onerror } = this;
      let failure: unknown[] | undefined;
      this.onerror = (...error) => void (failure = error);
      doNow(
        () => this.writeSync(...args),
        () => (failure === undefined ? tell.call(this) : onerror.apply(this, failure)),
      );
      this.onerror = onerror;
      return undefined;
    };
  });
}
