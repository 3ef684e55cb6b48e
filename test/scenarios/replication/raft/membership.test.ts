/** Changes of membership, step by step (Ongaro 2014, chapter 4). */
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../../scenarios/replication/raft/configuration.js';
import { lastIndex } from '../../../../scenarios/replication/raft/log.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import { Cluster } from './stepped.js';
import type { Member } from './stepped.js';

const VOTERS = ['n1', 'n2', 'n3'];

/** Three voters that n1 leads, and two others. */
function led(rules: Partial<Rules> = {}): { cluster: Cluster; leader: Member } {
  const cluster = new Cluster(VOTERS, ['n4', 'n5'], rules);
  return { cluster, leader: cluster.elect('n1') };
}

/** All configurations that a node's log holds, without lives. */
const configurationsOf = ({ state }: Member): Configuration[] =>
  state.configurations.map(({ configuration: { lives: _, ...rest } }) => rest);

const put = (value: number) => ({ f: 'put', key: 'x', value }) as const;

describe('one server at a time', () => {
  it('leaves a learner that does not keep up without a vote (§4.2.1)', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n4');
    leader.request({ f: 'add-server', server: 'n4' });
    cluster.beat('n1', 5);
    expect(leader.state.configuration).toEqual({ voters: VOTERS, learners: ['n4'] });
    expect(leader.state.commitIndex).toBe(leader.state.configurations.at(-1)?.index);
    // A round that took as long as an election does not show that it keeps up; the next does.
    const learning = () => leader.leading.progress['n4']?.learning;
    cluster.cutOff.clear();
    cluster.beat('n1');
    expect(leader.leading.progress['n4']?.match).toBe(lastIndex(leader.state.log));
    expect(learning()?.caughtUp).toBe(false);
    cluster.beat('n1');
    expect(learning()?.caughtUp).toBe(true);
    cluster.beat('n1');
    expect(leader.state.configuration.voters).toContain('n4');
    expect(learning()).toBeNull();
  });

  it('ends a round of a learner only when that has all there was at the beginning (§4.2.1)', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n4');
    leader.request({ f: 'add-server', server: 'n4' });
    cluster.settle();
    const { term } = leader.state;
    const has = (match: number) => {
      const answer = { term, counts: true, life: 1, round: 0, sentMs: 0, match } as const;
      leader.receive('n4', { kind: 'appended', ...answer });
      return leader.leading.progress['n4']?.learning?.caughtUp;
    };
    expect([has(1), has(2)]).toEqual([false, true]);
  });

  it('begins no change before the one before is committed (§4.1)', () => {
    const { cluster, leader } = led();
    for (const node of ['n2', 'n3']) cluster.cutOff.add(node);
    leader.request({ f: 'remove-server', server: 'n3' });
    leader.request({ f: 'add-server', server: 'n4' });
    cluster.settle();
    const removed = { voters: ['n1', 'n2'], learners: [] };
    expect(leader.state.configuration).toEqual(removed);
    expect(leader.state.configurations).toHaveLength(2);
    cluster.cutOff.clear();
    cluster.beat('n1', 4);
    expect(configurationsOf(leader).slice(1)).toEqual([
      removed,
      { voters: ['n1', 'n2'], learners: ['n4'] },
      { voters: ['n1', 'n2', 'n4'], learners: [] },
    ]);
  });

  it('begins no change before an entry of its own term is committed (raft-dev, July 2015)', () => {
    const begun = (changeAfterOwnCommit: boolean): number => {
      const { cluster, leader } = led({ changeAfterOwnCommit });
      leader.request(put(1));
      cluster.settle();
      // Elected by the others, whose answers to its first entry do not come.
      cluster.clock.ms += 1_000;
      const next = cluster.node('n2');
      next.timer('election');
      for (const node of ['n1', 'n3']) {
        next.sync();
        for (const trial of [true, false]) {
          const term = next.state.term + (trial ? 1 : 0);
          next.receive(node, { kind: 'vote', term, trial, granted: true });
          next.sync();
        }
      }
      expect(next.state.role.kind).toBe('leader');
      next.request({ f: 'remove-server', server: 'n3' });
      return next.state.configurations.length - 1;
    };
    expect(begun(true)).toBe(0);
    expect(begun(false)).toBe(1);
  });

  it('makes up for it once the entry is committed', () => {
    const { cluster } = led();
    const next = cluster.node('n2');
    cluster.clock.ms += 1_000;
    // Nobody leads, as far as it knows: it keeps the wish in case it is elected.
    next.timer('election');
    next.request({ f: 'remove-server', server: 'n3' });
    expect(next.state.wish).toEqual({ f: 'remove-server', server: 'n3' });
    cluster.settle();
    expect(next.state.role.kind).toBe('leader');
    cluster.beat('n2');
    expect(next.state.configuration.voters).toEqual(['n1', 'n2']);
  });

  it('begins no change while another is to lead (§3.10)', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n2');
    leader.request({ f: 'put', key: 'x', value: 1 });
    leader.request({ f: 'transfer', leader: 'n2' });
    leader.request({ f: 'remove-server', server: 'n3' });
    cluster.beat('n1', 3);
    expect(leader.state.configurations).toHaveLength(1);
    // It gives up the transfer after 300 ms, and takes up the wish.
    cluster.beat('n1', 4);
    expect(leader.state.configuration.voters).toEqual(['n1', 'n2']);
  });

  it('takes no second wish before the first is done with', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n4');
    leader.request({ f: 'change-membership', voters: ['n1', 'n2', 'n4'] });
    cluster.settle();
    leader.request({ f: 'remove-server', server: 'n3' });
    cluster.beat('n1', 2);
    expect(leader.leading.wish).toMatchObject({ f: 'change-membership' });
    expect(leader.state.configuration.voters).toEqual(VOTERS);
  });

  it('lets no learner stand for election, whatever is committed (§4.2.1)', () => {
    const { cluster, leader } = led();
    leader.request({ f: 'add-server', server: 'n4' });
    cluster.settle();
    const learner = cluster.node('n4');
    expect(learner.state.configuration.learners).toEqual(['n4']);
    learner.state.commitIndex = 0;
    cluster.elect('n4');
    // It would win, and then find out that it is no voter.
    expect(learner.state).toMatchObject({ term: 1, role: { kind: 'follower' } });
  });

  it('passes a wish on to the leader', () => {
    const { cluster, leader } = led();
    cluster.beat('n1');
    cluster.node('n2').request({ f: 'remove-server', server: 'n3' });
    cluster.settle();
    expect(leader.state.configuration.voters).toEqual(['n1', 'n2']);
    expect(cluster.node('n2').replies).toEqual([null]);
  });

  it.each([
    { f: 'add-server', server: 'n2' },
    { f: 'remove-server', server: 'n4' },
    { f: 'change-membership', voters: ['n3', 'n2', 'n1'] },
  ] as const)('does nothing where nothing would change: $f', (wish) => {
    const { cluster, leader } = led();
    const { length } = leader.state.log.entries;
    leader.request(wish);
    cluster.beat('n1');
    expect(leader.state.log.entries).toHaveLength(length);
    expect(leader.leading.wish).toBeNull();
  });

  it('asks nobody to leave where that would leave too few voters', () => {
    const { cluster, leader } = led({ minVoters: 3 });
    for (const wish of [
      { f: 'remove-server', server: 'n3' },
      { f: 'change-membership', voters: ['n1', 'n4'] },
    ] as const) {
      leader.request(wish);
      cluster.beat('n1');
      expect(leader.state.configurations).toHaveLength(1);
      expect(leader.leading.wish).toBeNull();
    }
  });

  it('tells those who leave that it is committed: they stand no more (§4.2.3)', () => {
    const { cluster, leader } = led({ preVote: false, checkQuorum: false });
    leader.request({ f: 'remove-server', server: 'n3' });
    cluster.settle();
    expect(Object.keys(leader.leading.progress)).toEqual(['n2']);
    expect(cluster.node('n3').state.commitIndex).toBe(leader.state.commitIndex);
    cluster.elect('n3');
    expect(cluster.node('n3').state.role.kind).toBe('follower');
    expect(leader.state.role.kind).toBe('leader');
  });

  it('takes a learner off though voters are few', () => {
    const { cluster, leader } = led({ minVoters: 3 });
    cluster.cutOff.add('n4');
    leader.request({ f: 'add-server', server: 'n4' });
    cluster.settle();
    leader.request({ f: 'remove-server', server: 'n4' });
    cluster.settle();
    expect(leader.state.configuration).toEqual({ voters: VOTERS, learners: [] });
  });
});

