/** Positions in logs of several leaders, and handing a log on: followers end with the leader's log, whatever they had. */
import { stream, type Random } from 'seedstorm';
import {
  answeredBy,
  batchAnswered,
  heldBy,
  isAhead,
  mayShare,
  newShipping,
  nextBatches,
  openLog,
  partsAt,
  positionOf,
  reachedBy,
  takeBatch,
  takeReady,
  type BatchAnswer,
  type DurableLog,
  type LogNode,
  type ShippingRules,
} from 'seedstorm/parts';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly epoch: number;
  readonly text?: string;
}

const logOf = (...epochs: number[]): Entry[] => epochs.map((epoch) => ({ epoch }));

describe('positions', () => {
  it('tell whose log has more: of a newer leader, or more of the same', () => {
    expect(positionOf(logOf(1, 1, 3))).toEqual({ epoch: 3, length: 3 });
    expect(positionOf(logOf(1, 1, 3), 2)).toEqual({ epoch: 1, length: 2 });
    expect(positionOf([])).toEqual({ epoch: 0, length: 0 });
    expect(isAhead(positionOf(logOf(2)), positionOf(logOf(1, 1)))).toBe(true);
    expect(isAhead(positionOf(logOf(1)), positionOf(logOf(1, 1)))).toBe(false);
    expect(isAhead(positionOf(logOf(1)), positionOf(logOf(1)))).toBe(false);
  });

  /** What a follower keeps that asks until its log agrees. */
  function reconciled(leader: Entry[], follower: Entry[]): Entry[] {
    for (let rounds = 0; rounds < 10; rounds++) {
      const told = partsAt(leader, positionOf(follower));
      if (told === undefined) return follower;
      follower = follower.slice(0, mayShare(follower, told));
    }
    throw new Error('no end to it');
  }

  it.each([
    ['a beginning of the leader’s stays', [1, 1, 2, 2], [1, 1, 2], [1, 1, 2]],
    ['an empty one stays', [1], [], []],
    ['what only the follower has goes', [1, 1], [1, 1, 1], [1, 1]],
    ['what another leader wrote goes', [1, 1, 3], [1, 1, 2, 2], [1, 1]],
    // The leader has never heard of epoch 2, the follower not of epoch 3; both have epoch 1, to different ends.
    ['the newest epoch that both have stays (KIP-279)', [1, 1, 1, 3, 4], [1, 1, 2, 2], [1, 1]],
    ['nothing in common', [2, 4], [1, 3], []],
  ])('%s', (_what, leader, follower, kept) => {
    expect(reconciled(logOf(...leader), logOf(...follower))).toEqual(logOf(...kept));
  });

  it('tell what enough of them reach', () => {
    expect([1, 2, 3, 4].map((count) => reachedBy(count, [5, 9, 7]))).toEqual([9, 7, 5, 0]);
    expect(reachedBy(0, [])).toBe(Infinity);
  });
});

const disk: LogNode = {
  disk: {
    records: () => [],
    read: () => undefined,
    write: () => undefined,
    append: () => undefined,
    truncate: () => undefined,
  },
  exit: (reason) => {
    throw new Error(reason);
  },
};

function logWith(entries: readonly Entry[]): DurableLog<Entry> {
  const { log } = openLog<Entry>(disk);
  log.entries.push(...entries);
  return log;
}

/** Logs of followers that were led by several leaders, each of which went on from one of the logs there were. */
function history(random: Random): Entry[][] {
  const logs: Entry[][] = [[], [], []];
  for (let epoch = 1; epoch <= 4; epoch++) {
    const leads = random.int(0, 2);
    const log = [...logs[leads]!];
    for (let n = random.int(0, 3); n > 0; n--) log.push({ epoch, text: `${epoch}/${log.length}` });
    logs[leads] = log;
    for (const [index, other] of logs.entries())
      if (random.chance(0.5) && other.length <= log.length)
        logs[index] = log.slice(0, random.int(0, log.length));
  }
  return logs;
}

/** Hands on a log of ten over a network that loses and delays answers. @returns what the followers have then */
function handedOn(random: Random, rules?: ShippingRules): { leader: Entry[]; followers: Entry[][] } {
  const [first, ...others] = history(random);
  const leader = [...first!, { epoch: 9, text: 'of the leader' }];
  const logs = others.map(logWith);
  const shipping = newShipping(['0', '1'], leader.length - 1);
  const late: [from: string, round: number, answer: BatchAnswer][] = [];
  for (let sending = 0; sending < 40; sending++) {
    const lossy = sending < 20;
    for (const [to, batch] of nextBatches(shipping, leader, { again: sending > 0, most: 2 })) {
      if (lossy && random.chance(0.3)) continue;
      const { answer } = takeBatch(logs[Number(to)]!, batch, disk, rules);
      late.push([to, shipping.round, answer]);
    }
    while (late.length > (lossy ? 2 : 0))
      batchAnswered(shipping, ...late.splice(random.int(0, late.length - 1), 1)[0]!, leader);
    // What it believes that they have they have.
    for (const [name, { length }] of Object.entries(shipping.followers))
      if (rules === undefined)
        expect(logs[Number(name)]!.entries.slice(0, length)).toEqual(leader.slice(0, length));
  }
  if (rules === undefined) {
    expect([heldBy(2, shipping), heldBy(3, shipping)]).toEqual([leader.length, 0]);
    expect(answeredBy(2, shipping)).toBe(40);
  }
  return { leader, followers: logs.map(({ entries }) => [...entries]) };
}

describe('handing a log on', () => {
  it('ends with the log of the leader everywhere, over a network that loses and delays', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { leader, followers } = handedOn(stream(seed, 'shipping'));
      for (const follower of followers) expect(follower).toEqual(leader);
    }
  });

  it('does not where followers compare lengths only', () => {
    let different = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const { leader, followers } = handedOn(stream(seed, 'shipping'), { compare: 'length' });
      if (followers.some((follower) => JSON.stringify(follower) !== JSON.stringify(leader))) different++;
    }
    expect(different).toBeGreaterThan(10);
  });

  it('tells what a follower gave up, and a late copy takes nothing back', () => {
    const log = logWith(logOf(1, 1, 2));
    const batch = { after: { epoch: 1, length: 1 }, entries: logOf(1, 3, 3) };
    expect(takeBatch(log, batch, disk)).toEqual({ answer: { kind: 'have', length: 4 }, kept: 2 });
    expect(log.entries).toEqual(logOf(1, 1, 3, 3));
    const copy = { after: { epoch: 1, length: 1 }, entries: logOf(1) };
    expect(takeBatch(log, copy, disk)).toEqual({ answer: { kind: 'have', length: 2 }, kept: 4 });
    expect(log.entries).toHaveLength(4);
  });
});

it('those whose time has come are taken out of a list, in order', () => {
  const waiting = [5, 1, 4, 2];
  expect(takeReady(waiting, (one) => one > 2)).toEqual([5, 4]);
  expect(waiting).toEqual([1, 2]);
});
