/** What a leader sends to whom, and what it makes of the answers (Ongaro 2014, §3.5, §3.6.2, §5.1, §6.2). */
import { describe, expect, it } from 'vitest';
import { lastIndex } from '../../../../scenarios/replication/raft/log.js';
import type { Append, Appended, Refused } from '../../../../scenarios/replication/raft/messages.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import { Cluster } from './stepped.js';
import type { Member } from './stepped.js';

const put = (value: number) => ({ f: 'put', key: 'x', value }) as const;

function led(rules: Partial<Rules> = {}): { cluster: Cluster; leader: Member } {
  const cluster = new Cluster(['n1', 'n2', 'n3'], [], rules);
  return { cluster, leader: cluster.elect('n1') };
}

/** A client of its own each time, so that none is answered for another. */
function propose(node: Member, count: number): void {
  for (let value = 1; value <= count; value++) node.request(put(value));
}

const answer = (node: Member) =>
  ({ term: node.state.term, counts: true, life: 1, round: 0, sentMs: 0 }) as const;

const appended = (node: Member, match: number): Appended => ({ kind: 'appended', ...answer(node), match });

const refused = (node: Member, at: number, hint: Refused['hint']): Refused => ({
  kind: 'refused',
  ...answer(node),
  refused: at,
  hint,
});

/** The messages with entries for a node, of those sent since the last look. */
const appendsTo = (node: Member, to: string): Append[] =>
  node.takeSent().flatMap(({ to: receiver, message }) => {
    return receiver === to && message.kind === 'append' ? [message] : [];
  });

const progressOf = (node: Member, of: string) => {
  const progress = node.leading.progress[of];
  if (progress === undefined) throw new Error(`nothing is known of ${of}`);
  return progress;
};

describe('an entry', () => {
  it('is sent before it is on the leader’s disk, and counted only after (§10.2.1)', () => {
    const { leader } = led();
    propose(leader, 1);
    const index = lastIndex(leader.state.log);
    expect(appendsTo(leader, 'n2').map(({ entries }) => entries.length)).toEqual([1]);
    leader.receive('n2', appended(leader, index));
    expect(leader.state.commitIndex).toBe(index - 1);
    leader.sync();
    expect(leader.state.commitIndex).toBe(index);
  });

  it('is committed by two followers before the leader’s own disk is done (§10.2.1)', () => {
    const { leader } = led();
    propose(leader, 1);
    const index = lastIndex(leader.state.log);
    for (const node of ['n2', 'n3']) leader.receive(node, appended(leader, index));
    expect(leader.leading.durable).toBe(index - 1);
    expect(leader.state.commitIndex).toBe(index);
  });

  it('is not on the disk because another of that index was, in a term led before', () => {
    const { leader } = led();
    propose(leader, 1);
    const index = lastIndex(leader.state.log);
    leader.synced({ kind: 'log', term: leader.state.term - 1, index });
    expect(leader.leading.durable).toBe(index - 1);
    leader.synced({ kind: 'log', term: leader.state.term, index });
    expect(leader.leading.durable).toBe(index);
  });
});

describe('a follower that lost what it had promised', () => {
  it('does not count before it is mended, neither for entries nor for the reign (see recovery.ts)', () => {
    const { cluster, leader } = led();
    propose(leader, 1);
    leader.sync();
    const index = lastIndex(leader.state.log);
    leader.receive('n2', { ...appended(leader, index), counts: false });
    expect(progressOf(leader, 'n2').match).toBe(index);
    expect(leader.state.commitIndex).toBe(index - 1);
    leader.receive('n2', appended(leader, index));
    expect(leader.state.commitIndex).toBe(index);
    for (let times = 0; times < 8; times++) {
      expect(leader.state.role.kind).toBe('leader');
      cluster.clock.ms += 50;
      leader.receive('n2', { ...appended(leader, index), counts: false });
    }
    leader.timer('heartbeat');
    expect(leader.state.role.kind).toBe('follower');
  });
});

