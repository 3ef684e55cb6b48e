/** The part of the `node` handle that both programming styles share. */
import { shown } from '../input/shown.js';
import { copyPlain } from '../kernel/copy.js';
import { EventKind } from '../kernel/event-kind.js';
import type { Random } from '../kernel/random.js';
import { assertEffect, assertFigure } from './misuse.js';
import type { SimNode } from './node.js';
import type { NodeHandle, SendOptions } from './protocol.js';
import type { Sent, Shown } from './protocol-types.js';

export abstract class BaseHandle<P> implements NodeHandle<P> {
  readonly id: string;
  readonly incarnation: number;
  readonly version: string;

  constructor(protected readonly node: SimNode) {
    this.id = node.name;
    this.incarnation = node.incarnation;
    this.version = node.version;
  }

  get members(): readonly string[] {
    return this.node.port.members();
  }

  get peers(): readonly string[] {
    return this.node.port.members().filter((name) => name !== this.id);
  }

  get random(): Random {
    return this.node.random;
  }

  nowMs(): number {
    return this.node.clock.wallMs(this.node.stall.look());
  }

  monotonicMs(): number {
    return this.node.clock.monotonic(this.node.stall.look()) / 1000;
  }

  send(to: string, message: Sent<P>, options?: SendOptions): void {
    this.node.send(EventKind.Message, this.peer(to), 0, copyPlain(message, 'message'), options?.after);
  }

  broadcast(message: Sent<P>, options?: SendOptions): void {
    for (const peer of this.peers) this.send(peer, message, options);
  }

  show(state: Shown<P>): void {
    if (this.lives) this.node.show(copyPlain(state, 'shown state'));
  }

  log(text: string, data?: unknown): void {
    if (!this.node.sites.gone) this.node.port.log(this.node, text, data);
  }

  effect(input: { readonly f: string }, options?: SendOptions): void {
    assertEffect(input);
    this.node.effect(copyPlain(input, 'effect'), options?.after);
  }

  count(name: string, by = 1): void {
    assertFigure('count', name, by);
    if (this.lives) this.node.port.figures.count(this.node.index, name, by, this.node.port.now);
  }

  gauge(name: string, value: number): void {
    assertFigure('gauge', name, value);
    if (this.lives) this.node.port.figures.gauge(this.node.index, name, value, this.node.port.now);
  }

  timing(name: string, ms: number): void {
    assertFigure('timing', name, ms);
    if (this.lives) this.node.port.figures.timing(this.node.index, name, ms);
  }

  buggify(site: string): boolean {
    return this.node.port.buggify(site, this.node.index);
  }

  sometimes(name: string, condition = true): void {
    this.node.port.sometimes(name, condition);
  }

  reachable(name: string): void {
    this.node.port.reachable(name);
  }

  unreachable(name: string): void {
    if (!this.node.sites.gone) this.node.port.unreachable(name, this.node);
  }

  /** @throws TypeError or RangeError with a suggestion when no node has the name */
  protected peer(to: string): number {
    const { port } = this.node;
    if (typeof to !== 'string') throw new TypeError(`expected the name of a node, got ${shown(to)}`);
    const endpoint = port.endpoint(to);
    if (port.isClient(endpoint)) throw new RangeError(`${to} is a client: clients hear answers only`);
    return endpoint;
  }

  /** What is left of an ended process has nothing to show. */
  private get lives(): boolean {
    return this.node.driver !== undefined && this.node.incarnation === this.incarnation;
  }

  exit(reason: string): never {
    return this.node.exit(reason);
  }
}
