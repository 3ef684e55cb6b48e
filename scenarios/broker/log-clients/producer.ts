/** A producer: numbers its messages, tries again until it is answered or its time is up, and ends transactions. */
import type { AsyncNode } from 'seedstorm';
import { orUndefined } from 'seedstorm/parts';
import type { BrokerCalls, CoordinatorCalls, Outcome } from './messages.js';
import type { Rules } from './rules.js';

type Node = AsyncNode<{ calls: BrokerCalls & CoordinatorCalls }>;

/** How it ended: done, certainly not done, or nobody knows. */
export type Ended<A> = { readonly kind: 'ok'; readonly value: A } | { readonly kind: 'fail' | 'info' };

interface Identity {
  readonly producerId: number;
  readonly epoch: number;
  /** The next sequence number, by partition. */
  readonly next: Record<number, number>;
}

const TIMEOUT = { timeoutMs: 60 };
const PAUSE_MS = 15;
/** How long anything is tried. */
const DELIVERY_MS = 450;

export interface Producer {
  readonly send: (partition: number, value: string) => Promise<Ended<number>>;
  /** Ends the transaction. Without one there is nothing to end. */
  readonly end: (result: 'commit' | 'abort') => Promise<Ended<null>>;
}

/** @param transactionalId `null`: without transactions */
export function producerOf(
  node: Node,
  transactionalId: string | null,
  leaderOf: (partition: number) => string,
  rules: Rules,
): Producer {
  let identity: Identity | undefined;
  /** The partitions of the open transaction. */
  let touched = new Set<number>();
  return { send, end };

  async function send(partition: number, value: string): Promise<Ended<number>> {
    if (transactionalId === null && rules.identity === 'one-message') identity = undefined;
    const own = (identity ??= await identify());
    if (own === undefined) return { kind: 'fail' };
    if (transactionalId !== null && !touched.has(partition)) {
      const asked = { f: 'addPartition', transactionalId, ...idOf(own), partition } as const;
      const { answer } = await asLongAs(() => node.call('coordinator', asked, TIMEOUT).catch(orUndefined));
      if (answer?.kind !== 'done') return giveUp('fail');
      touched.add(partition);
    }
    const sequence = own.next[partition] ?? 0;
    own.next[partition] = sequence + 1;
    const producer = { id: own.producerId, epoch: own.epoch, sequence };
    const batch = {
      f: 'produce',
      partition,
      producer,
      transactional: transactionalId !== null,
      value,
    } as const;
    const { answer, sent } = await asLongAs(() =>
      node.call(leaderOf(partition), batch, TIMEOUT).catch(orUndefined),
    );
    if (answer?.kind === 'done') return { kind: 'ok', value: answer.offset };
    return giveUp(answer !== undefined && sent === 1 ? 'fail' : 'info');
  }

  async function end(result: 'commit' | 'abort'): Promise<Ended<null>> {
    const own = identity;
    if (own === undefined || transactionalId === null) return { kind: 'ok', value: null };
    if (touched.size === 0) return { kind: 'ok', value: null };
    touched = new Set();
    const asked = { f: 'endTxn', transactionalId, ...idOf(own), result } as const;
    const { answer, sent } = await asLongAs(() =>
      node.call('coordinator', asked, TIMEOUT).catch(orUndefined),
    );
    identity = undefined;
    if (answer?.kind === 'done') {
      const { producerId, epoch } = answer;
      identity = { producerId, epoch, next: {} };
      return { kind: 'ok', value: null };
    }
    // Whoever was too slow is told so, and the coordinator has aborted the transaction. But a retry may be told of itself.
    return { kind: answer !== undefined && sent === 1 ? 'fail' : 'info' };
  }

  /** The next message takes a new identity: nobody knows which numbers of this one are used. */
  function giveUp(kind: 'fail' | 'info'): Ended<never> {
    if (transactionalId === null) identity = undefined;
    return { kind };
  }

  async function identify(): Promise<Identity | undefined> {
    const asked = { f: 'initProducerId', transactionalId } as const;
    const { answer } = await asLongAs(() => node.call('coordinator', asked, TIMEOUT).catch(orUndefined));
    if (answer?.kind !== 'done') return undefined;
    const { producerId, epoch } = answer;
    return { producerId, epoch, next: {} };
  }

  /** Asks until it is answered with anything but "a transaction is just ending", or time is up. */
  async function asLongAs<A>(
    ask: () => Promise<Outcome<A> | undefined>,
  ): Promise<{ readonly answer: Outcome<A> | undefined; readonly sent: number }> {
    const untilMs = node.monotonicMs() + DELIVERY_MS;
    for (let sent = 1; ; sent++) {
      const answer = await ask();
      const isFinal =
        answer !== undefined && !(answer.kind === 'refused' && answer.error === 'CONCURRENT_TRANSACTIONS');
      if (isFinal) return { answer, sent };
      if (node.monotonicMs() > untilMs) return { answer: undefined, sent };
      await node.sleep(PAUSE_MS);
    }
  }
}

function idOf({ producerId, epoch }: Identity) {
  return { producerId, epoch };
}
