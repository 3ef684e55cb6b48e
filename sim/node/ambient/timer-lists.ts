/**
 * Which timer is next, as Node decides it: timers of one duration stand in one list, in the order in which they were
 * set, and the list whose first timer is due earliest comes first. So after a pause all overdue timers of 10 ms run
 * before those of 20 ms, although some of them were due later.
 *
 * Lists count whole milliseconds, as Node's loop does: what is due within the same millisecond is due together.
 */

/** A link of a list. The names are those of Node's timers, which packages look at. */
export interface Link {
  _idleNext: Link | null;
  _idlePrev: Link | null;
}

/** Key of the moment a timer was set, in microseconds: Node's own `_idleStart` shows whole milliseconds. */
export const setAtUs = Symbol('setAtUs');

/** A timer that stands in a list. */
export interface Listed extends Link {
  [setAtUs]: number;
}

/** All timers of one duration. */
export class TimersList implements Link {
  _idleNext: Link = this;
  _idlePrev: Link = this;

  constructor(
    readonly durationMs: number,
    /** When somebody should look at it: never later than its first timer is due. */
    public expiryMs: number,
    /** Of two lists with one expiry, the one with the lower number comes first. */
    public number: number,
  ) {}

  get first(): Listed | undefined {
    return this._idleNext === this ? undefined : (this._idleNext as Listed);
  }

  /** The millisecond in which a timer of this list is due. */
  dueMs(timer: Listed): number {
    return msOf(timer[setAtUs]) + this.durationMs;
  }
}

export class TimerLists {
  private readonly byDuration = new Map<number, TimersList>();
  /** The next list stands last. */
  private readonly ordered: TimersList[] = [];
  private lists = 0;

  /** The list to look at next. */
  get next(): TimersList | undefined {
    return this.ordered[this.ordered.length - 1];
  }

  /** Puts a timer, set at that moment, at the end of the list of its duration. */
  append(timer: Listed, durationMs: number, atUs: number): TimersList {
    unlink(timer);
    timer[setAtUs] = atUs;
    let list = this.byDuration.get(durationMs);
    if (list === undefined) {
      list = new TimersList(durationMs, msOf(atUs) + durationMs, this.lists++);
      this.byDuration.set(durationMs, list);
      this.place(list);
    }
    const last = list._idlePrev;
    timer._idlePrev = last;
    timer._idleNext = list;
    last._idleNext = timer;
    list._idlePrev = timer;
    return list;
  }

  some(holds: (timer: Listed) => boolean): boolean {
    return this.ordered.some((list) => {
      for (let timer = list.first; timer !== undefined; timer = after(list, timer))
        if (holds(timer)) return true;
      return false;
    });
  }

  /** The list of that duration is not needed while it is empty. */
  dropEmpty(durationMs: number): void {
    const list = this.byDuration.get(durationMs);
    if (list === undefined || list.first !== undefined) return;
    this.byDuration.delete(durationMs);
    this.ordered.splice(this.indexOf(list), 1);
  }

  /** Nobody is due in the list before its first timer is. */
  postpone(list: TimersList, expiryMs: number): void {
    this.ordered.splice(this.indexOf(list), 1);
    list.expiryMs = expiryMs;
    list.number = this.lists++;
    this.place(list);
  }

  /** When the last of the timers is due that are due within this millisecond, in microseconds. */
  lastDueUs(expiryMs: number): number {
    let lastUs = expiryMs * 1000;
    for (let at = this.ordered.length - 1; at >= 0; at--) {
      const list = this.ordered[at] as TimersList;
      if (list.expiryMs > expiryMs) break;
      for (
        let timer = list.first;
        timer !== undefined && list.dueMs(timer) <= expiryMs;
        timer = after(list, timer)
      )
        lastUs = Math.max(lastUs, timer[setAtUs] + list.durationMs * 1000);
    }
    return lastUs;
  }

  private place(list: TimersList): void {
    this.ordered.splice(this.indexOf(list), 0, list);
  }

  /** Where the list stands, or belongs. */
  private indexOf(list: TimersList): number {
    let [low, high] = [0, this.ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(list, this.ordered[middle] as TimersList)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Takes a link out of the list in which it stands, if any. */
export function unlink(link: Link): void {
  if (link._idleNext !== null) link._idleNext._idlePrev = link._idlePrev;
  if (link._idlePrev !== null) link._idlePrev._idleNext = link._idleNext;
  link._idleNext = null;
  link._idlePrev = null;
}

/** The whole millisecond a moment falls into. */
export function msOf(us: number): number {
  return Math.floor(us / 1000);
}

function after(list: TimersList, timer: Listed): Listed | undefined {
  return timer._idleNext === list ? undefined : (timer._idleNext as Listed);
}

function isBefore(a: TimersList, b: TimersList): boolean {
  return a.expiryMs < b.expiryMs || (a.expiryMs === b.expiryMs && a.number < b.number);
}
