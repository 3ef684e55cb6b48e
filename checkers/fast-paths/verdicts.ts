/** How the specialised procedures answer: a witness that is only built when someone looks, a core in history order. */
import type { History, Input, Operation } from '../history.js';
import type { FastVerdict, Model } from '../model.js';

/** Valid, with an order that replays through the model; a million operations are ordered only if it is read. */
class LazyValid {
  readonly verdict = 'valid';
  private order: readonly Operation[] | undefined;

  constructor(
    private readonly history: History,
    private readonly orderOf: () => Int32Array,
  ) {}

  /** Operations that may not have happened and explain nothing are left out. */
  get witness(): readonly Operation[] {
    this.order ??= Array.from(this.orderOf(), (index) => this.history[index]!);
    return this.order;
  }
}

/** `orderOf` gives the indexes of the operations in an order that the model accepts. */
export function validBy(history: History, orderOf: () => Int32Array): FastVerdict {
  return new LazyValid(history, orderOf);
}

/**
 * Invalid because of the operations at `indexes`, judged by `part` of the object if only a part of it matters; -1
 * stands for an operation that is not there.
 */
export function invalidBy(
  history: History,
  kind: string,
  reason: string,
  indexes: Iterable<number>,
  part?: Model<unknown, Input, unknown>,
): Extract<FastVerdict, { verdict: 'invalid' }> {
  const distinct = [...new Set(indexes)].filter((index) => index >= 0).sort((a, b) => a - b);
  const core = distinct.map((index) => history[index]!);
  return { verdict: 'invalid', kind, reason, core, ...(part && { part }) };
}

/** A list of operation indexes that is filled from the front. */
export class OrderBuilder {
  private readonly indexes: Int32Array;
  private length = 0;

  constructor(capacity: number) {
    this.indexes = new Int32Array(capacity);
  }

  push(index: number): void {
    this.indexes[this.length++] = index;
  }

  done(): Int32Array {
    return this.indexes.subarray(0, this.length);
  }
}
