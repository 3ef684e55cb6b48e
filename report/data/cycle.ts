/**
 * The cycle of an isolation or ordering anomaly, found again among its operations: who wrote what another read (wr),
 * who wrote over it (ww), who read what another wrote later (rw; Adya's dependencies, 1999), the order of each process,
 * and what reads force on the order of writes (seen; Bouajjani et al., POPL 2017). Only what the operations themselves
 * prove becomes an edge.
 */
import type { Operation } from '../../checkers/history.js';
import { jsonText } from '../../sim/record/plain-json.js';

export type Relation = 'wr' | 'ww' | 'rw' | 'process' | 'seen';

export interface Edge {
  /** Places in the list of operations that was given. */
  readonly from: number;
  readonly to: number;
  readonly relation: Relation;
  /** Absent for the order of a process. */
  readonly key?: string;
  /** Of `seen`: the read that comes after `from`, and found what `to` wrote. */
  readonly via?: number;
}

/** A value that an operation put somewhere, or what it saw there: all of a list, oldest first. */
interface Access {
  readonly key: string;
  readonly writes?: string;
  /** Empty: it saw the initial value. */
  readonly saw?: readonly string[];
}

const MAX_OPERATIONS = 200;

/**
 * The shortest cycle, one edge from each operation on it to the next; empty where the operations prove none. Cycles of
 * dependencies are preferred to those that need the order of a process, and these to those that need more reasoning.
 */
export function cycleOf(operations: readonly Operation[]): readonly Edge[] {
  if (operations.length > MAX_OPERATIONS) return [];
  const accesses = operations.map(accessesOf);
  const dependencies = dependenciesOf(accesses);
  const direct = shortestCycle(operations.length, dependencies);
  if (direct.length > 0) return direct;
  const ordered = [...dependencies, ...processOrder(operations)];
  const sessions = shortestCycle(operations.length, ordered);
  return sessions.length > 0 ? sessions : shortestCycle(operations.length, withSeen(accesses, ordered));
}

type Accesses = readonly (readonly Access[])[];

const named = (key: string, value: string): string => JSON.stringify([key, value]);

/** Which operation wrote what. */
function writersOf(accesses: Accesses): Map<string, number> {
  return new Map(
    accesses.flatMap((list, index) =>
      list.flatMap(({ key, writes }): [string, number][] =>
        writes === undefined ? [] : [[named(key, writes), index]],
      ),
    ),
  );
}

function dependenciesOf(accesses: Accesses): Edge[] {
  const edges: Edge[] = [];
  const writers = writersOf(accesses);
  const link = (from: number | undefined, to: number | undefined, relation: Relation, key: string): void => {
    if (from !== undefined && to !== undefined && from !== to) edges.push({ from, to, relation, key });
  };
  for (const [reader, list] of accesses.entries()) {
    for (const { key, saw } of list) {
      if (saw === undefined) continue;
      const last = saw.at(-1);
      if (last !== undefined) link(writers.get(named(key, last)), reader, 'wr', key);
      for (let at = 1; at < saw.length; at++)
        link(writers.get(named(key, saw[at - 1]!)), writers.get(named(key, saw[at]!)), 'ww', key);
      for (const [writer, theirs] of accesses.entries())
        for (const other of theirs)
          if (other.key === key && other.writes !== undefined && comesAfter(other.writes, saw, key, accesses))
            link(reader, writer, 'rw', key);
    }
  }
  return edges;
}

/**
 * Whether a write is known to come after what a read saw: the read saw the initial value, or another read saw the write
 * behind all that this one saw.
 */
function comesAfter(value: string, saw: readonly string[], key: string, accesses: Accesses): boolean {
  if (saw.length === 0) return true;
  if (saw.includes(value)) return false;
  return accesses.some((list) =>
    list.some((longer) => {
      if (longer.key !== key || longer.saw === undefined) return false;
      const [at, last] = [longer.saw.indexOf(value), longer.saw.indexOf(saw.at(-1)!)];
      return last >= 0 && at > last;
    }),
  );
}

/**
 * Adds, until nothing new follows: a write that comes before a read comes before the write, too, that the read found in
 * its place.
 */
