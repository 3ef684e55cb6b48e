/** File operations that tell their end by a callback. What they refuse, they refuse at once. */
import { promisify } from 'node:util';
import { callbackOf, readPiece } from './arguments.js';
import { inTime, type Steps, type Takes } from './steps.js';

export type Operation = (...given: unknown[]) => Steps<unknown>;
export type Wait = (takes: Takes) => Promise<void>;

/** What those that count bytes tell besides: names of both in the promise that `promisify` makes. */
const COUNTED: Readonly<Record<string, readonly [count: string, what: string]>> = {
  read: ['bytesRead', 'buffer'],
  write: ['bytesWritten', 'buffer'],
  readv: ['bytesRead', 'buffers'],
  writev: ['bytesWritten', 'buffers'],
};

export function withCallback(name: string, operation: Operation, wait: Wait): (...given: unknown[]) => void {
  const counted = COUNTED[name];
  const call = (...all: unknown[]): void => {
    const [given, done] = name === 'close' && all.length === 1 ? [all, throwing] : callbackOf(all);
    const [asked, more] = name === 'read' ? buffered(given) : [given, given.slice(1, 2)];
    const steps = operation(...asked);
    told(inTime(steps, steps.next(), wait), (error, value) => {
      if (error !== null) done(error);
      else if (value === undefined) done(null);
      else done(null, value, ...(counted === undefined ? [] : more));
    });
  };
  Object.defineProperty(call, 'name', { value: name });
  if (counted === undefined) return call;
  const promised = (...given: unknown[]): Promise<object> =>
    new Promise((resolve, reject) =>
      call(...given, (error: unknown, count: unknown, what: unknown) => {
        if (error !== null) reject(error as Error);
        else resolve({ [counted[0]]: count, [counted[1]]: what });
      }),
    );
  return Object.assign(call, { [promisify.custom]: promised });
}

/** Who closes a file need not say who hears of it. */
function throwing(error: unknown): void {
  if (error !== null) throw error;
}

/** The only one that says nothing of errors. */
export function existsOf(operation: Operation, wait: Wait): (...given: unknown[]) => void {
  const call = (...all: unknown[]): void => {
    const [given, done] = callbackOf(all);
    const steps = operation(...given);
    told(inTime(steps, steps.next(), wait), (error, isThere) => done(error === null && isThere));
  };
  const promised = (path: unknown): Promise<unknown> => new Promise((resolve) => call(path, resolve));
  return Object.assign(call, { [promisify.custom]: promised });
}

/** What the callback throws, nobody has caught. */
function told(promise: Promise<unknown>, done: (error: unknown, value?: unknown) => void): void {
  promise.then(
    (value) => process.nextTick(done, null, value),
    (error: unknown) => process.nextTick(done, error),
  );
}

/** The buffer that is told in the end is there from the start. */
function buffered([fd, ...given]: readonly unknown[]): [readonly unknown[], readonly unknown[]] {
  const { buffer, bytes, position } = readPiece(given);
  return [[fd, bytes, 0, bytes.length, position], [buffer]];
}
