/**
 * The async style: an ordinary async function per node. A crash never resumes it; a restart calls it anew.
 *
 * Every event is drained to the last promise before the next begins, so at any moment one node runs, and its
 * clock, timers and random numbers are what `Date`, `setTimeout` and `Math.random` give it.
 */
import { copyPlain } from '../kernel/copy.js';
import { EventKind } from '../kernel/event-kind.js';
import { delayMicros, type Micros } from '../kernel/time.js';
import { shown } from '../input/shown.js';
import { isPromise } from '../input/promise.js';
import type { StreamEvent } from '../network/stream-event.js';
import { asyncContext, branchOf, type AsyncContext } from './ambient/async-context.js';
import { WaitingDisk, type AsyncDisk } from './async-disk.js';
import { BaseHandle } from './base-handle.js';
import { handlerFor, unhandled } from './by-name.js';
import { Connections, type Connection } from './connection.js';
import { DiskError } from './disk.js';
import { Mailbox } from './mailbox.js';
import { callTimeout, handlerAndLoop, refuseOtherStyle, secondHandler } from './misuse.js';
import type { SimNode } from './node.js';
import type { CallOutcome, Driver, EndedCall, MembershipChange, Program } from './program.js';
import type { AsyncCall, AsyncQuorum, MessageServer, RequestServer } from './async-handlers.js';
import { readBy, type Post, type Unread } from './reading.js';
import { assertHandlers, assertMain, refusedAt } from './program-shape.js';
import type { NodeHandle, SendOptions } from './protocol.js';
import type { Answer, AnyProtocol, Durable, Message, Reply, Request, Sent } from './protocol-types.js';
import { quorum, QuorumFailed, type QuorumOptions, type Vote } from './quorum.js';

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

/**
 * Makes a program from an async function. When the function returns, the node goes on serving its handlers.
 * @throws TypeError in one sentence when it is no function, or one that nobody would run
 */
export function asyncProgram<P extends object = AnyProtocol>(
  main: (node: AsyncNode<P>) => Promise<void> | void,
): Program {
  refusedAt(asyncProgram, () => assertMain(main));
  return {
    style: 'async',
    drive: (node: SimNode) =>
      new AsyncDriver(node, main as (node: AsyncNode<object>) => Promise<void> as Main),
  };
}

type Main = (node: AsyncNode<Untyped>) => Promise<void> | void;

interface Untyped {
  request: unknown;
  reply: unknown;
  message: unknown;
  answer: unknown;
}

/** A request always has a number, and a message has none: as a method it may want either. */
type Handler = { handle(body: unknown, from: string, id: number | undefined): unknown }['handle'];
type HandlersByName = Readonly<Record<string, Handler>>;

/** One handler for all, made of one for each question. A question that has none is refused. */
function oneHandler(node: string, noun: string, handler: Handler | HandlersByName): Handler {
  if (typeof handler === 'function') return handler;
  return (body, from, id) => {
    const own = handlerFor(handler, body);
    if (own === undefined) throw new Refused(unhandled(node, noun, body, handler));
    return own(body, from, id);
  };
}

/** A handler sees what AsyncLocalStorage showed where it was registered, as one of a server in Node does. */
interface Registered<H> {
  readonly handler: H;
  readonly context: AsyncContext;
}

function register<H>(handler: H): Registered<H> {
  return { handler, context: asyncContext() };
}

class AsyncDriver implements Driver {
  private readonly requests: Mailbox<Incoming<unknown, unknown>>;
  private readonly messages: Mailbox<Incoming<unknown, unknown>>;
  /** When the first came that nobody has read, by what it is. */
  private readonly unreadSince = new Map<Post, Micros>();
  readonly connections: Connections;
  private messageHandler: Registered<Handler> | undefined;
  private requestHandler: Registered<Handler> | undefined;
  private membershipHandler: Registered<(change: MembershipChange) => void> | undefined;
  private readonly wakes = new Map<number, () => void>();

  constructor(
    private readonly node: SimNode,
    private readonly main: Main,
  ) {
    const read = readBy(node);
    this.requests = new Mailbox(() => read.add('request'));
    this.messages = new Mailbox(() => read.add('message'));
    this.connections = new Connections(node);
  }

