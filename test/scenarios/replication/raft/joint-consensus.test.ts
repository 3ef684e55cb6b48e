/** Any number of voters changed at once, by way of a configuration of both sets (Ongaro 2014, §4.3). */
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../../scenarios/replication/raft/configuration.js';
import { Cluster } from './stepped.js';
import type { Member } from './stepped.js';

const VOTERS = ['n1', 'n2', 'n3'];

/** Three voters that n1 leads, and two others. */
function led(): { cluster: Cluster; leader: Member } {
  const cluster = new Cluster(VOTERS, ['n4', 'n5']);
  return { cluster, leader: cluster.elect('n1') };
}

/** All configurations that a node's log holds, without lives. */
const configurationsOf = ({ state }: Member): Configuration[] =>
  state.configurations.map(({ configuration: { lives: _, ...rest } }) => rest);

describe('joint consensus (§4.3)', () => {
  it('has newcomers learn, then both sets decide, then the new one alone', () => {
    const { cluster, leader } = led();
    leader.request({ f: 'change-membership', voters: ['n1', 'n4', 'n5'] });
    cluster.settle();
    cluster.beat('n1', 2);
    expect(configurationsOf(leader)).toEqual([
      { voters: VOTERS, learners: [] },
      { voters: VOTERS, learners: ['n4', 'n5'] },
      { voters: ['n1', 'n4', 'n5'], outgoing: VOTERS, learners: [] },
      { voters: ['n1', 'n4', 'n5'], learners: [] },
    ]);
    expect(leader.state.commitIndex).toBe(leader.state.configurations.at(-1)?.index);
    expect(leader.reached).toContain('configuration-joint');
    expect(Object.keys(leader.leading.progress).sort()).toEqual(['n4', 'n5']);
  });

  it('waits for a majority of the old set, and of the new one', () => {
    for (const missing of [
      ['n2', 'n3'],
      ['n4', 'n5'],
    ]) {
      const { cluster, leader } = led();
      leader.request({ f: 'change-membership', voters: ['n1', 'n4', 'n5'] });
      // Newcomers have learnt; the joint configuration is in the leader's log, and on its way.
      cluster.settle();
      cluster.clock.ms += 50;
      leader.timer('heartbeat');
      expect(leader.state.configuration.outgoing).toEqual(VOTERS);
      const { index } = leader.state.configurations.at(-1) ?? { index: 0 };
      for (const node of missing) cluster.cutOff.add(node);
      // Nobody takes another wish meanwhile.
      leader.request({ f: 'remove-server', server: 'n1' });
      cluster.beat('n1', 3);
      expect(leader.leading.wish).toBeNull();
      expect(leader.state.commitIndex).toBeLessThan(index);
      expect(leader.state.configuration.outgoing).toEqual(VOTERS);
      cluster.cutOff.clear();
      cluster.beat('n1', 2);
      expect(leader.state.configuration).toMatchObject({ voters: ['n1', 'n4', 'n5'] });
      expect(leader.state.configuration.outgoing).toBeUndefined();
    }
  });

  it('is left by whoever leads next', () => {
    const { cluster, leader } = led();
    leader.request({ f: 'change-membership', voters: ['n2', 'n3'] });
    // The joint configuration is in all logs, and the leader is gone before it knows.
    leader.sync();
    for (const { to, message } of leader.takeSent()) cluster.node(to).receive('n1', message);
    for (const node of ['n2', 'n3']) expect(cluster.node(node).state.configuration.outgoing).toEqual(VOTERS);
    cluster.cutOff.add('n1');
    const next = cluster.elect('n2');
    expect(next.state.role.kind).toBe('leader');
    cluster.cutOff.clear();
    cluster.beat('n2', 2);
    expect(next.state.configuration).toMatchObject({ voters: ['n2', 'n3'] });
    expect(next.state.configuration.outgoing).toBeUndefined();
  });
});