describe('a leader that is voted out', () => {
  it('leads until that is committed, without its own vote, and then steps down (§4.2.2)', () => {
    const { cluster, leader } = led();
    cluster.cutOff.add('n3');
    leader.request({ f: 'remove-server', server: 'n1' });
    const { index } = leader.state.configurations.at(-1) ?? { index: 0 };
    cluster.settle();
    // It and n2 have the entry: two of three nodes, but only one of the two that decide.
    expect(leader.state.commitIndex).toBeLessThan(index);
    expect(leader.state.role.kind).toBe('leader');
    cluster.cutOff.clear();
    cluster.beat('n1');
    expect(leader.reached).toContain('leader-removed');
    expect(leader.state.role.kind).toBe('follower');
  });

  it('lets whoever has most of its log stand at once, though nobody has it all (§3.10, §4.2.2)', () => {
    const { leader } = led();
    leader.request({ f: 'remove-server', server: 'n1' });
    const { index } = leader.state.configurations.at(-1) ?? { index: 0 };
    leader.request({ f: 'put', key: 'x', value: 1 });
    leader.request({ f: 'put', key: 'x', value: 2 });
    leader.sync();
    leader.takeSent();
    const says = { kind: 'appended', term: 1, counts: true, life: 1, round: 0, sentMs: 0 } as const;
    leader.receive('n3', { ...says, match: index - 1 });
    leader.receive('n3', { ...says, match: index + 1 });
    leader.receive('n2', { ...says, match: index });
    const heirs = leader.takeSent().filter(({ message }) => message.kind === 'timeout-now');
    expect(heirs.map(({ to }) => to)).toEqual(['n3']);
    expect(leader.state.role.kind).toBe('follower');
  });

  it('has another lead at once, and stands no more itself (§3.10, §4.2.2)', () => {
    const { cluster, leader } = led();
    leader.request({ f: 'remove-server', server: 'n1' });
    cluster.settle();
    const leads = [...cluster.nodes.values()].filter(({ state }) => state.role.kind === 'leader');
    expect(leads.map(({ id }) => id)).toHaveLength(1);
    expect(['n2', 'n3']).toContain(leads[0]?.id);
    expect(leads[0]?.state.term).toBe(2);
    cluster.clock.ms += 1_000;
    leader.timer('election');
    expect(leader.state.role.kind).toBe('follower');
    expect(leader.takeSent()).toEqual([]);
  });

  it.each([
    { voters: ['n1', 'n2'], down: [] },
    { voters: ['n1', 'n2', 'n3', 'n4'], down: ['n4'] },
  ])(
    'stands again where it alone knows that it leaves: $voters without $down (§4.2.2)',
    ({ voters, down }) => {
      const electable = (standUntilLeft: boolean): boolean => {
        const cluster = new Cluster(voters, [], { standUntilLeft });
        const leader = cluster.elect('n1');
        for (const node of voters.slice(1)) cluster.cutOff.add(node);
        leader.request({ f: 'remove-server', server: 'n1' });
        cluster.beat('n1', 10);
        // Nobody else has the entry, and for lack of a majority it leads no more.
        expect(leader.state.role.kind).toBe('follower');
        cluster.cutOff.clear();
        for (const node of down) cluster.cutOff.add(node);
        for (let i = 0; i < 5; i++) for (const node of voters) if (!down.includes(node)) cluster.elect(node);
        return [...cluster.nodes.values()].some(({ state }) => state.role.kind === 'leader');
      };
      expect(electable(true)).toBe(true);
      expect(electable(false)).toBe(false);
    },
  );
});

