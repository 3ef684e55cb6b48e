/** What a real cluster of RabbitMQ 3.10.8 was seen to do, one test for each observation, and what our cluster does. */
import { defineScenario, simulate, type Run, type Scenario } from 'seedstorm';
import { atLeastOnce, exactlyOnce, type Checker } from 'seedstorm/checkers';
import { describe, expect, it } from 'vitest';
import {
  clusterPrograms,
  soundClient,
  soundSettings,
} from '../../../scenarios/broker/amqp/cluster/cluster.js';
import { amqpMirrored } from '../../../scenarios/broker/amqp/cluster/mirrored-queue.js';
import { amqpPartition } from '../../../scenarios/broker/amqp/cluster/partitioned-queue.js';
import { amqpQuorum } from '../../../scenarios/broker/amqp/cluster/quorum-queue.js';
import { clusterInHand } from './amqp-hand.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- scenarios of any parameters
type AnyScenario = Scenario<any>;
type Hands = Awaited<ReturnType<typeof clusterInHand>>;

/** Ready and unsettled messages of the queue, as its master has them. */
const inQueue = ({ broker }: Hands): number[] => {
  for (const name of ['r1', 'r2', 'r3']) {
    const held = broker(name)?.queues['jobs'];
    if (held?.role.kind === 'master')
      return [...held.kept.values()].map(({ message }) => (message.body as { body: number }).body);
  }
  return [];
};

describe('a mirrored queue whose master is killed', () => {
  it('goes on: consumers elsewhere keep their channel, and all that survives counts as redelivered', async () => {
    const hands = await clusterInHand();
    await hands.connect('a', 'r2');
    await hands.connect('b', 'r3');
    await hands.consume('b', 3);
    await hands.publish('a', 1, 2, 3, 4, 5);
    expect(hands.news('a')).toBe('connection.open-ok ok 1 ok 2 ok 3 ok 4 ok 5');
    await hands.ack('b', 1);
    expect(hands.news('b')).toBe('connection.open-ok basic.qos-ok basic.consume-ok 1 2 3 4');
    hands.world.kill('r1');
    await hands.world.runFor(200);
    // No cancel; what it had comes again on the same channel, under the tags 5, 6 and 7.
    expect(hands.news('b')).toBe('2R 3R 4R');
    // A tag from before still settles, and so the next one comes: never delivered, and yet redelivered.
    await hands.ack('b', 2);
    expect(hands.news('b')).toBe('5R');
    await hands.ack('b', 6, 7, 8);
    expect(inQueue(hands)).toEqual([]);
  });

  it('under load loses nothing, does some twice, and marks more as redelivered than that', async () => {
    const { history, twice, marked } = await afterKill(amqpMirrored);
    expect(verdictOf(atLeastOnce().check(history))).toBe('valid');
    expect(verdictOf(exactlyOnce().check(history))).toBe('invalid duplicate');
    expect(marked).toBeGreaterThan(twice);
  });
});

describe('a mirror that is not synchronised', () => {
  const settings = { mirrors: 1, syncMode: 'manual' } as const;

  /** Five messages before the mirror is new, three after; then something happens to the master. */
  async function eightMessages(promoteOnFailure: 'always' | 'when-synced'): Promise<Hands> {
    const hands = await clusterInHand({ ...settings, promoteOnFailure });
    await hands.connect('a', 'r3');
    await hands.publish('a', 1, 2, 3, 4, 5);
    // Each time the master has one mirror less, it takes another one, which begins with nothing.
    hands.world.kill('r2');
    await hands.world.runFor(200);
    await hands.publish('a', 6, 7, 8);
    expect(hands.news('a')).toBe('connection.open-ok ok 1 ok 2 ok 3 ok 4 ok 5 ok 6 ok 7 ok 8');
    hands.world.restart('r2');
    await hands.world.runFor(200);
    return hands;
  }

  it('takes over from a master that is killed: what was confirmed before it came is lost', async () => {
    const hands = await eightMessages('always');
    hands.world.kill('r1');
    await hands.world.runFor(200);
    expect(inQueue(hands)).toEqual([6, 7, 8]);
    hands.world.restart('r1');
    await hands.world.runFor(300);
    expect(inQueue(hands)).toEqual([6, 7, 8]);
  });

  it('does not with promote-on-failure when-synced: no confirm, 404, and all is back with the master', async () => {
    const hands = await eightMessages('when-synced');
    hands.world.kill('r1');
    await hands.world.runFor(200);
    await hands.publish('a', 9);
    await hands.connect('b', 'r2');
    await hands.consume('b');
    expect(hands.news('a')).toBe('');
    expect(hands.news('b')).toBe('connection.open-ok basic.qos-ok 404');
    hands.world.restart('r1');
    await hands.world.runFor(300);
    await hands.consume('b');
    expect(hands.news('b')).toBe('basic.qos-ok basic.consume-ok 1R 2R 3R 4R 5R 6R 7R 8R');
  });

  it('does not take over from a master that stops in good order: 404, and all is back later', async () => {
    const hands = await eightMessages('always');
    hands.world.impose({ kind: 'leave', node: 'r1' });
    await hands.world.runFor(200);
    await hands.connect('b', 'r2');
    await hands.consume('b');
    expect(hands.news('b')).toBe('connection.open-ok basic.qos-ok 404');
  });
});

