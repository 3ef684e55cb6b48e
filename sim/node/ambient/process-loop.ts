/** The event loop of a process, as its timers and immediates use it. */
import type { Listed } from './timer-lists.js';

export interface ProcessLoop {
  /** A number no other timer of this process has. */
  nextNumber(): number;
  /** Starts a timer, or starts it anew. */
  insert(timer: Listed, durationMs: number): void;
  /** Stops a timer. */
  remove(timer: Listed, durationMs: number): void;
  /** From now on the timer can be cleared by its number. */
  remember(number: number, timer: Closable): void;
  timerOf(number: number): Closable | undefined;
  forget(number: number): void;
  addImmediate(immediate: object): void;
  removeImmediate(immediate: object): void;
  /** A callback threw. */
  failed(error: unknown): void;
}

interface Closable {
  close(): unknown;
}
