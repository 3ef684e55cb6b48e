/** Random histories of a simulated object, true or slightly false. */

import type { History, Input, Operation, Outcome } from '../../../checkers/history.js';

/** Draws from [0, 1). */
export type Random = () => number;

/** A small fast generator (mulberry32): the same seed, the same histories. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** What one operation does to the object: the answer, the new state, and how it ended if not well. */
interface Effect<S> {
  readonly state: S;
  readonly output?: unknown;
  readonly type?: Outcome;
}

/** A simulated object and what clients ask of it. */
export interface Workload<S> {
  readonly initial: S;
  draw(random: Random): Input;
  run(state: S, input: Input, random: Random): Effect<S>;
  /** Another answer than the true one. */
  lie?(output: unknown, random: Random): unknown;
}

export interface Shape {
  readonly processes: number;
  readonly operations: number;
  /** Chance that an operation never returns, whether it took effect or not. */
  readonly crash?: number;
  /** Chance that an answer is not the true one. */
  readonly lie?: number;
}

/** Clients take random steps: invoke, take effect, return. */
export function randomHistory<S>(workload: Workload<S>, shape: Shape, random: Random): History {
  const history: Operation[] = [];
  let { initial: state } = workload;
  let position = 0;
  let nextProcess = shape.processes;
  const idle = Array.from({ length: shape.processes }, (_, process) => process);
  const open: { index: number; effect: Effect<S> | undefined }[] = [];

  while (history.length < shape.operations || open.length > 0) {
    const mayInvoke = history.length < shape.operations && idle.length > 0;
    const choice = below(random, open.length + (mayInvoke ? idle.length : 0));
    const running = open[choice];
    if (!running) {
      const process = idle.splice(below(random, idle.length), 1)[0]!;
      open.push({ index: history.length, effect: undefined });
      history.push({
        process,
        input: workload.draw(random),
        type: 'info',
        invoke: position++,
        complete: Infinity,
      });
      continue;
    }
    const operation = history[running.index]!;
    if (random() < (shape.crash ?? 0)) {
      // The process goes on under another name, so that the operation may stay open.
      idle.push(nextProcess++);
    } else if (!running.effect) {
      running.effect = workload.run(state, operation.input as Input, random);
      state = running.effect.state;
      continue;
    } else {
      const { output, type = 'ok' } = running.effect;
      const told = workload.lie && random() < (shape.lie ?? 0) ? workload.lie(output, random) : output;
      history[running.index] = {
        ...operation,
        type,
        complete: position++,
        ...(told === undefined ? {} : { output: told }),
      };
      idle.push(operation.process as number);
    }
    open.splice(choice, 1);
  }
  return history;
}
