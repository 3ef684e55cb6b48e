/** What the balancers stand between: the switch that knows whose the address is, the witness with the lease, and the store. */
import { stateMachine, type ReplyTo } from 'seedstorm';
import {
  grantLease,
  hashOf,
  openLeases,
  passesFence,
  type Fence,
  type LeaseAnswer,
  type LeaseQuestion,
  type Leases,
  type LeaseSettings,
} from 'seedstorm/parts';
import { BALANCERS, type Mode, type Session, type Stored, type Told } from './balancers.js';

interface SwitchTypes {
  state: { owner: string; token: number; readonly heardMs: Record<string, number> };
  request: Session;
  reply: number | null | undefined;
  message: Told;
  sends: { readonly f: 'session'; readonly session: Session };
  hears: number | null | undefined;
  token: ReplyTo;
}

const CALL_MS = 200;
/** With both active, one that has not been heard of for so long gets nothing. */
const STALE_MS = 80;

/** Sends each request to whoever has the address; where both have it, by who asks. */
export const addressSwitch = (mode: Mode) =>
  stateMachine<SwitchTypes>({
    start: () => ({ owner: 'lb1', token: 0, heardMs: {} }),
    onMessage(state, { token }, node, from) {
      state.heardMs[from] = node.monotonicMs();
      // Announcements overtake each other: an older one does not take the address back.
      if (token >= state.token) Object.assign(state, { owner: from, token });
    },
    onRequest(state, session, node, client) {
      const nowMs = node.monotonicMs();
      const there = BALANCERS.filter((name) => nowMs - (state.heardMs[name] ?? -Infinity) < STALE_MS);
      const all = mode === 'active-passive' ? [state.owner] : there;
      const owner = all[hashOf(client) % all.length];
      if (owner === undefined) return node.reject('nobody has the address');
      node.call(owner, { f: 'session', session }, { timeoutMs: CALL_MS, token: node.defer() });
    },
    onReply(_state, result, node) {
      if (result.kind === 'answer') return node.replyTo(result.token, result.value);
      const definite = result.kind === 'refused' && result.definite;
      node.rejectTo(result.token, result.kind === 'refused' ? result.error : 'no answer', { definite });
    },
  });

/** Gives the lease, and keeps in mind to whom. */
export const witness = (lease: LeaseSettings) =>
  stateMachine<{ state: Leases; message: LeaseQuestion; answer: LeaseAnswer }>({
    start: (node) => openLeases(node, lease),
    onMessage: (leases, question, node, from) =>
      node.reply(grantLease(leases, question, from, lease, node), { after: 'sync' }),
  });

interface Kept {
  readonly rows: Record<string, number>;
  readonly fence: Fence;
}

/** Keeps sessions, and refuses whoever comes with a smaller token than one before. */
export const store = (fence: 'checked' | 'ignored') =>
  stateMachine<{ state: Kept; message: Stored; answer: number | null | undefined; durable: { kept: Kept } }>({
    start: (node) => node.disk.read('kept') ?? { rows: {}, fence: {} },
    onMessage(kept, { session, token }, node, from) {
      if (!passesFence(kept.fence, 'address', token, { fence })) return node.reject('an older lease');
      node.effect({ f: 'stored', token, by: from });
      if (session.value !== undefined) kept.rows[session.key] = session.value;
      node.disk.write('kept', kept);
      node.reply(session.f === 'read' ? (kept.rows[session.key] ?? null) : undefined, { after: 'sync' });
    },
  });
