/**
 * A history of reads and writes as the theory of weak consistency sees it: sessions, keys, and which writes a
 * read can have read from.
 *
 * Reads are `{f: 'read' | 'get', key?}` with the value as output, writes `{f: 'write' | 'put', key?, value}`.
 * Failed operations did not happen, reads of unknown outcome or without output say nothing, and a write of
 * unknown outcome counts only if its value was read: otherwise "it did not happen" is the easiest explanation.
 */
import type { History, Operation } from '../history.js';
import { getOrMake } from '../grouping.js';
import { identityOf } from '../identity.js';
import { fieldsOf } from '../selectors.js';

/** What is known of the registers. */
export interface RegisterOptions {
  /** What a key holds before the first write. Default: `null`; an absent output of an `ok` read is unknown, not this. */
  readonly initial?: unknown;
}

/** The source of a read that found the initial value. */
export const INITIAL = -1;

/** A read or write that counts. */
export interface Access {
  /** Its place in `accesses`. */
  readonly id: number;
  readonly operation: Operation;
  readonly kind: 'read' | 'write';
  readonly key: number;
  readonly value: unknown;
  /** Operations of a chain are ordered: a session, or a single write of unknown outcome. */
  readonly chain: number;
  readonly seq: number;
  /** The session; a write of unknown outcome keeps that of its client. */
  readonly process: number;
}

export interface RegisterHistory {
  readonly accesses: readonly Access[];
  readonly chains: readonly (readonly Access[])[];
  /** For the first access of a chain: the access of its session that precedes it, if any. */
  readonly chainAfter: readonly (Access | undefined)[];
  /** Ids of accesses in session order, per process; writes of unknown outcome are left out. */
  readonly sessions: readonly (readonly Access[])[];
  readonly keys: readonly unknown[];
  /** For each read, by id: the writes (or `INITIAL`) whose value it returned. */
  readonly sources: readonly (readonly number[])[];
}

/** Returns the function name that is neither read nor write, if the history has one. */
export function foreignFunction(history: History): string | undefined {
  for (const operation of history) {
    if (operation.type !== 'fail' && kindOf(operation) === undefined)
      return fieldsOf(operation).f || '(none)';
  }
  return undefined;
}

export function kindOf(operation: Operation): 'read' | 'write' | undefined {
  const { f } = fieldsOf(operation);
  if (f === 'read' || f === 'get') return 'read';
  return f === 'write' || f === 'put' ? 'write' : undefined;
}

/** The value an access wrote or found. */
export function valueOf(operation: Operation): unknown {
  return kindOf(operation) === 'read' ? operation.output : fieldsOf(operation)['value'];
}

/** Whether one session made both, this one first; a write that never returned precedes nothing. */
export function precedesInSession(a: Access, b: Access): boolean {
  return a.process === b.process && a.operation.type !== 'info' && a.operation.invoke < b.operation.invoke;
}

/** Prepares a history that has no foreign functions. */
export function registerHistory(history: History, options: RegisterOptions = {}): RegisterHistory {
  const initial = identityOf(options.initial ?? null);
  const relevant = relevantOperations(history);
  const accesses: Access[] = [];
  const chains: Access[][] = [];
  const chainAfter: (Access | undefined)[] = [];
  const sessions: Access[][] = [];
  const processes = new Map<unknown, number>();
  const sessionChain = new Map<number, number>();
  const keys = new Map<unknown, number>();
  const writesOf = new Map<number, Map<unknown, number[]>>();

  const newChain = (after: Access | undefined) => {
    chainAfter.push(after);
    return chains.push([]) - 1;
  };
  for (const operation of relevant) {
    const process = getOrMake(processes, operation.process, () => sessions.push([]) - 1);
    const session = sessions[process]!;
    const key = getOrMake(keys, identityOf(fieldsOf(operation).key), () => keys.size);
    // What never returned may take effect at any later time, so nothing of its session comes after it.
    const floating = operation.type === 'info';
    const chain = floating
      ? newChain(session.at(-1))
      : getOrMake(sessionChain, process, () => newChain(undefined));
    const access: Access = {
      id: accesses.length,
      operation,
      kind: kindOf(operation)!,
      key,
      value: identityOf(valueOf(operation)),
      chain,
      seq: chains[chain]!.length,
      process,
    };
    accesses.push(access);
    chains[chain]!.push(access);
    if (!floating) session.push(access);
    if (access.kind === 'write') {
      const byValue = getOrMake(writesOf, key, () => new Map<unknown, number[]>());
      getOrMake(byValue, access.value, () => []).push(access.id);
    }
  }
  const sources = accesses.map(({ kind, key, value }) => {
    if (kind === 'write') return [];
    const writes = writesOf.get(key)?.get(value) ?? [];
    return value === initial ? [INITIAL, ...writes] : writes;
  });
  return { accesses, chains, chainAfter, sessions, keys: [...keys.keys()], sources };
}

/** In order of invocation, without what did not happen or does not matter. */
function relevantOperations(history: History): Operation[] {
  const found = new Map<unknown, Set<unknown>>();
  for (const operation of history) {
    if (operation.type !== 'ok' || kindOf(operation) !== 'read') continue;
    getOrMake(found, identityOf(fieldsOf(operation).key), () => new Set()).add(identityOf(operation.output));
  }
  return history
    .filter((operation) => {
      if (operation.type === 'fail') return false;
      if (kindOf(operation) === 'read') return operation.type === 'ok' && operation.output !== undefined;
      if (operation.type === 'ok') return true;
      return found.get(identityOf(fieldsOf(operation).key))?.has(identityOf(valueOf(operation))) ?? false;
    })
    .sort((a, b) => a.invoke - b.invoke);
}
