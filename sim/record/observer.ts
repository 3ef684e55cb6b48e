/**
 * Whoever wants to see everything that happens in a world: traces, the determinism check, reports and shrinking. It
 * says what it wants to hear by the methods it has; where nobody looks on, nothing is put together for it.
 *
 * What it is shown belongs to the world: a payload is read at once, or copied.
 */
import type { Input, Outcome, ProcessId } from '../../checkers/history.js';
import type { Micros } from '../kernel/time.js';
import type { DropReason } from '../network/network.js';
import type { RuleEffect } from '../network/rules.js';
import type { Site, SiteMoment } from '../node/site-watch.js';

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

/** What the network makes of a datagram that is to arrive. */
export interface Carriage {
  readonly arrivesUs: Micros;
  /** Which one it is of those that a single send makes: 0, then its duplicates. */
  readonly copy: number;
  /** A fault, or the narrow link, makes it later than the latency alone. */
  readonly isDelayed: boolean;
  readonly isDamaged: boolean;
}

export interface Observer {
  event?(seen: SeenEvent): void;
  /** The event was handled: everything it caused has been seen. */
  handled?(seen: SeenEvent): void;
  sent?(datagram: SeenDatagram, carriage: Carriage): void;
  /** It does not even leave; or it comes, and the way is cut. */
  dropped?(datagram: SeenDatagram, why: DropReason, when: 'leaving' | 'arriving'): void;
  /** Something about a node or a fault: started, crashed, synced, partition … */
  note?(node: number, what: string, data: unknown): void;
  log?(node: number, text: string, data: unknown): void;
  invoked?(number: number, process: ProcessId, input: unknown): void;
  completed?(number: number, type: Outcome, output: unknown, error: string | undefined): void;
  effect?(node: number, input: Input): void;
  /** An endpoint is at a site where a fault of the plan waits for it. @param peer the other end, or -1 */
  atSite?(endpoint: number, moment: SiteMoment, site: Site, peer: number): void;
  /** Code came to a site that its author named, and what it says holds there. */
  reached?(kind: 'sometimes' | 'reachable', name: string): void;
  /** The run is in a state in which it has not been yet, as coverage tells states apart. */
  newState?(): void;
}

/** @param effect what faults and limits of the network do to it, if anything */
export function carriageOf(
  arrivesUs: Micros,
  copy: number,
  effect: Readonly<RuleEffect> | undefined,
): Carriage {
  const isDelayed = effect !== undefined && (effect.delayUs > 0 || effect.bytesPerSecond < Infinity);
  return { arrivesUs, copy, isDelayed, isDamaged: effect !== undefined && effect.corrupt >= 0 };
}
