/**
 * Whole state machines whose calls are asked again and carried out at most once: what a call does stays as it is.
 *
 * The callee remembers its answers until the caller needs them no more, and answers copies from memory. That memory does not
 * survive a crash. So each call is for one incarnation of the callee, and another incarnation does not carry it out. If an
 * earlier incarnation may have carried it out, the call ends `refused`, not definite (Birrell & Nelson, "Implementing remote
 * procedure calls", TOCS 1984). What must be done exactly once is kept on the disk: see `takeOnce`.
 */
import type { AnyProtocol, ReplyTo, SendOptions, StateMachine, StateMachineNode } from 'seedstorm';

/** Each rule can be replaced, to see what it is there for. */
export interface CallRules {
  /** A copy of a call is answered from memory, or carried out like a new one. */
  readonly copies: 'recognised' | 'carried-out';
  /** What was meant for an earlier incarnation is not carried out, or is. */
  readonly restart: 'noticed' | 'unnoticed';
}

/** The rules of calls carried out at most once, as they should be. */
export const callRules: CallRules = { copies: 'recognised', restart: 'noticed' };

/** What travels instead of a question. */
interface CallMessage {
  readonly called: number;
  /** Incarnation of the caller. */
  readonly by: number;
  /** Incarnation of the node that it asks, as far as the caller knows it: 0 at first. */
  readonly at: number;
  /** Of calls below this number the caller needs no answer. */
  readonly base: number;
  readonly of: unknown;
}

/** What is said where the incarnation is another: nothing was carried out. */
interface Elsewhen {
  readonly calledAt: number;
}

interface OpenCall {
  readonly to: string;
  readonly message: unknown;
  readonly token: unknown;
  readonly untilMs: number;
  readonly after?: 'sync';
  /** It may have been carried out by the incarnation that it was sent to. */
  sentAt: number;
  /** How often it was sent to that incarnation. */
  tries: number;
}

type Answer =
  | { readonly kind: 'answer'; readonly value: unknown; readonly options?: SendOptions }
  | { readonly kind: 'refused'; readonly error: string; readonly definite: boolean };

interface HeardFrom {
  readonly by: number;
  low: number;
  readonly calls: { readonly n: number; readonly waiting: ReplyTo[]; answer?: Answer }[];
}

/** The state of such a machine: invariants and coverage find its own in `own`. */
export interface CallingState<S> {
  own: S;
  readonly calls: {
    last: number;
    readonly open: Record<number, OpenCall>;
    readonly at: Record<string, number>;
  };
  readonly heard: Record<string, HeardFrom>;
}

type State = CallingState<unknown>;
type Node = StateMachineNode<AnyProtocol>;
type Handler = (own: unknown, question: unknown, node: Node, from: string) => void;
type Handlers = Handler | Readonly<Record<string, Handler>> | undefined;

/**
 * The machine whose `node.call` asks again, until the time of the call is over, and is carried out at most once. All nodes that
 * call each other need it. Datagrams, requests, timers and the disk are untouched.
 *
 * @param againMs after how many ms without an answer to ask again. Default 20
 */
