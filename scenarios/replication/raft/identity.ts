/**
 * Which life of a node it is, and whether the others know.
 *
 * A disk that is empty, although this is not the first start, held votes that nobody remembers; so did one whose vote
 * is damaged. Any vote of this node might contradict them, for ever. So it begins a new life, in which it does not
 * vote. The leader hears of it and makes the node a learner. Once a majority without it has committed that, votes of
 * the old life help nobody: whoever would need them lacks that entry, and is refused by some of that majority. From
 * the configuration on that makes it a voter again, it votes. (Ongaro 2014 wants stable storage, §3.8, and gives up a
 * server that lost it; this replaces the server by itself.)
 */
import { FIRST_LIFE } from './configuration.js';
import type { Durable, Mending } from './durable.js';
import type { Port } from './port.js';
import { salvage } from './recovery.js';
import type { Rules } from './rules.js';
import type { Raft } from './state.js';

/** Nothing a leader gives back mends it: the others have to take it in anew. */
export const NEVER: Mending = { index: Number.MAX_SAFE_INTEGER, term: Number.MAX_SAFE_INTEGER };

export function neverMended(mending: Mending | null): boolean {
  return mending?.term === NEVER.term;
}

/** What the disk says of it; the number of the start gives a life that none before had. */
export function readIdentity(port: Port, rules: Rules, voteLost: boolean): Durable['identity'] {
  const { value, damaged } = salvage(port, 'identity', undefined);
  const first = port.incarnation === 1 || rules.blankDisk === 'join';
  if (!voteLost && !damaged && (value !== undefined || first))
    return value ?? { life: FIRST_LIFE, admitted: true };
  return { life: port.incarnation, admitted: false };
}

/** The configuration in which it votes with its new life is in its log. */
export function readmitted({ state, port }: Pick<Raft, 'state' | 'port'>): void {
  if (!neverMended(state.mending)) return;
  state.mending = null;
  port.disk.write('identity', { life: state.life, admitted: true });
  port.reachable('blank-node-readmitted');
}
