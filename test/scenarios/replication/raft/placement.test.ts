/** Which configuration is in force: always the last one in the log, committed or not (Ongaro 2014, §4.1). */
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../../scenarios/replication/raft/configuration.js';
import type { Entry } from '../../../../scenarios/replication/raft/log.js';
import { lastIndex } from '../../../../scenarios/replication/raft/log.js';
import {
  beginAfter,
  forgetUpTo,
  place,
  placedAt,
  takeOff,
} from '../../../../scenarios/replication/raft/persistence.js';
import { Member } from './stepped.js';

const initial: Configuration = { voters: ['n1', 'n2', 'n3'], learners: [] };
const learning: Configuration = { voters: ['n1', 'n2', 'n3'], learners: ['n4'] };
const four: Configuration = { voters: ['n1', 'n2', 'n3', 'n4'], learners: [] };

const noOp = (index: number, term = 1): Entry => ({ index, term, kind: 'no-op' });
const change = (index: number, configuration: Configuration, term = 1): Entry => ({
  index,
  term,
  kind: 'configuration',
  configuration,
});

/** A log of six entries, with configurations at 2 and 4. */
const entries = [noOp(1), change(2, learning), noOp(3), change(4, four), noOp(5), noOp(6)];

function nodeWith(placed: readonly Entry[]): ReturnType<Member['begin']> {
  const begun = new Member('n1', initial).begin();
  for (const entry of placed) place(begun.raft, entry);
  return begun;
}

describe('a configuration', () => {
  it('is in force as soon as it is in the log, committed or not (§4.1)', () => {
    const inForce = entries.map((_, count) => nodeWith(entries.slice(0, count + 1)).state.configuration);
    expect(inForce).toEqual([initial, learning, learning, four, four, four]);
    expect(nodeWith(entries).state.commitIndex).toBe(0);
  });

  it('gives way to the one before when the log loses it (§4.1)', () => {
    const inForce = [5, 4, 3, 2, 1].map((from) => {
      const { raft, state } = nodeWith(entries);
      takeOff(raft, from);
      expect(lastIndex(state.log)).toBe(from - 1);
      return state.configuration;
    });
    expect(inForce).toEqual([four, learning, learning, initial, initial]);
  });

  it('is said to be rolled back only when one is', () => {
    const { raft, effects } = nodeWith(entries);
    takeOff(raft, 5);
    expect(effects).toEqual([]);
    takeOff(raft, 4);
    expect(effects).toEqual([{ kind: 'reached', site: 'configuration-rolled-back' }]);
  });

  it('stays when a snapshot takes the place of its entry (§5.1)', () => {
    const { raft, state } = nodeWith(entries);
    forgetUpTo(state, { index: 3, term: 1 });
    expect(state.configurations).toEqual([
      { index: 2, configuration: learning },
      { index: 4, configuration: four },
    ]);
    expect(state.configuration).toEqual(four);
    takeOff(raft, 4);
    expect(state.configuration).toEqual(learning);
  });

  it('comes with a snapshot, and goes on with what of the log continues it (§5.1)', () => {
    const { state } = nodeWith(entries);
    beginAfter(state, { index: 3, term: 1 }, learning);
    expect(lastIndex(state.log)).toBe(6);
    expect(state.configuration).toEqual(four);
  });

  it('comes with a snapshot alone where the log is another (§5.1)', () => {
    // Before and after a configuration that is lost with the log.
    for (const index of [3, 5]) {
      const { state } = nodeWith(entries);
      beginAfter(state, { index, term: 2 }, learning);
      expect(state.log.entries).toEqual([]);
      expect(state.configurations).toEqual([{ index, configuration: learning }]);
      expect(state.configuration).toEqual(learning);
    }
  });

  it('is found by index', () => {
    const { configurations } = nodeWith(entries).state;
    const inForce = [0, 1, 2, 3, 4, 9].map((index) => placedAt(configurations, index)?.configuration);
    expect(inForce).toEqual([initial, initial, learning, learning, four, four]);
    expect(placedAt([{ index: 5, configuration: four }], 4)).toBeUndefined();
  });

  it('is in force again after a start (figure 3.1: the log is persistent)', () => {
    const node = new Member('n1', initial);
    entries.forEach((entry, number) => node.disk.records.push({ ok: true, value: { number, entry } }));
    node.disk.files.set('tail', entries.length - 1);
    const { state } = new Member('n1', initial, { disk: node.disk });
    expect(state.configuration).toEqual(four);
    expect(state.configurations.map(({ index }) => index)).toEqual([0, 2, 4]);
  });
});
