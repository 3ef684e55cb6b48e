/**
 * A process that is to end in good order: as an orchestrator does it, the program is told, has a while, and is killed if
 * it is still there. What the node becomes happens when the process is gone, whoever ended it.
 */
import { EventKind } from '../kernel/event-kind.js';
import type { Slot } from '../kernel/queue.js';
import type { NodePort } from './port.js';
import type { Driver } from './program.js';

/** What this asks of its node. */
interface Leaving {
  readonly index: number;
  readonly name: string;
  readonly port: NodePort;
  readonly driver: Driver | undefined;
  failed(error: unknown): void;
}

export class Farewell {
  /** What becomes of the node; undefined: nobody asked its process to end. */
  private then: (() => void) | undefined;
  private slot: Slot = -1;

  constructor(private readonly node: Leaving) {}

  /** Asks the process to end. @param then what becomes of the node: at once where the program has nothing to do first */
  ask(then: () => void): void {
    const { node } = this;
    const isAsked = this.then !== undefined;
    if (!isAsked) {
      const graceUs = this.begin();
      if (graceUs === undefined) return then();
      node.port.note(node, 'terminating');
      this.slot = node.port.schedule(node.port.now + graceUs, EventKind.Kill, node.index, 0, 0, undefined);
    }
    this.then = then;
  }

  /** The process has ended. @returns whether it had been asked to, and the node is something else by now */
  ended(): boolean {
    const { then } = this;
    if (then === undefined) return false;
    this.forget();
    then();
    return true;
  }

  /** It was still there when its time was over. */
  kill(): void {
    const { node } = this;
    this.slot = -1;
    node.port.note(node, 'overdue');
    this.ended();
  }

  forget(): void {
    const { node } = this;
    node.port.cancel(this.slot, node.index, EventKind.Kill);
    this.slot = -1;
    this.then = undefined;
  }

  /** @returns how long the program may take; undefined: it has ended */
  private begin(): number | undefined {
    const { driver } = this.node;
    try {
      const graceUs = driver?.terminate?.();
      if (graceUs === undefined) driver?.stop();
      return graceUs;
    } catch (error) {
      this.node.failed(error);
      return undefined;
    }
  }
}