  start(): void {
    // One that needs not be async may not be.
    const done = this.main(new Handle(this.node, this));
    if (isPromise(done)) this.watch(done);
  }

  receive(kind: number, from: number, id: number, payload: unknown): void {
    const incoming = this.incoming(kind, from, id, payload);
    const isRequest = kind === EventKind.Request;
    const handler = isRequest ? this.requestHandler : this.messageHandler;
    if (handler !== undefined) this.serve(handler, incoming);
    else this.keep(isRequest ? 'request' : 'message', incoming);
  }

  /** Whoever reads it later finds it. */
  private keep(post: Post, incoming: Incoming<unknown, unknown>): void {
    const box = post === 'request' ? this.requests : this.messages;
    box.put(incoming);
    if (!box.isRead && !this.unreadSince.has(post)) this.unreadSince.set(post, this.node.port.now);
  }

  unread(): Unread[] {
    const boxes = { request: this.requests, message: this.messages };
    return [...this.unreadSince]
      .map(([post, sinceUs]) => ({ post, count: boxes[post].size, sinceUs }))
      .filter(({ post, count }) => count > 0 && !boxes[post].isRead);
  }

  /** From now on messages go to the handler, and so do those that came before it was there. */
  handleMessages(handler: Handler): void {
    if (this.messageHandler !== undefined) throw secondHandler('onMessage', 'message');
    if (this.messages.isRead) throw handlerAndLoop('onMessage', 'message');
    readBy(this.node).add('message');
    const registered = (this.messageHandler = register(handler));
    for (const waiting of this.messages.takeAll()) this.serve(registered, waiting);
  }

  /** The same for requests. */
  handleRequests(handler: Handler): void {
    if (this.requestHandler !== undefined) throw secondHandler('onRequest', 'request');
    if (this.requests.isRead) throw handlerAndLoop('onRequest', 'request');
    readBy(this.node).add('request');
    const registered = (this.requestHandler = register(handler));
    for (const waiting of this.requests.takeAll()) this.serve(registered, waiting);
  }

  handleMembership(handler: (change: MembershipChange) => void): void {
    if (this.membershipHandler !== undefined) throw secondHandler('onMembership', 'change');
    this.membershipHandler = register(handler);
  }

  allMessages(): Mailbox<Incoming<unknown, unknown>> {
    if (this.messageHandler !== undefined) throw handlerAndLoop('onMessage', 'message');
    return this.messages;
  }

  allRequests(): Mailbox<Incoming<unknown, unknown>> {
    if (this.requestHandler !== undefined) throw handlerAndLoop('onRequest', 'request');
    return this.requests;
  }

  callEnded(call: EndedCall, result: CallOutcome): void {
    const { resolve, reject } = call.token as {
      resolve: (value: unknown) => void;
      reject: (error: Error) => void;
    };
    if (result.kind === 'answer') return resolve(result.value);
    const to = this.node.port.endpointName(call.to);
    if (result.kind === 'timeout')
      return reject(new CallFailed(to, 'timeout', `${to} did not answer in time`, false));
    reject(new CallFailed(to, 'refused', `${to} refused: ${result.error}`, result.definite));
  }

  timer(): void {
    // Async programs wait with sleep and setTimeout; they set no named timers.
  }

  synced(token: unknown, ok: boolean): void {
    (token as (ok: boolean) => void)(ok);
  }

  wake(id: number): void {
    const run = this.wakes.get(id);
    this.wakes.delete(id);
    run?.();
  }

  stream(event: StreamEvent): void {
    this.connections.handle(event);
  }

  membership(change: MembershipChange): void {
    const registered = this.membershipHandler;
    if (registered !== undefined) branchOf(registered.context, () => registered.handler(change));
  }

  stop(): void {
    this.requests.close();
    this.messages.close();
  }

  state(): unknown {
    return undefined;
  }

  restore(): void {
    throw new Error(
      'an async program cannot be restored from a snapshot: what it waits for is not data; replay it instead',
    );
  }

  /** Runs something after `us` of the node's own time. */
  after(us: number, run: () => void): number {
    const id = this.node.agenda.wakeAfter(us);
    this.wakes.set(id, run);
    return id;
  }

