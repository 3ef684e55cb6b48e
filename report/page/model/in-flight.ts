/** The messages that are under way: sent already, not there yet. */
import { Fate } from '../../data/contract.js';
import type { RunModel } from './run-model.js';

const BLOCK = 256;

/** Finds messages by time without looking at all of them: blocks know when their last message arrives. */
export class Flights {
  private readonly lastArrival: Float64Array;

  constructor(private readonly model: RunModel) {
    const { messageCount } = model;
    this.lastArrival = new Float64Array(Math.ceil(messageCount / BLOCK));
    for (let row = 0; row < messageCount; row++) {
      const block = Math.floor(row / BLOCK);
      this.lastArrival[block] = Math.max(this.lastArrival[block] as number, this.endEvent(row));
    }
  }

  /** Rows of messages that are under way at some moment between two events, those that touch them included. */
  *between(from: number, to: number): Generator<number> {
    const { sent, messageCount, firstSent, count } = this.model;
    const end = Math.min(messageCount, firstSent[Math.min(to, count) + 1] ?? messageCount);
    for (let block = 0; block * BLOCK < end; block++) {
      if ((this.lastArrival[block] as number) < from) continue;
      const stop = Math.min(end, (block + 1) * BLOCK);
      for (let row = block * BLOCK; row < stop; row++)
        if ((sent[row] as number) <= to && this.endEvent(row) >= from) yield row;
    }
  }

  /** Rows of messages under way right after an event. */
  at(event: number): number[] {
    const { sent, fate } = this.model;
    return [...this.between(event, event)].filter(
      (row) =>
        (sent[row] as number) <= event && this.endEvent(row) > event && !isLostAtOnce(this.model, fate, row),
    );
  }

  private endEvent(row: number): number {
    const { arrived, sent, fate, count } = this.model;
    const its = arrived[row] as number;
    if (its > 0) return its;
    return isLostAtOnce(this.model, fate, row) ? (sent[row] as number) : count + 1;
  }
}

/** Lost where it left: it was never under way. */
export function isLostAtOnce({ recording }: RunModel, fate: Uint8Array, row: number): boolean {
  return ((fate[row] as number) & Fate.Lost) !== 0 && (recording.messages.flight[row] ?? 0) < 0;
}
