/**
 * Who listens to `process`. What a node registers is its own: it hears of its own errors only, no other node and
 * nothing outside hears of them, and all of it goes with the incarnation. Nobody sends a node signals or messages.
 */
import { EventEmitter } from 'node:events';
import process from 'node:process';
import type { AmbientHost } from './host.js';
import { currentHost, declarePatch, overrideMethod, replaceMethod } from './patch.js';
import { ProcessListeners } from './process-listeners.js';

type Emit = (this: unknown, event: string | symbol, ...args: unknown[]) => boolean;

/** What Node emits for an error nobody caught: the guard of the world hears it, and asks the node's own listeners. */
const forTheGuard: ReadonlySet<unknown> = new Set([
  'unhandledRejection',
  'uncaughtException',
  'uncaughtExceptionMonitor',
]);

/** What the outside hears too: Node prints warnings by listening to them, and the process may really end. */
const forBoth: ReadonlySet<unknown> = new Set(['warning', 'beforeExit', 'exit']);

/** Whose listeners `process` shows right now. */
let shown: 'node' | 'outside' = 'node';

export function declareProcessEvents(): void {
  declareListeners();
  overrideMethod<Emit>(process, 'emit', (original) => {
    return function emit(event, ...args) {
      const emitted = (): boolean => Reflect.apply(original.value, this, [event, ...args]);
      if (ownEvents() === undefined) return emitted();
      if (forTheGuard.has(event)) return show('outside', emitted);
      const heard = emitted();
      return forBoth.has(event) ? show('outside', emitted) || heard : heard;
    };
  });
  declareCapture();
}

/**
 * An EventEmitter keeps its listeners in `_events`, all its methods go there, and its count only decides whether to ask:
 * so this one property is each node's own. Replacing the twenty methods would take longer than a small world.
 */
function declareListeners(): void {
  const place = process as unknown as { _events: object; _eventsCount: number; _maxListeners: unknown };
  let shared: object = place._events;
  let maxListeners: unknown;
  const perNode = {
    get: () => ownEvents()?.listeners ?? shared,
    set(listeners: object) {
      const own = ownEvents();
      if (own === undefined) shared = listeners;
      else own.listeners = listeners;
    },
    enumerable: true,
    configurable: true,
  };
  declarePatch({
    put() {
      shared = place._events;
      maxListeners = place._maxListeners;
      Object.defineProperty(place, '_events', perNode);
    },
    putBack() {
      const plain = { value: shared, enumerable: true, configurable: true, writable: true };
      Object.defineProperty(place, '_events', plain);
      place._eventsCount = Reflect.ownKeys(shared).length;
      place._maxListeners = maxListeners;
    },
  });
}

function ownEvents(): ProcessListeners | undefined {
  if (shown === 'outside') return undefined;
  const host = currentHost();
  return host === undefined ? undefined : (host.processEvents ??= new ProcessListeners());
}

/** Runs something that means the listeners of the whole process, even if a node runs. */
export function meantForOutside<T>(act: () => T): T {
  return show('outside', act);
}

function show<T>(whose: typeof shown, act: () => T): T {
  const before = shown;
  shown = whose;
  try {
    return act();
  } finally {
    shown = before;
  }
}

/** Tells the running node's own listeners. @returns whether there are any */
export function tellNode(event: string, ...args: unknown[]): boolean {
  return show('node', () => Reflect.apply(EventEmitter.prototype.emit, process, [event, ...args]));
}

/** A warning for the running node's own listeners; printing it once per run would drown everything else. */
export function warnNode(host: AmbientHost, name: string, message: string): void {
  if (host.processEvents === undefined) return;
  const warning = Object.assign(new Error(message), { name });
  process.nextTick(() => void tellNode('warning', warning));
}

function declareCapture(): void {
  type Callback = ((error: unknown) => void) | null;
  replaceMethod<(callback: Callback) => void>(
    process,
    'setUncaughtExceptionCaptureCallback',
    (original) => (callback) => {
      const events = ownEvents();
      // What it does not accept is the original's to refuse.
      if (events === undefined || (callback !== null && typeof callback !== 'function'))
        return original.value(callback);
      if (callback !== null && events.capture !== null) throw alreadyCaptured();
      events.capture = callback;
    },
  );
  replaceMethod<() => boolean>(process, 'hasUncaughtExceptionCaptureCallback', (original) => () => {
    const events = ownEvents();
    return events === undefined ? original.value() : events.capture !== null;
  });
}

function alreadyCaptured(): Error {
  const message = 'process.setUncaughtExceptionCaptureCallback(): there is a callback already';
  return Object.assign(new Error(message), { code: 'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET' });
}
