/** Timers: how long a node waits for a leader (Ongaro 2014, §3.4). */
import type { Raft } from './state.js';

/** Waits anew, for a time drawn anew, so that nodes seldom stand for election at once. */
export function resetElectionTimer({ port, rules }: Raft): void {
  const delayMs = port.random.int(rules.electionMinMs, rules.electionMaxMs);
  port.setTimer('election', port.buggify('impatient-election') ? delayMs / 16 : delayMs);
}
