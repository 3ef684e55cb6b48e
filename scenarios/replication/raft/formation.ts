/**
 * A power cut during the very first start leaves a disk as empty as one that was lost, and if that hits a majority,
 * nobody is left to take them in (see identity.ts). So a node with an empty disk asks all who vote from the beginning.
 * If every one of them holds nothing either, no vote it may have given has come to anything, and the cluster begins.
 */
import { FIRST_LIFE } from './configuration.js';
import { neverMended } from './identity.js';
import { lastIndex } from './log.js';
import type { Form } from './messages.js';
import type { Raft, State } from './state.js';

/** Asks the others, now and again, as long as this node holds nothing. */
export function askWhetherFormed({ state, port }: Raft): void {
  if (!neverMended(state.mending) || !holdsNothing(state)) return;
  state.empty = [state.id];
  for (const node of state.configuration.voters)
    if (node !== state.id) port.send(node, { kind: 'form', asks: true, life: state.life, empty: true });
}

export function onForm({ state, port }: Raft, { asks, life, empty }: Form, from: string): void {
  if (asks) return port.send(from, { kind: 'form', asks: false, life, empty: holdsNothing(state) });
  // An answer to an earlier life of this node says nothing of what happened since.
  if (life !== state.life || !neverMended(state.mending) || !holdsNothing(state)) return;
  if (empty && !state.empty.includes(from)) state.empty.push(from);
  if (!state.configuration.voters.every((node) => state.empty.includes(node))) return;
  state.life = FIRST_LIFE;
  state.mending = null;
  state.recovering = true;
  port.disk.write('identity', { life: FIRST_LIFE, admitted: true });
  port.disk.sync({ kind: 'recovered' });
}

/** It has neither voted nor taken anything over. */
function holdsNothing({ term, log, snapshot }: State): boolean {
  return term === 0 && lastIndex(log) === 0 && snapshot === '';
}
