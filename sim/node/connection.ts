/** Connections as async programs use them: an ordered stream to send on and to read from. */
import type { StreamEvent } from '../network/stream-event.js';
import { Mailbox } from './mailbox.js';
import type { SimNode } from './node.js';

/** The connection was refused or broke. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed';
  constructor(
    readonly peer: string,
    readonly reason: string,
  ) {
    super(`the connection to ${peer} is over: ${reason}`);
  }
}

/** One end of a connection: what it receives, and what it sends. Reading it ends when the connection does. */
export interface Connection<In, Out = In> extends AsyncIterable<In> {
  readonly peer: string;
  /** Sends in order, once, until the connection breaks. */
  send(data: Out): void;
  /** Closes this end; what was sent before arrives first. */
  close(): void;
}

interface End extends Connection<unknown> {
  readonly inbox: Mailbox<unknown>;
}

interface Opening {
  readonly resolve: (connection: Connection<unknown>) => void;
  readonly reject: (error: Error) => void;
}

export class Connections {
  readonly accepted = new Mailbox<Connection<unknown>>();
  private readonly open = new Map<number, End>();
  private readonly opening = new Map<number, Opening>();

  constructor(private readonly node: SimNode) {}

  connect(to: number): Promise<Connection<unknown>> {
    return new Promise((resolve, reject) => {
      this.opening.set(this.node.streams.connect(to), { resolve, reject });
    });
  }

  handle(event: StreamEvent): void {
    const { stream, peer } = event;
    switch (event.kind) {
      case 'opened':
        this.opening.get(stream)?.resolve(this.end(stream, peer));
        this.opening.delete(stream);
        return;
      case 'accepted':
        return this.accepted.put(this.end(stream, peer));
      case 'data':
        return this.open.get(stream)?.inbox.put(event.data);
      case 'closed':
        this.opening.get(stream)?.reject(new ConnectionClosed(peer, event.reason));
        this.opening.delete(stream);
        this.open.get(stream)?.inbox.close();
        this.open.delete(stream);
    }
  }

  private end(stream: number, peer: string): End {
    const { node } = this;
    const inbox = new Mailbox<unknown>();
    const end: End = {
      peer,
      inbox,
      send: (data) => node.streams.send(stream, data),
      close: () => node.streams.close(stream),
      [Symbol.asyncIterator]: () => inbox,
    };
    this.open.set(stream, end);
    return end;
  }
}
