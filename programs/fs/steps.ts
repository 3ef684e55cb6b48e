/**
 * A file operation as the steps that a process asks of its disk, one after the other. Written once, it can be done at once
 * (`readFileSync`) or step by step in virtual time (`readFile`).
 */

/** Looks at what is cached or changes it, reads bytes, or waits until they are durable. */
export type Takes = 'write' | 'read' | 'sync';

export interface Step {
  readonly takes: Takes;
  readonly act: () => unknown;
}

export type Steps<T> = Generator<Step, T, unknown>;

export function* step<T>(takes: Takes, act: () => T): Steps<T> {
  return (yield { takes, act }) as T;
}

/** All at once: a process that waits for its disk does nothing else, and virtual time stands still while code runs. */
export function atOnce<T>(steps: Steps<T>): T {
  let next = steps.next();
  while (next.done !== true) next = after(steps, next.value);
  return next.value;
}

/**
 * Each step happens when its time is over.
 * @param next what `steps.next()` said: what it refuses, it refuses before anything takes time
 */
export async function inTime<T>(
  steps: Steps<T>,
  next: IteratorResult<Step, T>,
  wait: (takes: Takes) => Promise<void>,
): Promise<T> {
  while (next.done !== true) {
    await wait(next.value.takes);
    next = after(steps, next.value);
  }
  return next.value;
}

function after<T>(steps: Steps<T>, { act }: Step): IteratorResult<Step, T> {
  let value: unknown;
  try {
    value = act();
  } catch (error) {
    return steps.throw(error);
  }
  return steps.next(value);
}
