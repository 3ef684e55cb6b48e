/** Asking many nodes and going on with enough of them. */

import { shown } from '../input/shown.js';

/** One node's answer. */
export interface Vote<T> {
  readonly from: string;
  readonly value: T;
}

/** How many answers a quorum call needs, and how long it waits for them. */
export interface QuorumOptions {
  /** How many answers are enough. */
  readonly need: number;
  readonly timeoutMs: number;
}

/** Too few answered. */
export class QuorumFailed extends Error {
  override readonly name = 'QuorumFailed';
  constructor(
    readonly votes: readonly Vote<unknown>[],
    readonly need: number,
    readonly asked: number,
  ) {
    super(`only ${votes.length} of ${asked} answered, ${need} were needed`);
  }
}

/** Calls everyone at once; resolves with the first `need` answers, rejects once they cannot come any more. */
export function quorum<T>(
  to: readonly string[],
  call: (name: string) => Promise<T>,
  options: QuorumOptions,
): Promise<Vote<T>[]> {
  const need = (options as Partial<QuorumOptions> | undefined)?.need;
  if (!Number.isSafeInteger(need))
    throw new TypeError(
      `node.quorum: expected { need, timeoutMs } after the message, got need ${shown(need)}`,
    );
  return enough(to, call, need as number);
}

function enough<T>(
  to: readonly string[],
  call: (name: string) => Promise<T>,
  need: number,
): Promise<Vote<T>[]> {
  return new Promise((resolve, reject) => {
    const votes: Vote<T>[] = [];
    let left = to.length;
    const settle = (): void => {
      if (votes.length >= need) resolve(votes.slice(0, need));
      else if (votes.length + left < need) reject(new QuorumFailed(votes, need, to.length));
    };
    settle();
    for (const from of to) {
      call(from).then(
        (value) => {
          votes.push({ from, value });
          left--;
          settle();
        },
        () => {
          left--;
          settle();
        },
      );
    }
  });
}
