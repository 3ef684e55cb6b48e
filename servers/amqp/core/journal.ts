/** What must outlive a restart, as lines: whoever keeps them can make the broker again. */
import type { Binding, Exchange } from './broker.js';
import type { Message } from './message.js';
import type { QueueSettings } from './queue/queue-state.js';

/** One durable change. Lines of a message carry the queue's id and the message's place in the queue. */
export type JournalLine =
  | { readonly line: 'exchange'; readonly exchange: Omit<Exchange, 'bindings'> }
  | { readonly line: 'exchange-gone'; readonly name: string }
  | { readonly line: 'binding' | 'binding-gone'; readonly binding: Binding }
  | { readonly line: 'queue'; readonly id: number; readonly settings: QueueSettings }
  | { readonly line: 'queue-gone'; readonly id: number }
  | {
      readonly line: 'message';
      readonly queue: number;
      readonly place: number;
      readonly message: Message;
      /** When it is too old. */
      readonly expiresAtMs: number | undefined;
    }
  /** Somebody got it: after a restart it is marked as redelivered. */
  | { readonly line: 'delivered'; readonly queue: number; readonly place: number }
  | { readonly line: 'message-gone'; readonly queue: number; readonly place: number }
  /** The broker was stopped in good order: the last line of its journal, until it starts again. */
  | { readonly line: 'stopped' };
