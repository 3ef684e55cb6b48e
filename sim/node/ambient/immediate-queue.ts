/** Immediates in the order in which they were set: linked, because any of them may be cleared. */
import type { Immediate } from './immediate.js';
import { unlink } from './timer-lists.js';

export class ImmediateQueue {
  private first: Immediate | null = null;
  private last: Immediate | null = null;

  get isEmpty(): boolean {
    return this.first === null;
  }

  append(immediate: Immediate): void {
    immediate._idlePrev = this.last;
    if (this.last === null) this.first = immediate;
    else this.last._idleNext = immediate;
    this.last = immediate;
  }

  shift(): Immediate | undefined {
    const { first } = this;
    if (first === null) return undefined;
    this.leave(first);
    unlink(first);
    return first;
  }

  /** Forgets an immediate that is about to be unlinked; one of another queue changes nothing. */
  leave(immediate: Immediate): void {
    if (this.first === immediate) this.first = immediate._idleNext;
    if (this.last === immediate) this.last = immediate._idlePrev;
  }

  /** Takes everything over that waits in another queue. */
  takeAll(other: ImmediateQueue): void {
    [this.first, this.last] = [other.first, other.last];
    other.first = other.last = null;
  }
}
