/**
 * A balancer of layer 7: it sees each request, sends it to a server, and asks another one only where the first has certainly
 * done nothing. What it decides and learns it records, so that claims can follow it.
 */
import { stateMachine, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { balanceBy, newBalancer, type Balancer, type BalanceSettings } from 'seedstorm/parts';
import type { ServerAnswer, ServerMessage, TurnMessage } from './backends.js';

/** What a balancer does besides choosing; each can be wrong. */
export interface BalancerRules {
  /** Servers that are known to be dead are left out, or keep their turn. */
  readonly dead: 'left-out' | 'kept';
  /** How two balancers count turns together: one step, or read and then write. */
  readonly turn: 'taken' | 'read-then-write';
  /** After which failures another server is asked: those that certainly did nothing, or time-outs, too. */
  readonly again: 'did-nothing' | 'not-answered';
  /** What a source is hashed by: alike at all balancers, or with a salt of each. */
  readonly salt: 'none' | 'own';
}

interface Asked {
  readonly to: ReplyTo;
  readonly value: string;
  readonly source: string;
  readonly tries: number;
}

type Token =
  | { readonly kind: 'ping'; readonly server: string }
  | { readonly kind: 'turn'; readonly asked: Asked }
  | { readonly kind: 'asked'; readonly asked: Asked; readonly server: string; readonly sinceMs: number };

interface BalancerTypes {
  state: { readonly balancer: Balancer; readonly down: string[] };
  request: { readonly f: 'ask'; readonly value: string; readonly source: string };
  reply: 'done';
  sends: ServerMessage | TurnMessage;
  hears: ServerAnswer | number;
  timer: 'check';
  token: Token;
}
type State = BalancerTypes['state'];
type Node = StateMachineNode<BalancerTypes>;

const CHECK_MS = 60;
const PING_MS = 30;
const TURN_MS = 50;
/** So long a server may take. */
const TRY_MS = 300;
const TRIES = 3;

export function balancer(settings: BalanceSettings, rules: BalancerRules) {
  const { servers, algorithm } = settings;
  const balance = balanceBy(settings);
  const inTurn = algorithm === 'round-robin' || algorithm === 'weighted';

  return stateMachine<BalancerTypes>({
    start(node) {
      node.effect({ f: 'began' });
      node.setTimer('check', CHECK_MS);
      return { balancer: newBalancer(), down: [] };
    },
    onRequest(state, { value, source }, node) {
      ask(state, { to: node.defer(), value, source, tries: TRIES }, node);
    },
    onTimer(_state, _check, node) {
      for (const server of servers)
        node.call(server, { f: 'ping' }, { timeoutMs: PING_MS, token: { kind: 'ping', server } });
      node.setTimer('check', CHECK_MS);
    },
    onReply(state, result, node) {
      const { token, kind } = result;
      if (token.kind === 'ping') return learn(state, token.server, kind === 'answer', node);
      if (token.kind === 'turn') {
        if (kind !== 'answer') return node.rejectTo(token.asked.to, 'no turn');
        const turn = result.value as number;
        if (rules.turn === 'read-then-write')
          node.call('turns', { f: 'write', turn: turn + 1 }, { timeoutMs: TURN_MS, token: NOBODY });
        return route(state, token.asked, node, turn);
      }
      const { asked, server, sinceMs } = token;
      const ok = kind === 'answer' && result.value === 'done';
      const atMs = node.monotonicMs();
      balance.ended(state.balancer, server, { ok, tookMs: atMs - sinceMs }, atMs);
      node.effect({ f: 'ended', server, ok, atMs });
      if (ok) return node.replyTo(asked.to, 'done');
      if (kind === 'answer') return node.rejectTo(asked.to, `${server} is broken`);
      if (kind === 'refused') learn(state, server, false, node);
      const mayAsk = kind === 'refused' || rules.again === 'not-answered';
      if (mayAsk && asked.tries > 1) return ask(state, { ...asked, tries: asked.tries - 1 }, node);
      node.rejectTo(asked.to, `${server} did not answer`, { definite: kind === 'refused' });
    },
  });

  /** In turn, or at once. */
  function ask(state: State, asked: Asked, node: Node): void {
    if (!inTurn) return route(state, asked, node);
    const f = rules.turn === 'taken' ? 'take' : 'read';
    node.call('turns', { f }, { timeoutMs: TURN_MS, token: { kind: 'turn', asked } });
  }

  function route({ balancer, down }: State, asked: Asked, node: Node, turn?: number): void {
    const alive = rules.dead === 'kept' ? servers : servers.filter((server) => !down.includes(server));
    const { value, source, to } = asked;
    const nowMs = node.monotonicMs();
    const choice = { alive, nowMs, random: node.random, ...(turn !== undefined && { turn }) };
    const salted = rules.salt === 'own' ? `${node.id}/${source}` : source;
    const server = balance.choose(balancer, { ...choice, source: salted });
    if (server === undefined) return node.rejectTo(to, 'no server is there');
    node.effect({ f: 'routed', value, source, server, atMs: nowMs, ...(turn !== undefined && { turn }) });
    node.count(`to ${server}`);
    const token = { kind: 'asked' as const, asked, server, sinceMs: nowMs };
    node.call(server, { f: 'serve', value }, { timeoutMs: TRY_MS, token });
  }
}

/** Nobody waits for the answer to what is written. */
const NOBODY = { kind: 'ping', server: '' } as const;

/** Who is there, as far as this balancer knows. */
function learn({ down }: State, server: string, isHere: boolean, node: Node): void {
  if (server === '' || isHere !== down.includes(server)) return;
  if (isHere) down.splice(down.indexOf(server), 1);
  else down.push(server);
  node.effect({ f: isHere ? 'up' : 'down', server });
}
