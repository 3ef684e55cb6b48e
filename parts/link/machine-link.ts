/** Whole state machines over links: their handlers stay as they are, and what they send arrives. */
import type { AnyProtocol, StateMachine, StateMachineNode } from 'seedstorm';
import {
  linkAcked,
  linkAgain,
  linkHear,
  linkRules,
  linkSend,
  linkWaits,
  newLinks,
  type LinkMessage,
  type LinkRules,
  type Links,
  type LinkSettings,
} from './link.js';

/** The state of a machine over links: invariants and coverage find its own state in `own`. */
export interface LinkedState<S> {
  own: S;
  readonly links: Links;
}

type Node = StateMachineNode<AnyProtocol>;
type Handler = (own: unknown, question: unknown, node: Node, from: string) => void;
type Handlers = Handler | Readonly<Record<string, Handler>> | undefined;

const TIMER = 'link/again';

/**
 * The machine over links that lose nothing and double nothing while both ends run; messages may overtake each other.
 * All nodes that talk to each other need it. Calls, requests, timers and the disk are untouched.
 *
 * @example
 * protocol: stateMachine(reliable<Gossip>({ start: …, onMessage: … })),
 */
export function reliable<P extends object>(
  machine: StateMachine<P>,
  { rules, ...settings }: LinkSettings = {},
): StateMachine<AnyProtocol> {
  return linked(machine, { ...settings, rules: { order: 'as-it-comes', ...rules } });
}

/** The same, and from each sender messages come in the order in which it sent them. */
export function fifo<P extends object>(
  machine: StateMachine<P>,
  settings: LinkSettings = {},
): StateMachine<AnyProtocol> {
  return linked(machine, settings);
}

/** The machine over links that double nothing, but may lose: nothing is sent again. */
export function deduplicated<P extends object>(
  machine: StateMachine<P>,
  { rules, ...settings }: LinkSettings = {},
): StateMachine<AnyProtocol> {
  return linked(machine, { ...settings, rules: { order: 'as-it-comes', lost: 'let-go', ...rules } });
}

function linked<P extends object>(
  machine: StateMachine<P>,
  { againMs = 20, rules: given }: LinkSettings,
): StateMachine<AnyProtocol> {
  const rules: LinkRules = { ...linkRules, ...given };
  const inner = machine as unknown as StateMachine<AnyProtocol>;
  const onMessage = oneHandler(inner.onMessage as Handlers);
  const { onReply, onSync, onStream, onMembership, onStop } = inner;
  const after = rules.acknowledge === 'after-sync' ? ({ after: 'sync' } as const) : {};
  return {
    start(node) {
      const links = newLinks(node.incarnation);
      return { own: inner.start(face(links, node)), links };
    },
    ...(inner.onRequest !== undefined && { onRequest: each(inner.onRequest as Handlers) as never }),

    onMessage(state: LinkedState<unknown>, message: unknown, node: Node, from: string) {
      const { links } = state;
      if (!isLink(message)) return onMessage(state.own, message, face(links, node), from);
      if (message.linked === 'ack') return linkAcked(links, from, message);
      const { deliver, copy } = linkHear(links, from, message, rules);
      for (const { n, of } of deliver) {
        onMessage(state.own, of, face(links, node), from);
        acknowledge(n);
      }
      if (copy) acknowledge(message.n);

      function acknowledge(n: number): void {
        if (rules.lost === 'sent-again')
          node.send(from, { linked: 'ack', by: (message as LinkMessage).by, n } as never, after);
      }
    },

    onTimer(state, timer, node, payload) {
      const { own, links } = state as LinkedState<unknown>;
      if (timer !== TIMER) return inner.onTimer?.(own, timer, face(links, node), payload);
      for (const { to, message, after: when } of linkAgain(links))
        node.send(to, message as never, when && { after: when });
      if (linkWaits(links)) node.setTimer(TIMER, againMs);
    },
    ...(onReply && { onReply: passed(onReply) }),
    ...(onSync && {
      onSync: ((state: LinkedState<unknown>, token: unknown, node: Node, ok: boolean) =>
        (onSync as (...told: unknown[]) => void).call(
          inner,
          state.own,
          token,
          face(state.links, node),
          ok,
        )) as never,
    }),
    ...(onStream && { onStream: passed(onStream) }),
    onMembership(state, change, node) {
      const { own, links } = state as LinkedState<unknown>;
      // Who left acknowledges nothing any more.
      if (change.kind === 'leave') delete links.out[change.node];
      onMembership?.call(inner, own, change, face(links, node));
    },
    ...(onStop && {
      onStop: (state: LinkedState<unknown>, node: Node) =>
        onStop.call(inner, state.own, face(state.links, node)),
    }),
  };

  function passed<T>(handler: (own: never, told: T, node: Node) => void) {
    return (state: LinkedState<unknown>, told: T, node: Node): void =>
      handler.call(inner, state.own as never, told, face(state.links, node));
  }

  /** Handlers of requests: on the own state, with the node whose messages go over links. */
  function each(handlers: Handlers): unknown {
    const wrap =
      (handler: Handler) =>
      (state: LinkedState<unknown>, question: unknown, node: Node, from: string): void =>
        handler.call(inner, state.own, question, face(state.links, node), from);
    if (typeof handlers === 'function') return wrap(handlers);
    return Object.fromEntries(Object.entries(handlers ?? {}).map(([f, handler]) => [f, wrap(handler)]));
  }

  /** The node as the machine sees it: what it sends goes over its links. */
  function face(links: Links, node: Node): Node {
    const send: Node['send'] = (to, message, options) => {
      const waited = linkWaits(links);
      node.send(to, linkSend(links, to, message, rules, options?.after) as never, options);
      if (!waited && linkWaits(links)) node.setTimer(TIMER, againMs);
    };
    return Object.create(node, {
      send: { value: send },
      broadcast: {
        value: ((message, options) => {
          for (const peer of node.peers) send(peer, message, options);
        }) satisfies Node['broadcast'],
      },
    }) as Node;
  }
}

function oneHandler(handlers: Handlers): Handler {
  if (typeof handlers === 'function') return handlers;
  return (own, message, node, from) => {
    const f = (message as { readonly f?: unknown } | null)?.f;
    const handler =
      typeof f === 'string' && handlers !== undefined && Object.hasOwn(handlers, f) ? handlers[f] : undefined;
    if (handler === undefined)
      throw new Error(`${node.id} has no handler for a message '${String(f)}', which came from ${from}`);
    handler(own, message, node, from);
  };
}

function isLink(message: unknown): message is LinkMessage {
  return typeof message === 'object' && message !== null && 'linked' in message;
}
