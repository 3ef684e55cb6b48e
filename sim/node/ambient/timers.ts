/** `setTimeout`, `setInterval`, `setImmediate`, what clears them, and `AbortSignal.timeout`, in virtual time. */
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import type { AmbientHost } from './host.js';
import { currentHost, replaceMethod, replaceValue } from './patch.js';
import { Immediate, nodeDelay, timerByNumber, Timeout } from './timeout.js';

type Callback = (...args: unknown[]) => void;
type Start = (callback: Callback, ...rest: unknown[]) => unknown;
type Clear = (timer?: unknown) => void;

const replacements = new Set<unknown>();

/** A state machine's events must be data: a callback that waits for its time is a closure, so it is refused. */
export function refuseInStateMachine(host: AmbientHost, what: string): void {
  if (host.style !== 'state-machine') return;
  host.refuse(`${what} would keep a closure across events of a state machine: use node.setTimer and onTimer`);
}

export function declareTimers(): void {
  const starters = {
    setTimeout: (host: AmbientHost, callback: Callback, [delay, ...args]: unknown[]) =>
      startTimeout(host, callback, delay, args, false),
    setInterval: (host: AmbientHost, callback: Callback, [delay, ...args]: unknown[]) =>
      startTimeout(host, callback, delay, args, true),
    setImmediate: (host: AmbientHost, callback: Callback, args: unknown[]) =>
      new Immediate(host, () => callback(...args)),
  };
  for (const [name, start] of Object.entries(starters)) declareStarter(name as keyof typeof starters, start);
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) declareClear(name);
  declareAbortTimeout();
}

function startTimeout(
  host: AmbientHost,
  callback: Callback,
  delay: unknown,
  args: unknown[],
  repeats: boolean,
): Timeout {
  return new Timeout(
    host,
    function fire() {
      callback.apply(this, args);
    },
    nodeDelay(delay),
    repeats,
  );
}

function declareStarter(
  name: 'setTimeout' | 'setInterval' | 'setImmediate',
  start: (host: AmbientHost, callback: Callback, rest: unknown[]) => unknown,
): void {
  const replacement = replaceMethod<Start>(globalThis, name, (original) => {
    const starter: Start = (callback, ...rest) => {
      const host = currentHost();
      if (isNodesOwn(callback) || host === undefined) return original.value(callback, ...rest);
      if (typeof callback !== 'function') throw invalidCallback(callback);
      refuseInStateMachine(host, name);
      return start(host, callback, rest);
    };
    if (name !== 'setInterval') {
      Object.defineProperty(starter, promisify.custom, { enumerable: true, get: () => timersPromises[name] });
    }
    return starter;
  });
  replaceValue(timers, name, replacement);
  replacements.add(replacement);
}

function declareClear(name: string): void {
  const replacement = replaceMethod<Clear>(globalThis, name, (original) => (timer) => {
    const host = currentHost();
    if (timer instanceof Timeout || timer instanceof Immediate) timer[Symbol.dispose]();
    else if (host === undefined || (typeof timer === 'object' && timer !== null)) original.value(timer);
    else if (typeof timer === 'number' || typeof timer === 'string') timerByNumber(host, timer)?.close();
  });
  replaceValue(timers, name, replacement);
}

function declareAbortTimeout(): void {
  replaceMethod<typeof AbortSignal.timeout>(AbortSignal, 'timeout', (original) => (delay) => {
    const host = currentHost();
    // A delay it does not accept is the original's to refuse.
    if (host === undefined || !(Number.isInteger(delay) && delay >= 0 && delay <= 0xffff_ffff)) {
      return original.value.call(AbortSignal, delay);
    }
    refuseInStateMachine(host, 'AbortSignal.timeout');
    const controller = new AbortController();
    const reason = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    host.setTimer(() => controller.abort(reason()), Math.max(1, delay), undefined);
    return controller.signal;
  });
}

let nodeWakesItself = false;

/**
 * After an uncaught exception was handled, Node starts an empty immediate of its own through the public module:
 * it is not the running node's.
 */
export function expectNodesOwnImmediate(): void {
  nodeWakesItself = replacements.has(timers.setImmediate);
}

function isNodesOwn(callback: unknown): boolean {
  if (!nodeWakesItself || typeof callback !== 'function' || callback.name !== 'noop') return false;
  nodeWakesItself = false;
  return true;
}

function invalidCallback(callback: unknown): TypeError {
  const message = `The "callback" argument must be of type function. Received ${typeof callback}`;
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_TYPE' });
}
