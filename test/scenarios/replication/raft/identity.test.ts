/** A node whose disk is empty: has it been there before, and what may it still do? (See identity.ts and election.ts.) */
import { describe, expect, it } from 'vitest';
import type { Append, RequestVote } from '../../../../scenarios/replication/raft/messages.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import { Cluster } from './stepped.js';
import { Disk, Member, type Sent } from './stepped.js';

const VOTERS = ['n1', 'n2', 'n3'];
const initial = { voters: VOTERS, learners: [] };

const asksForVote: RequestVote = {
  kind: 'request-vote',
  term: 1,
  trial: false,
  last: { index: 0, term: 0 },
  transfer: false,
};

/** A node on its second start, with nothing on its disk. */
function blank(rules: Partial<Rules> = {}): Member {
  const disk = new Disk();
  disk.starts = 1;
  const node = new Member('n1', initial, { disk, rules });
  node.sync();
  node.clock.ms += 1_000;
  node.takeSent();
  return node;
}

const granted = (sent: readonly Sent[]): boolean[] =>
  sent.flatMap(({ message }) => (message.kind === 'vote' ? [message.granted] : []));

describe('an empty disk', () => {
  it('is nothing special at the first start ever', () => {
    const node = new Member('n1', initial);
    node.sync();
    node.clock.ms += 1_000;
    node.receive('n2', asksForVote);
    expect(granted(node.takeSent())).toEqual([true]);
    expect(node.state).toMatchObject({ life: 1, mending: null, recovering: false });
  });

  it('on a later start begins a new life, in which the node neither votes nor stands', () => {
    const node = blank();
    expect(node.state.life).toBe(2);
    expect(node.disk.files.get('identity')).toEqual({ life: 2, admitted: false });
    node.timer('election');
    expect(node.state.role.kind).toBe('follower');
    expect(node.takeSent().map(({ message }) => message.kind)).toEqual(['form', 'form']);
    node.receive('n2', asksForVote);
    expect(granted(node.takeSent())).toEqual([false]);
    // Now that it holds a term it does not even ask whether the others hold nothing.
    node.timer('election');
    expect(node.state.role.kind).toBe('follower');
    expect(node.takeSent()).toEqual([]);
  });

  it('is still the same life after another start, and not admitted either', () => {
    const { disk } = blank();
    const again = new Member('n1', initial, { disk });
    again.sync();
    expect(again.disk.starts).toBe(3);
    expect(again.state.life).toBe(2);
    expect(again.state.mending).not.toBeNull();
  });

  it('makes the node say in each answer that it does not count', () => {
    const node = blank();
    const stamp = { number: 1, round: 0, sentMs: 0, commit: 0 };
    const append = { kind: 'append', term: 1, previousIndex: 0, previousTerm: 0, ...stamp } as const;
    node.receive('n2', { ...append, entries: [{ index: 1, term: 1, kind: 'no-op' }] });
    const [answer] = node.takeSent();
    expect(answer?.message).toMatchObject({ kind: 'appended', match: 1, counts: false, life: 2 });
  });

  it('is taken for a new disk by the planted bug: it votes again', () => {
    const node = blank({ blankDisk: 'join' });
    expect(node.state.life).toBe(1);
    node.receive('n2', asksForVote);
    expect(granted(node.takeSent())).toEqual([true]);
  });

  it('is no emptier than one whose vote is damaged', () => {
    const { disk } = new Member('n1', initial);
    disk.files.set('vote', { term: 3, votedFor: 'n2' });
    disk.damaged.add('vote');
    const node = new Member('n1', initial, { disk });
    node.sync();
    node.clock.ms += 1_000;
    expect(node.state.life).toBe(2);
    node.receive('n3', { ...asksForVote, term: 9 });
    expect(granted(node.takeSent())).toEqual([false]);
  });
});

describe('a node in a new life', () => {
  it('votes from the configuration on that names that life, and from no older one', () => {
    const node = blank();
    const configured = (index: number, life: number): Append => ({
      kind: 'append',
      term: 1,
      previousIndex: index - 1,
      previousTerm: index === 1 ? 0 : 1,
      entries: [
        { index, term: 1, kind: 'configuration', configuration: { ...initial, lives: { n1: life } } },
      ],
      commit: 0,
      number: index,
      round: 0,
      sentMs: 0,
    });
    // What the others agreed on before it lost its disk.
    node.receive('n2', configured(1, 1));
    expect(node.state.mending).not.toBeNull();
    node.receive('n2', configured(2, 2));
    expect(node.state.mending).toBeNull();
    expect(node.reached).toEqual(['blank-node-readmitted']);
  });
});

describe('all disks empty at the second start', () => {
  /** A power cut in the middle of the very first start: nothing was written anywhere. */
  function afterPowerCut(): Cluster {
    const cluster = new Cluster(VOTERS);
    for (const id of VOTERS) cluster.restart(id, (disk) => disk.wipe());
    cluster.settle();
    return cluster;
  }

  it('means that the cluster was never formed: it is, and elects a leader', () => {
    const cluster = afterPowerCut();
    for (const id of VOTERS) expect(cluster.node(id).state.mending).not.toBeNull();
    for (const id of VOTERS) cluster.elect(id);
    for (const id of VOTERS) expect(cluster.node(id).state).toMatchObject({ life: 1, mending: null });
    expect(cluster.elect('n1').state.role.kind).toBe('leader');
  });

  it('is not known before each voter has said so', () => {
    const cluster = afterPowerCut();
    cluster.cutOff.add('n3');
    for (let i = 0; i < 3; i++) for (const id of ['n1', 'n2']) cluster.elect(id);
    for (const id of ['n1', 'n2']) expect(cluster.node(id).state.mending).not.toBeNull();
  });

  it('is not so where one of them holds a term, though no entry', () => {
    const cluster = new Cluster(VOTERS);
    cluster.clock.ms += 1_000;
    cluster.node('n3').receive('n2', { ...asksForVote, term: 4 });
    cluster.settle();
    expect(cluster.node('n3').state.term).toBe(4);
    for (const id of ['n1', 'n2']) cluster.restart(id, (disk) => disk.wipe());
    cluster.settle();
    for (const id of ['n1', 'n2', 'n1', 'n2']) cluster.elect(id);
    for (const id of ['n1', 'n2']) expect(cluster.node(id).state.mending).not.toBeNull();
  });

  it('is not said by an answer to an earlier life', () => {
    const node = blank();
    node.timer('election');
    for (const from of ['n2', 'n3']) node.receive(from, { kind: 'form', asks: false, life: 1, empty: true });
    expect(node.state.mending).not.toBeNull();
    for (const from of ['n2', 'n3']) node.receive(from, { kind: 'form', asks: false, life: 2, empty: true });
    expect(node.state.mending).toBeNull();
    expect(node.state.recovering).toBe(true);
    node.sync();
    expect(node.state.recovering).toBe(false);
  });
});
