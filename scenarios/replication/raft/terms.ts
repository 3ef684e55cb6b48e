/** Terms and votes as the disk knows them, and how long a node waits for a leader (Ongaro 2014, §3.3, §3.4, §3.8). */
import type { Raft, World } from './effects.js';
import type { Rules } from './rules.js';

/** Begins a new term, in which nobody was voted for yet, or votes in the current one. */
export function setTerm(raft: Raft, term: number, votedFor: string | null): void {
  const { state, rules } = raft;
  const newTerm = term !== state.term;
  if (newTerm) {
    state.leaderHeardNumber = 0;
    state.electionMs = drawElectionMs(raft.node, rules);
  }
  state.term = term;
  state.votedFor = votedFor;
  switch (rules.keepVote) {
    case 'together':
      return raft.node.disk.write('vote', { term, votedFor });
    case 'term-only':
      return raft.node.disk.write('vote', { term, votedFor: null });
    case 'apart':
      // The second write follows when the first is done: a crash may come between them.
      raft.node.disk.write('voted-for', votedFor);
      if (newTerm) raft.node.disk.sync({ kind: 'voted-for', term });
  }
}

/** Follows: a higher term was seen, or a leader of this one (§3.3). */
export function stepDown(raft: Raft, term: number, leader: string | null): void {
  const { state } = raft;
  const led = state.role.kind === 'leader';
  if (term > state.term) setTerm(raft, term, null);
  state.role = { kind: 'follower' };
  state.leader = leader;
  raft.node.clearTimer('heartbeat');
  if (led) resetElectionTimer(raft);
}

/**
 * How long a node waits from now on. Drawn anew for each term and each election, so that nodes seldom stand for election
 * at once; not for each message, so that one message more or less does not move the elections that follow.
 */
export function drawElectionMs({ random }: World, rules: Rules): number {
  return random.int(rules.electionMinMs, rules.electionMaxMs);
}

/** A leader was heard of, or an election begins: waits anew. */
export function resetElectionTimer(raft: Raft): void {
  const { electionMs } = raft.state;
  raft.node.setTimer('election', raft.node.buggify('impatient-election') ? electionMs / 16 : electionMs);
}
