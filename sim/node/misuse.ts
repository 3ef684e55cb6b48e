/** What programs ask of their node by mistake: refused at once, in one sentence, where they ask. */
import { shown } from '../input/shown.js';
import { delayMicros, type Micros } from '../kernel/time.js';

/** Something whose end nobody would hear of. */
export function unheard(what: string, handler: string): Error {
  return new Error(`${what}: the program has no ${handler} to hear of it`);
}

/** @throws TypeError or RangeError unless the options of a call say how long to wait */
export function callTimeout(options: { readonly timeoutMs: number } | undefined): Micros {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`node.call: expected { timeoutMs } after the message, got ${shown(options)}`);
  return delayMicros(options.timeoutMs, 'call timeout');
}

/** @throws TypeError unless it is an object that says by `f` what happened */
export function assertEffect(input: unknown): void {
  const f = typeof input === 'object' && input !== null ? (input as { readonly f?: unknown }).f : undefined;
  if (typeof f === 'string') return;
  throw new TypeError(
    `node.effect: expected an object with a field f, such as { f: 'acquired', lock: 'a' }, got ${
      typeof input === 'object' && input !== null ? 'one without' : shown(input)
    }`,
  );
}

/** @throws TypeError unless it is a number under a name */
export function assertFigure(verb: string, name: unknown, value: unknown): void {
  if (typeof name === 'string' && typeof value === 'number' && Number.isFinite(value)) return;
  throw new TypeError(
    typeof name === 'string'
      ? `node.${verb}: ${name}: expected a finite number, got ${shown(value)}`
      : `node.${verb}: expected a name and a number, got ${shown(name)}`,
  );
}

/** A handler where there is one already. */
export function secondHandler(verb: string, noun: string): Error {
  return new Error(`node.${verb} was called before: one handler serves all ${noun}s of a node`);
}

/** A handler and a loop over the same. */
export function handlerAndLoop(verb: string, noun: string): Error {
  return new Error(`node.${verb} and node.${noun}s() take the same ${noun}s: use one of them`);
}

/** What the other style has, by the names it goes by there. */
const inMachines: Readonly<Record<string, string>> = {
  requests: 'have a handler onRequest',
  messages: 'have a handler onMessage',
  onRequest: 'have a handler onRequest',
  onMessage: 'have a handler onMessage',
  onMembership: 'have a handler onMembership',
  connections: 'have a handler onStream',
  sleep: 'set timers: node.setTimer',
  quorum: 'count answers in onReply',
};
const inAsyncPrograms: Readonly<Record<string, string>> = {
  reply: 'return the answer from their handler, or use request.reply',
  reject: 'throw Refused, or use request.reject',
  defer: 'await before they answer',
  replyTo: 'keep the request and use its reply',
  rejectTo: 'keep the request and use its reject',
  setTimer: 'use node.sleep or setTimeout',
  clearTimer: 'use clearTimeout',
  sendStream: 'use the connection that node.connect gives',
  closeStream: 'use the connection that node.connect gives',
};

/** Lets a handle refuse what the handle of the other style has. */
export function refuseOtherStyle(handle: object, style: 'state-machine' | 'async'): void {
  const [who, words] =
    style === 'async' ? ['async programs', inAsyncPrograms] : ['state machines', inMachines];
  for (const [name, hint] of Object.entries(words)) {
    if (name in handle) continue;
    const value = (): never => {
      throw new TypeError(`node.${name}: ${who} ${hint}`);
    };
    Object.defineProperty(handle, name, { value, enumerable: false });
  }
}
