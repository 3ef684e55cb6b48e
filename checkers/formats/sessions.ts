/**
 * Histories without times: transactions of sessions, each of which ran one after the other, and nothing is known of those
 * of two sessions. So all of them are open at once, and a register of the session's own, which each counts up, keeps them
 * in order.
 */
import type { Emit, Note, Value } from './events.js';

/** A transaction of a session. */
export interface SessionTransaction {
  readonly session: Value;
  /** Its name within the session. */
  readonly name: Value;
  /** Where it begins. */
  readonly line: number;
  readonly isAborted: boolean;
  /** `[kind key value]`: `r` what was read, `w` what was written. */
  readonly micro: (readonly ['r' | 'w', Value, Value])[];
}

/** Hands on the transactions as events; every register that is read as `initial` but never written so holds it at first. */
export function emitSessions(
  transactions: readonly SessionTransaction[],
  initial: Value | undefined,
  emit: Emit,
  note: Note,
): void {
  const first: Micro = initial === undefined ? [] : initialWrites(transactions, initial);
  const inFirst =
    first.length === 0 ? [] : [[{ process: 'initial', line: 1, isAborted: false }, first] as const];
  const inSessions = counted(transactions);
  for (const [group, isLast] of [
    [inFirst, false],
    [inSessions, true],
  ] as const) {
    for (const [{ process, line }, micro] of group)
      emit(
        event(
          'invoke',
          process,
          line,
          micro.map(([kind = null, key = null, value = null]) => [kind, key, kind === 'r' ? null : value]),
        ),
      );
    for (const [{ process, line, isAborted }, micro] of group)
      emit(event(isAborted ? 'fail' : 'ok', process, line, micro));
    if (isLast && group.length > 0)
      note('the file has no times: transactions are in order within their session, and with others at once');
  }
}

interface Part {
  readonly process: string;
  readonly line: number;
  readonly isAborted: boolean;
}
type Micro = readonly (readonly Value[])[];

function counted(transactions: readonly SessionTransaction[]): (readonly [Part, Micro])[] {
  const sizes = new Map<Value, number>();
  for (const { session, isAborted } of transactions)
    if (!isAborted) sizes.set(session, (sizes.get(session) ?? 0) + 1);
  const done = new Map<Value, number>();
  return transactions.map(({ session, name, line, isAborted, micro }) => {
    const part = { process: `${String(session)}/${String(name)}`, line, isAborted };
    if (isAborted || sizes.get(session) === 1) return [part, micro];
    const before = done.get(session) ?? 0;
    done.set(session, before + 1);
    const key = `session ${String(session)}`;
    const seen: Micro = before === 0 ? [] : [['r', key, before]];
    return [part, [...micro, ...seen, ['w', key, before + 1]]];
  });
}

function initialWrites(transactions: readonly SessionTransaction[], initial: Value): Micro {
  const read = new Set<Value>();
  const written = new Set<Value>();
  for (const { micro } of transactions) {
    for (const [kind, key, value] of micro) {
      if (value === initial) (kind === 'r' ? read : written).add(key);
    }
  }
  return [...read].filter((key) => !written.has(key)).map((key) => ['w', key, initial]);
}

const event = (type: 'invoke' | 'ok' | 'fail', process: string, line: number, value: Micro) => ({
  line,
  type,
  process,
  f: 'txn',
  key: undefined,
  value,
  timeMs: undefined,
  error: undefined,
  more: undefined,
});
