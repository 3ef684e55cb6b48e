/** Who stands, who votes for whom, and how a leader hands over (Ongaro 2014, §3.4, §3.6.1, §3.10, §4.2.3, §9.6). */
import { describe, expect, it } from 'vitest';
import type { Position } from '../../../../scenarios/replication/raft/log.js';
import type { RequestVote } from '../../../../scenarios/replication/raft/messages.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import { Cluster } from './stepped.js';
import { Member } from './stepped.js';

const VOTERS = ['n1', 'n2', 'n3'];

const request = (more: Partial<RequestVote> = {}): RequestVote => ({
  kind: 'request-vote',
  term: 5,
  trial: false,
  last: { index: 0, term: 0 },
  transfer: false,
  ...more,
});

/** It has three entries, of terms 1, 1 and 4, knows of term 4, and has heard of no leader for long. */
function voter(rules: Partial<Rules> = {}): Member {
  const node = new Member('n1', { voters: VOTERS, learners: [] }, { rules });
  node.sync();
  const stamp = { number: 1, round: 0, sentMs: 0, commit: 0 };
  const entries = [1, 1, 4].map((term, place) => ({ index: place + 1, term, kind: 'no-op' }) as const);
  node.receive('n2', { kind: 'append', term: 4, previousIndex: 0, previousTerm: 0, entries, ...stamp });
  node.sync();
  node.clock.ms += 1_000;
  node.takeSent();
  return node;
}

/** What it says to a request: whether it grants, or nothing. */
function says(node: Member, from: string, message: RequestVote): boolean | undefined {
  node.receive(from, message);
  const [vote] = node.takeSent().map(({ message: said }) => said);
  return vote?.kind === 'vote' ? vote.granted : undefined;
}

const equal: Position = { index: 3, term: 4 };

describe('a vote', () => {
  it.each([
    { last: { index: 3, term: 4 }, granted: true },
    { last: { index: 4, term: 4 }, granted: true },
    { last: { index: 1, term: 5 }, granted: true },
    { last: { index: 2, term: 4 }, granted: false },
    { last: { index: 9, term: 3 }, granted: false },
  ])('for a log that ends at $last.index in term $last.term: $granted (§3.6.1)', ({ last, granted }) => {
    expect(says(voter(), 'n2', request({ term: 6, last }))).toBe(granted);
    expect(says(voter({ voteComparesLogs: false }), 'n2', request({ term: 6, last }))).toBe(true);
  });

  it('is given once a term, and again only to the same (§3.4)', () => {
    const node = voter();
    expect(says(node, 'n2', request({ last: equal }))).toBe(true);
    expect(says(node, 'n3', request({ last: { index: 9, term: 4 } }))).toBe(false);
    expect(says(node, 'n2', request({ last: equal }))).toBe(true);
    expect(says(node, 'n3', request({ term: 6, last: equal }))).toBe(true);
  });

  it('is forgotten by the planted bug that keeps only the term', () => {
    const rules = { keepVote: 'term-only' } as const;
    const node = voter(rules);
    expect(says(node, 'n2', request({ last: equal }))).toBe(true);
    const again = new Member('n1', { voters: VOTERS, learners: [] }, { disk: node.disk, rules });
    again.sync();
    again.clock.ms += 1_000;
    expect(says(again, 'n3', request({ last: equal }))).toBe(true);
  });

  it('is not given to anybody while a leader is heard of, unless the leader wishes it (§4.2.3)', () => {
    const heard = () => {
      const node = voter();
      const stamp = { number: 2, round: 0, sentMs: 0, commit: 0 };
      node.receive('n2', {
        kind: 'append',
        term: 4,
        previousIndex: 3,
        previousTerm: 4,
        entries: [],
        ...stamp,
      });
      node.clock.ms += 149;
      node.takeSent();
      return node;
    };
    expect(says(heard(), 'n3', request({ last: equal }))).toBeUndefined();
    expect(says(heard(), 'n3', request({ last: equal, trial: true }))).toBe(false);
    expect(says(heard(), 'n3', request({ last: equal, transfer: true }))).toBe(true);
    // A leader that asks for votes leads no more, however much of what it said before is still to come.
    expect(says(heard(), 'n2', request({ last: equal, trial: true }))).toBe(true);
    const later = heard();
    later.clock.ms++;
    expect(says(later, 'n3', request({ last: equal }))).toBe(true);
  });
});

