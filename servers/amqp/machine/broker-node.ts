/**
 * A broker on a node of a world: its state as plain data, and what each handler of a state machine does for it.
 *
 * Connections are streams of the world, the journal is a log on the node's disk, and time is the node's wall clock. All
 * that one handler has to say to a client leaves as one message.
 */
import type { ReplyTo, StreamEvent } from 'seedstorm';
import {
  answerAll,
  answerWhenEmpty,
  appendTo,
  compactLog,
  logSynced,
  openLog,
  type DurableLog,
  type LogNode,
  type Waiting,
} from 'seedstorm/parts';
import type { Broker, BrokerSettings } from '../core/broker.js';
import { closeConnection, openConnection } from '../core/connections.js';
import { isEmpty } from '../core/depths.js';
import type { JournalLine } from '../core/journal.js';
import { livingLines } from '../core/living-lines.js';
import type { ServerMethod } from '../core/methods.js';
import type { Outlet } from '../core/outlet.js';
import { receive } from '../core/receive.js';
import { restoreBroker } from '../core/restore.js';
import { journalMark, journalSynced } from '../core/synced.js';
import { nextDueMs, passTime } from '../core/time.js';
import type { Frame, FromClient } from './frames.js';

/** What a broker needs of a state machine's node. */
export interface BrokerHost extends LogNode {
  readonly disk: LogNode['disk'] & { sync(token: BrokerToken): void };
  nowMs(): number;
  sendStream(stream: number, data: unknown): void;
  closeStream(stream: number): void;
  setTimer(name: string, delayMs: number): void;
  defer(): ReplyTo;
  replyTo(to: ReplyTo, value: undefined, options?: { readonly after?: 'sync' }): void;
}

/** Comes back from the disk: one of the tokens of a node that runs a broker. */
export interface BrokerToken {
  /** The journal was so long. */
  readonly journal: number;
  /** So many confirms waited for it. */
  readonly waits: number;
}

/** The timers of a node that runs a broker. */
export type BrokerTimer = 'amqp/due' | 'amqp/drain' | 'amqp/heartbeat';

/** Settings of a broker on a node. */
export interface BrokerNodeSettings extends BrokerSettings {
  /** `on-receipt` confirms what a power cut may take back; real brokers wait for the disk. Default `after-sync`. */
  readonly confirm?: 'after-sync' | 'on-receipt';
  /**
   * How often it says to each client that it is there, and so finds out whose process is gone: what that one had not settled
   * comes back. Default: never; then it finds out when it next sends something, or after some seconds.
   */
  readonly heartbeatMs?: number;
}

/** A broker, and what its node does for it; part of the state. */
export interface BrokerNodeState {
  readonly settings: BrokerNodeSettings;
  readonly broker: Broker;
  readonly log: DurableLog<JournalLine, readonly JournalLine[]>;
  /** A sync is under way; what is written now waits for the next one. */
  syncing: boolean;
  /** The journal is written anew once it has so many lines. */
  compactAt: number;
  /** What the timer is set to. */
  dueMs: number | undefined;
  /** Who waits until queues are empty. */
  readonly draining: Waiting;
}

/** Lines of a journal that are not worth writing it anew. */
const LONG = 256;

/** For `start`: the broker as the disk remembers it. @throws DiskError; ends the process where synced lines are lost */
export function startBroker(node: BrokerHost, settings: BrokerNodeSettings = {}): BrokerNodeState {
  const { log } = openLog<JournalLine, readonly JournalLine[]>(node, { file: 'amqp' });
  const state: BrokerNodeState = {
    settings,
    broker: restoreBroker(linesOf(log), settings, msOf(node)),
    log,
    syncing: false,
    compactAt: LONG,
    dueMs: undefined,
    draining: [],
  };
  work(state, node, () => undefined);
  if (settings.heartbeatMs !== undefined) node.setTimer('amqp/heartbeat', settings.heartbeatMs);
  return state;
}

