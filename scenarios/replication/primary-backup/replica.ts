/**
 * A replica: primary or backup. The primary orders the writes and hands its log on; backups follow the newest epoch
 * they know and pass clients' requests on to its primary.
 *
 * Alsberg & Day, "A principle for resilient sharing of distributed resources" (ICSE 1976), with epochs and a
 * separate service that names the primary as in PacificA (Lin, Yang, Zhang & Zhang, MSR-TR-2008-25).
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  answeredBy,
  batchAnswered,
  everyAgain,
  heldBy,
  newShipping,
  nextBatches,
  openLog,
  appendTo,
  positionOf,
  startEvery,
  takeBatch,
  takeReady,
  truncateLog,
  type Batch,
  type BatchAnswer,
  type DurableLog,
  type LogPosition,
  type Shipping,
} from 'seedstorm/parts';
import type { StoreRules } from './rules.js';

/** What a run with a fail-over holds. */
export const TAKE_OVER = 'a second primary takes over';

/** One place in the log: a write, with the request it came by; `null` opens an epoch. */
interface Entry {
  readonly epoch: number;
  readonly write: { readonly key: string; readonly value: number; readonly by: ReplyTo } | null;
}

type StoreRequest =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: number }
  /** Every value in the log, once it is settled which those are. */
  | { readonly f: 'log' };

/** What a read, a write and a look at the log answer. */
type StoreReply = number | null | undefined | readonly number[];

/** From the primary: how far everything is committed, and what comes next. */
interface Append extends Batch<Entry> {
  readonly epoch: number;
  readonly committed: number;
}

/** What a backup says to that, of what is safe on its disk; or that there is a newer epoch. */
type Appended = BatchAnswer | { readonly kind: 'deposed'; readonly epoch: number };

/** A client's request, and whose it is: the ids of a client grow from one request to its next. */
interface Asked {
  readonly request: StoreRequest;
  readonly by: ReplyTo;
}

/** What a replica is asked. */
export interface ReplicaCalls {
  append: (entries: Append) => Appended;
  /** By a replica that hands on a client's request. */
  forward: (asked: Asked) => StoreReply;
  /** By the monitor, which begins an epoch: follow no older one any more, and say how far the log reaches. */
  fence: (begun: { readonly epoch: number }) => LogPosition;
  promote: (chosen: { readonly epoch: number }) => void;
}

/** What the monitor is asked. */
export interface MonitorCalls {
  /** A sign of life, of the primary of this epoch, if of any: answered with the newest epoch. */
  alive: (sign: { readonly leading: number | null }) => number;
}

interface Replica {
  state: {
    /** The newest epoch it follows, and the newest it was ever promoted in. */
    epoch: number;
    promoted: number;
    /** Whose entries it takes; nobody before the first it hears from. */
    primary: string | null;
    log: DurableLog<Entry>;
    /** How much of the log is known to be settled. */
    committed: number;
    leading: Leading | null;
  };
  request: StoreRequest;
  reply: StoreReply;
  messages: ReplicaCalls;
  calls: ReplicaCalls & MonitorCalls;
  timer: 'alive' | 'send';
  token: Token;
  durable: { epochs: { readonly epoch: number; readonly promoted: number } };
}

type Token =
  | { readonly kind: 'alive' }
  | { readonly kind: 'forwarded'; readonly replyTo: ReplyTo; readonly f: StoreRequest['f'] }
  | { readonly kind: 'sent'; readonly epoch: number; readonly round: number }
  | { readonly kind: 'promoted'; readonly epoch: number }
  | { readonly kind: 'written'; readonly epoch: number; readonly length: number };

/** What a primary keeps in mind of its epoch. */
interface Leading {
  readonly shipping: Shipping;
  /** How much of the log is safe on its own disk. */
  durable: number;
  readonly waiting: Waiting[];
}

/** A request that waits until its place in the log is committed, and a sending after it was heard. */
interface Waiting {
  readonly request: StoreRequest;
  readonly replyTo: ReplyTo;
  readonly length: number;
  readonly round: number;
  readonly sinceMs: number;
}

type State = Replica['state'];
type Node = Omit<StateMachineNode<Replica>, 'reply'>;

/** How often a replica tells the monitor that it is alive. */
const ALIVE = { everyMs: 60 };
/** How long a replica waits for the primary to answer what it passed on. */
const FORWARD_TIMEOUT_MS = 350;
/** How often a primary sends, whether there is something new or not. */
const SEND_MS = 20;
const SEND_TIMEOUT_MS = 200;
/** Entries in one message. */
const MOST = 32;
/** How long a primary that gives up waiting waits. */
const PATIENCE_MS = 60;