  /** Hands the rejection of a promise the program's author cannot catch to the node. */
  private watch(promise: Promise<unknown>): void {
    const { incarnation } = this.node;
    promise.then(undefined, (error: unknown) => {
      if (this.node.incarnation === incarnation && this.node.driver === this)
        this.node.failed(error, promise);
    });
  }

  private serve({ handler, context }: Registered<Handler>, incoming: Incoming<unknown, unknown>): void {
    this.watch(branchOf(context, () => this.answered(handler, incoming)));
  }

  private async answered(handler: Handler, incoming: Incoming<unknown, unknown>): Promise<void> {
    try {
      // What wants no answer has no number.
      const id = incoming.id === 0 ? undefined : incoming.id;
      incoming.reply(await handler(incoming.body, incoming.from, id));
    } catch (error) {
      // A call the handler made on the way and did not look after: what was asked may have happened in part.
      if (error instanceof Refused) incoming.reject(error.message, { definite: error.definite });
      else if (error instanceof CallFailed || error instanceof QuorumFailed)
        incoming.reject(error.message, { definite: false });
      else throw error;
    }
  }

  private incoming(kind: number, from: number, id: number, body: unknown): Incoming<unknown, unknown> {
    const { node } = this;
    let open = kind !== EventKind.Message;
    const once = (): boolean => open && !(open = false);
    return {
      id,
      body,
      from: node.port.endpointName(from),
      reply(value, options) {
        if (once()) node.answer(from, id, value, options?.after);
      },
      reject(error, options) {
        if (once()) node.reject(from, id, { error, definite: options?.definite !== false });
      },
    };
  }
}

class Handle extends BaseHandle<Untyped> implements AsyncNode<Untyped> {
  readonly disk: AsyncDisk<Record<string, unknown>>;

  constructor(
    node: SimNode,
    private readonly driver: AsyncDriver,
  ) {
    super(node);
    this.disk = new WaitingDisk(node, {
      after: (us) =>
        new Promise((resolve) => {
          const wake = driver.after(us, () => {
            node.storage.took(wake);
            resolve();
          });
          node.storage.takes(us, wake);
        }),
      synced: () =>
        new Promise((resolve, reject) => {
          const token = (ok: boolean): void =>
            ok ? resolve() : reject(new DiskError('EIO', 'a sync failed'));
          node.storage.afterSync({ kind: 'token', token });
        }),
    });
  }

  requests(): AsyncIterableIterator<Incoming<unknown, unknown>> {
    return this.driver.allRequests();
  }

  messages(): AsyncIterableIterator<Incoming<unknown, unknown>> {
    return this.driver.allMessages();
  }

  onMessage(handler: Handler | HandlersByName): void {
    assertHandlers('node.onMessage', handler);
    this.driver.handleMessages(oneHandler(this.id, 'message', handler));
  }

  onRequest(handler: Handler | HandlersByName): void {
    assertHandlers('node.onRequest', handler);
    this.driver.handleRequests(oneHandler(this.id, 'request', handler));
  }

  onMembership(handler: (change: MembershipChange) => void): void {
    if (typeof handler !== 'function')
      throw new TypeError(`node.onMembership: expected a function, got ${shown(handler)}`);
    this.driver.handleMembership(handler);
  }

  sleep(ms: number): Promise<void> {
    const us = delayMicros(ms, 'sleep');
    return new Promise((resolve) => this.driver.after(us, resolve));
  }

  call(
    to: string,
    message: unknown,
    options: { readonly timeoutMs: number } & SendOptions,
  ): Promise<unknown> {
    const timeoutUs = callTimeout(options);
    const endpoint = this.peer(to);
    const copy = copyPlain(message, 'message');
    return new Promise((resolve, reject) =>
      this.node.call(endpoint, copy, timeoutUs, { resolve, reject }, options.after),
    );
  }

  quorum(to: readonly string[], message: unknown, options: QuorumOptions): Promise<Vote<unknown>[]> {
    return quorum(to, (name) => this.call(name, message, options), options);
  }

  connect(to: string): Promise<Connection<unknown>> {
    return this.driver.connections.connect(this.peer(to));
  }

  connections(): AsyncIterableIterator<Connection<unknown>> {
    return this.driver.connections.accepted;
  }
}

refuseOtherStyle(Handle.prototype, 'async');
