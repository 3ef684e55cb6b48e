/** The follower's side of InstallSnapshot (Ongaro 2014, §5.1, figure 5.3). */
import { confirmMatch, followLeader } from './follower.js';
import type { Install } from './messages.js';
import { afterSync } from './persistence.js';
import { beginAfter } from './placement.js';
import { mended } from './recovery.js';
import { readSnapshot } from './snapshot.js';
import type { Raft } from './state.js';

/** The leader sends a piece of a snapshot. */
export function onInstall(raft: Raft, message: Install, from: string): void {
  const { state, port } = raft;
  if (!followLeader(raft, message, from)) return;
  const { last, offset, text, done } = message;
  if (last.index <= state.commitIndex && raft.rules.staleSnapshot === 'ignore') {
    // All of it is committed here: a late message, or a leader that does not know yet (§5.1).
    state.incoming = null;
    return confirmMatch(raft, from, last.index, message);
  }
  if (offset === 0) state.incoming = { index: last.index, term: last.term, text: '' };
  const { incoming } = state;
  const continues = incoming?.index === last.index && incoming.term === last.term;
  if (incoming !== null && continues && offset === incoming.text.length) incoming.text += text;
  const received = incoming !== null && continues ? incoming.text.length : 0;
  if (incoming === null || !done || received !== offset + text.length) {
    const { term, mending, life } = state;
    const { round, sentMs } = message;
    const counts = mending === null;
    const { index } = last;
    return port.send(
      from,
      { kind: 'installing', term, counts, life, round, sentMs, index, received },
      afterSync(raft),
    );
  }
  state.incoming = null;
  install(raft, incoming.text);
  mended(raft, last.index);
  confirmMatch(raft, from, last.index, message);
}

/** Starts again from a snapshot; what of the log continues it stays (§5.1). */
function install(raft: Raft, text: string): void {
  const { state, port } = raft;
  const { last, configuration, store, sessions } = readSnapshot(text);
  port.reachable('snapshot-installed');
  if (last.index <= state.commitIndex) state.log.entries = [];
  beginAfter(raft, last, { configuration });
  state.store = store;
  state.sessions = sessions;
  state.commitIndex = last.index;
  state.lastApplied = last.index;
  state.snapshot = text;
  port.effect({ f: 'snapshot', index: last.index });
  port.disk.write('snapshot', text);
  // The log file is written anew once the snapshot is safe: a power cut must not take both.
  port.disk.sync({ kind: 'snapshot', index: last.index });
}