describe('a voter that comes back without its disk', () => {
  function returned(): { cluster: Cluster; leader: Member; blank: Member } {
    const { cluster, leader } = led();
    leader.request(put(1));
    cluster.settle();
    const blank = cluster.restart('n3', (disk) => disk.wipe());
    return { cluster, leader, blank };
  }

  it('is made a learner, and votes again with its new life (see identity.ts)', () => {
    const { cluster, leader, blank } = returned();
    expect(blank.state.life).toBe(2);
    cluster.beat('n1', 4);
    expect(configurationsOf(leader)).toEqual([
      { voters: VOTERS, learners: [] },
      { voters: ['n1', 'n2'], learners: ['n3'] },
      { voters: VOTERS, learners: [] },
    ]);
    expect(leader.state.configuration.lives).toEqual({ n3: 2 });
    expect(blank.state.mending).toBeNull();
    expect(blank.reached).toContain('blank-node-readmitted');
    expect(blank.disk.files.get('identity')).toEqual({ life: 2, admitted: true });
  });

  it('does not count until then', () => {
    const { cluster, leader, blank } = returned();
    cluster.cutOff.add('n2');
    cluster.beat('n1', 2);
    const { commitIndex } = leader.state;
    leader.request(put(2));
    cluster.settle();
    expect(leader.leading.progress['n3']?.match).toBe(leader.state.log.entries.length);
    expect(leader.state.commitIndex).toBe(commitIndex);
    expect(blank.state.mending).not.toBeNull();
  });
});