describe('a log that is another', () => {
  /** n1 leads term 3 with entries of terms 1, 1, 1, 3, 3, 3; nothing is known of n2. */
  function differing(): Member {
    const { cluster, leader } = led();
    propose(leader, 2);
    cluster.settle();
    cluster.elect('n2');
    const again = cluster.elect('n1');
    expect(again.state.term).toBe(3);
    cluster.cutOff.add('n2').add('n3');
    propose(again, 3);
    Object.assign(progressOf(again, 'n2'), { match: 0, next: lastIndex(again.state.log), streaming: false });
    again.takeSent();
    return again;
  }

  const terms = (node: Member): number[] => node.state.log.entries.map(({ term }) => term);

  it('is found by going back a term at a time, not an entry (§3.5, last paragraph)', () => {
    const leader = differing();
    expect(terms(leader)).toEqual([1, 1, 1, 2, 3, 3, 3, 3]);
    // The other has a term there that the leader has never had; it begins at 3.
    leader.receive('n2', refused(leader, 7, { term: 9, index: 3 }));
    expect(appendsTo(leader, 'n2').map(({ previousIndex }) => previousIndex)).toEqual([2]);
  });

  it('is tried at the end of a term that both have (§3.5, last paragraph)', () => {
    const leader = differing();
    leader.receive('n2', refused(leader, 7, { term: 1, index: 1 }));
    expect(appendsTo(leader, 'n2').map(({ previousIndex }) => previousIndex)).toEqual([3]);
  });

  it('is tried at its end where it is shorter', () => {
    const leader = differing();
    leader.receive('n2', refused(leader, 7, { term: null, index: 5 }));
    expect(appendsTo(leader, 'n2').map(({ previousIndex }) => previousIndex)).toEqual([4]);
  });
});

describe('a late answer', () => {
  /** Five entries, of which n2 is known to have all. */
  function known(): Member {
    const { cluster, leader } = led();
    propose(leader, 4);
    cluster.settle();
    expect(progressOf(leader, 'n2')).toMatchObject({ match: 5, next: 6, streaming: true });
    return leader;
  }

  it('takes nothing back of what is known to match', () => {
    const leader = known();
    leader.receive('n2', appended(leader, 2));
    leader.receive('n2', refused(leader, 4, { term: null, index: 2 }));
    expect(progressOf(leader, 'n2')).toMatchObject({ match: 5, next: 6, streaming: true });
    expect(leader.takeSent()).toEqual([]);
  });

  it('is not one to what is being asked now: where one entry is tried at a time', () => {
    const leader = known();
    Object.assign(progressOf(leader, 'n2'), { match: 0, next: 3, streaming: false });
    leader.receive('n2', refused(leader, 5, { term: null, index: 2 }));
    expect(progressOf(leader, 'n2').next).toBe(3);
    leader.receive('n2', refused(leader, 2, { term: null, index: 2 }));
    expect(progressOf(leader, 'n2').next).toBe(2);
  });

  it('of an old term, or of an earlier life, says nothing', () => {
    const leader = known();
    propose(leader, 1);
    leader.sync();
    leader.receive('n2', { ...appended(leader, 6), term: leader.state.term - 1 });
    expect(progressOf(leader, 'n2').match).toBe(5);
    progressOf(leader, 'n2').life = 3;
    leader.receive('n2', appended(leader, 6));
    expect(progressOf(leader, 'n2').match).toBe(5);
    expect(leader.state.commitIndex).toBe(5);
  });

  it('of a new life says that all is to be found out anew', () => {
    const leader = known();
    leader.receive('n2', { ...refused(leader, 5, { term: null, index: 1 }), life: 2, counts: false });
    expect(progressOf(leader, 'n2')).toMatchObject({ match: 0, counts: false, life: 2, streaming: false });
  });

  it('of a later term ends the reign (§3.3)', () => {
    const leader = known();
    leader.receive('n2', { ...appended(leader, 5), term: 7 });
    expect(leader.state).toMatchObject({ term: 7, role: { kind: 'follower' } });
  });
});

