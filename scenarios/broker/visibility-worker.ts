/** A worker at a queue with visibility: it receives, says that it still works, and deletes what it has done. */
import { asyncProgram, type ReplyTo } from 'seedstorm';
import {
  insist,
  type Delivery,
  type DurableLog,
  type MessageQueue,
  type NewMessage,
  type QueueLine,
  type Waiting,
} from 'seedstorm/parts';
import type { Rules } from './visibility-rules.js';

/** What was received is hidden for so long, in ms. */
export const VISIBILITY_MS = 100;
/** A worker that asks waits so long for a message, in ms. */
export const POLL_MS = 60;

/** A message. */
export interface Work {
  readonly value: string;
  readonly dedup: string;
  readonly group: string;
  readonly workMs: number;
  /** No worker can process it. */
  readonly poison: boolean;
}

/** What clients, workers and the queue say to each other, and what the queue remembers. */
export interface Queue {
  state: {
    readonly queue: MessageQueue<Work>;
    readonly log: DurableLog<QueueLine<Work>>;
    /** What was taken, by deduplication ids: its value, and since when the window lasts. */
    readonly taken: Map<string, { readonly value: string; sinceMs: number }>;
    /** Who waits for a message, and until when: long polling. */
    readonly polls: { readonly to: ReplyTo; readonly untilMs: number }[];
    readonly draining: Waiting;
  };
  request: ({ readonly f: 'send' } & Work) | { readonly f: 'drain' };
  reply: string | undefined;
  message:
    | { readonly f: 'receive' }
    | { readonly f: 'hide'; readonly receipt: string; readonly forMs: number }
    | { readonly f: 'delete'; readonly receipt: string; readonly again?: NewMessage<Work> | undefined };
  answer: Delivery<Work> | undefined;
  timer: 'look' | 'over';
}
/** The program of a worker. */
export const worker = (rule: Rules) =>
  asyncProgram<Queue>(async (node) => {
    for (;;) {
      const askedMs = node.monotonicMs();
      const got = await insist(node, () => node.call('q', { f: 'receive' }, { timeoutMs: 2 * POLL_MS }));
      if (got === undefined) {
        node.effect({ f: 'in-vain', waitedMs: node.monotonicMs() - askedMs });
        continue;
      }
      const { receipt, body } = got;
      const remove = (again?: NewMessage<Work>) =>
        insist(node, () => node.call('q', { f: 'delete', receipt, again }, { timeoutMs: 50 }), {
          attempts: 2,
        });
      if (rule.deletes === 'before-work') await remove();
      for (let leftMs = body.workMs; leftMs > 0; leftMs -= VISIBILITY_MS / 2) {
        await node.sleep(Math.min(leftMs, VISIBILITY_MS / 2));
        if (rule.extends && leftMs > VISIBILITY_MS / 2)
          node.send('q', { f: 'hide', receipt, forMs: VISIBILITY_MS });
      }
      if (!body.poison) node.effect({ f: 'process', value: body.value });
      if (!body.poison && rule.deletes === 'after-work') await remove();
      // Given back at once: who waits for the time-out holds up the whole group.
      if (body.poison && rule.onFailure === 'given-back') node.send('q', { f: 'hide', receipt, forMs: 0 });
      if (body.poison && rule.onFailure === 'sent-again')
        await remove({ id: `${got.id}'`, body, group: body.group });
    }
  });
