/** The node as the handlers of a state machine are given it. */
import { copyPlain } from '../kernel/copy.js';
import { delayMicros } from '../kernel/time.js';
import { BaseHandle } from './base-handle.js';
import type { CallOptions } from './machine-node.js';
import { callTimeout, refuseOtherStyle, unheard } from './misuse.js';
import type { SimNode } from './node.js';
import type { SendOptions } from './protocol.js';
import type { StateMachine } from './machine.js';
import type { ReplyTo, StateMachineNode } from './machine-node.js';
import { SyncDisk, type StateMachineDisk } from './sync-disk.js';

/** Any protocol types: within the driver nothing is known of them. */
export interface Untyped {
  state: unknown;
  request: unknown;
  reply: unknown;
  message: unknown;
  answer: unknown;
  timer: string;
  token: unknown;
}

export class MachineHandle extends BaseHandle<Untyped> implements StateMachineNode<Untyped> {
  readonly disk: StateMachineDisk<Record<string, unknown>, unknown>;
  /** Who waits for an answer to what is being handled; -1: nobody. */
  asker = -1;
  askId = 0;
  requestId: number | undefined;

  constructor(
    node: SimNode,
    private readonly machine: StateMachine<Untyped>,
  ) {
    super(node);
    this.disk = new SyncDisk(node, machine.onSync !== undefined);
  }

  reply(value: unknown, options?: SendOptions): void {
    const { from, id } = this.take('reply');
    this.node.answer(from, id, value, options?.after);
  }

  reject(error: string, options?: { readonly definite?: boolean }): void {
    const { from, id } = this.take('reject');
    this.node.reject(from, id, { error, definite: options?.definite !== false });
  }

  defer(): ReplyTo {
    const { from, id } = this.take('defer');
    return { from: this.node.port.endpointName(from), id };
  }

  replyTo(to: ReplyTo, value: unknown, options?: SendOptions): void {
    this.node.answer(this.node.port.endpoint(to.from), to.id, value, options?.after);
  }

  rejectTo(to: ReplyTo, error: string, options?: { readonly definite?: boolean }): void {
    this.node.reject(this.node.port.endpoint(to.from), to.id, {
      error,
      definite: options?.definite !== false,
    });
  }

  call(to: string, message: unknown, options: CallOptions<Untyped>): void {
    const timeoutUs = callTimeout(options);
    if (this.machine.onReply === undefined) throw unheard('node.call', 'onReply');
    const token = copyPlain(options.token, 'token');
    this.node.call(this.peer(to), copyPlain(message, 'message'), timeoutUs, token, options.after);
  }

  setTimer(name: string, delayMs: number, payload?: unknown): void {
    if (this.machine.onTimer === undefined) throw unheard(`timer '${name}'`, 'onTimer');
    this.node.agenda.setTimer(
      name,
      delayMicros(delayMs, `timer '${name}'`),
      copyPlain(payload, 'timer payload'),
    );
  }

  clearTimer(name: string): void {
    this.node.agenda.clearTimer(name);
  }

  connect(to: string, token?: unknown): number {
    if (this.machine.onStream === undefined) throw unheard('node.connect', 'onStream');
    return this.node.streams.connect(this.peer(to), copyPlain(token, 'token'));
  }

  sendStream(stream: number, data: unknown): void {
    this.node.streams.send(stream, data);
  }

  closeStream(stream: number): void {
    this.node.streams.close(stream);
  }

  private take(verb: string): { from: number; id: number } {
    if (this.asker < 0)
      throw new Error(
        `node.${verb}: nothing is waiting for an answer here; it was answered already, or nobody asked`,
      );
    const from = this.asker;
    this.asker = -1;
    return { from, id: this.askId };
  }
}

refuseOtherStyle(MachineHandle.prototype, 'state-machine');
