/** When a leader may answer a read that is not in its log (Ongaro 2014, §6.4, §6.4.1). */
import { describe, expect, it } from 'vitest';
import type { Appended } from '../../../../scenarios/replication/raft/messages.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import { Cluster } from './stepped.js';
import type { Member } from './stepped.js';

const get = { f: 'get', key: 'x' } as const;

/** n1 leads, and x is 7. */
function led(rules: Partial<Rules> = {}, voters = ['n1', 'n2', 'n3']): { cluster: Cluster; leader: Member } {
  const cluster = new Cluster(voters, [], rules);
  const leader = cluster.elect('n1');
  leader.request({ f: 'put', key: 'x', value: 7 });
  cluster.settle();
  leader.replies.length = 0;
  return { cluster, leader };
}

describe('a read after a round of heartbeats (§6.4)', () => {
  it('waits for a majority to say that the leader still leads', () => {
    const { cluster, leader } = led();
    leader.request(get);
    expect(leader.replies).toEqual([]);
    cluster.settle();
    expect(leader.replies).toEqual([7]);
    expect(leader.state.log.entries).toHaveLength(2);
  });

  it('is not answered by a leader that nobody hears', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n2').add('n3');
    leader.request(get);
    cluster.beat('n1', 3);
    expect(leader.replies).toEqual([]);
    const { leader: careless } = led({ confirmReads: false });
    careless.request(get);
    expect(careless.replies).toEqual([7]);
  });

  it('takes no answer to a round that began before the read', () => {
    const { leader } = led();
    const answer = (round: number): Appended => ({
      kind: 'appended',
      term: 1,
      counts: true,
      life: 1,
      round,
      sentMs: 0,
      match: 2,
    });
    leader.request(get);
    const { round } = leader.leading;
    leader.request(get);
    leader.receive('n2', answer(round - 1));
    expect(leader.replies).toEqual([]);
    leader.receive('n2', answer(round));
    // The first client waited for this round; the second came after it began.
    expect(leader.leading.reads).toHaveLength(1);
    leader.receive('n3', answer(round + 1));
    expect(leader.leading.reads).toEqual([]);
  });

  it('takes no answer of a node that does not count', () => {
    const { leader } = led();
    leader.request(get);
    const { round } = leader.leading;
    const answer = { kind: 'appended', term: 1, life: 1, round, sentMs: 0, match: 2 } as const;
    leader.receive('n2', { ...answer, counts: false });
    expect(leader.replies).toEqual([]);
    leader.receive('n3', { ...answer, counts: true });
    expect(leader.replies).toEqual([7]);
  });

  it('waits until the leader has committed an entry of its own term (§6.4, step 1)', () => {
    const early = (readAfterOwnCommit: boolean): unknown[] => {
      const { cluster } = led({ readAfterOwnCommit });
      const next = cluster.node('n2');
      cluster.clock.ms += 1_000;
      next.timer('election');
      for (const trial of [true, false]) {
        next.receive('n3', { kind: 'vote', term: 2, trial, granted: true });
        next.sync();
      }
      next.request(get);
      // Its own entry is not there yet, though it still leads.
      const { round } = next.leading;
      const answer = { kind: 'appended', term: 2, counts: true, life: 1, round, sentMs: 0 } as const;
      next.receive('n3', { ...answer, match: 2 });
      const before = [...next.replies];
      next.receive('n3', { ...answer, match: 3 });
      expect(next.replies).toHaveLength(1);
      return before;
    };
    expect(early(true)).toEqual([]);
    expect(early(false)).toHaveLength(1);
  });

  it('is answered when fewer are left to vote than before, and those have spoken', () => {
    const { cluster, leader } = led({}, ['n1', 'n2']);
    cluster.cutOff.add('n2');
    leader.request(get);
    cluster.settle();
    expect(leader.replies).toEqual([]);
    leader.request({ f: 'remove-server', server: 'n2' });
    cluster.settle();
    expect(leader.state.configuration.voters).toEqual(['n1']);
    expect(leader.replies).toContain(7);
  });
});

describe('a read under a lease (§6.4.1)', () => {
  const lease = { reads: 'lease' } as const;

  it('is answered at once while a majority heard from the leader lately', () => {
    const { cluster, leader } = led(lease);
    // 0.8 of the shortest election time-out.
    cluster.clock.ms += 119;
    leader.request(get);
    expect(leader.replies).toEqual([7]);
    cluster.clock.ms++;
    leader.request(get);
    expect(leader.replies).toEqual([7]);
    cluster.settle();
    expect(leader.replies).toEqual([7, 7]);
  });

  it('is worth nothing once another was asked to stand (§3.10)', () => {
    const { leader } = led(lease);
    leader.leading.leaseForfeited = true;
    leader.request(get);
    expect(leader.replies).toEqual([]);
  });

  it('counts from when the leader spoke, not from when it was answered', () => {
    const { cluster, leader } = led(lease);
    const spokeMs = cluster.clock.ms;
    cluster.clock.ms += 200;
    const answer = { kind: 'appended', term: 1, counts: true, life: 1, round: 0, match: 2 } as const;
    leader.receive('n2', { ...answer, sentMs: spokeMs });
    leader.request(get);
    expect(leader.replies).toEqual([]);
    leader.receive('n2', { ...answer, counts: false, sentMs: cluster.clock.ms });
    leader.request(get);
    expect(leader.replies).toEqual([]);
  });
});
