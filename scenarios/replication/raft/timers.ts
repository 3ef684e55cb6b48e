/** Timers: how long a node waits for a leader (Ongaro 2014, §3.4). */
import type { Port } from './port.js';
import type { Rules } from './rules.js';
import type { Raft } from './state.js';

/**
 * How long a node waits from now on. Drawn anew for each term and each election, so that nodes seldom stand for election
 * at once; not for each message, so that one message more or less does not move the elections that follow.
 */
export function drawElectionMs({ random }: Pick<Port, 'random'>, rules: Rules): number {
  return random.int(rules.electionMinMs, rules.electionMaxMs);
}

/** A leader was heard of, or an election begins: waits anew. */
export function resetElectionTimer({ state, port }: Raft): void {
  const { electionMs } = state;
  port.setTimer('election', port.buggify('impatient-election') ? electionMs / 16 : electionMs);
}
