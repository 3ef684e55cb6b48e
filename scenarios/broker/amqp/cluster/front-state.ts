/** What a broker remembers of the clients that are connected to it. */
import type { Message } from 'seedstorm/servers';

export interface Front {
  /** By connection. */
  readonly clients: Record<number, Client>;
}

/** A client's connection and its one channel. */
export interface Client {
  readonly stream: number;
  heardMs: number;
  prefetch: number;
  /** Counts what it published, for confirms, and what it got. */
  published: number;
  lastTag: number;
  /** Published, and neither confirmed nor refused. */
  readonly unconfirmed: Record<number, { readonly queue: string; readonly message: Message }>;
  /** Got, and not settled: where each came from. */
  readonly unsettled: Record<
    number,
    { readonly queue: string; readonly place: number; readonly guid: string }
  >;
  /** The queues that it uses. */
  readonly uses: Record<string, Use>;
}

export interface Use {
  /** As the queue knows it: `r1~life~stream~n`. */
  session: string;
  /** It consumes, with this many unsettled messages at most. */
  prefetch: number | undefined;
  consumerTag: string;
  /** Where the queue lived when the session was last made known there. */
  at: string | undefined;
  /** How often the queue forgot it. */
  renewed: number;
}
