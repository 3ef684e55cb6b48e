/** How a client’s question finds the leader, and its answer the client (Ongaro 2014, chapter 6). */
import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../../scenarios/replication/raft/messages.js';
import { Cluster } from './stepped.js';
import type { Member } from './stepped.js';

const NODES = ['n1', 'n2', 'n3', 'n4'];
const put = { f: 'put', key: 'x', value: 7 } as const;

/** n1 leads, and everybody knows. */
function led(): Cluster {
  const cluster = new Cluster(NODES);
  cluster.elect('n1');
  cluster.beat('n1');
  return cluster;
}

/** Whom it asks, of what it has sent since. */
const asked = (node: Member): string[] =>
  node.takeSent().flatMap(({ to, message }) => (message.kind === 'ask' ? [to] : []));

const ask = (gateway: string): Ask => ({ kind: 'ask', client: 'c1', serial: 1, gateway, command: put });

describe('a question', () => {
  it('goes to the leader, and the answer comes back to the node that was asked', () => {
    const cluster = led();
    cluster.node('n3').request(put);
    cluster.settle();
    cluster.node('n3').request({ f: 'get', key: 'x' });
    cluster.settle();
    expect(cluster.node('n3').replies).toEqual([null, 7]);
    expect(cluster.node('n1').replies).toEqual([]);
  });

  it('goes to one node after the other while no leader is known (§6.2)', () => {
    const node = new Cluster(NODES).node('n2');
    node.request(put);
    expect(asked(node)).toEqual([]);
    const tries = Array.from({ length: 5 }, () => {
      node.timer('retry');
      return asked(node);
    });
    expect(tries).toEqual([['n3'], ['n4'], ['n1'], ['n3'], ['n4']]);
  });

  it('is passed on by whoever knows the leader, once and no further', () => {
    const follower = led().node('n2');
    follower.receive('n4', ask('n4'));
    expect(follower.takeSent()).toMatchObject([{ to: 'n1', message: ask('n4') }]);
    follower.receive('n3', ask('n4'));
    follower.receive('n1', ask('n1'));
    expect(follower.takeSent()).toEqual([]);
  });

  it('that was passed on is answered to the node that the client asked', () => {
    const cluster = led();
    cluster.node('n1').receive('n2', ask('n4'));
    cluster.settle();
    expect(cluster.delivered.filter(({ message }) => message.kind === 'told')).toHaveLength(1);
    cluster.node('n4').request(put);
    const leader = cluster.node('n1');
    leader.takeSent();
    leader.receive('n4', ask('n4'));
    cluster.settle();
    // The same serial number: it was carried out before, and is answered from the session (§6.3).
    expect(cluster.node('n4').replies).toEqual([null]);
    expect(leader.facts.filter((effect) => (effect as { executed?: boolean }).executed)).toHaveLength(1);
  });

  it('that is under way already is not proposed again for the same node', () => {
    const leader = led().node('n1');
    const before = leader.state.log.entries.length;
    leader.receive('n2', ask('n2'));
    leader.receive('n2', ask('n2'));
    expect(leader.state.log.entries).toHaveLength(before + 1);
  });

  it('is given up when nobody has answered for three seconds', () => {
    const cluster = led();
    const node = cluster.node('n2');
    node.request(put);
    expect(asked(node)).toEqual(['n1']);
    node.clock.ms += 3_000;
    node.timer('retry');
    expect(asked(node)).toEqual(['n1']);
    node.clock.ms += 1;
    node.timers.delete('retry');
    node.timer('retry');
    expect(asked(node)).toEqual([]);
    expect(node.timers.has('retry')).toBe(false);
  });

  it('that comes a second time, late, is not asked again', () => {
    const node = led().node('n2');
    node.request(put);
    node.takeSent();
    node.state.waiting['c1'] = { ...node.state.waiting['c1']!, asker: { from: 'c1', id: 9 } };
    node.request(put);
    expect(asked(node)).toEqual([]);
  });
});