describe('a trial election (§9.6)', () => {
  it('changes nothing where it is asked, and binds nobody', () => {
    const node = voter();
    const trial = request({ trial: true, last: equal });
    expect(says(node, 'n2', trial)).toBe(true);
    expect(says(node, 'n3', trial)).toBe(true);
    expect(node.state).toMatchObject({ term: 4, votedFor: null });
    expect(node.disk.files.get('vote')).toMatchObject({ term: 4 });
  });

  it('is lost by whoever would lead no new term', () => {
    expect(says(voter(), 'n2', request({ trial: true, term: 4, last: equal }))).toBe(false);
  });

  it('keeps a node that was cut off from raising its term', () => {
    const raised = (preVote: boolean): number => {
      const cluster = new Cluster(VOTERS, [], { preVote });
      cluster.elect('n1');
      cluster.cutOff.add('n3');
      for (let i = 0; i < 5; i++) cluster.elect('n3');
      return cluster.node('n3').state.term;
    };
    expect(raised(true)).toBe(1);
    expect(raised(false)).toBe(6);
  });

  it('is not begun within the shortest time-out of the leader’s last word, however early the timer (§4.2.3)', () => {
    const cluster = new Cluster(VOTERS);
    cluster.elect('n1');
    const node = cluster.node('n2');
    cluster.clock.ms += 149;
    node.timer('election');
    expect(node.state.role.kind).toBe('follower');
    cluster.clock.ms++;
    node.timer('election');
    expect(node.state.role.kind).toBe('pre-candidate');
  });
});

describe('an election', () => {
  /** It has won the trial and stands in term 5. */
  function candidate(): Member {
    const node = voter();
    node.timer('election');
    node.receive('n2', { kind: 'vote', term: 5, trial: true, granted: true });
    expect(node.state).toMatchObject({ term: 5, votedFor: 'n1', role: { kind: 'candidate' } });
    node.takeSent();
    return node;
  }

  it('is won with a majority, once the node’s own vote is on its disk', () => {
    const node = candidate();
    node.receive('n2', { kind: 'vote', term: 5, trial: false, granted: true });
    expect(node.state.role.kind).toBe('candidate');
    node.sync();
    expect(node.state.role.kind).toBe('leader');
    expect(node.facts).toContainEqual({ f: 'lead', term: 5 });
    expect(node.state.log.entries.at(-1)).toMatchObject({ index: 4, term: 5, kind: 'no-op' });
  });

  it('counts no vote of the trial, none of another term, and none twice', () => {
    const node = candidate();
    node.receive('n2', { kind: 'vote', term: 5, trial: true, granted: true });
    node.receive('n2', { kind: 'vote', term: 4, trial: false, granted: true });
    node.synced({ kind: 'vote', term: 4 });
    expect(node.state.role).toMatchObject({ kind: 'candidate', granted: [] });
    for (let i = 0; i < 2; i++) node.receive('n2', { kind: 'vote', term: 5, trial: false, granted: true });
    expect(node.state.role).toMatchObject({ kind: 'candidate', granted: ['n2'] });
  });

  it('counts no vote of an older trial', () => {
    const node = voter();
    node.timer('election');
    node.receive('n2', { kind: 'vote', term: 4, trial: true, granted: true });
    expect(node.state.role.kind).toBe('pre-candidate');
  });

  it('asks again whoever did not grant; once it has failed often, those who refused in the next election only', () => {
    const node = voter();
    const asked = (timer: 'election' | 'heartbeat'): string[] => {
      node.timer(timer);
      return node.takeSent().map(({ to }) => to);
    };
    const again = Array.from({ length: 4 }, () => {
      expect(asked('election')).toEqual(['n2', 'n3']);
      node.receive('n2', { kind: 'vote', term: 4, trial: true, granted: false });
      return asked('heartbeat');
    });
    expect(again).toEqual([['n2', 'n3'], ['n2', 'n3'], ['n3'], ['n3']]);
  });

  it('is waited for as long after every message of a term, and for another time in each election (§3.4)', () => {
    const node = voter();
    let draws = 0;
    node.draw = (low) => low + ++draws;
    const waits = (): number | undefined => node.timers.get('election');
    const beat = {
      kind: 'append',
      previousIndex: 3,
      previousTerm: 4,
      entries: [],
      round: 0,
      sentMs: 0,
    } as const;
    const heard = [4, 4, 5, 5].map((term, number) => {
      node.receive('n2', { ...beat, term, number: number + 2, commit: 0 });
      return waits();
    });
    expect(heard).toEqual([150, 150, 151, 151]);
    node.clock.ms += 400;
    node.timer('election');
    expect(waits()).toBe(152);
  });

  it('is over when another leads the term (§3.4)', () => {
    const node = candidate();
    const stamp = { number: 1, round: 0, sentMs: 0, commit: 0 };
    node.receive('n2', { kind: 'append', term: 5, previousIndex: 3, previousTerm: 4, entries: [], ...stamp });
    expect(node.state).toMatchObject({ leader: 'n2', role: { kind: 'follower' }, votedFor: 'n1' });
  });
});

