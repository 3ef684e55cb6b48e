/** What a journal is worth after a power cut, and what is committed where. */
import type { StateMachineNode, StoredRecord } from 'seedstorm';
import { describe, expect, it } from 'vitest';
import {
  append,
  beginningOfEpoch,
  commit,
  positionOf,
  readJournal,
  rewriteJournal,
  truncate,
  type JournalRecord,
} from '../../../../scenarios/replication/primary-backup/log.js';
import type { Entry } from '../../../../scenarios/replication/primary-backup/messages.js';
import type { Replica, ReplicaState } from '../../../../scenarios/replication/primary-backup/replica.js';

const entry = (epoch: number, value: number): Entry => ({
  epoch,
  write: { key: 'a', value, client: 'c1', id: value },
});
const valuesOf = (log: readonly Entry[]) => log.map(({ write }) => write?.value);

/** A node whose disk is the list given. */
function nodeWith(records: StoredRecord<JournalRecord>[]): StateMachineNode<Replica> {
  const disk = {
    records: () => records,
    append: (_path: string, value: JournalRecord) => void records.push({ ok: true, value }),
    write: (_path: string, values: JournalRecord[]) =>
      void records.splice(0, records.length, ...values.map((value) => ({ ok: true as const, value }))),
  };
  return { disk } as unknown as StateMachineNode<Replica>;
}

const emptyState = (): ReplicaState => ({
  epoch: 1,
  promoted: 0,
  primary: null,
  log: [],
  nextRecord: 1,
  committed: 0,
  values: {},
  asked: {},
  beats: 0,
  leading: null,
});

/** A journal of three entries, of which the third took the place of two. */
function written(): { records: StoredRecord<JournalRecord>[]; state: ReplicaState } {
  const records: StoredRecord<JournalRecord>[] = [];
  const state = emptyState();
  const node = nodeWith(records);
  for (const value of [1, 2, 3, 4]) append(state, entry(1, value), node);
  truncate(state, 2);
  append(state, entry(2, 5), node);
  return { records, state };
}

describe('the journal', () => {
  it('gives back the log as it was', () => {
    const { records, state } = written();
    expect(records).toHaveLength(5);
    const read = readJournal(nodeWith(records));
    expect(valuesOf(read.log)).toEqual([1, 2, 5]);
    expect(read.log).toEqual(state.log);
    expect(read.nextRecord).toBe(6);
  });

  it('ends where a record is missing or torn, whatever comes after', () => {
    for (let gone = 0; gone < 5; gone++) {
      const missing = written().records.filter((_, index) => index !== gone);
      expect(valuesOf(readJournal(nodeWith(missing)).log)).toEqual([1, 2, 3, 4].slice(0, gone));
      const torn = written().records.map((record, index) =>
        index === gone ? { ok: false as const } : record,
      );
      expect(valuesOf(readJournal(nodeWith(torn)).log)).toEqual([1, 2, 3, 4].slice(0, gone));
    }
  });

  it('goes on with new numbers, so that what was lost before is not taken for its continuation', () => {
    const { records } = written();
    const gap = records.filter((_, index) => index !== 3);
    const state = { ...emptyState(), ...readJournal(nodeWith(gap)) };
    expect(valuesOf(state.log)).toEqual([1, 2, 3]);
    // The rewritten file is lost in a power cut, what was appended to it is not.
    const rewritten = [...gap];
    rewriteJournal(state, nodeWith(rewritten));
    append(state, entry(3, 6), nodeWith(rewritten));
    expect(valuesOf(readJournal(nodeWith(rewritten)).log)).toEqual([1, 2, 3, 6]);
    const last = rewritten.at(-1) as StoredRecord<JournalRecord>;
    expect(valuesOf(readJournal(nodeWith([...gap, last])).log)).toEqual([1, 2, 3]);
  });

  it('is empty at first', () => {
    expect(readJournal(nodeWith([]))).toEqual({ log: [], nextRecord: 1 });
  });
});

describe('the log', () => {
  it('applies what is committed, and takes it back only where that is undone', () => {
    const { state } = written();
    commit(state, 2);
    expect(state.values).toEqual({ a: 2 });
    truncate(state, 2);
    expect([state.committed, state.values, state.asked]).toEqual([2, { a: 2 }, { c1: 2 }]);
    truncate(state, 1);
    expect([state.committed, state.values, state.asked]).toEqual([1, { a: 1 }, { c1: 1 }]);
  });

  it('knows positions and where epochs begin', () => {
    const log = [entry(1, 1), entry(1, 2), entry(3, 3), entry(3, 4)];
    expect(positionOf(log)).toEqual({ epoch: 3, length: 4 });
    expect(positionOf(log, 2)).toEqual({ epoch: 1, length: 2 });
    expect(positionOf(log, 0)).toEqual({ epoch: 0, length: 0 });
    expect([4, 3, 2, 1, 0].map((length) => beginningOfEpoch(log, length))).toEqual([2, 2, 0, 0, 0]);
  });
});
