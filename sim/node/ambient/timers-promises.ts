/** The promise-returning timers of `node:timers/promises`, in virtual time. */
import { addAbortListener, EventEmitter, on } from 'node:events';
import timersPromises from 'node:timers/promises';
import type { AmbientHost } from './host.js';
import { Immediate } from './immediate.js';
import { currentHost, replaceMethod } from './patch.js';
import { refuseInStateMachine, startTimeout } from './timers.js';

interface Options {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}
type Later = (delay?: number, value?: unknown, options?: Options) => Promise<unknown>;
type Soon = (value?: unknown, options?: Options) => Promise<unknown>;
type Every = (delay?: number, value?: unknown, options?: Options) => AsyncIterable<unknown>;

// Arguments that Node does not accept are the original's to refuse.
export function declareTimersPromises(): void {
  replaceMethod<Later>(timersPromises, 'setTimeout', (original) => (delay, value, options) => {
    const host = currentHost();
    if (host === undefined || !isDelay(delay) || !areOptions(options))
      return original.value(delay, value, options);
    return later(host, 'setTimeout', delay, value, options);
  });
  replaceMethod<Soon>(timersPromises, 'setImmediate', (original) => (value, options) => {
    const host = currentHost();
    if (host === undefined || !areOptions(options)) return original.value(value, options);
    return soon(host, 'setImmediate', value, options);
  });
  replaceMethod<Every>(timersPromises, 'setInterval', (original) => (delay, value, options) => {
    const host = currentHost();
    if (host === undefined || !isDelay(delay) || !areOptions(options))
      return original.value(delay, value, options);
    refuseInStateMachine(host, 'timers/promises setInterval');
    return every(host, delay, value, options);
  });
  declareScheduler();
}

function declareScheduler(): void {
  const { scheduler } = timersPromises;
  const prototype = Object.getPrototypeOf(scheduler) as object;
  type Wait = (this: unknown, delay: number, options?: Options) => Promise<unknown>;
  replaceMethod<Wait>(
    prototype,
    'wait',
    (original) =>
      function wait(delay, options) {
        const host = currentHost();
        if (host === undefined || this !== scheduler || !isDelay(delay) || !areOptions(options))
          return original.value.call(this, delay, options);
        return later(host, 'scheduler.wait', delay, undefined, options);
      },
  );
  type Yield = (this: unknown) => Promise<unknown>;
  replaceMethod<Yield>(
    prototype,
    'yield',
    (original) =>
      function yield_() {
        const host = currentHost();
        if (host === undefined || this !== scheduler) return original.value.call(this);
        return soon(host, 'scheduler.yield', undefined, {});
      },
  );
}

function isDelay(delay: unknown): boolean {
  return delay === undefined || typeof delay === 'number';
}

function areOptions(options: unknown): boolean {
  if (options === undefined) return true;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false;
  const { signal, ref } = options as { signal?: unknown; ref?: unknown };
  const isSignal = typeof signal === 'object' && signal !== null && 'aborted' in signal;
  return (signal === undefined || isSignal) && (ref === undefined || typeof ref === 'boolean');
}

function later(
  host: AmbientHost,
  name: string,
  delay: unknown,
  value: unknown,
  { signal, ref = true }: Options = {},
): Promise<unknown> {
  refuseInStateMachine(host, `timers/promises ${name}`);
  return afterTimer((resolve) => startTimeout(host, resolve, delay, [value], false, ref), signal);
}

function soon(
  host: AmbientHost,
  name: string,
  value: unknown,
  { signal, ref = true }: Options = {},
): Promise<unknown> {
  refuseInStateMachine(host, `timers/promises ${name}`);
  return afterTimer((resolve) => {
    const immediate = new Immediate(host.loop, resolve, [value]);
    return ref ? immediate : immediate.unref();
  }, signal);
}

function afterTimer(
  start: (resolve: (value: unknown) => void) => Disposable & { readonly _destroyed: boolean },
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (signal?.aborted) return Promise.reject(abortError(signal));
  if (signal === undefined) return new Promise((resolve) => void start(resolve));
  let listener: Disposable | undefined;
  const ended = new Promise((resolve, reject) => {
    const timer = start(resolve);
    listener = addAbortListener(signal, () => {
      if (timer._destroyed) return;
      timer[Symbol.dispose]();
      reject(abortError(signal));
    });
  });
  // As many promises in a row as Node makes: programs may count on who comes first.
  const tidy = (): void => listener?.[Symbol.dispose]();
  return new Promise((resolve, reject) => {
    new Promise((pass, fail) => void ended.then(pass, fail)).finally(tidy).then(resolve, reject);
  });
}

async function* every(
  host: AmbientHost,
  delay: unknown,
  value: unknown,
  { signal, ref = true }: Options = {},
): AsyncGenerator<unknown> {
  if (signal?.aborted) throw abortError(signal);
  let due = 0;
  let wake: ((value?: PromiseLike<never>) => void) | undefined;
  const wakeOnce = (value?: PromiseLike<never>): void => {
    wake?.(value);
    wake = undefined;
  };
  const count = (): void => {
    due++;
    wakeOnce();
  };
  const timer = startTimeout(host, count, delay, undefined, true, ref);
  const listener =
    signal === undefined
      ? undefined
      : addAbortListener(signal, () => {
          timer.close();
          if (wake !== undefined) wakeOnce(Promise.reject(abortError(signal)));
        });
  try {
    while (!signal?.aborted) {
      if (due === 0) await new Promise<void>((resolve) => (wake = resolve));
      for (; due > 0; due--) yield value;
    }
    throw abortError(signal);
  } finally {
    timer.close();
    listener?.[Symbol.dispose]();
  }
}

/** Node's own kind of error, which it does not export: `events.on` throws one at once. */
function abortError(signal: AbortSignal): Error {
  try {
    on(new EventEmitter(), 'never', { signal });
  } catch (error) {
    return error as Error;
  }
  throw new TypeError('a signal that is aborted was expected');
}
