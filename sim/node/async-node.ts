/** What an async program sees of its node, and what the handlers it registers may throw. */
import type { AsyncCall, AsyncQuorum, MessageServer, RequestServer } from './async-handlers.js';
import type { AsyncDisk } from './async-disk.js';
import type { Connection } from './connection.js';
import type { MembershipChange } from './program.js';
import type { NodeHandle, SendOptions } from './protocol.js';
import type { Answer, Durable, Message, Reply, Request, Sent } from './protocol-types.js';

/** Something a client or another node wants an answer to. */
export interface Incoming<Body, Result> {
  /** The same for every copy of a request or call that the network delivers; grows from one to the next. */
  readonly id: number;
  readonly body: Body;
  readonly from: string;
  /** Answers; only the first answer counts. */
  reply(value: Result, options?: SendOptions): void;
  /** Refuses: it certainly did not happen, or with `{ definite: false }` it may have. */
  reject(error: string, options?: { readonly definite?: boolean }): void;
}

/** A call that got no answer. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  constructor(
    readonly to: string,
    readonly why: 'timeout' | 'refused',
    message: string,
    /** Whether it certainly had no effect. */
    readonly definite: boolean,
  ) {
    super(message);
  }
}

/** Thrown by a handler of requests or calls: what was asked is refused, and the node goes on. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** @param definite false: it may have happened all the same */
  constructor(
    message: string,
    readonly definite = true,
  ) {
    super(message);
  }
}

/** The node as an async program sees it. */
export interface AsyncNode<P> extends NodeHandle<P> {
  readonly disk: AsyncDisk<Durable<P>>;
  /** Requests of clients, one after another. */
  requests(): AsyncIterableIterator<Incoming<Request<P>, Reply<P>>>;
  /** Datagrams and calls of other nodes, one after another. */
  messages(): AsyncIterableIterator<Incoming<Message<P>, Answer<P>>>;
  /**
   * Instead of `messages()`: handles each as it comes, concurrently; what it returns answers a call, a thrown Refused
   * refuses. Where `messages` is a map: one handler for all, or one for each by its name, typed by its answer.
   */
  onMessage(handler: MessageServer<P>): void;
  /**
   * Instead of `requests()`: handles each as it comes, concurrently; what it returns is the reply, a thrown Refused
   * refuses. Where `requests` is a map: as above.
   */
  onRequest(handler: RequestServer<P>): void;
  /** Waits, in this node's own time. */
  sleep(ms: number): Promise<void>;
  /** Asks another node. @throws CallFailed when it refuses or does not answer in time */
  readonly call: AsyncCall<P>;
  /** Asks many and goes on with the first `need` answers. @throws QuorumFailed when they do not come */
  readonly quorum: AsyncQuorum<P>;
  /** Opens a connection. @throws ConnectionClosed when it is refused or times out */
  connect(to: string): Promise<Connection<Message<P>, Sent<P>>>;
  /** Connections others open to this node. */
  connections(): AsyncIterableIterator<Connection<Message<P>, Sent<P>>>;
  /** Calls back when another node joins or leaves. */
  onMembership(handler: (change: MembershipChange) => void): void;
}

/** What nobody has named the types of. */
export interface Untyped {
  request: unknown;
  reply: unknown;
  message: unknown;
  answer: unknown;
}

/** A request always has a number, and a message has none: as a method it may want either. */
export type Handler = { handle(body: unknown, from: string, id: number | undefined): unknown }['handle'];
export type HandlersByName = Readonly<Record<string, Handler>>;
