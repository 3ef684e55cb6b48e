/** Watches one node of a world, and puts together what it did. */
import type { Input } from '../checkers/history.js';
import { copyPlain } from '../sim/kernel/copy.js';
import { EventKind } from '../sim/kernel/event-kind.js';
import { toMs } from '../sim/kernel/time.js';
import type { JournalEntry } from '../sim/node/disk.js';
import type { Untyped } from '../sim/node/machine-handle.js';
import type { SimNode } from '../sim/node/node.js';
import type { Refusal } from '../sim/node/port.js';
import type { Observer, SeenDatagram } from '../sim/record/observer.js';
import type { World } from '../sim/world/world.js';
import type { Leaving, Reaction, Replied, SentMessage, Written } from './reaction.js';

interface Leaves extends Leaving<Untyped> {
  readonly sent: SentMessage<unknown>[];
  readonly replies: Replied[];
  readonly effects: unknown[];
}

type Datagram = Pick<SeenDatagram, 'kind' | 'to' | 'id' | 'payload'>;

export class ReactionRecorder implements Observer {
  private left: Leaves = nothing();
  private writes: Written[] = [];
  private exited: string | undefined;
  private heldBefore: ReadonlyMap<string, number>;
  private written = 0;

  constructor(
    private readonly world: World,
    private readonly node: SimNode,
  ) {
    this.heldBefore = this.held();
    world.observer = this;
  }

  /** The node is about to do something: what it writes from now on is news. */
  event(): void {
    this.written = this.node.storage.disk.position;
  }

  /** It has done so. A sync that is over has made durable only what was written before. */
  handled(): void {
    this.writes.push(...this.node.storage.disk.since(this.written).map(writtenOf));
    this.written = this.node.storage.disk.position;
  }

  sent(datagram: SeenDatagram): void {
    if (datagram.from === this.node.index) this.leave(this.left, datagram);
  }

  dropped(datagram: SeenDatagram, _why: string, when: 'leaving' | 'arriving'): void {
    if (when === 'leaving') this.sent(datagram);
  }

  effect(node: number, input: Input): void {
    if (node === this.node.index) this.left.effects.push(copyPlain(input));
  }

  note(node: number, what: string, data: unknown): void {
    if (node === this.node.index && what === 'exit') this.exited = String(data);
  }

  /** All it did since this was asked last. */
  take(): Reaction<Untyped> {
    const { left, writes, exited, heldBefore } = this;
    const held = this.held();
    const reached = [...held].filter(([site, times]) => times > (heldBefore.get(site) ?? 0));
    this.left = nothing();
    this.writes = [];
    this.exited = undefined;
    this.heldBefore = held;
    return {
      state: copyPlain(this.node.seen, 'state'),
      ...left,
      timers: this.timers(),
      writes,
      afterSync: this.waiting(),
      reached: reached.map(([site]) => site).sort(),
      ...(exited === undefined ? {} : { exited }),
    };
  }

  /** Milliseconds until each timer is due, in that order. */
  private timers(): Record<string, number> {
    const { world, node } = this;
    const { queue } = world;
    const set = queue
      .pending()
      .filter((slot) => queue.kind[slot] === EventKind.Timer && queue.node[slot] === node.index)
      .map((slot) => [
        world.nameOfInterned(queue.a[slot] as number),
        toMs((queue.time[slot] as number) - world.now),
      ]);
    return Object.fromEntries(set) as Record<string, number>;
  }

  private waiting(): Leaving<Untyped> {
    const leaves = nothing();
    for (const what of this.node.storage.waiting)
      if (what.kind === 'send') this.leave(leaves, { ...what, kind: what.message });
      else if (what.kind === 'effect') leaves.effects.push(copyPlain(what.input));
    return leaves;
  }

  private leave(leaves: Leaves, { kind, to: endpoint, id, payload }: Datagram): void {
    const to = this.world.endpointName(endpoint);
    switch (kind) {
      case EventKind.Message:
        return void leaves.sent.push({ to, message: copyPlain(payload) });
      case EventKind.Call:
        return void leaves.sent.push({ to, message: copyPlain(payload), call: id });
      case EventKind.Answer:
        return void leaves.replies.push({ to, value: copyPlain(payload) });
      case EventKind.Refusal:
        return void leaves.replies.push({ to, ...(payload as Refusal) });
    }
  }

  /** How often each site held so far. */
  private held(): Map<string, number> {
    const { sometimes, reachable } = this.world.coverage.result();
    return new Map(
      [...Object.entries(sometimes), ...Object.entries(reachable)].map(([site, { held }]) => [site, held]),
    );
  }
}

function nothing(): Leaves {
  return { sent: [], replies: [], effects: [] };
}

function writtenOf(entry: JournalEntry): Written {
  const { path: file } = entry;
  switch (entry.op) {
    case 'write':
    case 'append':
      return { op: entry.op, file, value: copyPlain(entry.record.value) };
    case 'truncate':
      return { op: 'truncate', file, count: entry.count };
    case 'delete':
      return { op: 'delete', file };
  }
}
