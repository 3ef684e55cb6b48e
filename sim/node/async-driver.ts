/**
 * Drives an async program: what comes for the node goes to its handlers or waits in a mailbox.
 *
 * Every event is drained to the last promise before the next begins, so at any moment one node runs, and its
 * clock, timers and random numbers are what `Date`, `setTimeout` and `Math.random` give it.
 */
import { EventKind } from '../kernel/event-kind.js';
import type { Micros } from '../kernel/time.js';
import { isPromise } from '../input/promise.js';
import type { StreamEvent } from '../network/stream-event.js';
import { asyncContext, branchOf, type AsyncContext } from './ambient/async-context.js';
import { CallFailed, Refused, type Handler, type Incoming } from './async-node.js';
import { Connections } from './connection.js';
import { Mailbox } from './mailbox.js';
import { handlerAndLoop, secondHandler } from './misuse.js';
import type { SimNode } from './node.js';
import type { CallOutcome, Driver, EndedCall, MembershipChange } from './program.js';
import { readBy, type Post, type Unread } from './reading.js';
import { QuorumFailed } from './quorum.js';

/** A handler sees what AsyncLocalStorage showed where it was registered, as one of a server in Node does. */
interface Registered<H> {
  readonly handler: H;
  readonly context: AsyncContext;
}

function register<H>(handler: H): Registered<H> {
  return { handler, context: asyncContext() };
}

export class AsyncDriver implements Driver {
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
    /** Runs the program. */
    private readonly main: (driver: AsyncDriver) => Promise<void> | void,
  ) {
    const read = readBy(node);
    this.requests = new Mailbox(() => read.add('request'));
    this.messages = new Mailbox(() => read.add('message'));
    this.connections = new Connections(node);
  }

  start(): void {
    // One that needs not be async may not be.
    const done = this.main(this);
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
