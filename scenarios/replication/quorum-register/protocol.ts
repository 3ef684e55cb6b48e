/**
 * A leaderless register: any node coordinates, R nodes are read, W nodes are written.
 *
 * Attiya, Bar-Noy & Dolev, "Sharing memory robustly in message-passing systems" (JACM 1995), with many writers as in
 * Lynch & Shvartsman (FTCS 1997): a write first asks R nodes for the newest version and then stores a newer one on
 * W; a read asks R nodes and stores the newest on W before it answers.
 */
import { stateMachine, type Program, type ReplyTo, type StateMachineNode } from 'seedstorm';
import { isNewer, newest, same, unwritten, type Versioned } from './versions.js';
import type { RegisterRules } from './rules.js';

type RegisterRequest =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: number };

/** One request on its way through its two phases. */
interface Task {
  readonly request: RegisterRequest;
  readonly replyTo: ReplyTo;
  phase: 'query' | 'store';
  /** What the queried nodes hold, by node. */
  found: Record<string, Versioned>;
  /** What a read will answer. */
  value: number | null;
  stored: number;
  failed: number;
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
      const task: Task = { request, replyTo, phase: 'query', found: {}, value: null, stored: 0, failed: 0 };
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
      if (isNewer(copy.version, (state.copies[key] ?? unwritten).version)) {
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
      if (result.kind !== 'answer') return failed(state, task, id, node);
      if (phase === 'query') return answered(state, task, id, node, result.from, result.value ?? unwritten);
      if (++task.stored >= rules.w) succeed(state, task, id, node);
    },
  });

  /** A queried node answered; R answers end the phase. */
  function answered(state: State, task: Task, id: number, node: Node, from: string, copy: Versioned): void {
    task.found[from] = copy;
    const copies = Object.values(task.found);
    if (copies.length < rules.r) return;
    const current = newest(copies);
    const { request } = task;
    if (request.f === 'write') {
      store(state, task, id, node, {
        version: issue(state, task, node, current.version.time + 1),
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
  function issue(state: State, task: Task, node: Node, atLeast: number): Versioned['version'] {
    state.issued = Math.max(atLeast, state.issued + 1);
    node.disk.write('issued', state.issued);
    if (rules.takeOnce) node.disk.write(`asked/${task.replyTo.from}`, task.replyTo.id);
    return { time: state.issued, node: node.id };
  }

  function store(state: State, task: Task, id: number, node: Node, copy: Versioned): void {
    task.phase = 'store';
    task.failed = 0;
    task.stored = Object.values(task.found).filter((held) => same(held.version, copy.version)).length;
    if (task.stored >= rules.w) succeed(state, task, id, node);
    else spread(task, id, node, copy, 'store');
  }

  /** Sends a copy to every node not known to hold it, once the time it carries is safe on this node's disk. */
  function spread(task: Task, id: number, node: Node, copy: Versioned, phase: 'store' | 'repair'): void {
    const message = { kind: 'store', key: task.request.key, copy } as const;
    for (const name of node.members) {
      const held = task.found[name];
      if (held !== undefined && same(held.version, copy.version)) continue;
      if (phase === 'repair' && held === undefined) continue;
      node.call(name, message, { timeoutMs: TIMEOUT_MS, token: { task: id, phase }, after: 'sync' });
    }
  }

  function succeed(state: State, task: Task, id: number, node: Node): void {
    delete state.tasks[id];
    node.replyTo(task.replyTo, task.request.f === 'read' ? task.value : undefined);
  }

  /** One node less to count on. Before anything was stored, and for reads always, nothing happened. */
  function failed(state: State, task: Task, id: number, node: Node): void {
    task.failed++;
    const need = task.phase === 'query' ? rules.r : rules.w;
    if (node.members.length - task.failed >= need) return;
    delete state.tasks[id];
    const definite = task.phase === 'query' || task.request.f === 'read';
    node.rejectTo(task.replyTo, `no quorum: fewer than ${need} of ${node.members.length} nodes answered`, {
      definite,
    });
  }
}
