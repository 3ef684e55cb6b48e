/**
 * What goes to the disk before anybody hears of it (Ongaro 2014, §3.8): term, vote and log. Nothing here waits: what
 * must not be said before it is safe is sent with `afterSync`.
 */
import type { Entry } from './entry.js';
import { termAt } from './log.js';
import { place, takeOff } from './placement.js';
import type { Raft } from './state.js';
import { drawElectionMs } from './timers.js';

/** How a promise is sent: once all it rests on is on the disk. */
export function afterSync({ rules }: Raft): { readonly after?: 'sync' } {
  return rules.acknowledge === 'after-sync' ? { after: 'sync' } : {};
}

/** Begins a new term, in which nobody was voted for yet, or votes in the current one. */
export function setTerm({ state, port, rules }: Raft, term: number, votedFor: string | null): void {
  const newTerm = term !== state.term;
  if (newTerm) {
    state.leaderHeardNumber = 0;
    state.electionMs = drawElectionMs(port, rules);
  }
  state.term = term;
  state.votedFor = votedFor;
  switch (rules.keepVote) {
    case 'together':
      return port.disk.write('vote', { term, votedFor });
    case 'term-only':
      return port.disk.write('vote', { term, votedFor: null });
    case 'apart':
      // The second write follows when the first is done: a crash may come between them.
      port.disk.write('voted-for', votedFor);
      if (newTerm) port.disk.sync({ kind: 'voted-for', term });
  }
}

/** Puts an entry at the end of the log. */
export function appendEntry(raft: Raft, entry: Entry): void {
  const { state, port } = raft;
  place(raft, entry);
  port.disk.append('log', { number: state.nextRecord, entry });
  port.disk.write('tail', state.nextRecord++);
}

/** Writes the log file anew, without what a snapshot stands for. Numbers go on, so that old and new are told apart. */
export function rewriteLog({ state, port }: Raft): void {
  const records = state.log.entries.map((entry) => ({ number: state.nextRecord++, entry }));
  port.disk.write('log', records);
  port.disk.write('tail', state.nextRecord - 1);
}

/** Puts an entry at its index, in place of one of another term and all that followed it (§3.5). */
export function overwrite(raft: Raft, entry: Entry): void {
  const { log } = raft.state;
  if (termAt(log, entry.index) !== undefined) raft.port.reachable('log-truncated');
  // On the disk the record alone says so: the journal is read from its beginning.
  if (termAt(log, entry.index) !== undefined) takeOff(raft, entry.index);
  appendEntry(raft, entry);
}
