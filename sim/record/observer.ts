/** Whoever wants to see everything: full traces and the determinism check. Absent in ordinary runs. */
import type { Input, Outcome, ProcessId } from '../../checkers/history.js';
import type { Micros } from '../kernel/time.js';
import type { DropReason } from '../network/network.js';

/** One event as it is about to happen. */
export interface SeenEvent {
  /** Number of the event: 1 is the first. */
  readonly event: number;
  readonly atUs: Micros;
  readonly kind: number;
  /** Endpoint it happens to; -1: the world. */
  readonly node: number;
  readonly a: number;
  readonly b: number;
  /** Number of the event that scheduled it. */
  readonly cause: number;
  /** Number it got when it was scheduled; a datagram's number. */
  readonly order: number;
  readonly payload: unknown;
}

/** One datagram as it leaves. */
export interface SeenDatagram {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
  readonly id: number;
  readonly payload: unknown;
  /** Number of the datagram: the `order` of its arrival. */
  readonly order: number;
}

export interface Observer {
  event(seen: SeenEvent): void;
  /** The event was handled: everything it caused has been seen. */
  handled(seen: SeenEvent): void;
  sent(datagram: SeenDatagram, arrivesUs: Micros): void;
  dropped(datagram: SeenDatagram, why: DropReason): void;
  /** Something about a node or a fault: started, crashed, synced, partition … */
  note(node: number, what: string, data: unknown): void;
  log(node: number, text: string, data: unknown): void;
  invoked(number: number, process: ProcessId, input: unknown): void;
  completed(number: number, type: Outcome, output: unknown, error: string | undefined): void;
  effect(node: number, input: Input): void;
}
