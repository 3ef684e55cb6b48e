/**
 * The connector: it reads what a database has committed, from a position on, and publishes it.
 *
 * At first it publishes all rows, and goes on from the position that they show. It keeps its position on its disk, once the
 * broker has confirmed what comes before. Two connections publish; the changes of one key take the same.
 */
import { stateMachine, type Program, type StateMachineNode } from 'seedstorm';
import { answerAll, answerWhenEmpty, type Waiting } from 'seedstorm/parts';
import { clientHears, clientTimer, publish, startClient, type AmqpClient } from 'seedstorm/servers';
import type { Captured, Placed } from './source.js';
import { CHANGES } from './search.js';

/** How a connector goes about it. */
export interface ConnectorRules {
  /** Where it goes on after the snapshot: at the position that the rows show, or where the log ends when it has published them. */
  readonly joins: 'at-its-position' | 'at-the-end';
  /** When it keeps the position after a batch. */
  readonly position: 'after-confirms' | 'before-publish';
  /** Which of its connections a change takes. */
  readonly lane: 'by-key' | 'in-turn';
  /** Whether it says that a row is gone. */
  readonly deletes: 'published' | 'skipped';
}

interface Item {
  readonly change: Placed;
  readonly lane: number;
  state: 'waits' | 'sent' | 'confirmed';
}

interface Connector {
  state: {
    /** What they publish goes by its position. */
    readonly lanes: readonly AmqpClient<number>[];
    /** The node that was the primary when last asked. */
    source: string;
    /** On the disk, or about to be; without one it begins with a snapshot. */
    position: number | undefined;
    /** What is being published, and the position after it. */
    batch: { readonly items: Map<number, Item>; readonly next: number | 'ask' } | undefined;
    readonly readers: Waiting;
  };
  /** Answered once everything that is committed is published, or after a while. */
  requests: { settled: () => number };
  calls: Captured;
  timer: string;
  token: 'snapshot' | 'changes' | 'end' | 'position';
  durable: { position: number };
}
type State = Connector['state'];
type Node = Omit<StateMachineNode<Connector>, 'reply'>;

const POLL_MS = 15;
/** The database has rows before anybody captures its changes. */
const BEGINS_MS = 250;
const READERS_WAIT_MS = 900;
const LANES = ['first', 'second'] as const;

/** The program of the connector of a database on two nodes. */
export function connector(sources: readonly [string, string], rule: ConnectorRules): Program {
  return stateMachine<Connector>({
    start(node) {
      const position = node.disk.read('position');
      node.setTimer('poll', position === undefined && node.incarnation === 1 ? BEGINS_MS : POLL_MS);
      const lanes = LANES.map((name) =>
        startClient<number>(
          { to: 'broker', name, heartbeatMs: 200, channels: [[{ method: 'confirm.select' }, CHANGES]] },
          node,
        ),
      );
      return { lanes, source: sources[0], position, batch: undefined, readers: [] };
    },

    onRequest: {
      settled(state, _ask, node) {
        const when = { empty: false, timer: 'readers', atMostMs: READERS_WAIT_MS };
        answerWhenEmpty(state.readers, when, () => state.position ?? 0, node);
      },
    },

    onTimer(state, timer, node) {
      for (const lane of state.lanes) if (clientTimer(lane, timer, node)) return;
      if (timer === 'readers') return answerAll(state.readers, () => state.position ?? 0, node);
      const { source, position, batch } = state;
      if (batch?.next === 'ask') node.call(source, { f: 'snapshot' }, { timeoutMs: 100, token: 'end' });
      else if (position === undefined)
        node.call(source, { f: 'snapshot' }, { timeoutMs: 100, token: 'snapshot' });
      else node.call(source, { f: 'changes', after: position }, { timeoutMs: 100, token: 'changes' });
    },

    onReply(state, result, node) {
      if (result.kind !== 'answer') {
        state.source = state.source === sources[0] ? sources[1] : sources[0];
        return node.setTimer('poll', POLL_MS);
      }
      const { value } = result;
      if ('changes' in value) {
        if (value.changes.length > 0) return begin(state, value.changes, value.end, node);
        if (state.readers.length > 0) answerAll(state.readers, () => value.end, node);
        return node.setTimer('poll', POLL_MS);
      }
      if (result.token === 'end') {
        state.batch = undefined;
        return keep(state, value.at, node);
      }
      const rows = Object.values(value.rows).map((row) => ({ ...row, snapshot: value.at }));
      begin(state, rows, rule.joins === 'at-its-position' ? value.at : 'ask', node);
    },

    onStream(state, event, node) {
      for (const [lane, client] of state.lanes.entries())
        for (const news of clientHears(client, event, node)) {
          if (news.kind === 'ready') send(state, lane, node);
          if (news.kind !== 'confirmed' && news.kind !== 'refused' && news.kind !== 'unknown') continue;
          const item = state.batch?.items.get(news.about);
          if (item !== undefined) item.state = news.kind === 'confirmed' ? 'confirmed' : 'waits';
          if (news.kind === 'confirmed') confirmed(state, node);
        }
    },

    onSync(state, _token, node, ok) {
      if (!ok) node.exit('the disk did not take it');
      if (rule.position === 'after-confirms' || state.batch === undefined) return done(state, node);
      for (const lane of LANES.keys()) send(state, lane, node);
      confirmed(state, node);
    },
  });

  function begin(state: State, changes: readonly Placed[], next: number | 'ask', node: Node): void {
    const items = new Map<number, Item>();
    for (const change of changes)
      if (!change.deletes || rule.deletes === 'published')
        items.set(change.at, { change, lane: laneOf(change) % LANES.length, state: 'waits' });
    state.batch = { items, next };
    if (rule.position === 'before-publish' && next !== 'ask') return keep(state, next, node);
    for (const lane of LANES.keys()) send(state, lane, node);
    confirmed(state, node);
  }

  function laneOf({ key, at }: Placed): number {
    return rule.lane === 'by-key' ? key.charCodeAt(0) : at;
  }

  /** The broker has all of the batch: the position after it is kept. */
  function confirmed(state: State, node: Node): void {
    const { batch } = state;
    if (batch === undefined || [...batch.items.values()].some((item) => item.state !== 'confirmed')) return;
    if (batch.next === 'ask') node.setTimer('poll', 0);
    else if (rule.position === 'before-publish') done(state, node);
    else keep(state, batch.next, node);
  }
}

/** Publishes what waits for this connection, in order, as far as there is one. */
function send({ batch, lanes }: State, lane: number, node: Node): void {
  const client = lanes[lane];
  if (batch === undefined || client === undefined) return;
  for (const [at, item] of batch.items) {
    if (item.lane !== lane || item.state !== 'waits') continue;
    const properties = { deliveryMode: 2 };
    if (!publish(client, { exchange: '', routingKey: 'changes', properties, body: item.change }, at, node))
      return;
    item.state = 'sent';
  }
}

function keep(state: State, position: number, node: Node): void {
  state.position = position;
  node.disk.write('position', position);
  node.disk.sync('position');
}

function done(state: State, node: Node): void {
  state.batch = undefined;
  node.setTimer('poll', 0);
}
