/** What a node takes for its log after a power cut, and when it stands aside (see recovery.ts). */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../scenarios/replication/raft/log.js';
import { lastIndex } from '../../../../scenarios/replication/raft/log.js';
import type { Append } from '../../../../scenarios/replication/raft/messages.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import type { Disk } from './stepped.js';
import { Member } from './stepped.js';

const initial = { voters: ['n1', 'n2', 'n3'], learners: [] };
const noOp = (index: number, term: number): Entry => ({ index, term, kind: 'no-op' });

const append = (previous: Entry | undefined, entries: readonly Entry[], term: number): Append => ({
  kind: 'append',
  term,
  previousIndex: previous?.index ?? 0,
  previousTerm: previous?.term ?? 0,
  entries,
  commit: 0,
  number: 1,
  round: 0,
  sentMs: 0,
});

/** A disk with entries 1 to 4 of term 1, of which 3 and 4 then gave way to one of term 2: five records. */
function written(): Disk {
  const node = new Member('n1', initial);
  node.sync();
  node.receive(
    'n2',
    append(
      undefined,
      [1, 2, 3, 4].map((index) => noOp(index, 1)),
      1,
    ),
  );
  node.receive('n3', append(noOp(2, 1), [noOp(3, 2)], 2));
  node.sync();
  expect(node.disk.records).toHaveLength(5);
  return node.disk;
}

/** A start from what a power cut or the rot has left. */
function startedAfter(change: (disk: Disk) => void, rules: Partial<Rules> = {}): Member {
  const disk = written();
  change(disk);
  const node = new Member('n1', initial, { disk, rules });
  node.sync();
  return node;
}

const termsOf = ({ state }: Member): number[] => state.log.entries.map(({ term }) => term);

/** The record at a place is there, but fails its checksum. */
const damage = (place: number) => (disk: Disk) => void (disk.records[place] = { ok: false });

describe('the journal', () => {
  it('gives back the log as it was, and the term', () => {
    const node = startedAfter(() => undefined);
    expect(termsOf(node)).toEqual([1, 1, 2]);
    expect(node.state).toMatchObject({ term: 2, mending: null, recovering: false });
  });

  it('ends at the first record that a power cut took, whatever comes later', () => {
    const kept = [0, 1, 2, 3, 4].map((gone) =>
      termsOf(startedAfter((disk) => void disk.records.splice(gone, 1))),
    );
    // The first version took a log that began with entry 3 for one that began with entry 1.
    expect(kept).toEqual([[], [1], [1, 1], [1, 1, 1], [1, 1, 1, 1]]);
  });

  it('is written anew without what was cut off, so that it does not come back', () => {
    const { disk } = startedAfter((after) => void after.records.splice(1, 1));
    expect(disk.records).toHaveLength(1);
    const again = new Member('n1', initial, { disk });
    expect(lastIndex(again.state.log)).toBe(1);
  });

  it('shows the term of its last entry where the file of the term was lost', () => {
    const node = startedAfter((disk) => void disk.files.set('vote', { term: 1, votedFor: 'n2' }));
    expect(node.state).toMatchObject({ term: 2, votedFor: null });
  });
});

describe('a damaged record', () => {
  it('is merely torn if it was the last to be written: nobody was told of it', () => {
    const node = startedAfter((disk) => {
      damage(4)(disk);
      // The number of the last record is written after the record.
      disk.files.set('tail', Number(disk.files.get('tail')) - 1);
    });
    expect(node.state.mending).toBeNull();
    expect(termsOf(node)).toEqual([1, 1, 1, 1]);
  });

  it('has rotted if it was the last, but known to be whole', () => {
    const node = startedAfter(damage(4));
    expect(termsOf(node)).toEqual([1, 1, 1, 1]);
    expect(node.state.mending).toMatchObject({ term: 2 });
  });

  it('has rotted if more was written since: the node stands aside (Alagappan et al., FAST 2018)', () => {
    const node = startedAfter(damage(1));
    expect(termsOf(node)).toEqual([1]);
    expect(node.state.mending).toMatchObject({ term: 2 });
    expect(node.disk.files.get('mending')).toEqual(node.state.mending);
    node.clock.ms += 1_000;
    node.takeSent();
    node.receive('n2', {
      kind: 'request-vote',
      term: 9,
      trial: false,
      last: { index: 9, term: 8 },
      transfer: false,
    });
    expect(node.takeSent().map(({ message }) => message)).toMatchObject([{ kind: 'vote', granted: false }]);
    node.timer('election');
    expect(node.state.role.kind).toBe('follower');
  });

  it('may have rotted where the file that tells is damaged too: the worse is taken for true', () => {
    const node = startedAfter((disk) => {
      damage(4)(disk);
      disk.damaged.add('tail');
    });
    expect(node.state.mending).not.toBeNull();
  });

  it('is forgotten once a leader has given back all that may have been acknowledged', () => {
    const node = startedAfter(damage(1));
    const { index = 0 } = node.state.mending ?? {};
    expect(index).toBeGreaterThanOrEqual(3);
    const rest = Array.from({ length: index - 1 }, (_, place) => noOp(place + 2, 2));
    node.receive('n3', append(noOp(1, 1), rest.slice(0, -1), 2));
    expect(node.state.mending).not.toBeNull();
    node.receive('n3', append(noOp(1, 1), rest, 2));
    expect(node.state.mending).toBeNull();
    expect(node.disk.files.has('mending')).toBe(false);
  });

  it('or once a leader elected since has given back one entry of its own', () => {
    const node = startedAfter(damage(1));
    node.receive('n3', append(noOp(1, 1), [noOp(2, 3)], 3));
    expect(node.state.mending).toBeNull();
  });

  it('ends the log, and no more than that, with the planted bug', () => {
    const node = startedAfter(damage(1), { damagedLog: 'truncate' });
    expect(termsOf(node)).toEqual([1]);
    expect(node.state.mending).toBeNull();
  });
});