describe('a heartbeat', () => {
  it('goes to all, but not to those just spoken to (§3.4)', () => {
    const { cluster, leader } = led();
    cluster.clock.ms += 50;
    leader.timer('heartbeat');
    expect(leader.takeSent().map(({ to }) => to)).toEqual(['n2', 'n3']);
    propose(leader, 1);
    leader.takeSent();
    cluster.clock.ms += 20;
    leader.timer('heartbeat');
    expect(leader.takeSent()).toEqual([]);
    cluster.clock.ms += 5;
    leader.timer('heartbeat');
    expect(leader.takeSent().map(({ to }) => to)).toEqual(['n2', 'n3']);
  });

  it('ends the reign of a leader that hears no majority, though it speaks all the time (§6.2)', () => {
    const spoken = (rules: Partial<Rules>): number => {
      const { cluster, leader } = led(rules);
      cluster.cutOff.add('n2').add('n3');
      let times = 0;
      for (; times < 40 && leader.state.role.kind === 'leader'; times++) {
        cluster.clock.ms += 20;
        propose(leader, 1);
        leader.timer('heartbeat');
        cluster.settle();
      }
      return times;
    };
    // 300 ms: the longest election time-out.
    expect(spoken({})).toBe(15);
    expect(spoken({ checkQuorum: false })).toBe(40);
  });

  it('is answered by one follower of two: that is enough to go on (§6.2)', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n3');
    cluster.beat('n1', 30);
    expect(leader.state.role.kind).toBe('leader');
  });

  it('begins again where the logs are known to match, once an answer did not come', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n2');
    propose(leader, 3);
    cluster.settle();
    // Sent on and on without waiting: nothing is left to send.
    expect(progressOf(leader, 'n2')).toMatchObject({ match: 1, next: 5, streaming: true });
    cluster.beat('n1', 2);
    expect(progressOf(leader, 'n2')).toMatchObject({ match: 1, next: 2, streaming: false });
    cluster.cutOff.clear();
    cluster.beat('n1');
    expect(progressOf(leader, 'n2')).toMatchObject({ match: 4, next: 5, streaming: true });
  });
});

describe('a snapshot', () => {
  it('goes in pieces to whoever lacks what it stands for (§5.1, figure 5.3)', () => {
    const { cluster, leader } = led({ snapshotEvery: 5, chunk: 40 });
    cluster.cutOff.add('n3');
    propose(leader, 20);
    cluster.settle();
    expect(leader.state.log.base.index).toBeGreaterThanOrEqual(5);
    cluster.cutOff.clear();
    cluster.beat('n1', 4);
    const late = cluster.node('n3');
    expect(late.reached).toContain('snapshot-installed');
    expect(lastIndex(late.state.log)).toBe(lastIndex(leader.state.log));
    expect(late.state.store).toEqual(leader.state.store);
    expect(late.state.sessions).toEqual(leader.state.sessions);
    expect(leader.state.snapshot.length).toBeGreaterThan(2 * 40);
  });

  it('goes on with the next piece for each answer, but not for one that comes twice', () => {
    const { cluster, leader } = led({ snapshotEvery: 5, chunk: 40 });
    cluster.cutOff.add('n3');
    propose(leader, 20);
    cluster.settle();
    const { index } = leader.state.log.base;
    cluster.clock.ms += 50;
    leader.timer('heartbeat');
    leader.takeSent();
    Object.assign(progressOf(leader, 'n3'), { next: 1, snapshot: { index, offset: 0 } });
    const sentFor = (received: number): number[] => {
      leader.receive('n3', { kind: 'installing', ...answer(leader), index, received });
      return leader.takeSent().flatMap(({ message }) => (message.kind === 'install' ? [message.offset] : []));
    };
    expect([40, 40, 80, 0].map(sentFor)).toEqual([[40], [], [80], [0]]);
  });

  it('of what is committed here already changes nothing (§5.1)', () => {
    const installed = (staleSnapshot: Rules['staleSnapshot']): number => {
      const { cluster, leader } = led({ snapshotEvery: 5, chunk: 10_000, staleSnapshot });
      propose(leader, 12);
      cluster.settle();
      cluster.beat('n1');
      const node = cluster.node('n2');
      expect(node.state.commitIndex).toBe(13);
      const old = structuredClone(
        JSON.parse(node.state.snapshot) as { last: { index: number; term: number } },
      );
      old.last = { index: 6, term: 1 };
      const stamp = { number: 1_000, round: 0, sentMs: 0 };
      const text = JSON.stringify(old);
      node.receive('n1', { kind: 'install', term: 1, last: old.last, offset: 0, text, done: true, ...stamp });
      return node.state.lastApplied;
    };
    expect(installed('ignore')).toBe(13);
    expect(installed('install')).toBe(6);
  });
});
