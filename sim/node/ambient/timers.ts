/** `setTimeout`, `setInterval`, `setImmediate`, what clears them, and `AbortSignal.timeout`, in virtual time. */
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import type { AmbientHost } from './host.js';
import { Immediate } from './immediate.js';
import { keepsArguments } from './native-timers.js';
import { currentHost, replaceMethod, replaceValue } from './patch.js';
import { warnNode } from './process-events.js';
import { LONGEST_DELAY_MS, Timeout } from './timeout.js';

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
  declareStarter('setTimeout', (host, callback, [delay, ...args]) =>
    startTimeout(host, callback, delay, given(args), false),
  );
  declareStarter('setInterval', (host, callback, [delay, ...args]) =>
    startTimeout(host, callback, delay, given(args), true),
  );
  declareStarter('setImmediate', (host, callback, args) => new Immediate(host.loop, callback, given(args)));
  declareClear('clearTimeout', clearTimer);
  declareClear('clearInterval', clearTimer);
  declareClear('clearImmediate', clearImmediateOf);
  declareAbortTimeout();
}

/** A timer of that host, with the warning Node gives for a delay it cannot keep. */
export function startTimeout(
  host: AmbientHost,
  callback: Callback,
  delay: unknown,
  args: unknown[] | undefined,
  repeats: boolean,
  referenced = true,
): Timeout {
  const timer = new Timeout(host.loop, callback, delay, args, repeats, referenced);
  if (Number(delay) > LONGEST_DELAY_MS) {
    const message = `${String(delay)} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`;
    warnNode(host, 'TimeoutOverflowWarning', message);
  }
  return timer;
}

function given(args: unknown[]): unknown[] | undefined {
  return args.length === 0 ? undefined : args;
}

function declareStarter(
  name: 'setTimeout' | 'setInterval' | 'setImmediate',
  start: (host: AmbientHost, callback: Callback, rest: unknown[]) => unknown,
): void {
  const replacement = replaceMethod<Start>(globalThis, name, (original) => {
    const starter: Start = (callback, ...rest) => {
      const host = currentHost();
      // What is no function is the original's to refuse.
      if (isNodesOwn(callback) || host === undefined || typeof callback !== 'function')
        return original.value(callback, ...rest);
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

/** @param clear true if that was all there is to do */
function declareClear(name: string, clear: (timer: unknown, host: AmbientHost | undefined) => boolean): void {
  const replacement = replaceMethod<Clear>(globalThis, name, (original) => (timer) => {
    if (!clear(timer, currentHost())) original.value(timer);
  });
  replaceValue(timers, name, replacement);
}

function clearTimer(timer: unknown, host: AmbientHost | undefined): boolean {
  if (timer instanceof Timeout) timer.close();
  else if (timer instanceof Immediate) return true;
  else if (host === undefined || (typeof timer === 'object' && timer !== null)) return false;
  else if (typeof timer === 'number' || typeof timer === 'string') host.loop.timerOf(Number(timer))?.close();
  return true;
}

function clearImmediateOf(immediate: unknown, host: AmbientHost | undefined): boolean {
  if (immediate instanceof Immediate) immediate[Symbol.dispose]();
  // Until version 24 Node takes for an immediate whatever it gets: a timer that never fires, or a value it cannot mark.
  else if (immediate instanceof Timeout) {
    if (keepsArguments) immediate.stop();
  } else if (host === undefined || (typeof immediate === 'object' && immediate !== null)) return false;
  else if (keepsArguments && immediate) (immediate as Immediate)._destroyed = true;
  return true;
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
    const abort = (): void =>
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    startTimeout(host, abort, delay, undefined, false, false);
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