export function replica(rules: StoreRules, replicas: readonly string[], monitor: string): Program {
  return stateMachine<Replica>({
    start(node) {
      const epochs = node.disk.read('epochs') ?? { epoch: 0, promoted: 0 };
      // Written anew, as the log is: what was found may be in the disk's cache only.
      node.disk.write('epochs', epochs);
      startEvery('alive', ALIVE, node);
      return { ...epochs, log: openLog<Entry>(node).log, committed: 0, primary: null, leading: null };
    },

    onRequest(state, request, node) {
      if (request.f === 'read' && rules.reads === 'backup') {
        // From what is known to be committed here, however long ago that was heard; after a restart nothing is.
        if (state.primary === null && state.leading === null) node.reject('nothing heard from a primary yet');
        else node.reply(answerTo(state, request));
        return;
      }
      const replyTo = node.defer();
      const asked = { request, by: replyTo };
      if (state.leading !== null) return take(state, state.leading, asked, replyTo, node);
      if (state.primary === null) return refuse(replyTo, request.f, 'no primary is known', node);
      const token = { kind: 'forwarded', replyTo, f: request.f } as const;
      node.call(state.primary, { f: 'forward', ...asked }, { timeoutMs: FORWARD_TIMEOUT_MS, token });
    },

    onMessage: {
      append(state, { epoch, committed, ...batch }, node, from) {
        // Without fencing nobody compares epochs: who leads goes on until the monitor tells it otherwise.
        if (!rules.fence && state.leading !== null) return;
        if (rules.fence && epoch < state.epoch) {
          node.reachable('an older primary is refused');
          return node.reply({ kind: 'deposed', epoch: state.epoch });
        }
        if (epoch > state.epoch) promise(state, epoch, node);
        if (state.leading !== null) return;
        state.primary = from;
        const before = state.log.entries.length;
        const { answer, kept } = takeBatch(state.log, batch, node);
        node.sometimes('a backup gives up what its new primary has not', kept < before);
        // Settings that lose acknowledged writes may undo what was committed.
        state.committed = Math.min(state.committed, kept);
        if (answer.kind === 'have')
          state.committed = Math.max(state.committed, Math.min(committed, answer.length));
        node.reply(answer, rules.acknowledge === 'after-sync' ? { after: 'sync' } : {});
      },

      forward(state, asked, node) {
        const replyTo = node.defer();
        if (state.leading === null) refuse(replyTo, asked.request.f, 'not the primary', node);
        else take(state, state.leading, asked, replyTo, node);
      },

      fence(state, { epoch }, node) {
        // Whoever took more from an older primary now would change what it answers here.
        if (epoch > state.epoch && rules.fence) promise(state, epoch, node);
        if (epoch >= state.epoch) node.reply(positionOf(state.log.entries), { after: 'sync' });
      },

      /** Once in an epoch: a primary that crashed does not remember what it said. */
      promote(state, { epoch }, node) {
        if (epoch < state.epoch || state.promoted >= epoch) return;
        if (epoch > state.epoch) promise(state, epoch, node);
        state.promoted = epoch;
        node.disk.write('epochs', { epoch, promoted: epoch });
        node.disk.sync({ kind: 'promoted', epoch });
      },
    },

    onReply(state, result, node) {
      const { token } = result;
      if (token.kind === 'forwarded') {
        const { replyTo, f } = token;
        if (result.kind === 'answer') node.replyTo(replyTo, result.value as StoreReply);
        else
          refuse(replyTo, f, result.kind === 'timeout' ? 'no answer from the primary' : result.error, node);
      } else if (result.kind !== 'answer') return;
      else if (result.f === 'alive' && result.value > state.epoch) stepDown(state, node);
      else if (result.f === 'append') heard(state, result.from, token, result.value, node);
    },

    onTimer(state, timer, node) {
      if (timer === 'alive') {
        const leading = state.leading === null ? null : state.epoch;
        node.call(monitor, { f: 'alive', leading }, { timeoutMs: ALIVE.everyMs, token: { kind: 'alive' } });
        return everyAgain('alive', ALIVE, node);
      }
      sendAll(state, node, true);
      if (state.leading !== null) answerReady(state, state.leading, node);
    },

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      if (token.kind === 'promoted' && token.epoch === state.epoch && state.leading === null)
        lead(state, node);
      if (token.kind !== 'written' || token.epoch !== state.epoch || state.leading === null) return;
      state.leading.durable = Math.max(state.leading.durable, token.length);
      answerReady(state, state.leading, node);
    },
  });

  /** The first entry of the epoch commits all before it: what is counted are only entries of one's own epoch. */
  function lead(state: State, node: Node): void {
    if (rules.keep === 'known-committed') truncateLog(state.log, state.committed, node);
    const others = replicas.filter((name) => name !== node.id);
    state.primary = null;
    state.leading = { shipping: newShipping(others, state.log.entries.length), durable: 0, waiting: [] };
    node.log(`primary of epoch ${state.epoch}`);
    node.sometimes(TAKE_OVER, state.epoch > 1);
    write(state, { epoch: state.epoch, write: null }, node);
  }

  /** A client's request: a write is appended; a read waits for all that was there before it. */
  function take(state: State, leading: Leading, { request, by }: Asked, replyTo: ReplyTo, node: Node): void {
    const isWrite = request.f === 'write';
    if (isWrite && isTaken(state, by)) return;
    const asks = !isWrite && rules.readsAsk;
    leading.waiting.push({
      request,
      replyTo,
      length: isWrite ? state.log.entries.length + 1 : asks ? state.log.entries.length : 0,
      round: asks ? leading.shipping.round + 1 : 0,
      sinceMs: node.monotonicMs(),
    });
    if (isWrite)
      write(state, { epoch: state.epoch, write: { key: request.key, value: request.value, by } }, node);
    else if (asks && rules.acknowledgements > 0) sendAll(state, node, false);
    answerReady(state, leading, node);
  }

  function write(state: State, entry: Entry, node: Node): void {
    appendTo(state.log, entry, node);
    node.disk.sync({ kind: 'written', epoch: state.epoch, length: state.log.entries.length });
    sendAll(state, node, false);
  }

  /** A backup answered a sending. */
  function heard(state: State, from: string, token: Token, answer: Appended, node: Node): void {
    const { leading, log } = state;
    if (leading === null || token.kind !== 'sent' || token.epoch !== state.epoch) return;
    if (answer.kind === 'deposed') return stepDown(state, node);
    const lacks = batchAnswered(leading.shipping, from, token.round, answer, log.entries);
    node.sometimes('a backup has to catch up', answer.kind === 'behind' && lacks > 1);
    answerReady(state, leading, node);
  }

  /** Commits what enough disks hold, and answers whoever waited for that. */
  function answerReady(state: State, leading: Leading, node: Node): void {
    const sinceMs = leading.waiting[0]?.sinceMs ?? Infinity;
    const isSlow = node.monotonicMs() - sinceMs > PATIENCE_MS;
    const needed = isSlow && rules.whenBackupsAreSlow === 'acknowledge-alone' ? 0 : rules.acknowledgements;
    const safe = Math.min(leading.durable, heldBy(needed, leading.shipping));
    if (safe > state.committed && state.log.entries[safe - 1]?.epoch === state.epoch) state.committed = safe;
    const answered = answeredBy(needed, leading.shipping);
    const isReady = ({ length, round }: Waiting) => length <= state.committed && round <= answered;
    for (const { request, replyTo } of takeReady(leading.waiting, isReady))
      node.replyTo(replyTo, answerTo(state, request));
  }

  /** Sends every backup what it has not been sent, or again what it has not acknowledged. */
  function sendAll(state: State, node: Node, again: boolean): void {
    const { leading, log, committed, epoch } = state;
    if (leading === null) return;
    for (const [to, batch] of nextBatches(leading.shipping, log.entries, { again, most: MOST })) {
      const token = { kind: 'sent', epoch, round: leading.shipping.round } as const;
      node.call(to, { f: 'append', epoch, committed, ...batch }, { timeoutMs: SEND_TIMEOUT_MS, token });
    }
    node.setTimer('send', SEND_MS);
  }
}

