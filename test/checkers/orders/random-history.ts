/** Small random register histories: a few clients, overlapping operations, values that reads could have found. */
import type { History, Operation } from '../../../checkers/history.js';

/** A small generator of its own (mulberry32), so that a failing seed fails for ever. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  readonly keys: number;
  /** Whether each write writes a value of its own. */
  readonly distinct: boolean;
}

/** Some shape, from a seed. */
export function shapeOf(random: (below: number) => number): Shape {
  return {
    operations: 2 + random(6),
    processes: 1 + random(3),
    keys: 1 + random(2),
    distinct: random(3) > 0,
  };
}

/** Reads mostly find what some order could have shown them: a few recent writes, rarely something impossible. */
export function randomHistory(random: (below: number) => number, shape: Shape): History {
  const free = Array.from({ length: shape.processes }, (_, process) => ({ process, at: 0 }));
  const drafts: (Operation & { invoke: number })[] = [];
  const values = new Map<string, unknown[]>();
  let clock = 0;
  let fresh = 0;
  for (let i = 0; i < shape.operations; i++) {
    const client = free[random(free.length)]!;
    const invoke = Math.max(client.at, clock - random(6)) + 1;
    const complete = invoke + 1 + random(6);
    clock = Math.max(clock, invoke);
    client.at = complete;
    const key = 'xy'[random(shape.keys)]!;
    const written = values.get(key) ?? [];
    const type = random(12) === 0 ? 'info' : random(20) === 0 ? 'fail' : 'ok';
    const end = type === 'info' ? Infinity : complete;
    if (random(2) === 0) {
      const value = shape.distinct ? ++fresh : random(6) === 0 ? null : 1 + random(2);
      values.set(key, [...written, value]);
      drafts.push({
        process: client.process,
        input: { f: 'write', key, value },
        type,
        invoke,
        complete: end,
      });
    } else {
      drafts.push({
        process: client.process,
        input: { f: 'read', key },
        type,
        invoke,
        complete: end,
        output: undefined,
      });
    }
  }
  const history = drafts.map((operation) => {
    const { f, key } = operation.input as { f: string; key: string };
    if (f !== 'read' || operation.type !== 'ok') return operation;
    const choices = [null, ...(values.get(key) ?? [])];
    return { ...operation, output: random(30) === 0 ? 99 : choices[random(choices.length)] };
  });
  return history.sort((a, b) => a.invoke - b.invoke);
}
