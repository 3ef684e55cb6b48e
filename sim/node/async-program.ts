/** The async style: an ordinary async function per node. A crash never resumes it; a restart calls it anew. */
import { copyPlain } from '../kernel/copy.js';
import { delayMicros } from '../kernel/time.js';
import { shown } from '../input/shown.js';
import { WaitingDisk, type AsyncDisk } from './async-disk.js';
import { AsyncDriver } from './async-driver.js';
import {
  Refused,
  type AsyncNode,
  type Handler,
  type HandlersByName,
  type Incoming,
  type Untyped,
} from './async-node.js';
import { BaseHandle } from './base-handle.js';
import { handlerFor, unhandled } from './by-name.js';
import type { Connection } from './connection.js';
import { DiskError } from './disk.js';
import { callTimeout, refuseOtherStyle } from './misuse.js';
import type { SimNode } from './node.js';
import type { MembershipChange, Program } from './program.js';
import { assertHandlers, assertMain, refusedAt } from './program-shape.js';
import type { SendOptions } from './protocol.js';
import type { AnyProtocol } from './protocol-types.js';
import { quorum, type QuorumOptions, type Vote } from './quorum.js';

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
    drive: (node: SimNode) => new AsyncDriver(node, (driver) => (main as Main)(new Handle(node, driver))),
  };
}

type Main = (node: AsyncNode<Untyped>) => Promise<void> | void;

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

/** One handler for all, made of one for each question. A question that has none is refused. */
function oneHandler(node: string, noun: string, handler: Handler | HandlersByName): Handler {
  if (typeof handler === 'function') return handler;
  return (body, from, id) => {
    const own = handlerFor(handler, body);
    if (own === undefined) throw new Refused(unhandled(node, noun, body, handler));
    return own(body, from, id);
  };
}
