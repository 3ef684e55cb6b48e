/** `testNode`: a handler tested by one call. One node of a state machine in a world of the real engine. */
import { InputError } from '../input/error.js';
import { assertOptions } from '../input/options.js';
import { shown } from '../input/shown.js';
import { unknownName } from '../input/suggest.js';
import type { Seed } from '../kernel/random.js';
import { toMs } from '../kernel/time.js';
import { stepOn } from '../loop.js';
import { installAmbient } from '../node/ambient/install.js';
import type { Program } from '../node/program.js';
import type { Answer, AnyProtocol, Durable, Heard, Message, Request, State } from '../node/protocol-types.js';
import { LoneNode, type Steps, type Unsynced } from './lone-node.js';
import type { Reaction } from './reaction.js';

export interface TestNodeOptions<P> {
  /** Its name. Default: the first of the members. */
  readonly id?: string;
  /** All members, itself included. Default `n1`, `n2`, `n3`. */
  readonly members?: readonly string[];
  /** Clients that may ask it. Default `c1`, `c2`. */
  readonly clients?: readonly string[];
  /** Decides what `node.random` draws. Default 1. */
  readonly seed?: Seed;
  /** Files that are on its disk for good when it starts first; an array is an append-only file. Default: none. */
  readonly disk?: Partial<Durable<P>>;
}

/**
 * A node whose world is the test. Each call makes one thing happen to it and gives what it did about it; no time goes by
 * unless `advance`, `fire` or `sync` lets it. Errors that the program does not handle are thrown, as one sentence.
 */
export class TestNode<P> {
  /** What it did when it started. */
  readonly started: Reaction<P>;

  /** @internal use {@link testNode} */
  constructor(private readonly lone: LoneNode) {
    this.started = this.react(lone.start());
  }

  /** A copy of its state; undefined while its process is not there. */
  get state(): State<P> {
    return this.lone.stateNow() as State<P>;
  }

  /** Virtual milliseconds since it was made. */
  get nowMs(): number {
    return toMs(this.lone.world.now);
  }

  /** A message of another node arrives. */
  receive(from: string, message: Message<P>): Reaction<P> {
    return this.react(this.lone.arrive('message', from, message));
  }

  /** A call of another node arrives, which waits for an answer: see `replies`. */
  call(from: string, message: Message<P>): Reaction<P> {
    return this.react(this.lone.arrive('call', from, message));
  }

  /** A client asks. @param from which one; default: the first */
  request(request: Request<P>, from: string = this.lone.setup.clients[0] as string): Reaction<P> {
    return this.react(this.lone.arrive('request', from, request));
  }

  /** A call that the node made is answered. @param call its number, as `sent` tells it */
  answer(call: number, value: Heard<P> | Answer<P>): Reaction<P> {
    return this.react(this.lone.answer(call, { value }));
  }

  /** A call that the node made is refused. @param definite false: it may have had an effect all the same */
  refuse(call: number, error: string, definite = true): Reaction<P> {
    return this.react(this.lone.answer(call, { error, definite }));
  }

  /** Time goes on to where a timer is due, and it fires; what is due before it happens before it. */
  fire(timer: string): Reaction<P> {
    return this.react(this.lone.fire(timer));
  }

  /** Time goes by, in milliseconds: timers fire, syncs end, calls that nobody answers time out. */
  advance(ms: number): Reaction<P> {
    return this.react(this.lone.advance(ms));
  }

  /**
   * The disk ends the syncs that the node asked for, with `ok: false` in failure: what waited for them leaves. One sync
   * takes 0.001 ms.
   */
  sync(options: { readonly ok?: boolean } = {}): Reaction<P> {
    assertOptions(options, ['ok'], 'sync');
    return this.react(this.lone.sync(options.ok ?? true));
  }

  /** The power fails, and the node starts again at once: by default with what was synced, and nothing else. */
  restart(options: { readonly unsynced?: Unsynced } = {}): Reaction<P> {
    assertOptions(options, ['unsynced'], 'restart');
    return this.react(this.lone.restart(options.unsynced ?? 'lost'));
  }

  private react(steps: Steps): Reaction<P> {
    const { world } = this.lone;
    const uninstall = installAmbient(() => world.running?.host);
    try {
      for (const _ of steps) {
        stepOn(world, 1);
        this.lone.assertWell();
      }
    } catch (error) {
      // What it did on the way is no reaction to what the test does next.
      this.lone.reaction();
      throw error;
    } finally {
      uninstall();
    }
    return this.lone.reaction();
  }
}

/**
 * Makes one node that runs a program, and starts it: a handler is tested by one call, without a scenario. It is the
 * engine itself that runs it, in a world where nobody else says anything, so what a handler does here is what it does in
 * a run.
 *
 * @example
 * const node = testNode<Tickets>(office);
 * node.request({ f: 'take' }).writes; // [{ op: 'write', file: 'next', value: 2 }]
 * node.restart().state; // { next: 1 }: nothing was synced
 * @throws InputError in one sentence for an async program, or options that make no sense
 */
export function testNode<P extends object = AnyProtocol>(
  program: Program,
  options: TestNodeOptions<P> = {},
): TestNode<P> {
  if (styleOf(program) !== 'state-machine')
    throw new InputError('', `testNode: expected a program made by stateMachine, got ${whatIs(program)}`);
  assertOptions(options, ['id', 'members', 'clients', 'seed', 'disk'], 'testNode');
  const { members = ['n1', 'n2', 'n3'], clients = ['c1', 'c2'], seed = 1, disk = {} } = options;
  const { id = members[0] as string } = options;
  if (!members.includes(id)) throw new InputError('id', unknownName('member', id, members));
  const names = [...members, ...clients];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError('', `testNode: two members or clients are called '${twice}'`);
  if (clients.length === 0) throw new InputError('clients', 'expected at least one client, got none');
  return new TestNode(new LoneNode({ program, id, members, clients, seed }, disk));
}

function styleOf(program: unknown): unknown {
  return (Object(program) as { style?: unknown }).style;
}

function whatIs(program: unknown): string {
  return styleOf(program) === 'async' ? 'an async program' : shown(program);
}
