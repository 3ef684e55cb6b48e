/** What a follower takes over, and what it says of it (Ongaro 2014, §3.5, §3.8, figure 3.1: AppendEntries). */
import { describe, expect, it } from 'vitest';
import type { Append, Message } from '../../../../scenarios/replication/raft/messages.js';
import type { Rules } from '../../../../scenarios/replication/raft/rules.js';
import { Member } from './stepped.js';

describe('a follower', () => {
  const message = (more: Partial<Append>): Append => ({
    kind: 'append',
    term: 1,
    previousIndex: 0,
    previousTerm: 0,
    entries: [],
    commit: 0,
    number: 100,
    round: 0,
    sentMs: 0,
    ...more,
  });

  /** It has five entries of term 1, and knows that the first is committed. */
  function follower(rules: Partial<Rules> = {}): Member {
    const node = new Member('n2', { voters: ['n1', 'n2', 'n3'], learners: [] }, { rules });
    node.sync();
    const entries = [1, 2, 3, 4, 5].map((index) => ({ index, term: 1, kind: 'no-op' }) as const);
    node.receive('n1', message({ entries, commit: 1, number: 1 }));
    node.sync();
    node.takeSent();
    return node;
  }

  const says = (node: Member): Message[] => node.takeSent().map(({ message: said }) => said);

  it('drops nothing for a message that a later one has overtaken (§3.5)', () => {
    const node = follower();
    const { entries } = structuredClone(node.state.log);
    node.receive('n1', message({ previousIndex: 1, previousTerm: 1, entries: entries.slice(1, 3) }));
    expect(node.state.log.entries).toEqual(entries);
    expect(says(node)).toMatchObject([{ kind: 'appended', match: 3 }]);
  });

  it('drops what contradicts the leader, and all that follows (§3.5)', () => {
    const node = follower();
    node.receive(
      'n3',
      message({
        term: 2,
        previousIndex: 3,
        previousTerm: 1,
        entries: [{ index: 4, term: 2, kind: 'no-op' }],
      }),
    );
    expect(node.state.log.entries.map(({ term }) => term)).toEqual([1, 1, 1, 2]);
    expect(node.reached).toContain('log-truncated');
  });

  it('says which term it has where the leader expected another, and where that begins', () => {
    const node = follower();
    node.receive('n3', message({ term: 3, previousIndex: 4, previousTerm: 2 }));
    node.receive('n3', message({ term: 3, previousIndex: 9, previousTerm: 2 }));
    expect(says(node)).toMatchObject([
      { kind: 'refused', refused: 4, hint: { term: 1, index: 1 } },
      { kind: 'refused', refused: 9, hint: { term: null, index: 6 } },
    ]);
  });

  it('acknowledges only what is on its disk (§3.8), unless the planted bug has it otherwise', () => {
    const after = (rules: Partial<Rules>): boolean[] => {
      const node = follower(rules);
      node.receive(
        'n1',
        message({ previousIndex: 5, previousTerm: 1, entries: [{ index: 6, term: 1, kind: 'no-op' }] }),
      );
      return node.takeSent().map(({ afterSync }) => afterSync);
    };
    expect(after({})).toEqual([true]);
    expect(after({ acknowledge: 'at-once' })).toEqual([false]);
  });

  it('believes the leader’s commit index only as far as its log is the leader’s (§3.5)', () => {
    const known = (rules: Partial<Rules>): number => {
      const node = follower(rules);
      const { commitIndex } = node.state;
      expect(commitIndex).toBe(1);
      // Of a new leader, whose log may be another from entry 5 on.
      node.receive('n3', message({ term: 2, previousIndex: 4, previousTerm: 1, commit: 9 }));
      return node.state.commitIndex;
    };
    expect(known({})).toBe(4);
    expect(known({ followerCommit: 'whole-log' })).toBe(5);
  });

  it('takes a message that a later one has overtaken for no sign of life', () => {
    const node = follower();
    node.receive('n1', message({ number: 200 }));
    const { leaderHeardMs } = node.state;
    node.clock.ms += 100;
    node.receive('n1', message({ number: 150 }));
    expect(node.state.leaderHeardMs).toBe(leaderHeardMs);
    node.receive('n1', message({ number: 201 }));
    expect(node.state.leaderHeardMs).toBe(leaderHeardMs + 100);
  });

  it('counts the messages of a new leader from the beginning', () => {
    const node = follower();
    node.receive('n1', message({ number: 200 }));
    node.clock.ms += 1_000;
    // It hears of the term before it hears from its leader.
    const last = { index: 5, term: 1 };
    node.receive('n3', { kind: 'request-vote', term: 2, trial: false, last, transfer: false });
    expect(node.state.term).toBe(2);
    node.clock.ms += 100;
    node.receive('n3', message({ term: 2, number: 1 }));
    expect(node.state).toMatchObject({ leader: 'n3', leaderHeardMs: node.clock.ms });
  });

  it('lets whoever leads an old term know of the new one, and confirms nothing to it', () => {
    const node = follower();
    node.receive('n3', message({ term: 4 }));
    node.takeSent();
    node.receive('n1', message({ term: 1, round: 7, sentMs: 5 }));
    expect(says(node)).toMatchObject([{ kind: 'refused', term: 4, round: -1 }]);
    expect(node.state.leader).toBe('n3');
  });
});
