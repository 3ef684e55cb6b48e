/** What streams ask of the node whose connections they are. */
import type { Slot } from '../kernel/queue.js';
import type { Micros } from '../kernel/time.js';
import type { Network } from './network.js';
import type { StreamEvent } from './stream-event.js';

export interface StreamHost {
  readonly name: string;
  readonly index: number;
  readonly port: StreamPort;
  /** The node's own clock: connections count by it. */
  readonly clock: { monotonic(us: Micros): Micros; real(us: Micros): Micros };
  readonly sites: {
    /** The process has ended, and its code still runs: whatever it does is void. */
    readonly gone: boolean;
    begins(site: 'send', peer: number, payload: unknown): boolean;
    done(site: 'send', peer: number, payload: unknown): void;
    transmit(kind: number, to: number, id: number, payload: unknown): void;
  };
  /** Absent while no incarnation runs. */
  readonly driver: { stream(event: StreamEvent): void } | undefined;
  /** Takes the timer of a connection off the calendar, or out of what waits for the node. */
  dropStreamTimer(connection: number, slot: Slot): void;
}

/** What they ask of the world. */
interface StreamPort {
  readonly now: Micros;
  readonly network: Pick<Network, 'send'>;
  schedule(atUs: Micros, kind: number, node: number, a: number, b: number, payload: unknown): Slot;
  cancel(slot: Slot, node: number, kind: number): void;
  /** A number no other call or connection of this world has. */
  nextId(): number;
  endpointName(index: number): string;
  note(node: { readonly name: string }, what: string): void;
}
