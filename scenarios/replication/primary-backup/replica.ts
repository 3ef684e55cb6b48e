/**
 * A replica: primary or backup. The primary orders the writes and hands its log on; backups follow the newest epoch
 * they know and pass clients' requests on to its primary.
 *
 * Alsberg & Day, "A principle for resilient sharing of distributed resources" (ICSE 1976), with epochs and a
 * separate service that names the primary as in PacificA (Lin, Yang, Zhang & Zhang, MSR-TR-2008-25).
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { follow, promise } from './backup.js';
import { positionOf, readJournal, remember, rewriteJournal, type JournalRecord } from './log.js';
import type { Entry, StoreAnswer, StoreMessage, StoreReply, StoreRequest } from './messages.js';
import {
  acknowledged,
  answerReady,
  beginToLead,
  behind,
  sendAll,
  stepDown,
  take,
  written,
  type Leading,
} from './primary.js';
import type { StoreRules } from './rules.js';

export interface ReplicaState {
  /** The newest epoch it follows. */
  epoch: number;
  /** The newest epoch it was ever promoted in. */
  promoted: number;
  /** Whose entries it takes; nobody before the first it hears from. */
  primary: string | null;
  log: Entry[];
  /** Number of the next record of the journal on the disk. */
  nextRecord: number;
  /** How much of the log is known to be settled. */
  committed: number;
  /** The registers, as far as the log is committed. */
  values: Record<string, number>;
  /** The last request of each client of which the log has a write: the network may deliver one twice, and late. */
  asked: Record<string, number>;
  /** Signs of life sent since the process started. */
  beats: number;
  /** What a primary keeps in mind. */
  leading: Leading | null;
}

export interface Replica {
  state: ReplicaState;
  request: StoreRequest;
  reply: StoreReply;
  message: StoreMessage;
  answer: StoreAnswer;
  timer: 'alive' | 'send';
  token:
    | { readonly kind: 'forwarded'; readonly replyTo: ReplyTo; readonly f: StoreRequest['f'] }
    | { readonly kind: 'promoted'; readonly epoch: number }
    | { readonly kind: 'written'; readonly epoch: number; readonly length: number };
  durable: {
    readonly epochs: { readonly epoch: number; readonly promoted: number };
    readonly journal: JournalRecord[];
  };
}

export type ReplicaNode = StateMachineNode<Replica>;

/** How often a replica tells the monitor that it is alive. */
const ALIVE_MS = 60;
/** How long a replica waits for the primary to answer what it passed on. */
const FORWARD_TIMEOUT_MS = 350;

export function replica(rules: StoreRules, replicas: readonly string[], monitor: string): Program {
  return stateMachine<Replica>({
    start(node) {
      const { epoch, promoted } = node.disk.read('epochs') ?? { epoch: 0, promoted: 0 };
      const { log, nextRecord } = readJournal(node);
      const state: ReplicaState = {
        epoch,
        promoted,
        primary: null,
        log,
        nextRecord,
        committed: 0,
        values: {},
        asked: {},
        beats: 0,
        leading: null,
      };
      for (const entry of log) remember(state, entry);
      rewriteJournal(state, node);
      node.disk.write('epochs', { epoch, promoted });
      node.setTimer('alive', ALIVE_MS * node.random.float());
      return state;
    },

    onRequest(state, request, node, from) {
      if (request.f === 'read' && rules.reads === 'backup') return readHere(state, request.key, node);
      const replyTo = node.defer();
      if (state.leading !== null)
        return take(state, { request, replyTo, client: from, id: replyTo.id }, node, rules);
      if (state.primary === null) return refuse(replyTo, request.f, 'no primary is known', node);
      node.call(
        state.primary,
        { kind: 'forward', request, client: from, id: replyTo.id },
        { timeoutMs: FORWARD_TIMEOUT_MS, token: { kind: 'forwarded', replyTo, f: request.f } },
      );
    },

    onMessage(state, message, node, from) {
      switch (message.kind) {
        case 'append':
          return follow(state, message, node, from, rules);
        case 'have':
          return acknowledged(state, from, message, node, rules);
        case 'behind':
          return behind(state, from, message, node);
        case 'deposed':
          if (message.epoch > (state.leading?.epoch ?? Infinity)) stepDown(state, node);
          return;
        case 'forward':
          if (state.leading === null)
            node.reject('not the primary', { definite: message.request.f !== 'write' });
          else take(state, { ...message, replyTo: node.defer() }, node, rules);
          return;
        case 'fence':
          // Whoever took more from an older primary now would change what it answers here.
          if (message.epoch > state.epoch && rules.fence) promise(state, message.epoch, node);
          if (message.epoch >= state.epoch) node.reply(positionOf(state.log), { after: 'sync' });
          return;
        case 'promote':
          return promote(state, message.epoch, node);
        case 'alive':
          return;
      }
    },

    onReply(_state, { token, ...result }, node) {
      if (token.kind !== 'forwarded') return;
      if (result.kind === 'answer') node.replyTo(token.replyTo, result.value);
      else
        refuse(
          token.replyTo,
          token.f,
          result.kind === 'timeout' ? 'no answer from the primary' : result.error,
          node,
        );
    },

    onTimer(state, timer, node) {
      switch (timer) {
        case 'alive':
          node.send(monitor, {
            kind: 'alive',
            leading: state.leading?.epoch ?? null,
            life: node.incarnation,
            beat: ++state.beats,
          });
          return node.setTimer('alive', ALIVE_MS);
        case 'send':
          sendAll(state, node, 'again');
          if (state.leading !== null) answerReady(state, state.leading, node, rules);
          return;
      }
    },

    onSync(state, token, node, ok) {
      if (!ok) return node.exit('a sync failed');
      if (token.kind === 'written') written(state, token, node, rules);
      if (token.kind === 'promoted' && token.epoch === state.epoch && state.leading === null)
        beginToLead(state, replicas, node, rules);
    },
  });

  /** Answers from what is known to be committed here, however long ago that was heard. */
  function readHere(state: ReplicaState, key: string, node: ReplicaNode): void {
    // After a restart nothing is known to be committed until a primary says so.
    if (state.primary === null && state.leading === null) node.reject('nothing heard from a primary yet');
    else node.reply(state.values[key] ?? null);
  }

  /** Once in an epoch: a primary that crashed does not remember what it said. */
  function promote(state: ReplicaState, epoch: number, node: ReplicaNode): void {
    if (epoch < state.epoch || state.promoted >= epoch) return;
    if (epoch > state.epoch) promise(state, epoch, node);
    state.promoted = epoch;
    node.disk.write('epochs', { epoch, promoted: epoch });
    node.disk.sync({ kind: 'promoted', epoch });
  }

  /** A write that is refused may have happened: the network may have delivered the request twice. */
  function refuse(replyTo: ReplyTo, f: StoreRequest['f'], error: string, node: ReplicaNode): void {
    node.rejectTo(replyTo, error, { definite: f !== 'write' });
  }
}
