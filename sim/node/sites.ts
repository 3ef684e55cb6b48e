/**
 * The places at which a fault may stop a node in the middle of its turn.
 *
 * A process that ends there leaves its code running on to the next await or to the end of its handler, as nothing can
 * stop JavaScript from outside. So from that moment on whatever the code does is void: nothing is sent, written, set or
 * told. A process that stands still there sends the rest of its turn's messages when it goes on.
 */
import { EventKind } from '../kernel/event-kind.js';
import type { Segment } from '../network/segment.js';
import type { NodePort } from './port.js';
import type { Site, SiteWatch } from './site-watch.js';

/** What this asks of its node. */
interface Watched {
  readonly index: number;
  readonly status: string;
  /** Absent while no incarnation runs. */
  readonly driver: object | undefined;
  readonly stall: { readonly lasts: boolean };
  readonly port: NodePort;
  readonly agenda: { readonly calls: ReadonlyMap<number, unknown> };
}

/** A message that waits until its sender goes on. */
export interface HeldMessage {
  readonly kind: number;
  readonly to: number;
  readonly id: number;
  readonly payload: unknown;
}

export class Sites {
  /** Absent where no fault waits for this node: then nothing here costs anything. */
  watch: SiteWatch | undefined;
  held: HeldMessage[] = [];

  constructor(private readonly node: Watched) {}

  /** The process was ended in the middle of its turn, and its code still runs. */
  get gone(): boolean {
    return this.watch !== undefined && this.node.driver === undefined;
  }

  /** Something is about to happen. @returns whether the process is still there to do it */
  begins(site: Site, peer = -1, payload?: unknown): boolean {
    if (this.watch === undefined) return true;
    if (this.gone) return false;
    this.watch.before(site, peer, payload);
    return !this.gone;
  }

  /** It has happened. */
  done(site: Site, peer = -1, payload?: unknown): void {
    if (this.watch !== undefined && !this.gone) this.watch.after(site, peer, payload);
  }

  /** A message, call, answer or refusal of the program leaves. */
  send(kind: number, to: number, id: number, payload: unknown): void {
    if (this.watch === undefined) return this.transmit(kind, to, id, payload);
    const site = kind === EventKind.Answer || kind === EventKind.Refusal ? 'reply' : 'send';
    if (!this.begins(site, to, payload)) return;
    this.transmit(kind, to, id, payload);
    this.done(site, to, payload);
  }

  /** Any datagram leaves, unless the process is gone or stands still. */
  transmit(kind: number, to: number, id: number, payload: unknown): void {
    const { node } = this;
    if (this.gone) return;
    if (node.status === 'paused' || node.stall.lasts) this.held.push({ kind, to, id, payload });
    else node.port.network.send(kind, node.index, to, id, payload);
  }

  /** The process goes on. */
  release(): void {
    const { held, node } = this;
    this.held = [];
    for (const { kind, to, id, payload } of held) node.port.network.send(kind, node.index, to, id, payload);
  }

  /** What the code of a watched node does when this event reaches it. */
  turnOf(kind: number, b: number, payload: unknown): Site | undefined {
    switch (kind) {
      case EventKind.Message:
      case EventKind.Call:
      case EventKind.Request:
        return 'receive';
      case EventKind.Segment:
        return (payload as Segment).kind === 'data' ? 'receive' : undefined;
      case EventKind.Answer:
      case EventKind.Refusal:
      case EventKind.CallTimeout:
        return this.node.agenda.calls.has(b) ? 'await' : undefined;
      case EventKind.Timer:
      case EventKind.Wake:
        return 'await';
      default:
        return undefined;
    }
  }
}
