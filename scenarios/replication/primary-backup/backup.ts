/** What a backup does: follows the newest epoch, and acknowledges what is safe on its disk. */
import { append, beginningOfEpoch, commit, positionOf, truncate } from './log.js';
import type { Append } from './messages.js';
import { stepDown } from './primary.js';
import type { ReplicaNode, ReplicaState } from './replica.js';
import type { StoreRules } from './rules.js';

/** Follows no older epoch from now on. */
export function promise(state: ReplicaState, epoch: number, node: ReplicaNode): void {
  stepDown(state, node);
  state.epoch = epoch;
  state.primary = null;
  node.disk.write('epochs', { epoch, promoted: state.promoted });
}

/** Entries from a primary. */
export function follow(
  state: ReplicaState,
  { epoch, round, after, entries, committed }: Append,
  node: ReplicaNode,
  from: string,
  rules: StoreRules,
): void {
  // Without fencing nobody compares epochs: who leads goes on until the monitor tells it otherwise.
  if (!rules.fence && state.leading !== null) return;
  if (rules.fence && epoch < state.epoch) {
    node.reachable('an older primary is refused');
    node.send(from, { kind: 'deposed', epoch: state.epoch });
    return;
  }
  if (epoch > state.epoch) promise(state, epoch, node);
  if (state.leading !== null) return;
  state.primary = from;
  const here = positionOf(state.log, after.length);
  if (state.log.length < after.length || here.epoch !== after.epoch) {
    const length = Math.min(state.log.length, beginningOfEpoch(state.log, after.length));
    node.send(from, { kind: 'behind', epoch, round, length });
    return;
  }
  for (const [index, entry] of entries.entries()) {
    const at = after.length + index;
    if (state.log[at]?.epoch === entry.epoch) continue;
    node.sometimes('a backup gives up what its new primary has not', at < state.log.length);
    truncate(state, at);
    append(state, entry, node);
  }
  const length = after.length + entries.length;
  commit(state, Math.min(committed, length));
  node.send(
    from,
    { kind: 'have', epoch, round, length },
    rules.acknowledge === 'after-sync' ? { after: 'sync' } : {},
  );
}
