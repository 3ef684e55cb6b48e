/**
 * The event loop of one process: when its timers and immediates run, and in which order. One callback runs per event
 * of the engine, so that its promises and ticks are drained before the next one; between callbacks of one round
 * nothing else of this process happens, as in Node.
 */
import type { Immediate } from './immediate.js';
import { ImmediateQueue } from './immediate-queue.js';
import type { Timeout } from './timeout.js';
import { msOf, TimerLists, unlink } from './timer-lists.js';

/**
 * What a turn of the loop costs, in microseconds. Without it a loop of setImmediate that waits for a timer would
 * never see it: virtual time stands still while code runs.
 */
const TURN_US = 10;

/** How a loop gets its turns. Times are those of the process's own clock. */
export interface Turns {
  /** Whole microseconds since the process began. */
  nowUs(): number;
  /** Runs something after so long, when everything that came before is done. @returns a number for `cancel` */
  after(us: number, run: () => void): number;
  /** Runs something before anything else that waits for this process. */
  next(run: () => void): void;
  cancel(number: number): void;
  /** A callback threw, and nobody caught it. */
  failed(error: unknown): void;
}

export class EventLoop {
  private readonly lists = new TimerLists();
  private readonly numbered = new Map<number, Timeout>();
  private lastNumber = 0;
  /** When the loop is to look at its timers. */
  private wake: { readonly number: number; readonly expiryMs: number; readonly dueUs: number } | undefined;
  /** The round of timers that is under way, and the millisecond in which it began. */
  private round: Generator<undefined, 'again' | undefined> | undefined;
  private roundMs = 0;
  private readonly immediates = new ImmediateQueue();
  /** The immediates of the turn that is under way. */
  private readonly batch = new ImmediateQueue();
  private checkPlanned: number | undefined;
  private ended = false;

  constructor(private readonly turns: Turns) {}

  /** Whole milliseconds since the process began. */
  get nowMs(): number {
    return msOf(this.turns.nowUs());
  }

  /** Nothing is planned here that would keep a process alive. */
  get isIdle(): boolean {
    const { round, immediates, batch, lists } = this;
    if (round !== undefined || !immediates.isEmpty || !batch.isEmpty) return false;
    return !lists.some((timer) => (timer as Timeout).hasRef());
  }

  /** A number no other timer of this process has. */
  nextNumber(): number {
    return ++this.lastNumber;
  }

  /** From now on the timer can be cleared by its number. */
  remember(number: number, timer: Timeout): void {
    this.numbered.set(number, timer);
  }

  timerOf(number: number): Timeout | undefined {
    return this.numbered.get(number);
  }

  forget(number: number): void {
    this.numbered.delete(number);
  }

  /** Starts a timer, or starts it anew. @param atUs from when its duration counts */
  insert(timer: Timeout, durationMs: number, atUs = this.turns.nowUs()): void {
    if (this.ended) return;
    const wholeMs = Math.trunc(durationMs);
    this.lists.append(timer, wholeMs, atUs);
    timer._idleStart = msOf(atUs);
    if (this.round === undefined) this.wakeBy(msOf(atUs) + wholeMs, atUs + wholeMs * 1000);
  }

  /** Stops a timer. */
  remove(timer: Timeout, durationMs: number): void {
    unlink(timer);
    // Node keeps the empty lists of timers that hold no process alive: they are likely to be used again.
    if (timer.hasRef()) this.lists.dropEmpty(Math.trunc(durationMs));
  }

  addImmediate(immediate: Immediate): void {
    if (this.ended) return;
    this.immediates.append(immediate);
    if (this.batch.isEmpty) this.checkPlanned ??= this.turns.after(TURN_US, this.check);
  }

  removeImmediate(immediate: Immediate): void {
    this.immediates.leave(immediate);
    this.batch.leave(immediate);
    unlink(immediate);
  }

  failed(error: unknown): void {
    this.turns.failed(error);
  }

  /** The process is gone: nothing of it runs any more. */
  end(): void {
    this.ended = true;
  }

  /** Looks at the timers at that moment at the latest, and not before the last one of that millisecond is due. */
  private wakeBy(expiryMs: number, dueUs: number): void {
    const { wake } = this;
    if (wake !== undefined) {
      if (expiryMs > wake.expiryMs || (expiryMs === wake.expiryMs && dueUs <= wake.dueUs)) return;
      this.turns.cancel(wake.number);
    }
    const delayUs = Math.max(TURN_US, dueUs - this.turns.nowUs());
    this.wake = { number: this.turns.after(delayUs, this.timersDue), expiryMs, dueUs };
  }

  private readonly timersDue = (): void => {
    const { wake } = this;
    this.wake = undefined;
    if (wake !== undefined) {
      const earlyUs = wake.dueUs - this.turns.nowUs();
      // A clock that was slowed down meanwhile is not there yet. A microsecond is the rounding of its drift.
      if (earlyUs > 1) return this.wakeBy(wake.expiryMs, wake.dueUs);
      this.roundMs = Math.max(wake.expiryMs, this.nowMs);
      this.round = this.fireDue();
    }
    let step = this.round?.next();
    // Behind a callback that threw, Node begins the round again before it looks at ticks and promises.
    while (step?.value === 'again' && !this.ended) step = (this.round = this.fireDue()).next();
    if (this.ended) this.round = undefined;
    else if (step?.done === false) this.turns.next(this.timersDue);
    else this.endRound();
  };

  private endRound(): void {
    this.round = undefined;
    const expiryMs = this.lists.next?.expiryMs;
    if (expiryMs !== undefined) this.wakeBy(expiryMs, this.lists.lastDueUs(expiryMs));
  }

  /** Runs what is due, one callback after the other; stops in between so that promises and ticks run. */
  private *fireDue(): Generator<undefined, 'again' | undefined> {
    const { lists, roundMs } = this;
    let ran = false;
    for (;;) {
      const list = lists.next;
      if (list === undefined || list.expiryMs > roundMs) return undefined;
      if (ran) yield;
      ran = true;
      let ranOfList = false;
      for (;;) {
        const timer = list.first as Timeout | undefined;
        if (timer === undefined) {
          lists.dropEmpty(list.durationMs);
          break;
        }
        const dueMs = list.dueMs(timer);
        if (dueMs > roundMs) {
          lists.postpone(list, dueMs);
          break;
        }
        // Which timer is next is decided before the promises of the last one run: Node fires it even if they restart it.
        if (ranOfList) yield;
        ranOfList = true;
        if (!this.fire(timer)) return 'again';
      }
    }
  }

  /** @returns whether the callback returned */
  private fire(timer: Timeout): boolean {
    unlink(timer);
    if (!timer._onTimeout) {
      if (!timer._destroyed) timer.retire();
      return true;
    }
    const atUs = this.turns.nowUs();
    return timer.run(() => {
      if (timer._repeat && timer._idleTimeout !== -1) {
        timer._idleTimeout = timer._repeat;
        this.insert(timer, timer._idleTimeout, atUs);
      } else if (timer._idleNext === null && !timer._destroyed) timer.retire();
    });
  }

  private readonly check = (): void => {
    if (this.batch.isEmpty) {
      this.checkPlanned = undefined;
      this.batch.takeAll(this.immediates);
    }
    this.batch.shift()?.run();
    if (this.ended) return;
    if (!this.batch.isEmpty) this.turns.next(this.check);
    else if (!this.immediates.isEmpty) this.checkPlanned ??= this.turns.after(TURN_US, this.check);
  };
}
