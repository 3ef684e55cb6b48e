/**
 * Full traces: every event with what it carried, what caused it and what it changed. Made by running again with
 * an observer, so ordinary runs pay nothing.
 */
import type { Input, Outcome, ProcessId } from '../../checkers/history.js';
import { copyPlain } from '../kernel/copy.js';
import { EventKind, eventKindName } from '../kernel/event-kind.js';
import { toMs, type Micros } from '../kernel/time.js';
import type { DropReason } from '../network/network.js';
import { jsonText } from './plain-json.js';
import type { Carriage, Observer, SeenDatagram, SeenEvent } from './observer.js';

/**
 * One line of a trace. `event` numbers the event during which it happened; `cause` the event that scheduled it
 * (0: the plan). `message` numbers a datagram, the same where it is sent and where it arrives.
 */
export type TraceRecord =
  | {
      readonly type: 'event';
      readonly event: number;
      readonly atMs: number;
      readonly kind: string;
      readonly node?: string;
      readonly from?: string;
      readonly message?: number;
      readonly timer?: string;
      readonly cause: number;
      readonly data?: unknown;
      /** The node's state afterwards, where it can be seen: a state machine's, or what the program shows of it. */
      readonly state?: unknown;
    }
  | {
      readonly type: 'send' | 'drop';
      readonly event: number;
      readonly atMs: number;
      readonly kind: string;
      readonly from: string;
      readonly to: string;
      readonly message: number;
      readonly arrivesAtMs?: number;
      readonly why?: DropReason;
      readonly data?: unknown;
    }
  | {
      readonly type: 'note' | 'log';
      readonly event: number;
      readonly atMs: number;
      readonly node?: string;
      readonly text: string;
      readonly data?: unknown;
    }
  | {
      readonly type: 'invoke';
      readonly event: number;
      readonly atMs: number;
      readonly operation: number;
      readonly process: ProcessId;
      readonly input: unknown;
    }
  | {
      readonly type: Outcome;
      readonly event: number;
      readonly atMs: number;
      readonly operation: number;
      readonly output?: unknown;
      readonly error?: string;
    }
  | {
      readonly type: 'effect';
      readonly event: number;
      readonly atMs: number;
      readonly node: string;
      readonly input: Input;
    };

/** What a tracer asks the world. */
export interface TracedWorld {
  readonly now: Micros;
  readonly events: number;
  endpointName(index: number): string;
  nameOfInterned(number: number): string;
  stateOf(node: number): unknown;
}

/** Hands each record of the trace to `write` as it happens. */
export class Tracer implements Observer {
  constructor(
    private readonly world: TracedWorld,
    private readonly write: (record: TraceRecord) => void,
  ) {}

  /** An event is written with the state it led to. What it caused comes before it and names it. */
  handled(seen: SeenEvent): void {
    const { world } = this;
    const { kind } = seen;
    const isDatagram = kind >= EventKind.Message && kind <= EventKind.Segment;
    const state = seen.node >= 0 ? world.stateOf(seen.node) : undefined;
    this.write({
      type: 'event',
      event: seen.event,
      atMs: toMs(seen.atUs),
      kind: eventKindName(kind),
      ...(seen.node >= 0 ? { node: world.endpointName(seen.node) } : {}),
      ...(isDatagram ? { from: world.endpointName(seen.a), message: seen.order } : {}),
      ...(kind === EventKind.Timer ? { timer: world.nameOfInterned(seen.a) } : {}),
      cause: seen.cause,
      ...(seen.payload === undefined ? {} : { data: plain(seen.payload) }),
      ...(state === undefined ? {} : { state: plain(state) }),
    });
  }

  sent(datagram: SeenDatagram, { arrivesUs }: Carriage): void {
    this.write({ type: 'send', ...this.datagram(datagram), arrivesAtMs: toMs(arrivesUs) });
  }

  dropped(datagram: SeenDatagram, why: DropReason): void {
    this.write({ type: 'drop', ...this.datagram(datagram), why });
  }

  note(node: number, what: string, data: unknown): void {
    this.write({
      type: 'note',
      ...this.moment(),
      ...this.named(node),
      text: what,
      ...(data === undefined ? {} : { data: plain(data) }),
    });
  }

  log(node: number, text: string, data: unknown): void {
    this.write({
      type: 'log',
      ...this.moment(),
      ...this.named(node),
      text,
      ...(data === undefined ? {} : { data: plain(data) }),
    });
  }

  invoked(operation: number, process: ProcessId, input: unknown): void {
    this.write({ type: 'invoke', ...this.moment(), operation, process, input: plain(input) });
  }

  completed(operation: number, type: Outcome, output: unknown, error: string | undefined): void {
    this.write({
      type,
      ...this.moment(),
      operation,
      ...(output === undefined ? {} : { output: plain(output) }),
      ...(error === undefined ? {} : { error }),
    });
  }

  effect(node: number, input: Input): void {
    this.write({ type: 'effect', ...this.moment(), node: this.world.endpointName(node), input });
  }

  private moment(): { event: number; atMs: number } {
    return { event: this.world.events, atMs: toMs(this.world.now) };
  }

  private named(node: number): { node?: string } {
    return node < 0 ? {} : { node: this.world.endpointName(node) };
  }

  private datagram({ kind, from, to, payload, order }: SeenDatagram): {
    event: number;
    atMs: number;
    kind: string;
    from: string;
    to: string;
    message: number;
    data?: unknown;
  } {
    const { world } = this;
    return {
      ...this.moment(),
      kind: eventKindName(kind),
      from: world.endpointName(from),
      to: world.endpointName(to),
      message: order,
      ...(payload === undefined ? {} : { data: plain(payload) }),
    };
  }
}

/** A copy for the record; what cannot be copied (closures of async programs) is described. */
function plain(value: unknown): unknown {
  try {
    return copyPlain(value);
  } catch {
    return String(value);
  }
}

/** A record as one line of JSON. Maps, sets, dates, bytes, big integers and numbers that JSON has not keep their content. */
export function traceLine(record: TraceRecord): string {
  return jsonText(record);
}
