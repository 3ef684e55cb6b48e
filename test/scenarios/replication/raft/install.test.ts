/** Snapshots: how their pieces come together, and when the log may forget (Ongaro 2014, §5.1, figure 5.3). */
import { describe, expect, it } from 'vitest';
import { lastIndex } from '../../../../scenarios/replication/raft/log.js';
import type { Install, Installing } from '../../../../scenarios/replication/raft/messages.js';
import { readSnapshot } from '../../../../scenarios/replication/raft/snapshot.js';
import type { Snapshot } from '../../../../scenarios/replication/raft/snapshot.js';
import { Cluster } from './stepped.js';
import { Member } from './stepped.js';

const initial = { voters: ['n1', 'n2', 'n3'], learners: [] };
const wider = { voters: ['n1', 'n2', 'n3', 'n4'], learners: [] };

const snapshot: Snapshot = {
  last: { index: 9, term: 2 },
  configuration: wider,
  store: { x: 1 },
  sessions: { c1: { serial: 4, result: null } },
};
const text = JSON.stringify(snapshot);
const CHUNK = 50;

const piece = (offset: number, more: Partial<Install> = {}): Install => ({
  kind: 'install',
  term: 2,
  last: snapshot.last,
  offset,
  text: text.slice(offset, offset + CHUNK),
  done: offset + CHUNK >= text.length,
  number: 1 + offset,
  round: 0,
  sentMs: 0,
  ...more,
});

const offsets = Array.from({ length: Math.ceil(text.length / CHUNK) }, (_, place) => place * CHUNK);

function follower(): Member {
  const node = new Member('n1', initial);
  node.sync();
  node.takeSent();
  return node;
}

/** How much it says that it has, after a piece; or how far its log matches. */
function told(node: Member, message: Install): number | string {
  node.receive('n2', message);
  const [answer] = node.takeSent().map(({ message: said }) => said);
  if (answer?.kind === 'appended') return `matches up to ${answer.match}`;
  return (answer as Installing).received;
}

describe('pieces of a snapshot', () => {
  it('come together in order, and are installed with the last', () => {
    expect(offsets.length).toBeGreaterThan(2);
    const node = follower();
    const answers = offsets.map((offset) => told(node, piece(offset)));
    expect(answers).toEqual([...offsets.slice(1), 'matches up to 9']);
    expect(node.state).toMatchObject({
      commitIndex: 9,
      lastApplied: 9,
      configuration: wider,
      store: snapshot.store,
      sessions: snapshot.sessions,
      incoming: null,
    });
    expect(node.facts).toContainEqual({ f: 'snapshot', index: 9 });
  });

  it('are not taken twice, nor with one missing between', () => {
    const node = follower();
    expect(told(node, piece(0))).toBe(CHUNK);
    expect(told(node, piece(2 * CHUNK))).toBe(CHUNK);
    expect(told(node, piece(CHUNK))).toBe(2 * CHUNK);
    expect(told(node, piece(CHUNK))).toBe(2 * CHUNK);
  });

  it('are worth nothing when the last comes without the others', () => {
    const node = follower();
    expect(told(node, piece(0))).toBe(CHUNK);
    expect(told(node, piece(offsets.at(-1) ?? 0))).toBe(CHUNK);
    expect(node.state.lastApplied).toBe(0);
  });

  it('of another snapshot do not go with them', () => {
    const node = follower();
    told(node, piece(0));
    expect(told(node, piece(CHUNK, { last: { index: 11, term: 2 } }))).toBe(0);
    expect(told(node, piece(CHUNK, { last: { index: 9, term: 3 }, term: 3 }))).toBe(0);
  });

  it('begin anew with the first', () => {
    const node = follower();
    for (const offset of [0, CHUNK, 0]) told(node, piece(offset));
    expect(node.state.incoming?.text).toBe(text.slice(0, CHUNK));
  });

  it('leave in the log what continues the snapshot, and nothing else (§5.1)', () => {
    const after = (term: number): number => {
      const node = follower();
      const entries = Array.from(
        { length: 12 },
        (_, place) => ({ index: place + 1, term: place < 8 ? 1 : term, kind: 'no-op' }) as const,
      );
      const stamp = { number: 1, round: 0, sentMs: 0, commit: 0 };
      node.receive('n2', { kind: 'append', term: 2, previousIndex: 0, previousTerm: 0, entries, ...stamp });
      for (const offset of offsets) told(node, piece(offset, { number: 2 + offset }));
      return lastIndex(node.state.log);
    };
    expect(after(2)).toBe(12);
    expect(after(1)).toBe(9);
  });
});

describe('a snapshot of one’s own', () => {
  /** n1 leads and has applied five entries, of which it has just written a snapshot. */
  function writing(): Member {
    const cluster = new Cluster(['n1'], [], { snapshotEvery: 5 });
    const leader = cluster.elect('n1');
    for (let value = 2; value < 5; value++) leader.request({ f: 'put', key: 'x', value });
    cluster.settle();
    leader.request({ f: 'put', key: 'x', value: 5 });
    leader.synced({ kind: 'log', term: 1, index: 5 });
    return leader;
  }

  it('is on the disk before the log forgets what it stands for', () => {
    const node = writing();
    expect(node.disk.files.get('snapshot')).toBe(node.state.snapshot);
    expect(readSnapshot(node.state.snapshot)).toMatchObject({ last: { index: 5, term: 1 }, store: { x: 5 } });
    expect(node.state.log.base.index).toBe(0);
    expect(node.disk.records).toHaveLength(5);
    node.synced({ kind: 'snapshot', index: 5 });
    expect(node.state.log.base).toEqual({ index: 5, term: 1 });
    expect(node.disk.records).toEqual([]);
  });

  it('is not taken for another that took its place meanwhile', () => {
    const node = writing();
    node.synced({ kind: 'snapshot', index: 4 });
    expect(node.state.log.base.index).toBe(0);
    expect(node.disk.records).toHaveLength(5);
  });

  it('is what the node starts from', () => {
    const node = writing();
    node.synced({ kind: 'snapshot', index: 5 });
    const { state } = new Member('n1', initial, { disk: node.disk });
    expect(state).toMatchObject({ commitIndex: 5, lastApplied: 5, store: { x: 5 }, sessions: { c1: {} } });
    expect(state.configuration.voters).toEqual(['n1']);
  });
});
