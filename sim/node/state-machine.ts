/**
 * The state-machine style: synchronous handlers over plain data. The fastest style, and the one whose worlds can
 * be saved, forked and hashed, because all that outlives a handler is data.
 */
import { copyPlain } from '../kernel/copy.js';
import { EventKind } from '../kernel/event-kind.js';
import { isPromise } from '../input/promise.js';
import type { StreamEvent } from '../network/stream-event.js';
import { handlerFor, unhandled } from './by-name.js';
import type { StateMachine } from './machine.js';
import { MachineHandle, type Untyped } from './machine-handle.js';
import { unheard } from './misuse.js';
import type { SimNode } from './node.js';
import type { CallOutcome, Driver, EndedCall, MembershipChange, Program } from './program.js';
import { assertMachine, refusedAt } from './program-shape.js';
import type { AnyProtocol } from './protocol-types.js';
import type { CallResult } from './handlers.js';

/**
 * Makes a program from synchronous handlers.
 * @throws TypeError in one sentence when `start` is missing, or a handler has a name nobody calls
 */
export function stateMachine<P extends object = AnyProtocol>(machine: StateMachine<P>): Program {
  refusedAt(stateMachine, () => assertMachine(machine));
  return {
    style: 'state-machine',
    drive: (node: SimNode) => new StateMachineDriver(node, machine as unknown as StateMachine<Untyped>),
  };
}

class StateMachineDriver implements Driver {
  private current: unknown;
  private readonly handle: MachineHandle;

  constructor(
    private readonly node: SimNode,
    private readonly machine: StateMachine<Untyped>,
  ) {
    this.handle = new MachineHandle(node, machine);
  }

  start(): void {
    this.current = this.checked(this.machine.start(this.handle), 'start');
  }

  receive(kind: number, from: number, id: number, payload: unknown): void {
    const { machine, handle } = this;
    const handlers = (kind === EventKind.Request ? machine.onRequest : machine.onMessage) as
      Handler | HandlersByName | undefined;
    const handler = typeof handlers === 'object' ? handlerFor(handlers, payload) : handlers;
    if (handler === undefined)
      return this.refuse(kind, from, id, payload, handlers as HandlersByName | undefined);
    const sender = this.node.port.endpointName(from);
    handle.asker = kind === EventKind.Message ? -1 : from;
    handle.askId = id;
    handle.requestId = kind === EventKind.Message ? undefined : id;
    this.checked(
      handler.call(machine, this.current, payload, handle, sender),
      kind === EventKind.Request ? 'onRequest' : 'onMessage',
    );
    handle.asker = -1;
    handle.requestId = undefined;
  }

  /** Nobody here handles it. */
  private refuse(
    kind: number,
    from: number,
    id: number,
    payload: unknown,
    known: HandlersByName | undefined,
  ): void {
    const noun = kind === EventKind.Request ? 'request' : kind === EventKind.Call ? 'call' : 'message';
    const error = unhandled(this.node.name, noun, payload, known);
    // A request or call is refused, which whoever asked hears of; of a message nobody ever would.
    if (kind === EventKind.Message)
      throw new Error(
        `${error}: one came from ${this.node.port.endpointName(from)}; the program needs a handler onMessage`,
      );
    this.node.reject(from, id, { error, definite: true });
  }

  callEnded({ to, token, f }: EndedCall, result: CallOutcome): void {
    const { onReply } = this.machine;
    if (onReply === undefined) return;
    const full = callResult(result, this.node.port.endpointName(to), token, f);
    this.checked(onReply.call(this.machine, this.current, full, this.handle), 'onReply');
  }

  timer(name: string, payload: unknown): void {
    this.checked(this.machine.onTimer?.(this.current, name, this.handle, payload), 'onTimer');
  }

  synced(token: unknown, ok: boolean): void {
    if (ok && token === undefined) return;
    if (this.machine.onSync !== undefined)
      this.checked(this.machine.onSync(this.current, token, this.handle, ok), 'onSync');
    else if (!ok) this.node.exit('a sync failed');
  }

  stream(event: StreamEvent): void {
    const { onStream } = this.machine;
    if (onStream === undefined) throw unheard(`a connection of ${event.peer}`, 'onStream');
    this.checked(onStream.call(this.machine, this.current, event, this.handle), 'onStream');
  }

  membership(change: MembershipChange): void {
    this.checked(this.machine.onMembership?.(this.current, change, this.handle), 'onMembership');
  }

  stop(): void {
    this.checked(this.machine.onStop?.(this.current, this.handle), 'onStop');
  }

  wake(): void {
    // Never asked for: timers of state machines have names.
  }

  state(): unknown {
    return this.current;
  }

  restore(state: unknown): void {
    this.current = copyPlain(state, 'state');
  }

  // An async handler would go on after its event, outside the world's order.
  private checked<T>(result: T, handler: string): T {
    if (isPromise(result))
      throw new TypeError(
        `${handler} returned a promise, but state-machine handlers are synchronous; use asyncProgram for async code`,
      );
    return result;
  }
}

/** Field by field: spreading the outcome took a fifth of the time of a protocol that lives on calls. */
function callResult(
  result: CallOutcome,
  from: string,
  token: unknown,
  f: string | undefined,
): CallResult<Untyped> {
  const full = endOf(result, from, token);
  if (f !== undefined) (full as { f?: string }).f = f;
  return full;
}

function endOf(result: CallOutcome, from: string, token: unknown): CallResult<Untyped> {
  switch (result.kind) {
    case 'answer':
      return { kind: 'answer', value: result.value, from, token };
    case 'refused':
      return { kind: 'refused', error: result.error, definite: result.definite, from, token };
    case 'timeout':
      return { kind: 'timeout', from, token };
  }
}

type Handler = (state: unknown, question: unknown, node: MachineHandle, from: string) => unknown;
type HandlersByName = Readonly<Record<string, Handler>>;
