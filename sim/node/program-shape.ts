/**
 * What a program must look like. A handler by another name is never called, and nothing tells of it: so it is refused
 * where the program is made.
 */
import { shown } from '../input/shown.js';
import { unknownName } from '../input/suggest.js';

const MAPS = ['onRequest', 'onMessage'];

/** Everything a state machine may have. */
const handlerNames = [
  'start',
  ...MAPS,
  'onTimer',
  'onReply',
  'onSync',
  'onStream',
  'onMembership',
  'onStop',
] as const;

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** Lets what is refused point at the caller of `called`: the place to look at is where the program is made. */
export function refusedAt(called: (...given: never[]) => unknown, look: () => void): void {
  try {
    look();
  } catch (error) {
    Error.captureStackTrace(error as Error, called);
    throw error;
  }
}

/** @throws TypeError in one sentence */
export function assertMachine(machine: unknown): void {
  if (typeof machine === 'function')
    throw new TypeError(
      'stateMachine: expected handlers, { start, onRequest, … }, got a function; a function of the node goes into asyncProgram',
    );
  if (typeof machine !== 'object' || machine === null)
    throw new TypeError(`stateMachine: expected handlers, { start, onRequest, … }, got ${shown(machine)}`);
  const handlers = machine as Readonly<Record<string, unknown>>;
  const stranger = strangerIn(handlers);
  if (stranger !== undefined)
    throw new TypeError(`stateMachine: ${unknownName('handler', stranger, handlerNames)}`);
  if (!isFunction(handlers['start']))
    throw new TypeError(
      `stateMachine: start: expected a function that returns the first state, got ${shown(handlers['start'])}`,
    );
  for (const name of handlerNames) {
    const handler = handlers[name];
    if (handler === undefined || isFunction(handler)) continue;
    if (!MAPS.includes(name))
      throw new TypeError(`stateMachine: ${name}: expected a function, got ${shown(handler)}`);
    assertHandlers(`stateMachine: ${name}`, handler);
  }
}

/**
 * One handler for all, or one for each name.
 * @throws TypeError in one sentence
 */
export function assertHandlers(where: string, handler: unknown): void {
  if (isFunction(handler)) return;
  if (typeof handler !== 'object' || handler === null || Array.isArray(handler))
    throw new TypeError(`${where}: expected a function, or functions by the field f, got ${shown(handler)}`);
  for (const [name, one] of Object.entries(handler))
    if (!isFunction(one)) throw new TypeError(`${where}.${name}: expected a function, got ${shown(one)}`);
}

/** @throws TypeError in one sentence */
export function assertMain(main: unknown): void {
  const expected = 'asyncProgram: expected an async function of the node';
  if (looksLikeHandlers(main))
    throw new TypeError(`${expected}, got an object of handlers: these go into stateMachine`);
  if (!isFunction(main)) throw new TypeError(`${expected}, got ${shown(main)}`);
  if (/GeneratorFunction\]$/.test(Object.prototype.toString.call(main)))
    throw new TypeError(`${expected}, got a generator, which nobody would run`);
}

/** Whether somebody forgot to wrap them in `stateMachine`. */
export function looksLikeHandlers(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    handlerNames.some((name) => isFunction(Reflect.get(value, name)))
  );
}

/** Whether somebody forgot to wrap it in `asyncProgram`. */
export function looksLikeMain(value: unknown): boolean {
  if (typeof value !== 'function') return false;
  if (Object.prototype.toString.call(value) === '[object AsyncFunction]') return true;
  return /^(function\b[^(]*)?\(?\s*node\s*[,)=]/.test(Function.prototype.toString.call(value));
}

/** The first thing that is no handler. Objects of classes may have what they like, but for near misses. */
function strangerIn(handlers: object): string | undefined {
  const known: readonly string[] = handlerNames;
  const prototype: unknown = Object.getPrototypeOf(handlers);
  if (prototype === Object.prototype || prototype === null)
    return Object.keys(handlers).find((name) => !known.includes(name));
  const lowered = known.map((name) => name.toLowerCase());
  return methodsOf(handlers).find(
    (name) => !known.includes(name) && (/^on[A-Z_]/.test(name) || lowered.includes(name.toLowerCase())),
  );
}

function methodsOf(object: object): string[] {
  const names = new Set<string>();
  for (let at = object; at !== Object.prototype && at !== null; at = Object.getPrototypeOf(at) as object)
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  return [...names].filter((name) => name !== 'constructor' && isFunction(Reflect.get(object, name)));
}
