/** Nodes that open, use and close connections by a script, in a real world; what their programs are told is kept. */
import type { Fault } from '../../../sim/faults/fault.js';
import { EventKind } from '../../../sim/kernel/event-kind.js';
import { toMicros, toMs } from '../../../sim/kernel/time.js';
import type { NetworkConfig } from '../../../sim/network/config.js';
import type { StreamEvent } from '../../../sim/network/stream-event.js';
import type { Streams } from '../../../sim/network/streams.js';
import type { SimNode } from '../../../sim/node/node.js';
import type { Driver, Program } from '../../../sim/node/program.js';
import { World } from '../../../sim/world/world.js';

export interface Act {
  readonly atMs: number;
  readonly node: string;
  readonly run: (streams: Streams) => void;
}

export interface Told {
  readonly atMs: number;
  readonly node: string;
  readonly event: StreamEvent;
}

export interface StreamSetup {
  readonly acts: readonly Act[];
  readonly faults?: readonly Fault[];
  readonly network?: Partial<NetworkConfig>;
  readonly seed?: number;
  readonly durationMs?: number;
  /** What a program does on hearing of an event. */
  readonly react?: (node: SimNode, event: StreamEvent) => void;
}

/** A world of the nodes `a`, `b` and `c`, 1 ms apart. */
export class StreamWorld {
  readonly told: Told[] = [];
  readonly world: World;

  constructor(private readonly setup: StreamSetup) {
    const constant = { kind: 'constant', ms: 1 } as const;
    const program: Program = { style: 'state-machine', drive: (node: SimNode) => this.driver(node) };
    this.world = new World({
      seed: setup.seed ?? 1,
      nodes: ['a', 'b', 'c'].map((name) => ({ name, program, version: '1', member: true })),
      clients: [],
      plan: { schema: 1, faults: setup.faults ?? [], operations: [] },
      network: { latency: constant, ...setup.network },
      disk: { readLatency: constant, writeLatency: constant, syncLatency: constant },
      clocks: { maxOffsetMs: 0, maxDriftPpm: 0 },
      versions: { '1': () => program },
      finalOperations: [],
      durationMs: setup.durationMs ?? 60_000,
      clientTimeoutMs: 1000,
      lastInvokeMs: 0,
      restartAfterMs: 500,
      limits: { maxEvents: 1_000_000, maxEventsPerInstant: 100_000 },
      invariants: {},
    });
  }

  /** Lets everything happen up to a moment, by default to the end of the run. */
  run(untilMs = Infinity): this {
    const { world } = this;
    for (;;) {
      const next = world.queue.peek();
      if (next < 0 || (world.queue.time[next] as number) > toMicros(Math.min(untilMs, 1e9)) || !world.step())
        return this;
    }
  }

  streams(node: string): Streams {
    return this.world.node(node).streams;
  }

  /** What the programs of a node were told, without times. */
  events(node: string): StreamEvent[] {
    return this.told.filter((entry) => entry.node === node).map(({ event }) => event);
  }

  /** The data a node received on a stream, in order. */
  received(node: string, stream: number): unknown[] {
    return this.events(node).flatMap((event) =>
      event.kind === 'data' && event.stream === stream ? [event.data] : [],
    );
  }

  /** When and why a stream ended at a node. */
  end(node: string): { atMs: number; reason: string } | undefined {
    for (const { atMs, node: at, event } of this.told) {
      if (at === node && event.kind === 'closed') return { atMs, reason: event.reason };
    }
    return undefined;
  }

  /** Replaces the tables of all nodes by what a snapshot keeps of them. */
  saveAndRestoreStreams(): void {
    const { queue, nodes } = this.world;
    for (const { streams } of nodes) streams.restore(streams.save());
    for (const slot of queue.pending()) {
      const node = nodes[queue.node[slot] as number];
      if (((queue.kind[slot] as number) & 0x7f) === EventKind.StreamTimer)
        node?.streams.moved(queue.b[slot] as number, slot);
    }
  }

  /** Number of stream timers on the calendar. */
  pendingTimers(): number {
    const { queue } = this.world;
    return queue.pending().filter((slot) => queue.kind[slot] === EventKind.StreamTimer).length;
  }

  private driver(node: SimNode): Driver {
    const { acts, react } = this.setup;
    const nothing = (): void => {};
    return {
      start: () => {
        for (const [index, act] of acts.entries()) {
          const delayUs = toMicros(act.atMs) - node.port.now;
          if (act.node === node.name && delayUs >= 0) node.agenda.setTimer(`act ${index}`, delayUs, index);
        }
      },
      timer: (_name, payload) => acts[payload as number]?.run(node.streams),
      stream: (event) => {
        this.told.push({ atMs: toMs(node.port.now), node: node.name, event });
        react?.(node, event);
      },
      receive: nothing,
      callEnded: nothing,
      synced: nothing,
      wake: nothing,
      membership: nothing,
      stop: nothing,
      restore: nothing,
      state: () => undefined,
    };
  }
}

/** Numbers from 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
