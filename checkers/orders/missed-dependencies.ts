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
import { whoWhen } from '../selectors.js';
import { ofKey, type ReadsFrom } from './reads-from.js';
import { type Access, INITIAL, precedesInSession, type RegisterHistory, valueOf } from './registers.js';

type Guarantee = 'monotonic-writes' | 'writes-follow-reads';

/** A write that another one depends on, and where its session came to depend on it: by writing or by reading it. */
interface Dependency {
  readonly write: Access;
  readonly via: Access;
}

/** For each session and key: its dependencies in order. */
type Dependencies = Map<number, Dependency[]>[];

export function missedDependencies(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  guarantee: Guarantee,
  meter: BudgetMeter,
): Anomaly[] {
  const dependencies =
    guarantee === 'monotonic-writes' ? ownWrites(history) : foreignReads(history, readsFrom);
  const anomalies: Anomaly[] = [];
  for (const [observer, session] of history.sessions.entries()) {
    /** Per other session and key: the read that saw its latest write to that key. */
    const seen = new Map<number, Map<number, Access>>();
    for (const read of session) {
      const source = readsFrom.get(read.id);
      if (source === undefined) continue;
      const found = miss(history, readsFrom, guarantee, dependencies, seen, read, source, meter);
      if (found) anomalies.push(found);
      const write = history.accesses[source];
      if (!write || write.process === observer) continue;
      const ofWriter = getOrMake(seen, write.process, () => new Map<number, Access>());
      const latest = ofWriter.get(write.key);
      const latestWrite = latest && history.accesses[readsFrom.get(latest.id)!]!;
      if (!latestWrite || latestWrite.operation.invoke < write.operation.invoke)
        ofWriter.set(write.key, read);
    }
  }
  return anomalies;
}

function miss(
  history: RegisterHistory,
  readsFrom: ReadsFrom,
  guarantee: Guarantee,
  dependencies: Dependencies,
  seen: ReadonlyMap<number, ReadonlyMap<number, Access>>,
  read: Access,
  source: number,
  meter: BudgetMeter,
): Anomaly | undefined {
  const found = history.accesses[source];
  for (const [writer, byKey] of seen) {
    const candidates = dependencies[writer]!.get(read.key);
    if (!candidates) continue;
    for (const [key, seeing] of byKey) {
      const sameKey = key === read.key;
      // What a session saw of one key and what it sees of it next is a matter of monotonic reads.
      if (sameKey && guarantee === 'monotonic-writes') continue;
      const later = history.accesses[readsFrom.get(seeing.id)!]!;
      for (const { write, via } of candidates) {
        meter.spend();
        if (via.operation.invoke >= later.operation.invoke) break;
        const older = found
          ? precedesInSession(found, write) || (sameKey && found === write)
          : source === INITIAL && !sameKey;
        if (!older) continue;
        const operations = [found, write, via, later, seeing, read].flatMap(
          (access) => access?.operation ?? [],
        );
        return { kind: guarantee, message: sentence(guarantee, { read, seeing, write, later }), operations };
      }
    }
  }
  return undefined;
}

function ownWrites(history: RegisterHistory): Dependencies {
  return history.sessions.map((session) => {
    const byKey = new Map<number, Dependency[]>();
    for (const access of session) {
      if (access.kind === 'write')
        getOrMake(byKey, access.key, () => []).push({ write: access, via: access });
    }
    return byKey;
  });
}

/** Each foreign write once per session: the first time it was read. */
function foreignReads(history: RegisterHistory, readsFrom: ReadsFrom): Dependencies {
  return history.sessions.map((session, process) => {
    const byKey = new Map<number, Dependency[]>();
    const known = new Set<Access>();
    for (const access of session) {
      const write =
        access.kind === 'read' ? history.accesses[readsFrom.get(access.id) ?? INITIAL] : undefined;
      if (!write || write.process === process || known.has(write)) continue;
      known.add(write);
      getOrMake(byKey, write.key, () => []).push({ write, via: access });
    }
    return byKey;
  });
}

function sentence(
  guarantee: Guarantee,
  { read, seeing, write, later }: { read: Access; seeing: Access; write: Access; later: Access },
): string {
  const name = (access: Access) => `${show(valueOf(access.operation))}${ofKey(access.operation)}`;
  const how = guarantee === 'monotonic-writes' ? 'wrote' : 'read';
  return (
    `${whoWhen(read.operation)} read ${name(read)} after it had read ${name(seeing)}, ` +
    `but ${later.operation.process} ${how} ${name(write)} before writing that`
  );
}
