/**
 * The cycle of an isolation or ordering anomaly, found again among its operations: who wrote what another read (wr),
 * who wrote over it (ww), who read what another wrote later (rw; Adya's dependencies, 1999), and the order of each
 * process. Only what the operations themselves prove becomes an edge.
 */
import type { Operation } from '../../checkers/history.js';
import { jsonText } from './json.js';

export type Relation = 'wr' | 'ww' | 'rw' | 'process';

export interface Edge {
  /** Places in the list of operations that was given. */
  readonly from: number;
  readonly to: number;
  readonly relation: Relation;
  /** Absent for the order of a process. */
  readonly key?: string;
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
 * dependencies are preferred to those that need the order of a process.
 */
export function cycleOf(operations: readonly Operation[]): readonly Edge[] {
  if (operations.length > MAX_OPERATIONS) return [];
  const dependencies = dependenciesOf(operations);
  const direct = shortestCycle(operations.length, dependencies);
  return direct.length > 0
    ? direct
    : shortestCycle(operations.length, [...dependencies, ...processOrder(operations)]);
}

function dependenciesOf(operations: readonly Operation[]): Edge[] {
  const accesses = operations.map(accessesOf);
  const edges: Edge[] = [];
  const writers = new Map<string, number>();
  const named = (key: string, value: string): string => JSON.stringify([key, value]);
  for (const [index, list] of accesses.entries())
    for (const { key, writes } of list) if (writes !== undefined) writers.set(named(key, writes), index);
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
function comesAfter(
  value: string,
  saw: readonly string[],
  key: string,
  accesses: readonly (readonly Access[])[],
): boolean {
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
  if (f === 'write' || f === 'w' || f === 'append') return [{ key: name, writes: jsonText(value) }];
  if ((f === 'read' || f === 'r') && ok) return [{ key: name, saw: seen(output) }];
  return [];
}

type Step = readonly [f: string, key?: unknown, value?: unknown];

function ofStep([f, key, value]: Step, answered: Step | undefined): Access[] {
  const name = jsonText(key ?? null);
  if (f === 'w' || f === 'write' || f === 'append' || f === 'send')
    return [{ key: name, writes: jsonText(value) }];
  if ((f === 'r' || f === 'read') && answered !== undefined) return [{ key: name, saw: seen(answered[2]) }];
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