function withSeen(accesses: Accesses, known: readonly Edge[]): Edge[] {
  const writers = writersOf(accesses);
  const reads = accesses.flatMap((list, reader) =>
    list.flatMap(({ key, saw }) => {
      const found = saw?.length === 1 ? writers.get(named(key, saw[0]!)) : undefined;
      return found === undefined || found === reader ? [] : [{ reader, key, found }];
    }),
  );
  const edges = [...known];
  const has = new Set<number>();
  for (let grew = true; grew;) {
    grew = false;
    const before = reachedFrom(accesses.length, edges);
    for (const { reader, key, found } of reads) {
      for (const [writer, list] of accesses.entries()) {
        const link = writer * accesses.length + found;
        if (writer === found || writer === reader || has.has(link) || !before[writer]!.has(reader)) continue;
        if (!list.some((access) => access.key === key && access.writes !== undefined)) continue;
        has.add(link);
        edges.push({ from: writer, to: found, relation: 'seen', key, via: reader });
        grew = true;
      }
    }
  }
  return edges;
}

/** By operation: all that come after it. */
function reachedFrom(count: number, edges: readonly Edge[]): Set<number>[] {
  const next = Array.from({ length: count }, () => [] as number[]);
  for (const { from, to } of edges) next[from]!.push(to);
  return next.map((first) => {
    const reached = new Set<number>();
    for (const queue = [...first]; queue.length > 0;) {
      const at = queue.pop()!;
      if (reached.has(at)) continue;
      reached.add(at);
      queue.push(...next[at]!);
    }
    return reached;
  });
}

function processOrder(operations: readonly Operation[]): Edge[] {
  return operations.flatMap((before, from) =>
    operations.flatMap((after, to): Edge[] =>
      before.process === after.process && before.invoke < after.invoke
        ? [{ from, to, relation: 'process' }]
        : [],
    ),
  );
}

function shortestCycle(count: number, edges: readonly Edge[]): Edge[] {
  const next = Array.from({ length: count }, () => [] as Edge[]);
  for (const edge of edges) next[edge.from]!.push(edge);
  let shortest: Edge[] = [];
  for (let start = 0; start < count; start++) {
    const cycle = wayBack(start, next);
    if (cycle.length > 0 && (shortest.length === 0 || cycle.length < shortest.length)) shortest = cycle;
  }
  return shortest;
}

/** Breadth first from an operation back to itself. */
function wayBack(start: number, next: readonly (readonly Edge[])[]): Edge[] {
  const cameBy = new Map<number, Edge>();
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const edge of next[at]!) {
      if (edge.to === start) {
        const cycle = [edge];
        for (let back = cameBy.get(at); back !== undefined; back = cameBy.get(back.from)) cycle.unshift(back);
        return cycle;
      }
      if (cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      queue.push(edge.to);
    }
  }
  return [];
}

/** What an operation wrote and saw: a register's or a list's, one of a transaction's many, a log's sends and polls. */
function accessesOf({ input, output, type }: Operation): Access[] {
  if (type === 'fail') return [];
  const { f, key, value, ...rest } = fieldsOf(input);
  const asked = [value, rest['ops'], rest['txn']].find((list) => isSteps(list)) as Step[] | undefined;
  if (asked !== undefined) {
    const answered = [output, fieldsOf(output)['value']].find((list) => isSteps(list)) as Step[] | undefined;
    return asked.flatMap((step, index) => ofStep(step, type === 'ok' ? answered?.[index] : undefined));
  }
  const name = jsonText(key ?? null);
  const ok = type === 'ok';
  if (WRITES.has(f)) return [{ key: name, writes: jsonText(value) }];
  if (READS.has(f) && ok) return [{ key: name, saw: seen(output) }];
  // One that found another value than it asked for wrote nothing.
  if (f === 'cas' && ok && output !== false)
    return [{ key: name, saw: seen(rest['from']), writes: jsonText(rest['to']) }];
  return [];
}

const WRITES: ReadonlySet<unknown> = new Set(['write', 'w', 'put', 'append']);
const READS: ReadonlySet<unknown> = new Set(['read', 'r', 'get']);

type Step = readonly [f: string, key?: unknown, value?: unknown];

function ofStep([f, key, value]: Step, answered: Step | undefined): Access[] {
  const name = jsonText(key ?? null);
  if (WRITES.has(f) || f === 'send') return [{ key: name, writes: jsonText(value) }];
  if (READS.has(f) && answered !== undefined) return [{ key: name, saw: seen(answered[2]) }];
  if (f === 'poll' && answered !== undefined)
    return Object.entries(fieldsOf(answered[1])).flatMap(([polled, messages]) =>
      Array.isArray(messages)
        ? messages.map((message: unknown) => ({
            key: jsonText(polled),
            saw: [jsonText(Array.isArray(message) ? message[1] : message)],
          }))
        : [],
    );
  return [];
}

function seen(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(jsonText) : [jsonText(value)];
}

function isSteps(value: unknown): value is Step[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((step) => Array.isArray(step) && typeof step[0] === 'string')
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
