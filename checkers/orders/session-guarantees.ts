/**
 * The four session guarantees (Terry et al. 1994), each judged apart from what clients saw.
 *
 * Terry defined them by what servers hold; a client's history shows less, so a violation counts only if no order
 * of the writes could excuse it. A value is *known to be older* than a write of the same key if it is the
 * initial one, or the writer's own earlier one; within a session also if the session itself saw it replaced.
 * - read your writes: a session, having written, reads something known to be older;
 * - monotonic reads: a session, having read a write, reads something known to be older, or goes back to a value
 *   that it has seen replaced;
 * - monotonic writes: a session sees another's later write, and then misses its earlier write to another key;
 * - writes follow reads: a session sees a write, and then misses what its writer had read before making it.
 * The last two presume that what a session has seen stays visible to it (its own monotonic reads).
 *
 * PRAM implies the first three and causal memory all four. Linear in operations × sessions for distinct values.
 */
import { getOrMake } from '../grouping.js';
import type { Anomaly, Checker } from '../history.js';
import { show } from '../identity.js';
import { whoWhen } from '../selectors.js';
import { missedDependencies } from './missed-dependencies.js';
import { ofKey, type ReadsFrom } from './reads-from.js';
import { registerChecker } from './register-checker.js';
import {
  type Access,
  INITIAL,
  precedesInSession,
  type RegisterHistory,
  type RegisterOptions,
  valueOf,
} from './registers.js';

/**
 * A session that wrote a value does not read an older one (Terry et al. 1994).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomaly: `read-your-writes`.
 */
export function readYourWrites(options: RegisterOptions = {}): Checker {
  return registerChecker('read-your-writes', options, (history, readsFrom) =>
    history.sessions.flatMap((session) => unreadWrites(history, readsFrom, session)),
  );
}

/**
 * A session that read a value does not read an older one later (Terry et al. 1994).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomaly: `monotonic-reads`.
 */
export function monotonicReads(options: RegisterOptions = {}): Checker {
  return registerChecker('monotonic-reads', options, (history, readsFrom) =>
    history.sessions.flatMap((session) => receding(history, readsFrom, session)),
  );
}

/**
 * A session that sees a later write of another sees its earlier writes, too (Terry et al. 1994).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomaly: `monotonic-writes`.
 */
export function monotonicWrites(options: RegisterOptions = {}): Checker {
  return registerChecker('monotonic-writes', options, (history, readsFrom, meter) =>
    missedDependencies(history, readsFrom, 'monotonic-writes', meter),
  );
}

/**
 * A session that sees a write sees what its writer had read before (Terry et al. 1994).
 *
 * What it reads. `{f: 'read' | 'get', key?}` with the value as output, and `{f: 'write' | 'put', key?, value}`.
 *
 * Anomaly: `writes-follow-reads`.
 */
export function writesFollowReads(options: RegisterOptions = {}): Checker {
  return registerChecker('writes-follow-reads', options, (history, readsFrom, meter) =>
    missedDependencies(history, readsFrom, 'writes-follow-reads', meter),
  );
}

function unreadWrites(history: RegisterHistory, readsFrom: ReadsFrom, session: readonly Access[]): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const keys = new Map<number, { write: Access | undefined; replaced: Set<number>; seen: number[] }>();
  for (const access of session) {
    const key = getOrMake(keys, access.key, () => ({
      write: undefined,
      replaced: new Set<number>(),
      seen: [],
    }));
    if (access.kind === 'write') {
      for (const id of key.seen.splice(0)) key.replaced.add(id);
      if (key.write) key.replaced.add(key.write.id);
      key.write = access;
      continue;
    }
    const source = readsFrom.get(access.id);
    if (source === undefined) continue;
    const { write } = key;
    if (write && (source === INITIAL || key.replaced.has(source))) {
      const operations = [history.accesses[source]?.operation, write.operation, access.operation];
      anomalies.push({
        kind: 'read-your-writes',
        message: `${whoWhen(access.operation)} read ${value(access)} after writing ${value(write)}`,
        operations: operations.filter((operation) => operation !== undefined),
      });
    }
    // What is read after the own write is replaced by the next one only.
    key.seen.push(source);
  }
  return anomalies;
}

function receding(history: RegisterHistory, readsFrom: ReadsFrom, session: readonly Access[]): Anomaly[] {
  const anomalies: Anomaly[] = [];
  const keys = new Map<
    number,
    { current: Access | undefined; seen: Map<number, Access>; newest: Map<number, Access> }
  >();
  for (const read of session) {
    const source = readsFrom.get(read.id);
    if (source === undefined) continue;
    const key = getOrMake(keys, read.key, () => ({ current: undefined, seen: new Map(), newest: new Map() }));
    const write = history.accesses[source];
    // The read after which this one goes back: any other value, if this one was seen before or is the initial one …
    const current = key.current && readsFrom.get(key.current.id) !== source ? key.current : undefined;
    const known = key.seen.get(source);
    let later = current && (known || source === INITIAL) ? current : undefined;
    // … or a later write of the same writer.
    const newest = write && key.newest.get(write.process);
    const newestWrite = newest && history.accesses[readsFrom.get(newest.id)!]!;
    if (write && newestWrite && precedesInSession(write, newestWrite)) later = newest;
    if (later) {
      const sources = [source, readsFrom.get(later.id)!].map((id) => history.accesses[id]?.operation);
      const operations = [...sources, known?.operation, later.operation, read.operation];
      anomalies.push({
        kind: 'monotonic-reads',
        message: `${whoWhen(read.operation)} read ${value(read)} after having read ${value(later)}`,
        operations: operations.filter((operation) => operation !== undefined),
      });
    }
    key.current = read;
    if (!known) key.seen.set(source, read);
    if (write && !(newestWrite && newestWrite.operation.invoke > write.operation.invoke))
      key.newest.set(write.process, read);
  }
  return anomalies;
}

function value(access: Access): string {
  return `${show(valueOf(access.operation))}${ofKey(access.operation)}`;
}
