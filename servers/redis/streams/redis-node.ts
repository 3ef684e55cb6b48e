/**
 * A Redis on a node of a world, as far as streams go: each connection is a client, which sends the words of a command and
 * gets its answers in order.
 *
 * What it was told lies in a log on the node's disk, as in an append-only file, and is carried out again after a restart.
 */
import { stateMachine, type Program } from 'seedstorm';
import { appendTo, logSynced, openLog, type DurableLog } from 'seedstorm/parts';
import type { ReplyTo } from './command.js';
import type { RedisStreams } from './data.js';
import { clientGone, newStreams, nextWaitMs, passWaits, streamCommand } from './store.js';

/** When what was answered is on the disk. */
export interface RedisNodeSettings {
  /** `always`: before it is answered; `everysec`: within a second; `none`: never, a restart forgets all. Default `always`. */
  readonly persistence?: 'always' | 'everysec' | 'none';
}

type Line =
  | { readonly client: number; readonly words: readonly string[]; readonly atMs: number }
  | { readonly gone: number }
  | { readonly passedMs: number };

/** A Redis on a node: what it keeps, and answers that wait for the disk. */
export interface RedisNode {
  state: {
    readonly streams: RedisStreams;
    readonly log: DurableLog<Line>;
    /** Answers, each with how long the log must be durable before they leave. */
    held: { readonly after: number; readonly said: readonly ReplyTo[] }[];
    syncing: boolean;
  };
  timer: 'over' | 'second';
  token: { readonly log: number };
}

const READS = /^(?:XREAD|XRANGE|XREVRANGE|XLEN|XINFO|XPENDING)$/i;

/** The program of a node that keeps streams. */
export function redisStreams({ persistence = 'always' }: RedisNodeSettings = {}): Program {
  return stateMachine<RedisNode>({
    start(node) {
      const { log } = openLog<Line>(node, { file: 'appendonly' });
      const streams = newStreams();
      for (const line of log.entries) carryOut(streams, line);
      // Who waited before the restart has lost its connection.
      streams.waiting.length = 0;
      if (persistence === 'everysec') node.setTimer('second', 1_000);
      return { streams, log, held: [], syncing: false };
    },

    onStream(state, event, node) {
      if (event.kind === 'closed') tell(state, { gone: event.stream }, node);
      else if (event.kind === 'data')
        tell(state, { client: event.stream, words: event.data as readonly string[], atMs: msOf(node) }, node);
    },

    onTimer(state, timer, node) {
      if (timer === 'over') return tell(state, { passedMs: msOf(node) }, node);
      node.disk.sync({ log: state.log.next });
      node.setTimer('second', 1_000);
    },

    onSync(state, token, node, ok) {
      if (!ok || token === undefined) return node.exit('a sync failed');
      logSynced(state.log, token.log, node);
      state.syncing = false;
      const ready = state.held.filter(({ after }) => after <= token.log);
      state.held = state.held.filter(({ after }) => after > token.log);
      for (const { said } of ready) answer(said, node);
      if (state.held.length > 0) sync(state, node);
    },
  });

  type Node = Parameters<typeof openLog>[0] & {
    readonly disk: { sync(token: { readonly log: number }): void };
    nowMs(): number;
    sendStream(stream: number, data: unknown): void;
    setTimer(name: 'over', delayMs: number): void;
  };

  function tell(state: RedisNode['state'], line: Line, node: Node): void {
    const said = carryOut(state.streams, line);
    if (persistence !== 'none' && !('words' in line && READS.test(line.words[0] ?? '')))
      appendTo(state.log, line, node);
    if (persistence === 'always' && state.log.kept < state.log.next) {
      if (said.length > 0) state.held.push({ after: state.log.next, said });
      sync(state, node);
    } else answer(said, node);
    const dueMs = nextWaitMs(state.streams);
    if (dueMs !== undefined) node.setTimer('over', Math.max(1, dueMs - msOf(node)));
  }

  function sync(state: RedisNode['state'], node: Node): void {
    if (state.syncing) return;
    state.syncing = true;
    node.disk.sync({ log: state.log.next });
  }
}

function carryOut(streams: RedisStreams, line: Line): ReplyTo[] {
  if ('words' in line) return streamCommand(streams, line.client, line.words, line.atMs);
  if ('passedMs' in line) return passWaits(streams, line.passedMs);
  clientGone(streams, line.gone);
  return [];
}

function answer(said: readonly ReplyTo[], node: { sendStream(stream: number, data: unknown): void }): void {
  for (const { client, reply } of said)
    try {
      node.sendStream(Number(client), reply);
    } catch (error) {
      // Its connection was lost while the disk was slow.
      if (!(error instanceof Error) || error.name !== 'StreamClosed') throw error;
    }
}

/** Whole milliseconds, as Redis counts them. */
const msOf = (node: { nowMs(): number }): number => Math.floor(node.nowMs());
