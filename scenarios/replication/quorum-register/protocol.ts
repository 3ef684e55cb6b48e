/**
 * A leaderless register: any node coordinates, R nodes are read, W nodes are written.
 *
 * Attiya, Bar-Noy & Dolev, "Sharing memory robustly in message-passing systems" (JACM 1995), with many writers as in
 * Lynch & Shvartsman (FTCS 1997): a write first asks R nodes for the newest version and then stores a newer one on
 * W; a read asks R nodes and stores the newest on W before it answers.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import {
  compareLamport,
  countAnswer,
  countRefusal,
  lamportAfter,
  lamportZero,
  newTally,
  type LamportTime,
  type Tally,
} from 'seedstorm/parts';
import type { RegisterRules } from './rules.js';

type RegisterRequest =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: number };

/** A value with the version it was written under; `null` before the first write. */
interface Versioned {
  readonly version: LamportTime;
  readonly value: number | null;
}

const unwritten: Versioned = { version: lamportZero, value: null };

/** One request on its way through its two phases. */
interface Task {
  readonly request: RegisterRequest;
  readonly replyTo: ReplyTo;
  phase: 'query' | 'store';
  /** Which nodes answered in this phase: what they hold, or that they stored what they were sent. */
  votes: Tally<Versioned | 'stored'>;
  /** What a read will answer. */
  value: number | null;
}

export interface Register {
  state: {
    /** What the disk holds, kept at hand. */
    copies: Record<string, Versioned>;
    /** The largest time this node ever gave to a version. */
    issued: number;
    /** The last request taken from each client: the network may deliver one twice, and late. */
    asked: Record<string, number>;
    tasks: Record<number, Task>;
    lastTask: number;
  };
  request: RegisterRequest;
  reply: number | null | undefined;
  message:
    | { readonly kind: 'query'; readonly key: string }
    | { readonly kind: 'store'; readonly key: string; readonly copy: Versioned };
  /** What a queried node holds; nothing for a store. */
  answer: Versioned | undefined;
  token: { readonly task: number; readonly phase: Task['phase'] | 'repair' };
  durable: Record<`copy/${string}`, Versioned> & Record<`asked/${string}`, number> & { issued: number };
}

type State = Register['state'];
type Node = StateMachineNode<Register>;

/** How long a node waits for another. */
const TIMEOUT_MS = 200;

