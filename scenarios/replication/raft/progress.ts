/** What a leader knows of the others, as they come and go. */
import { membersOf } from './configuration.js';
import { lastIndex } from './log.js';
import type { Leader, Progress, Raft } from './state.js';

/**
 * Knows everybody who is to get the log: members, and those on their way out, who should learn that they are (§4.2.2).
 */
export function followMembership(raft: Raft, leader: Leader): void {
  const { state, port } = raft;
  const { configuration } = state;
  for (const node of membersOf(configuration)) {
    if (node === state.id) continue;
    const progress = (leader.progress[node] ??= newProgress(raft));
    if (!configuration.learners.includes(node)) progress.learning = null;
    else progress.learning ??= { goal: lastIndex(state.log), sinceMs: port.monotonicMs(), caughtUp: false };
  }
}

/** The configuration is committed: who is not in it gets nothing more. */
export function forgetStrangers({ state }: Raft, leader: Leader): void {
  const members = membersOf(state.configuration);
  for (const node of Object.keys(leader.progress)) if (!members.includes(node)) delete leader.progress[node];
}

function newProgress({ state, port }: Raft): Progress {
  return {
    next: lastIndex(state.log) + 1,
    match: 0,
    streaming: false,
    answered: true,
    heardMs: port.monotonicMs(),
    round: 0,
    sentMs: -Infinity,
    counts: true,
    life: null,
    learning: null,
    snapshot: null,
  };
}

/**
 * A learner has taken something over: does that end a round? Each round gives it what came during the one before, so
 * a round that is short means that it keeps up (§4.2.1). Learners hold up nobody, so there is no limit of rounds.
 */
export function endRound({ state, port, rules }: Raft, { learning, match }: Progress): void {
  if (learning === null || match < learning.goal) return;
  const now = port.monotonicMs();
  learning.caughtUp = now - learning.sinceMs < rules.electionMinMs;
  learning.goal = lastIndex(state.log);
  learning.sinceMs = now;
}
