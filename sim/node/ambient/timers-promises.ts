/** The promise-returning timers of `node:timers/promises`, in virtual time. */
import timersPromises from 'node:timers/promises';
import type { AmbientHost } from './host.js';
import { currentHost, replaceMethod } from './patch.js';
import { refuseInStateMachine } from './timers.js';
import { Immediate, nodeDelay, Timeout } from './timeout.js';

interface Options {
  readonly signal?: AbortSignal;
}
type Later = (delay?: number, value?: unknown, options?: Options) => Promise<unknown>;
type Soon = (value?: unknown, options?: Options) => Promise<unknown>;
type Every = (delay?: number, value?: unknown, options?: Options) => AsyncIterable<unknown>;

export function declareTimersPromises(): void {
  replaceMethod<Later>(timersPromises, 'setTimeout', (original) => (delay, value, options) => {
    const host = currentHost();
    return host === undefined
      ? original.value(delay, value, options)
      : later(host, 'setTimeout', delay, value, options);
  });
  replaceMethod<Soon>(timersPromises, 'setImmediate', (original) => (value, options) => {
    const host = currentHost();
    if (host === undefined) return original.value(value, options);
    refuseInStateMachine(host, 'timers/promises setImmediate');
    return afterTimer((resume) => new Immediate(host, resume), value, options);
  });
  replaceMethod<Every>(timersPromises, 'setInterval', (original) => (delay, value, options) => {
    const host = currentHost();
    if (host === undefined) return original.value(delay, value, options);
    refuseInStateMachine(host, 'timers/promises setInterval');
    return every(host, delay, value, options);
  });
  declareScheduler();
}

function declareScheduler(): void {
  const scheduler = Object.getPrototypeOf(timersPromises.scheduler) as object;
  type Wait = (this: unknown, delay: number, options?: Options) => Promise<unknown>;
  replaceMethod<Wait>(
    scheduler,
    'wait',
    (original) =>
      function wait(delay, options) {
        const host = currentHost();
        if (host === undefined) return original.value.call(this, delay, options);
        return later(host, 'scheduler.wait', delay, undefined, options);
      },
  );
  type Yield = (this: unknown) => Promise<unknown>;
  replaceMethod<Yield>(
    scheduler,
    'yield',
    (original) =>
      function yield_() {
        const host = currentHost();
        if (host === undefined) return original.value.call(this);
        refuseInStateMachine(host, 'scheduler.yield');
        return afterTimer((resume) => new Immediate(host, resume), undefined, undefined);
      },
  );
}

function later(
  host: AmbientHost,
  name: string,
  delay: unknown,
  value: unknown,
  options?: Options,
): Promise<unknown> {
  refuseInStateMachine(host, `timers/promises ${name}`);
  return afterTimer((resume) => new Timeout(host, resume, nodeDelay(delay), false), value, options);
}

function afterTimer(
  start: (resume: () => void) => Disposable,
  value: unknown,
  options?: Options,
): Promise<unknown> {
  const signal = options?.signal;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      timer[Symbol.dispose]();
      reject(abortError(signal));
    };
    const timer = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

async function* every(
  host: AmbientHost,
  delay: unknown,
  value: unknown,
  options?: Options,
): AsyncGenerator<unknown> {
  const signal = options?.signal;
  if (signal?.aborted) throw abortError(signal);
  let due = 0;
  let wake: (() => void) | undefined;
  const count = () => {
    due++;
    wake?.();
  };
  const onAbort = () => wake?.();
  const timer = new Timeout(host, count, nodeDelay(delay), true);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (signal?.aborted) throw abortError(signal);
      if (due === 0) await new Promise<void>((resolve) => (wake = resolve));
      else {
        due--;
        yield value;
      }
    }
  } finally {
    timer.close();
    signal?.removeEventListener('abort', onAbort);
  }
}

function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error('The operation was aborted', { cause: signal?.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}