describe('a transfer (§3.10)', () => {
  it('makes the successor lead at once, though everybody hears from the leader', () => {
    const cluster = new Cluster(VOTERS);
    const leader = cluster.elect('n1');
    leader.request({ f: 'transfer', leader: 'n2' });
    expect(leader.replies).toEqual([true]);
    cluster.settle();
    expect(cluster.node('n2').state).toMatchObject({ term: 2, role: { kind: 'leader' } });
    expect(cluster.node('n2').reached).toContain('leadership-transferred');
    expect(leader.state.role.kind).toBe('follower');
  });

  it('waits until the successor has all, and takes no commands meanwhile', () => {
    const cluster = new Cluster(VOTERS);
    const leader = cluster.elect('n1');
    cluster.cutOff.add('n2');
    leader.request({ f: 'put', key: 'x', value: 1 });
    leader.request({ f: 'transfer', leader: 'n2' });
    const { length } = leader.state.log.entries;
    leader.request({ f: 'put', key: 'x', value: 2 });
    expect(leader.state.log.entries).toHaveLength(length);
    expect(leader.sent.map(({ message }) => message.kind)).not.toContain('timeout-now');
    cluster.settle();
    // It gives up after the longest election time-out.
    cluster.beat('n1', 7);
    expect(leader.leading.transfer).toBeNull();
    expect(leader.leading.leaseForfeited).toBe(true);
    leader.request({ f: 'put', key: 'x', value: 3 });
    expect(leader.state.log.entries.length).toBeGreaterThan(length);
  });

  it.each(['n1', 'n4', 'n9'])('to %s is refused: it leads, only learns, or is a stranger', (heir) => {
    const cluster = new Cluster(VOTERS, ['n4']);
    const leader = cluster.elect('n1');
    leader.request({ f: 'add-server', server: 'n4' });
    cluster.settle();
    leader.request({ f: 'transfer', leader: heir });
    expect(leader.replies.at(-1)).toBe(false);
    expect(leader.leading.transfer).toBeNull();
  });

  it('is obeyed only where the leader of this term asks for it', () => {
    const cluster = new Cluster(VOTERS);
    cluster.elect('n1');
    const node = cluster.node('n2');
    node.receive('n1', { kind: 'timeout-now', term: 0 });
    node.receive('n3', { kind: 'timeout-now', term: 1 });
    expect(node.state.role.kind).toBe('follower');
    node.receive('n1', { kind: 'timeout-now', term: 1 });
    expect(node.state.role).toMatchObject({ kind: 'candidate', transfer: true });
  });
});
