/** "Answer when empty": whoever wants to see the end result waits until nothing is under way, but not for ever. */
import type { ReplyTo } from 'seedstorm';

/** Who waits; part of the state of a state machine. A crash forgets them. */
export type Waiting = ReplyTo[];

/** What it needs of a state machine's node. */
export interface DrainNode<R> {
  defer(): ReplyTo;
  replyTo(to: ReplyTo, value: R, options?: { readonly after?: 'sync' }): void;
  setTimer(name: string, delayMs: number): void;
}

/**
 * Answers the request being handled once nothing is under way: now, or when `answerAll` is called. Call that when
 * something has ended and nothing else is under way, and when the timer goes off.
 *
 * @param when.empty whether nothing is under way now
 * @param when.atMostMs how long to wait at most; then the timer `when.timer` goes off
 * @param answer what to say; leaves the node once all that it has written is durable
 */
export function answerWhenEmpty<R>(
  waiting: Waiting,
  when: { readonly empty: boolean; readonly timer: string; readonly atMostMs: number },
  answer: () => R,
  node: DrainNode<R>,
): void {
  waiting.push(node.defer());
  if (when.empty) answerAll(waiting, answer, node);
  else node.setTimer(when.timer, when.atMostMs);
}

/** Answers all who wait. */
export function answerAll<R>(waiting: Waiting, answer: () => R, node: Pick<DrainNode<R>, 'replyTo'>): void {
  for (const to of waiting.splice(0)) node.replyTo(to, answer(), { after: 'sync' });
}

/** Takes those out of a list whose time has come, to answer them; the others go on waiting. */
export function takeReady<T>(waiting: T[], isReady: (one: T) => boolean): T[] {
  const ready = waiting.filter(isReady);
  if (ready.length > 0) waiting.splice(0, Infinity, ...waiting.filter((one) => !ready.includes(one)));
  return ready;
}

/** What is under way in an async program. */
export interface UnderWay {
  readonly count: number;
  /** Counts the work as under way until it ends, well or not. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves once nothing is under way, with true; or with false after `atMostMs`. */
  empty(atMostMs: number): Promise<boolean>;
}

/** A count of what is under way, for async programs. */
export function underWay(node: { sleep(ms: number): Promise<void> }): UnderWay {
  let count = 0;
  let told: (() => void)[] = [];
  return {
    get count() {
      return count;
    },
    async during(work) {
      count++;
      try {
        return await work();
      } finally {
        if (--count === 0) for (const tell of told.splice(0)) tell();
      }
    },
    async empty(atMostMs) {
      if (count === 0) return true;
      let tell = (): void => undefined;
      const emptied = new Promise<boolean>((resolve) => told.push((tell = () => resolve(true))));
      const over = node.sleep(atMostMs).then(() => false);
      const isEmpty = await Promise.race([emptied, over]);
      told = told.filter((other) => other !== tell);
      return isEmpty;
    },
  };
}