/** A node of the register. */
export function quorumRegister(rules: RegisterRules): Program {
  return stateMachine<Register>({
    start(node) {
      const copies: Record<string, Versioned> = {};
      const asked: Record<string, number> = {};
      for (const path of node.disk.list('copy/')) copies[path.slice(5)] = node.disk.read(path) ?? unwritten;
      for (const path of node.disk.list('asked/')) asked[path.slice(6)] = node.disk.read(path) ?? 0;
      return { copies, issued: node.disk.read('issued') ?? 0, asked, tasks: {}, lastTask: 0 };
    },

    onRequest(state, request, node) {
      const replyTo = node.defer();
      if (rules.takeOnce && replyTo.id <= (state.asked[replyTo.from] ?? 0)) return;
      state.asked[replyTo.from] = replyTo.id;
      const id = ++state.lastTask;
      const votes = newTally<Versioned | 'stored'>(rules.r, node.members.length);
      const task: Task = { request, replyTo, phase: 'query', votes, value: null };
      state.tasks[id] = task;
      if (request.f === 'write' && rules.versions === 'wall-clock') {
        store(state, task, id, node, {
          version: { time: Math.round(node.nowMs() * 1000), node: node.id },
          value: request.value,
        });
        return;
      }
      const query = { kind: 'query', key: request.key } as const;
      for (const name of node.members)
        node.call(name, query, { timeoutMs: TIMEOUT_MS, token: { task: id, phase: 'query' } });
    },

    onMessage(state, message, node) {
      if (message.kind === 'query') {
        // Only what would survive a crash may be seen: a value read and then lost was never written.
        node.reply(state.copies[message.key] ?? unwritten, { after: 'sync' });
        return;
      }
      const { key, copy } = message;
      if (compareLamport(copy.version, (state.copies[key] ?? unwritten).version) === 'after') {
        state.copies[key] = copy;
        node.disk.write(`copy/${key}`, copy);
      }
      node.reply(undefined, rules.acknowledge === 'after-sync' ? { after: 'sync' } : {});
    },

    onReply(state, result, node) {
      const { task: id, phase } = result.token;
      const task = state.tasks[id];
      // Nobody waits for repairs, nor for answers that come after their phase.
      if (task === undefined || task.phase !== phase) return;
      const standing =
        result.kind === 'answer'
          ? countAnswer(task.votes, result.from, result.value ?? 'stored')
          : countRefusal(task.votes, result.from);
      if (standing === 'impossible') fail(state, task, id, node);
      else if (standing === 'decided') (phase === 'query' ? queried : succeed)(state, task, id, node);
    },
  });

  /** R nodes have told what they hold. */
  function queried(state: State, task: Task, id: number, node: Node): void {
    const current = newest(Object.values(task.votes.answers).filter((held) => held !== 'stored'));
    const { request } = task;
    if (request.f === 'write') {
      store(state, task, id, node, {
        version: issue(state, task, node, current.version),
        value: request.value,
      });
      return;
    }
    task.value = current.value;
    if (rules.writeBack) return store(state, task, id, node, current);
    if (rules.readRepair) spread(task, id, node, current, 'repair');
    succeed(state, task, id, node);
  }

  /** A version later than all seen, that this node never gave out before, not even before a crash. */
  function issue(state: State, task: Task, node: Node, seen: LamportTime): LamportTime {
    const version = lamportAfter(node.id, seen, { time: state.issued, node: node.id });
    state.issued = version.time;
    node.disk.write('issued', state.issued);
    if (rules.takeOnce) node.disk.write(`asked/${task.replyTo.from}`, task.replyTo.id);
    return version;
  }

  function store(state: State, task: Task, id: number, node: Node, copy: Versioned): void {
    const holders = Object.entries(task.votes.answers).filter(([, held]) => same(held, copy));
    task.phase = 'store';
    task.votes = newTally(rules.w, node.members.length, Object.fromEntries(holders));
    if (holders.length >= rules.w) succeed(state, task, id, node);
    else spread(task, id, node, copy, 'store');
  }

  /** Sends a copy to every node not known to hold it, once the time it carries is safe on this node's disk. */
  function spread(task: Task, id: number, node: Node, copy: Versioned, phase: 'store' | 'repair'): void {
    const message = { kind: 'store', key: task.request.key, copy } as const;
    for (const name of node.members) {
      const held = task.votes.answers[name];
      if (held === undefined ? phase === 'repair' : same(held, copy)) continue;
      node.call(name, message, { timeoutMs: TIMEOUT_MS, token: { task: id, phase }, after: 'sync' });
    }
  }

  function succeed(state: State, task: Task, id: number, node: Node): void {
    delete state.tasks[id];
    node.replyTo(task.replyTo, task.request.f === 'read' ? task.value : undefined);
  }

  /** Too few are left to count on. Before anything was stored, and for reads always, nothing happened. */
  function fail(state: State, task: Task, id: number, node: Node): void {
    const { need, of } = task.votes;
    delete state.tasks[id];
    const definite = task.phase === 'query' || task.request.f === 'read';
    node.rejectTo(task.replyTo, `no quorum: fewer than ${need} of ${of} nodes answered`, { definite });
  }
}

function same(a: Versioned | 'stored', b: Versioned): boolean {
  return a !== 'stored' && compareLamport(a.version, b.version) === 'equal';
}

function newest(copies: readonly Versioned[]): Versioned {
  return copies.reduce((a, b) => (compareLamport(b.version, a.version) === 'after' ? b : a), unwritten);
}
