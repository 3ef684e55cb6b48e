/**
 * What a node may have lost, and when it may vote again.
 *
 * A disk that is empty, although this is not the first start, held votes that nobody remembers; so did one whose vote
 * is damaged. Any vote of this node might contradict them, for ever. So it begins a new life, in which it does not
 * vote. The leader hears of it and makes the node a learner. Once a majority without it has committed that, votes of
 * the old life help nobody: whoever would need them lacks that entry, and is refused by some of that majority. From
 * the configuration on that makes it a voter again, it votes. (Ongaro 2014 wants stable storage, §3.8, and gives up a
 * server that lost it; this replaces the server by itself.)
 *
 * One that may have lost entries only (see recovery.ts) is mended once a leader has given them back.
 */
import { isVoter, lifeOf, type Configuration } from './configuration.js';
import type { Raft } from './effects.js';
import { termAt } from './log.js';
import type { Mending } from './state.js';

/** Nothing a leader gives back mends it: the others have to take it in anew. */
export const NEVER: Mending = { index: Number.MAX_SAFE_INTEGER, term: Number.MAX_SAFE_INTEGER };

export function neverMended(mending: Mending | null): boolean {
  return mending?.term === NEVER.term;
}

/** A configuration is in the log: if it lets this node vote with its new life, it does. */
export function considerReadmission(raft: Raft, configuration: Configuration): void {
  const { state } = raft;
  if (!isVoter(configuration, state.id) || lifeOf(configuration, state.id) !== state.life) return;
  if (!neverMended(state.mending)) return;
  state.mending = null;
  raft.node.disk.write('identity', { life: state.life, admitted: true });
  raft.node.reachable('blank-node-readmitted');
}

/** A leader has given back the log up to `match`: is that all this node can have acknowledged? */
export function considerMended(raft: Raft, match: number): void {
  const { state } = raft;
  const { mending } = state;
  if (mending === null) return;
  // A leader elected since then, without this node's vote, holds all that was committed before its own first entry.
  const restored =
    state.term > mending.term ? termAt(state.log, match) === state.term : match >= mending.index;
  if (!restored) return;
  state.mending = null;
  raft.node.disk.delete('mending');
}
