/**
 * What a test can let happen to a node: each call is one thing. `R` is what a call gives: a reaction, or the promise of one.
 */
import { assertOptions } from '../sim/input/options.js';
import { toMs } from '../sim/kernel/time.js';
import type { Answer, Heard, Message, Request, State } from '../sim/node/protocol-types.js';
import type { LoneNode, Steps, Unsynced } from './lone-node.js';

export abstract class NodeActions<P, R> {
  /** @internal use `testNode` or `testAsyncNode` */
  constructor(protected readonly lone: LoneNode) {}

  protected abstract react(steps: Steps): R;

  /** A copy of its state; undefined while its process is not there. */
  get state(): State<P> {
    return this.lone.stateNow() as State<P>;
  }

  /** Virtual milliseconds since it was made. */
  get nowMs(): number {
    return toMs(this.lone.world.now);
  }

  /** A message of another node arrives. */
  receive(from: string, message: Message<P>): R {
    return this.react(this.lone.arrive('message', from, message));
  }

  /** A call of another node arrives, which waits for an answer: see `replies`. */
  call(from: string, message: Message<P>): R {
    return this.react(this.lone.arrive('call', from, message));
  }

  /** A client asks. @param from which one; default: the first */
  request(request: Request<P>, from: string = this.lone.setup.clients[0] as string): R {
    return this.react(this.lone.arrive('request', from, request));
  }

  /** A call that the node made is answered. @param call its number, as `sent` tells it */
  answer(call: number, value: Heard<P> | Answer<P>): R {
    return this.react(this.lone.answer(call, { value }));
  }

  /** A call that the node made is refused. @param definite false: it may have had an effect all the same */
  refuse(call: number, error: string, definite = true): R {
    return this.react(this.lone.answer(call, { error, definite }));
  }

  /** Time goes on to where a timer is due, and it fires; what is due before it happens before it. */
  fire(timer: string): R {
    return this.react(this.lone.fire(timer));
  }

  /** Time goes by, in milliseconds: timers fire, syncs end, calls that nobody answers time out. */
  advance(ms: number): R {
    return this.react(this.lone.advance(ms));
  }

  /**
   * The disk ends the syncs that the node asked for, with `ok: false` in failure: what waited for them leaves. One sync
   * takes 0.001 ms.
   */
  sync(options: { readonly ok?: boolean } = {}): R {
    assertOptions(options, ['ok'], 'sync');
    return this.react(this.lone.sync(options.ok ?? true));
  }

  /** The power fails, and the node starts again at once: by default with what was synced, and nothing else. */
  restart(options: { readonly unsynced?: Unsynced } = {}): R {
    assertOptions(options, ['unsynced'], 'restart');
    return this.react(this.lone.restart(options.unsynced ?? 'lost'));
  }
}