/** Whether the log has this write, or a later one of its client: the network may deliver a request twice, and late. */
function isTaken({ log }: State, { from, id }: ReplyTo): boolean {
  return (log.entries.findLast(({ write }) => write?.by.from === from)?.write?.by.id ?? -1) >= id;
}

/** From what is committed. */
function answerTo({ log, committed }: State, request: StoreRequest): StoreReply {
  const writes = log.entries.slice(0, committed).flatMap(({ write }) => write ?? []);
  if (request.f === 'log') return writes.map(({ value }) => value);
  return request.f === 'write'
    ? undefined
    : (writes.findLast(({ key }) => key === request.key)?.value ?? null);
}

/** Follows no older epoch from now on. */
function promise(state: State, epoch: number, node: Node): void {
  stepDown(state, node);
  state.epoch = epoch;
  state.primary = null;
  node.disk.write('epochs', { epoch, promoted: state.promoted });
}

/** Answers nothing more: somebody else may have been promoted. */
function stepDown(state: State, node: Node): void {
  const { leading } = state;
  if (leading === null) return;
  state.leading = null;
  node.clearTimer('send');
  node.sometimes('a deposed primary leaves clients without an answer', leading.waiting.length > 0);
  for (const { replyTo, request } of leading.waiting)
    refuse(replyTo, request.f, 'deposed while waiting for backups', node);
}

/** A write that is refused may have happened: the network may have delivered the request twice. */
function refuse(replyTo: ReplyTo, f: StoreRequest['f'], error: string, node: Node): void {
  node.rejectTo(replyTo, error, { definite: f !== 'write' });
}