describe('a quorum queue whose leader is killed', () => {
  it('loses nothing, gives nothing twice and nothing marked, and confirms all', async () => {
    const { history, twice, marked, unconfirmed } = await afterKill(amqpQuorum);
    expect(verdictOf(exactlyOnce().check(history))).toBe('valid');
    expect({ twice, marked, unconfirmed }).toEqual({ twice: 0, marked: 0, unconfirmed: 0 });
  });
});

/** The brokers r1 and r2 on one side, r3 on the other, each with clients of its own. */
const cut = {
  kind: 'partition',
  atMs: 800,
  durationMs: 1500,
  groups: [
    ['r1', 'r2', 'p1', 'w1'],
    ['r3', 'p2', 'w2'],
  ],
} as const;

describe('a cluster that is cut', () => {
  it('autoheal of a mirrored queue: the side with more clients wins, and the rest is discarded', async () => {
    const { history, lost } = await afterCut({ partitions: 'autoheal' });
    expect(verdictOf(atLeastOnce().check(history))).toBe('invalid lost');
    expect(lost).toBeGreaterThan(5);
  });

  it('autoheal of a quorum queue: none lost, and none twice without a mark', async () => {
    const run = await afterCut({ partitions: 'autoheal', kind: 'quorum' });
    expect(run.lost).toBe(0);
  });

  it('the single broker wins if it has more clients', async () => {
    const hands = await clusterInHand({ partitions: 'autoheal' });
    await hands.connect('a', 'r3');
    const parted = hands.world.partition(['r1', 'r2'], ['r3', 'a', 'b']);
    await hands.world.runFor(600);
    await hands.publish('a', 1, 2);
    parted.end();
    await hands.world.runFor(800);
    expect(inQueue(hands)).toEqual([1, 2]);
    expect(hands.news('a')).toBe('connection.open-ok ok 1 ok 2');
    expect(['r1', 'r2', 'r3'].map((name) => hands.broker(name).cluster.life % 1000)).toEqual([1, 1, 0]);
  });

  it('pause-minority in a partial cut: both ends pause until the entire cluster recovers, nothing confirmed is lost', async () => {
    const hands = await clusterInHand();
    await hands.connect('a', 'r1');
    await hands.connect('b', 'r3');
    await hands.publish('a', 1, 2, 3);
    const link = hands.world.impose({ kind: 'loss', probability: 1, from: ['r1', 'r3'], to: ['r3', 'r1'] });
    await hands.world.runFor(1500);
    expect(hands.news('a')).toBe('connection.open-ok ok 1 ok 2 ok 3 connection closed');
    expect(hands.news('b')).toBe('connection.open-ok connection closed');
    const phases = () => ['r1', 'r2', 'r3'].map((name) => hands.broker(name).cluster.phase).join(' ');
    expect(phases()).toBe('paused-until-all running paused-until-all');
    link.end();
    await hands.world.runFor(1000);
    expect(phases()).toBe('running running running');
    expect(inQueue(hands)).toEqual([1, 2, 3]);
  });
});

/** The verdict, and the kinds of anomalies if there are any. */
function verdictOf(judged: ReturnType<Checker['check']>): string {
  const anomalies = judged.verdict === 'invalid' ? judged.anomalies : [];
  return [judged.verdict, ...new Set(anomalies.map(({ kind }) => kind))].join(' ');
}

/** The broker r1 is killed while it is master or leader; all clients are with the others. */
async function afterKill(scenario: AnyScenario) {
  const { kind } = scenario === amqpQuorum ? { kind: 'quorum' as const } : { kind: 'classic' as const };
  const elsewhere = defineScenario({
    ...scenario,
    protocol: () =>
      clusterPrograms({ ...soundSettings, kind }, { ...soundClient, brokers: ['r2', 'r3'], workMs: 34 }),
  });
  const state = kind === 'quorum' ? 'leader' : 'master';
  const kill = {
    kind: 'kill',
    atMs: 0,
    node: 'r1',
    durationMs: 3000,
    when: { state, nth: 1, afterMs: 1500 },
  } as const;
  for (let seed = 1; seed < 20; seed++) {
    const run = await simulate(elsewhere, { seed, faults: [kill] });
    if (run.triggered.length > 0) return figuresOf(run);
  }
  throw new Error('r1 never led');
}

const afterCut = async (params: Record<string, string>) =>
  figuresOf(await simulate(amqpPartition, { seed: 3, params, faults: [cut] }));

function figuresOf({ history }: Run) {
  const of = (f: string) => history.filter(({ input }) => (input as { f: string }).f === f);
  const processed = of('process').map(({ input }) => input as { value: string; redelivered: boolean });
  const values = new Set(processed.map(({ value }) => value));
  const sent = of('send');
  const confirmed = sent
    .filter(({ type }) => type === 'ok')
    .map(({ input }) => (input as { value: string }).value);
  return {
    history,
    twice: processed.length - values.size,
    marked: processed.filter(({ redelivered }) => redelivered).length,
    unconfirmed: sent.length - confirmed.length,
    lost: confirmed.filter((value) => !values.has(value)).length,
  };
}
