/**
 * A service in a chain of calls: `front` asks `a`, `a` asks `b`, `b` asks `c`. Each order takes a thread of every service
 * that it passes, until it is answered. A slow service so keeps threads of all that stand before it.
 */
import { stateMachine, type ReplyTo } from 'seedstorm';
import type { Rules } from './rules.js';

export const SERVICES = ['a', 'b', 'c'] as const;
export type Depth = (typeof SERVICES)[number];

/** How far down the chain an order goes. */
export interface Order {
  readonly f: 'order';
  readonly value: string;
  readonly needs: Depth;
}

/** An order, and who waits for its answer. */
interface Job {
  readonly order: Order;
  readonly replyTo: ReplyTo;
  readonly attempts: number;
}

interface Link {
  state: {
    /** By kind of order: threads that are taken, and who waits for one. */
    readonly busy: Record<string, number>;
    readonly queues: Record<string, Job[]>;
    jobs: number;
  };
  request: Order;
  reply: 'done';
  message: Order;
  answer: 'done';
  timer: string;
  token: Job;
}
type State = Link['state'];

export const WORK_MS = 2;
const THREADS = 6;
/** So many orders of a kind wait for a thread; the next is refused at once. */
const QUEUE = 6;
/** How long callers wait, by where they stand: whoever is asked gives up before whoever asks. */
const WAIT_MS = { front: 120, a: 100, b: 80, c: 0 };
/** As good as for ever. */
const FOR_EVER_MS = 60_000;

export const link = (name: keyof typeof WAIT_MS, { waits, bulkhead, attempts }: Rules) => {
  const next = SERVICES[name === 'front' ? 0 : SERVICES.indexOf(name) + 1];
  const timeoutMs = waits === 'bounded' ? WAIT_MS[name] : FOR_EVER_MS;
  const threads = bulkhead === 'per-kind' ? THREADS / SERVICES.length : THREADS;
  const poolOf = ({ needs }: Order): string => (bulkhead === 'per-kind' ? needs : 'all');

  return stateMachine<Link>({
    start: () => ({ busy: {}, queues: {}, jobs: 0 }),
    onRequest: (state, order, node) => arrive(state, order, node),
    onMessage(state, order, node) {
      if (name === 'c') node.effect({ f: 'asked', value: order.value });
      arrive(state, order, node);
    },
    onTimer(state, _timer, node, job) {
      if (job === undefined) return;
      if (next === undefined || job.order.needs === name) return end(state, job, 'done', node);
      ask(job, node);
    },
    onReply(state, result, node) {
      const job = result.token;
      if (result.kind === 'answer') end(state, job, 'done', node);
      else if (job.attempts < attempts) ask(job, node);
      else end(state, job, 'failed', node);
    },
  });

  type Node = Parameters<
    Exclude<NonNullable<Parameters<typeof stateMachine<Link>>[0]['onTimer']>, undefined>
  >[2];

  function arrive(state: State, order: Order, node: Node): void {
    const job = { order, replyTo: node.defer(), attempts: 0 };
    const pool = poolOf(order);
    const queue = (state.queues[pool] ??= []);
    if ((state.busy[pool] ?? 0) < threads) work(state, job, node);
    else if (queue.length < QUEUE) queue.push(job);
    else node.rejectTo(job.replyTo, 'busy');
  }

  function work(state: State, job: Job, node: Node): void {
    const pool = poolOf(job.order);
    state.busy[pool] = (state.busy[pool] ?? 0) + 1;
    node.setTimer(`work/${state.jobs++}`, WORK_MS, job);
  }

  function ask(job: Job, node: Node): void {
    const token = { ...job, attempts: job.attempts + 1 };
    node.call(next as string, job.order, { timeoutMs, token });
  }

  function end(state: State, { order, replyTo }: Job, how: 'done' | 'failed', node: Node): void {
    if (how === 'done') node.replyTo(replyTo, 'done');
    else node.rejectTo(replyTo, 'somebody below did not answer', { definite: false });
    const pool = poolOf(order);
    state.busy[pool] = (state.busy[pool] ?? 1) - 1;
    const waiting = state.queues[pool]?.shift();
    if (waiting !== undefined) work(state, waiting, node);
  }
};
