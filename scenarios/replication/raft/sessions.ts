/**
 * Exactly-once commands (Ongaro 2014, §6.3): a client numbers its commands, and the state machine remembers the last
 * one of each client and its result. A command that comes again is answered from memory. The table is part of the
 * state machine, so that all nodes agree on it.
 */
import type { Payload } from './entry.js';
import { execute, type Result } from './machine.js';
import type { Raft } from './state.js';

/** Carries a command out, unless it was before. */
export function carryOut(
  { state, rules }: Raft,
  { client, serial, command }: Extract<Payload, { kind: 'command' }>,
): { result: Result; executed: boolean } {
  const last = state.sessions[client];
  // One before the last was given up by its client: nobody waits for its result.
  if (rules.sessions && last !== undefined && serial <= last.serial)
    return { result: last.result, executed: false };
  const result = execute(state.store, command);
  state.sessions[client] = { serial, result };
  return { result, executed: true };
}
