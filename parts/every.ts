/**
 * Periodic work. A process that restarts more often than its work is due would never do it, so the time it was done
 * last may be kept on the disk. Jitter keeps nodes that started together from working together.
 */
import type { Random } from 'seedstorm';

/** How often periodic work is done. */
export interface Period {
  readonly everyMs: number;
  /** Up to this share of each pause is left out, by chance: 0.2 pauses between 80 and 100 %. Default 0: all are equal. */
  readonly jitter?: number;
  /** Before the first time: a part of the pause by chance, the whole, or none. Default `part`. */
  readonly first?: 'part' | 'whole' | 'none';
  /** The file in which it is remembered when the work was done last, in ms of the wall clock. Default: it is not. */
  readonly keptIn?: string;
}

/**
 * Pause before the work is done for the first time after a start, in ms.
 * @param last when it was done last and what the clock says now, both in ms of the wall clock. A clock that jumped
 *   never makes the pause longer than the period
 */
export function firstPause(
  { everyMs, first = 'part' }: Period,
  random: Pick<Random, 'float'>,
  last?: { readonly doneMs: number; readonly nowMs: number },
): number {
  if (last !== undefined) return Math.min(everyMs, Math.max(0, last.doneMs + everyMs - last.nowMs));
  return first === 'part' ? everyMs * random.float() : first === 'whole' ? everyMs : 0;
}

/** Pause until the work is done again, in ms. */
export function nextPause({ everyMs, jitter = 0 }: Period, random: Pick<Random, 'float'>): number {
  return jitter === 0 ? everyMs : everyMs * (1 - jitter * random.float());
}

/** What it needs of a state machine's node. */
export interface PeriodicNode {
  readonly random: Pick<Random, 'float'>;
  readonly disk: { read(file: string): unknown; write(file: string, value: unknown): void };
  nowMs(): number;
  setTimer(name: string, delayMs: number): void;
}

/**
 * For `start` of a state machine: sets the timer for the first time. Where the time is kept, the very first start is noted,
 * or restarts would begin the first period again and again: durable after the next sync. @throws DiskError where the time is kept
 */
export function startEvery(timer: string, period: Period, node: PeriodicNode): void {
  const { keptIn } = period;
  const doneMs = keptIn === undefined ? undefined : node.disk.read(keptIn);
  const last = typeof doneMs === 'number' ? { doneMs, nowMs: node.nowMs() } : undefined;
  if (keptIn !== undefined && last === undefined) node.disk.write(keptIn, node.nowMs());
  node.setTimer(timer, firstPause(period, node.random, last));
}

/**
 * For `onTimer` of a state machine: sets the timer again, and notes the time if it is kept: durable with the work after
 * the next sync. @throws DiskError where the time is kept
 */
export function everyAgain(timer: string, period: Period, node: PeriodicNode): void {
  if (period.keptIn !== undefined) node.disk.write(period.keptIn, node.nowMs());
  node.setTimer(timer, nextPause(period, node.random));
}

/** What it needs of an async program's node. */
export interface PeriodicAsyncNode {
  readonly random: Pick<Random, 'float'>;
  readonly disk: {
    read(file: string): Promise<unknown>;
    write(file: string, value: unknown): Promise<void>;
    sync(): Promise<void>;
  };
  nowMs(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * For async programs: does the work for ever, pausing between its end and the next beginning: `void every(node, …)`.
 * Where the time is kept it is synced after the work, so work that a crash cuts short is done again.
 * @throws whatever `work` throws, and DiskError where the time is kept: it then ends
 */
export async function every(
  node: PeriodicAsyncNode,
  period: Period,
  work: () => Promise<void> | void,
): Promise<never> {
  const { keptIn } = period;
  const doneMs = keptIn === undefined ? undefined : await node.disk.read(keptIn);
  const last = typeof doneMs === 'number' ? { doneMs, nowMs: node.nowMs() } : undefined;
  let pauseMs = firstPause(period, node.random, last);
  if (last === undefined) await keep();
  for (;;) {
    await node.sleep(pauseMs);
    await work();
    await keep();
    pauseMs = nextPause(period, node.random);
  }
  async function keep(): Promise<void> {
    if (keptIn !== undefined) await Promise.all([node.disk.write(keptIn, node.nowMs()), node.disk.sync()]);
  }
}
