/** Who leads, who is in sync, who reads what: the decisions of the controller. */
import { testNode } from 'seedstorm/property';
import { describe, expect, it } from 'vitest';
import {
  altered,
  deposed,
  elected,
  initialPartitions,
  without,
} from '../../../scenarios/broker/replicated-log/partitions.js';
import type { Partition } from '../../../scenarios/broker/replicated-log/messages.js';
import { controller } from '../../../scenarios/broker/replicated-log/controller.js';
import { params, rules } from '../../../scenarios/broker/replicated-log/rules.js';

const brokers = ['b1', 'b2', 'b3'];
const live = (...names: string[]) => names;
const sound = rules.sound;
const partition = (leader: string | undefined, ...inSync: string[]): Partition => ({
  leader,
  epoch: 4,
  version: 9,
  inSync,
});

describe('elections', () => {
  it('begin with another preferred leader for each partition', () => {
    expect(initialPartitions(4, brokers).map(({ leader }) => leader)).toEqual(['b1', 'b2', 'b3', 'b1']);
  });

  it('depose a leader that stopped, under a new epoch', () => {
    expect(without(partition('b1', 'b1', 'b2'), 'b1')).toEqual({
      leader: undefined,
      epoch: 5,
      version: 10,
      inSync: ['b2'],
    });
    expect(without(partition('b2', 'b1', 'b2'), 'b1')).toMatchObject({
      leader: 'b2',
      epoch: 4,
      version: 10,
      inSync: ['b2'],
    });
  });

  it('keep the last one in sync, because nobody else has everything', () => {
    expect(without(partition('b1', 'b1'), 'b1').inSync).toEqual(['b1']);
  });

  it('depose a leader that began anew, but leave it in sync', () => {
    expect(deposed(partition('b1', 'b1', 'b2'), 'b1')).toMatchObject({
      leader: undefined,
      epoch: 5,
      inSync: ['b1', 'b2'],
    });
    expect(deposed(partition('b2', 'b1', 'b2'), 'b1')).toEqual(partition('b2', 'b1', 'b2'));
  });

  it('choose among those that live and are in sync', () => {
    const vacant = partition(undefined, 'b2', 'b3');
    expect(elected(vacant, 0, live('b1', 'b3'), brokers, sound)).toMatchObject({ leader: 'b3', epoch: 5 });
    expect(elected(vacant, 0, live('b1'), brokers, sound)).toEqual(vacant);
  });

  it('choose anybody under the planted bug', () => {
    const chosen = elected(
      partition(undefined, 'b2'),
      0,
      live('b1', 'b2'),
      brokers,
      rules.with('unclean-election'),
    );
    expect(chosen).toMatchObject({ leader: 'b1', inSync: ['b1'] });
  });

  it('give a partition back to the replica that should lead it', () => {
    expect(elected(partition('b2', 'b1', 'b2'), 0, live('b1', 'b2'), brokers, sound)).toMatchObject({
      leader: 'b1',
      epoch: 5,
    });
    expect(elected(partition('b1', 'b1', 'b2'), 0, live('b1', 'b2'), brokers, sound)).toEqual(
      partition('b1', 'b1', 'b2'),
    );
  });
});

describe('in-sync sets', () => {
  it('change only on the newest knowledge', () => {
    const before = partition('b1', 'b1');
    const proposal = { epoch: 4, version: 9, inSync: ['b1', 'b2'] };
    expect(altered(before, proposal, live('b1', 'b2')).inSync).toEqual(['b1', 'b2']);
    expect(altered(before, { ...proposal, version: 8 }, live('b1', 'b2'))).toBe(before);
    expect(altered(before, { ...proposal, epoch: 3 }, live('b1', 'b2'))).toBe(before);
  });

  it('take in nobody that does not live, and get a new version all the same', () => {
    const after = altered(partition('b1', 'b1'), { epoch: 4, version: 9, inSync: ['b1', 'b2'] }, live('b1'));
    expect(after).toMatchObject({ version: 10, inSync: ['b1'] });
  });
});

describe('the consumer group', () => {
  const options = { ...params.parse({ partitions: 3 }), rules: sound, brokers };
  const members = ['controller', 'g1', 'g2'];
  const node = testNode<{ message: object }>(controller(options), { id: 'controller', members });
  const joins = (name: string) => {
    node.call(name, { f: 'member', group: 'join', session: 1 });
    return node.sync().replies.at(-1);
  };
  /** Which partitions a member may commit in a generation. */
  const readBy = (name: string, generation: number) =>
    [0, 1, 2].filter((partition) => {
      const { replies } = node.call(name, { f: 'commit', generation, partition, offset: 1 });
      return !replies.some((reply) => 'error' in reply);
    });

  it('gives each partition to one member, in turns, and anew in each generation', () => {
    expect(joins('g1')).toMatchObject({ to: 'g1', value: { generation: 1, members: ['g1'] } });
    expect([readBy('g1', 1), readBy('g2', 1)]).toEqual([[0, 1, 2], []]);
    expect(joins('g2')).toMatchObject({ to: 'g2', value: { generation: 2, members: ['g1', 'g2'] } });
    expect([readBy('g1', 2), readBy('g2', 2), readBy('g1', 1)]).toEqual([[0, 2], [1], []]);
  });
});
