/**
 * A balancer that checks its servers: whether they are ready, for its own choice; and whether they are there at all, to have those
 * restarted that are not. It records what it saw and what it made of it.
 */
import { stateMachine, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  checked,
  newHealth,
  requestBegan,
  requestEnded,
  usable,
  type Health,
  type HealthSettings,
  type ServerHealth,
} from 'seedstorm/parts';
import type { Answer, Question } from './servers.js';

export interface CheckRules {
  /** A check that is not answered in time has failed, or says nothing. */
  readonly silence: 'failed' | 'nothing';
  /** What a restart goes by: whether the server is there, or whether it is ready. */
  readonly restartBy: 'live' | 'ready';
}

export interface CheckSettings extends HealthSettings {
  readonly servers: readonly string[];
  readonly everyMs: number;
  readonly timeoutMs: number;
}

type Token =
  | { readonly kind: 'check'; readonly of: 'live' | 'ready'; readonly server: string }
  | { readonly kind: 'asked'; readonly to: ReplyTo; readonly server: string }
  | { readonly kind: 'restart' };

interface BalancerTypes {
  state: {
    readonly health: Health;
    turn: number;
    /** Checks in a row that a restart goes by, and that failed; by server. */
    readonly silent: Record<string, number>;
    /** The time of what happened last here. */
    atMs: number;
    /** So long it takes at most to find out that a server is gone. */
    readonly noticesWithinMs: number;
  };
  request: { readonly f: 'page' | 'order' };
  reply: 'served';
  sends: Question;
  hears: Answer;
  timer: 'check';
  token: Token;
}
export type BalancerState = BalancerTypes['state'];
type Node = StateMachineNode<BalancerTypes>;

const TRY_MS = 150;
/** Two events of one moment may come in either order. */
const SAME_MOMENT_MS = 1;

export function checkingBalancer(settings: CheckSettings, rules: CheckRules) {
  const { servers, everyMs, timeoutMs, fall = 3 } = settings;
  return stateMachine<BalancerTypes>({
    start(node) {
      node.setTimer('check', everyMs);
      const noticesWithinMs = fall * everyMs + timeoutMs + SAME_MOMENT_MS;
      return { health: newHealth(servers), turn: 0, silent: {}, atMs: node.monotonicMs(), noticesWithinMs };
    },
    onTimer(state, _check, node) {
      state.atMs = node.monotonicMs();
      for (const of of ['live', 'ready'] as const)
        for (const server of servers)
          node.call(server, { f: of }, { timeoutMs, token: { kind: 'check', of, server } });
      node.setTimer('check', everyMs);
    },
    onRequest(state, { f }, node) {
      const nowMs = (state.atMs = node.monotonicMs());
      const { servers: able, panic } = usable(state.health, nowMs, settings);
      const server = able[state.turn++ % able.length];
      if (server === undefined) {
        node.effect({ f: 'nobody' });
        return node.reject('no server is well');
      }
      requestBegan(state.health, server, nowMs);
      node.effect({ f: 'routed', server, panic, atMs: nowMs });
      const token = { kind: 'asked' as const, to: node.defer(), server };
      node.call(server, { f: 'serve', kind: f }, { timeoutMs: TRY_MS, token });
    },
    onReply(state, result, node) {
      const { token, kind } = result;
      const nowMs = (state.atMs = node.monotonicMs());
      const outcome = kind === 'answer' ? result.value : kind === 'refused' ? 'gone' : 'silent';
      if (token.kind === 'check') return learn(state, token, outcome, node);
      if (token.kind === 'restart') return;
      const { to, server } = token;
      const ok = outcome === 'yes';
      node.effect({ f: 'ended', server, ok });
      const untilMs = requestEnded(state.health, server, ok, nowMs, settings);
      if (untilMs !== undefined) node.effect({ f: 'ejected', server, atMs: nowMs, untilMs });
      if (ok) return node.replyTo(to, 'served');
      node.rejectTo(to, `${server}: ${outcome}`, { definite: outcome !== 'silent' });
    },
  });

  function learn(
    state: BalancerState,
    { of, server }: Extract<Token, { kind: 'check' }>,
    outcome: 'yes' | 'no' | 'gone' | 'silent',
    node: Node,
  ): void {
    const nowMs = state.atMs;
    if (outcome === 'silent' && rules.silence === 'nothing') return;
    const isWell = outcome === 'yes';
    node.effect({ f: 'checked', of, server, outcome });
    if (of === 'ready') {
      const change = checked(state.health, server, isWell, nowMs, settings);
      if (change !== undefined) node.effect({ f: change, server, atMs: nowMs });
    }
    if (of !== rules.restartBy) return;
    // A process that has gone is started again by its own machine.
    state.silent[server] = isWell || outcome === 'gone' ? 0 : (state.silent[server] ?? 0) + 1;
    if (state.silent[server] < fall) return;
    state.silent[server] = 0;
    node.effect({ f: 'restart', server });
    node.call(server, { f: 'restart' }, { timeoutMs, token: { kind: 'restart' } });
  }
}

/** Whether the balancer takes this server to be there. */
export const takesForUp = ({ health }: BalancerState, server: string): boolean =>
  (health[server] as ServerHealth).isUp;
