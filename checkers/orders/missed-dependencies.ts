/**
 * Monotonic writes and writes follow reads: a session sees a write, and later misses one that came before it.
 *
 * What came before a write is what its session wrote (monotonic writes) or read from others (writes follow
 * reads) before making it. Per observing session it is enough to remember how far into each other session it
 * has seen, per key of the write seen.
 */
import type { BudgetMeter } from '../budget.js';
import { getOrMake } from '../grouping.js';
import type { Anomaly } from '../history.js';
import { show } from '../identity.js';
import { who, whoWhen } from '../selectors.js';
import { ofKey, type ReadsFrom } from './reads-from.js';
import { type Access, INITIAL, precedesInSession, type RegisterHistory, valueOf } from './registers.js';

type Guarantee = 'monotonic-writes' | 'writes-follow-reads';

/** A write that another one depends on, and where its session came to depend on it: by writing or by reading it. */
interface Dependency {
  readonly write: Access;
  readonly via: Access;
}

interface Listed extends Dependency {
  /** Of this and the ones before it in its list: the one whose write is the latest. */
  readonly newest: Dependency;
}

/** What a session depends on, of one key: per writer, in the order in which it came to depend on it. */
type ByWriter = Map<number, Listed[]>;

/** For each session, by key. */
type Dependencies = readonly Map<number, ByWriter>[];

export function missedDependencies(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  guarantee: Guarantee,
  meter: BudgetMeter,
): Anomaly[] {
  const own = guarantee === 'monotonic-writes';
  const dependencies = own ? ownWrites(history) : foreignReads(history, readsFrom);
  const anomalies: Anomaly[] = [];
  for (const [observer, session] of history.sessions.entries()) {
    /** Per other session and key: the read that saw its latest write to that key. */
    const seen = new Map<number, Map<number, Access>>();
    for (const read of session) {
      const source = readsFrom.get(read.id);
      if (source === undefined) continue;
      const found = history.accesses[source];
      for (const [writer, byKey] of seen) {
        const byWriter = dependencies[writer]!.get(read.key);
        if (!byWriter) continue;
        for (const [key, seeing] of byKey) {
          meter.spend();
          const sameKey = key === read.key;
          // What a session saw of one key and what it sees of it next is a matter of monotonic reads.
          if (sameKey && own) continue;
          const later = history.accesses[readsFrom.get(seeing.id)!]!;
          const missed = missedBefore(byWriter, later, found, sameKey);
          if (!missed) continue;
          const operations = [found, missed.write, missed.via, later, seeing, read];
          anomalies.push({
            kind: guarantee,
            message: sentence(guarantee, { read, seeing, write: missed.write, later }),
            operations: operations.flatMap((access) => access?.operation ?? []),
          });
        }
      }
      if (!found || found.process === observer) continue;
      const ofWriter = getOrMake(seen, found.process, () => new Map<number, Access>());
      const latest = ofWriter.get(found.key);
      const latestWrite = latest && history.accesses[readsFrom.get(latest.id)!]!;
      if (!latestWrite || latestWrite.operation.invoke < found.operation.invoke)
        ofWriter.set(found.key, read);
    }
  }
  return anomalies;
}

/** What `later` depends on and a read that found `found` (`undefined`: the initial value) does not show. */
function missedBefore(
  byWriter: ByWriter,
  later: Access,
  found: Access | undefined,
  sameKey: boolean,
): Dependency | undefined {
  const before = ({ via }: Dependency) => via.operation.invoke < later.operation.invoke;
  if (!found) {
    // A key that held nothing after a write of its own was seen is a matter of monotonic reads.
    return sameKey ? undefined : [...byWriter.values()].map(([first]) => first!).find(before);
  }
  const ofWriter = byWriter.get(found.process);
  if (!ofWriter) return undefined;
  const newest = lastWhere(ofWriter, before)?.newest;
  if (newest && precedesInSession(found, newest.write)) return newest;
  return sameKey
    ? ofWriter.find((dependency) => dependency.write === found && before(dependency))
    : undefined;
}

/** The last of a list whose beginning is where `holds` is true. */
function lastWhere(list: readonly Listed[], holds: (dependency: Dependency) => boolean): Listed | undefined {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(list[middle]!)) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

function ownWrites(history: RegisterHistory): Dependencies {
  return history.sessions.map((session) => {
    const byKey = new Map<number, ByWriter>();
    for (const access of session) if (access.kind === 'write') depend(byKey, access, access);
    return byKey;
  });
}

/** Each foreign write once per session: the first time it was read. */
function foreignReads(history: RegisterHistory, readsFrom: ReadsFrom): Dependencies {
  return history.sessions.map((session, process) => {
    const byKey = new Map<number, ByWriter>();
    const known = new Set<Access>();
    for (const access of session) {
      const write =
        access.kind === 'read' ? history.accesses[readsFrom.get(access.id) ?? INITIAL] : undefined;
      if (!write || write.process === process || known.has(write)) continue;
      known.add(write);
      depend(byKey, write, access);
    }
    return byKey;
  });
}

function depend(byKey: Map<number, ByWriter>, write: Access, via: Access): void {
  const byWriter = getOrMake(byKey, write.key, () => new Map<number, Listed[]>());
  const list = getOrMake(byWriter, write.process, () => []);
  const own = { write, via };
  const before = list.at(-1)?.newest;
  const newest = before && before.write.operation.invoke > write.operation.invoke ? before : own;
  list.push({ ...own, newest });
}

function sentence(
  guarantee: Guarantee,
  { read, seeing, write, later }: { read: Access; seeing: Access; write: Access; later: Access },
): string {
  const name = (access: Access) => `${show(valueOf(access.operation))}${ofKey(access.operation)}`;
  const how = guarantee === 'monotonic-writes' ? 'wrote' : 'read';
  return (
    `${whoWhen(read.operation)} read ${name(read)} after it had read ${name(seeing)}, ` +
    `but ${who(later.operation)} ${how} ${name(write)} before writing that`
  );
}
