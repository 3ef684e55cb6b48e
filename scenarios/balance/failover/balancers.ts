/**
 * Two balancers for one address. Active and passive: one of them has the lease of a witness, says again and again that the address
 * is its own, and acts for as long as the lease lasts. Active and active: both act, and both say so.
 */
import { stateMachine, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  askForLease,
  heldToken,
  leaseReply,
  leaseTimer,
  noLease,
  type LeaseAnswer,
  type LeaseQuestion,
  type LeaseSettings,
  type LeaseTimer,
  type LeaseToken,
  type MyLease,
} from 'seedstorm/parts';

export const BALANCERS = ['lb1', 'lb2'];
/** Each is the way to the address for some of the clients. A cut may leave each with a balancer of its own. */
export const SWITCHES = ['sw1', 'sw2'];
/** Clocks run alike within a hundredth. */
export const leaseOf = (durationMs: number): LeaseSettings => ({ durationMs, clockError: 0.01 });

export type Mode = 'active-passive' | 'active-active';

export interface FailoverRules {
  /** Who is active: whoever has the lease, or whoever hears nothing of the other one. */
  readonly active: 'lease' | 'silence';
  /** How long: as long as the lease lasts, or until it hears that another has it. */
  readonly until: 'lease-ends' | 'told';
  /** That the address is its own a balancer says again and again, or once. */
  readonly announces: 'again' | 'once';
  /** Sessions are in the store, or in the memory of the balancer. */
  readonly sessions: 'in-store' | 'in-memory';
  /** A session is acknowledged when it is in the store, or when it is on its way. */
  readonly acknowledges: 'stored' | 'sent';
}

export interface Session {
  readonly f: 'read' | 'write';
  readonly key: string;
  readonly value?: number;
}
export type Told = { readonly f: 'mine' | 'beat'; readonly token: number };
export type Stored = { readonly f: 'store'; readonly session: Session; readonly token: number };

interface BalancerTypes {
  state: {
    readonly mine: MyLease;
    /** The token by which it is active, as it believes. */
    token: number | null;
    announced: number;
    readonly memory: Record<string, number>;
    /** When it last heard that the other one is active, and by which token. */
    heardMs: number;
    heard: number;
  };
  message: { readonly f: 'session'; readonly session: Session } | Told;
  answer: number | null | undefined;
  sends: LeaseQuestion | Stored | Told;
  hears: LeaseAnswer | number | null | undefined;
  timer: LeaseTimer | 'announce';
  token: LeaseToken | { readonly to: ReplyTo };
}
type State = BalancerTypes['state'];
type Node = StateMachineNode<BalancerTypes>;

const ANNOUNCE_MS = 30;
const SILENT_MS = 100;
const STORE_MS = 150;

export function balancer(mode: Mode, lease: LeaseSettings, rules: FailoverRules) {
  const isAlone = mode === 'active-passive';
  return stateMachine<BalancerTypes>({
    start(node) {
      const mine = noLease('address');
      if (isAlone && rules.active === 'lease') askForLease(mine, 'witness', node);
      node.setTimer('announce', ANNOUNCE_MS);
      return { mine, token: null, announced: 0, memory: {}, heardMs: node.monotonicMs(), heard: 0 };
    },
    onTimer(state, timer, node) {
      if (leaseTimer(state.mine, timer, 'witness', node)) return;
      node.setTimer('announce', ANNOUNCE_MS);
      announce(state, node);
    },
    onMessage(state, message, node) {
      if (message.f === 'beat') return hearOther(state, message.token, node);
      if (message.f !== 'session') return;
      const token = tokenOf(state, node);
      if (token === undefined) return node.reject(`${node.id} is not active`);
      const { session } = message;
      node.effect({ f: 'acted', token, key: session.key });
      if (rules.sessions === 'in-memory') {
        if (session.value !== undefined) state.memory[session.key] = session.value;
        return node.reply(session.f === 'read' ? (state.memory[session.key] ?? null) : undefined);
      }
      const to = node.defer();
      const early = session.f === 'write' && rules.acknowledges === 'sent';
      if (early) node.replyTo(to, undefined);
      node.call('store', { f: 'store', session, token }, { timeoutMs: STORE_MS, token: { to } });
    },
    onReply(state, result, node) {
      if (leaseReply(state.mine, result, lease, node)) {
        if (result.kind === 'answer') state.token = state.mine.token;
        if (state.token !== null && state.token !== state.announced) announce(state, node);
        return;
      }
      const { to } = result.token as { readonly to: ReplyTo };
      if (result.kind === 'answer') return node.replyTo(to, result.value as number | null | undefined);
      node.rejectTo(to, `the store: ${result.kind}`, { definite: result.kind === 'refused' });
    },
  });

  function tokenOf({ mine, token }: State, node: Node): number | undefined {
    if (!isAlone) return 0;
    if (rules.active === 'silence' || rules.until === 'told') return token ?? undefined;
    return heldToken(mine, node.monotonicMs());
  }

  function announce(state: State, node: Node): void {
    const silentMs = node.monotonicMs() - state.heardMs;
    if (rules.active === 'silence' && isAlone && state.token === null && silentMs >= SILENT_MS)
      state.token = state.heard + 1;
    const token = tokenOf(state, node);
    if (token === undefined) return;
    if (rules.active === 'silence')
      for (const other of BALANCERS) if (other !== node.id) node.send(other, { f: 'beat', token });
    if (isAlone && rules.announces === 'once' && token === state.announced) return;
    state.announced = token;
    for (const to of SWITCHES) node.send(to, { f: 'mine', token });
  }

  /** Bug `silence`: whoever hears of a later token steps back; of two alike the first name stays. */
  function hearOther(state: State, token: number, node: Node): void {
    state.heardMs = node.monotonicMs();
    state.heard = Math.max(state.heard, token);
    if (state.token !== null && (token > state.token || (token === state.token && node.id > 'lb1')))
      state.token = null;
  }
}