export function atMostOnceCalls<P extends object>(
  machine: StateMachine<P>,
  { againMs = 20, rules = callRules }: { readonly againMs?: number; readonly rules?: CallRules } = {},
): StateMachine<AnyProtocol> {
  const inner = machine as unknown as StateMachine<AnyProtocol>;
  const handlers = inner.onMessage as Handlers;
  const { onSync, onStream, onMembership, onStop, onTimer } = inner;
  return {
    start(node) {
      const state: State = { own: undefined, calls: { last: 0, open: {}, at: {} }, heard: {} };
      state.own = inner.start(face(state, node));
      return state;
    },
    ...(inner.onRequest !== undefined && { onRequest: each(inner.onRequest as Handlers) as never }),

    onMessage(state: State, message: unknown, node: Node, from: string) {
      if (!isCall(message)) return handle(state, message, face(state, node), from);
      const { called: n, by, at, base, of } = message;
      if (rules.restart === 'noticed' && at !== node.incarnation)
        return node.reply({ calledAt: node.incarnation } satisfies Elsewhen as never);
      let known = state.heard[from];
      if (known === undefined || by > known.by) known = state.heard[from] = { by, low: base, calls: [] };
      if (by < known.by || n < known.low) return;
      if (base > known.low) {
        known.low = base;
        known.calls.splice(0, Infinity, ...known.calls.filter((call) => call.n >= base));
      }
      const to = node.defer();
      const call = known.calls.find((one) => one.n === n);
      if (call !== undefined && rules.copies === 'recognised') {
        if (call.answer === undefined) call.waiting.push(to);
        else say(call.answer, to, node);
        return;
      }
      known.calls.push({ n, waiting: [to] });
      handle(state, of, face(state, node, to), from);
    },

    onReply(state: State, result, node: Node) {
      const n = (result.token as { readonly called?: number } | undefined)?.called;
      const call = n === undefined ? undefined : state.calls.open[n];
      if (n === undefined || call === undefined) return;
      const moment = result.kind === 'answer' ? elsewhenOf(result.value) : undefined;
      if (moment !== undefined) {
        state.calls.at[call.to] = Math.max(moment, state.calls.at[call.to] ?? 0);
        if (call.sentAt === 0 || moment <= call.sentAt) return ask(state, n, call, node);
        const error = `${call.to} restarted: it may have been carried out before`;
        return ended({ kind: 'refused', error, definite: false });
      }
      if (result.kind === 'timeout' && node.monotonicMs() < call.untilMs) return ask(state, n, call, node);
      const { token: _, from: __, f: ___, ...outcome } = result as unknown as Record<string, unknown>;
      // This attempt was refused and had no effect; one before that nobody answered may have had.
      ended(result.kind === 'refused' && call.tries > 1 ? { ...outcome, definite: false } : outcome);

      function ended(outcome: object): void {
        const { to, token, message } = call as OpenCall;
        delete state.calls.open[n as number];
        const f = (message as { readonly f?: unknown } | null)?.f;
        const told = { ...outcome, from: to, token, ...(typeof f === 'string' && { f }) };
        inner.onReply?.call(inner, state.own, told as never, face(state, node));
      }
    },

    ...(onTimer && {
      onTimer: (state: State, timer: string, node: Node, payload: unknown) =>
        onTimer.call(inner, state.own, timer, face(state, node), payload),
    }),
    ...(onSync && {
      onSync: ((state: State, token: unknown, node: Node, ok: boolean) =>
        (onSync as (...told: unknown[]) => void).call(
          inner,
          state.own,
          token,
          face(state, node),
          ok,
        )) as never,
    }),
    ...(onStream && {
      onStream: (state: State, event: never, node: Node) =>
        onStream.call(inner, state.own, event, face(state, node)),
    }),
    ...(onMembership && {
      onMembership: (state: State, change: never, node: Node) =>
        onMembership.call(inner, state.own, change, face(state, node)),
    }),
    ...(onStop && { onStop: (state: State, node: Node) => onStop.call(inner, state.own, face(state, node)) }),
  };

  function ask(state: State, n: number, call: OpenCall, node: Node): void {
    const { to, message, untilMs, after } = call;
    const at = state.calls.at[to] ?? 0;
    if (call.sentAt === 0) call.sentAt = at;
    if (call.sentAt !== 0 || rules.restart === 'unnoticed') call.tries++;
    const open = Object.entries(state.calls.open).filter(([, other]) => other.to === to);
    const base = Math.min(n, ...open.map(([number]) => Number(number)));
    const sent: CallMessage = { called: n, by: node.incarnation, at: call.sentAt, base, of: message };
    const timeoutMs = Math.max(1, Math.min(againMs, untilMs - node.monotonicMs()));
    node.call(to, sent as never, { timeoutMs, token: { called: n }, ...(after && { after }) } as never);
  }

  function handle(state: State, message: unknown, node: Node, from: string): void {
    if (typeof handlers === 'function') return handlers.call(inner, state.own, message, node, from);
    const f = (message as { readonly f?: unknown } | null)?.f;
    const handler =
      typeof f === 'string' && handlers !== undefined && Object.hasOwn(handlers, f) ? handlers[f] : undefined;
    if (handler === undefined) return node.reject(`${node.id} has no handler for '${String(f)}'`);
    handler.call(inner, state.own, message, node, from);
  }

  function each(requests: Handlers): unknown {
    const wrap =
      (handler: Handler) =>
      (state: State, question: unknown, node: Node, from: string): void =>
        handler.call(inner, state.own, question, face(state, node), from);
    if (typeof requests === 'function') return wrap(requests);
    return Object.fromEntries(Object.entries(requests ?? {}).map(([f, handler]) => [f, wrap(handler)]));
  }

  /** The node as the machine sees it. @param asked the call that is being handled */
  function face(state: State, node: Node, asked?: ReplyTo): Node {
    let left = asked;
    const take = (verb: string): ReplyTo => {
      if (left === undefined) throw new Error(`node.${verb}: nothing is waiting for an answer here`);
      const to = left;
      left = undefined;
      return to;
    };
    const replyTo = (to: ReplyTo, answer: Answer): void => {
      const call = state.heard[to.from]?.calls.find(({ waiting }) => waiting[0]?.id === to.id);
      if (call === undefined) return say(answer, to, node);
      for (const other of call.waiting.splice(0)) say(answer, other, node);
      call.answer = answer;
    };
    const refusal = (error: string, options?: { readonly definite?: boolean }): Answer => ({
      kind: 'refused',
      error,
      definite: options?.definite !== false,
    });
    const answered = (value: unknown, options?: SendOptions): Answer => ({
      kind: 'answer',
      value,
      ...(options && { options }),
    });
    const own = {
      call(
        to: string,
        message: unknown,
        given: { timeoutMs: number; token?: unknown; after?: 'sync' },
      ): void {
        const n = ++state.calls.last;
        const untilMs = node.monotonicMs() + given.timeoutMs;
        const { token, after } = given;
        const call = { to, message, token, untilMs, sentAt: 0, tries: 0, ...(after && { after }) };
        state.calls.open[n] = call;
        ask(state, n, call, node);
      },
      replyTo: (to: ReplyTo, value: unknown, options?: SendOptions) => replyTo(to, answered(value, options)),
      rejectTo: (to: ReplyTo, error: string, options?: { readonly definite?: boolean }) =>
        replyTo(to, refusal(error, options)),
      ...(asked !== undefined && {
        reply: (value: unknown, options?: SendOptions) => replyTo(take('reply'), answered(value, options)),
        reject: (error: string, options?: { readonly definite?: boolean }) =>
          replyTo(take('reject'), refusal(error, options)),
        defer: () => take('defer'),
      }),
    };
    const properties = Object.entries(own).map(([name, value]) => [name, { value }]);
    return Object.create(node, Object.fromEntries(properties)) as Node;
  }
}

function say(answer: Answer, to: ReplyTo, node: Node): void {
  if (answer.kind === 'answer') node.replyTo(to, answer.value as never, answer.options);
  else node.rejectTo(to, answer.error, { definite: answer.definite });
}

function isCall(message: unknown): message is CallMessage {
  return typeof message === 'object' && message !== null && 'called' in message;
}

function elsewhenOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null && 'calledAt' in value
    ? (value as Elsewhen).calledAt
    : undefined;
}