/** For `onStream`: connections come, speak and go. Those that the node itself opened are none of the broker's. */
export function brokerHears(state: BrokerNodeState, event: StreamEvent, node: BrokerHost): void {
  const { broker } = state;
  const { stream } = event;
  if (event.kind === 'accepted') openConnection(broker, stream, { user: event.peer });
  else if (!broker.connections.has(stream)) return;
  else if (event.kind === 'closed')
    work(state, node, (nowMs, outlet) => closeConnection(broker, stream, nowMs, outlet));
  else if (event.kind === 'data')
    work(state, node, (nowMs, outlet) => {
      for (const [channel, method] of event.data as FromClient)
        if (broker.connections.has(stream)) receive(broker, stream, channel, method, nowMs, outlet);
    });
}

/** For `onTimer`. @returns whether the timer was the broker's */
export function brokerTimer(state: BrokerNodeState, timer: string, node: BrokerHost): boolean {
  if (timer === 'amqp/drain') answerAll(state.draining, () => undefined, node);
  else if (timer === 'amqp/due') {
    state.dueMs = undefined;
    work(state, node, (nowMs, outlet) => passTime(state.broker, nowMs, outlet));
  } else if (timer === 'amqp/heartbeat') {
    for (const stream of state.broker.connections.keys()) node.sendStream(stream, []);
    node.setTimer(timer, state.settings.heartbeatMs as number);
  } else return false;
  return true;
}

/** For `onSync`: what waited for the disk is confirmed. Where a sync fails, the process ends. */
export function brokerSynced(
  state: BrokerNodeState,
  token: BrokerToken | undefined,
  node: BrokerHost,
  ok: boolean,
): void {
  if (!ok || token === undefined) return node.exit('a sync failed');
  state.syncing = false;
  logSynced(state.log, token.journal, node);
  work(state, node, (nowMs, outlet) => journalSynced(state.broker, nowMs, outlet, token.waits));
}

/** Answers the request being handled once all queues are empty, and what clients hold is settled; at the latest after so long. */
export function drainBroker(state: BrokerNodeState, atMostMs: number, node: BrokerHost): void {
  const when = { empty: isEmpty(state.broker), timer: 'amqp/drain', atMostMs };
  answerWhenEmpty(state.draining, when, () => undefined, node);
}

/** Lets the broker work, then carries out what it decided. */
function work(state: BrokerNodeState, node: BrokerHost, act: (nowMs: number, outlet: Outlet) => void): void {
  const { broker, log, settings, draining } = state;
  const said = new Map<number, Frame<ServerMethod>[]>();
  const outlet: Outlet = {
    send(connection, channel, method) {
      const frames = said.get(connection);
      if (frames === undefined) said.set(connection, [[channel, method]]);
      else frames.push([channel, method]);
    },
    journal: (line) => appendTo(log, line, node),
  };
  const nowMs = msOf(node);
  act(nowMs, outlet);
  if (settings.confirm === 'on-receipt') journalSynced(broker, nowMs, outlet);
  for (const [stream, frames] of said) {
    node.sendStream(stream, frames);
    // The broker has closed the connection, or has agreed to that.
    if (!broker.connections.has(stream)) node.closeStream(stream);
  }
  keep(state, node);
  watch(state, nowMs, node);
  if (draining.length > 0 && isEmpty(broker)) answerAll(draining, () => undefined, node);
}

/** Asks for a sync of what is new in the journal: one at a time, as they take long. */
function keep(state: BrokerNodeState, node: BrokerHost): void {
  const { log, broker } = state;
  if (log.entries.length >= state.compactAt) {
    const lines = livingLines(linesOf(log));
    compactLog(log, log.base + log.entries.length, lines, node);
    state.compactAt = LONG + 2 * lines.length;
  }
  if (state.syncing || log.kept >= log.next) return;
  state.syncing = true;
  node.disk.sync({ journal: log.next, waits: journalMark(broker) });
}

/** Sets the timer to when the broker has something to do. */
function watch(state: BrokerNodeState, nowMs: number, node: BrokerHost): void {
  const dueMs = nextDueMs(state.broker);
  if (dueMs === undefined || dueMs === state.dueMs) return;
  state.dueMs = dueMs;
  // A clock that was set back is asked again later.
  node.setTimer('amqp/due', Math.max(1, dueMs - nowMs));
}

function linesOf({ snapshot = [], entries }: BrokerNodeState['log']): JournalLine[] {
  return [...snapshot, ...entries];
}

/** Whole milliseconds, as brokers count them. */
function msOf(node: Pick<BrokerHost, 'nowMs'>): number {
  return Math.floor(node.nowMs());
}
