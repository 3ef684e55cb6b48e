/** `testNode` and `testAsyncNode`: a handler tested by one call. One node in a world of the real engine. */
import { InputError } from '../sim/input/error.js';
import { assertOptions } from '../sim/input/options.js';
import { shown } from '../sim/input/shown.js';
import { unknownName } from '../sim/input/suggest.js';
import type { Seed } from '../sim/kernel/random.js';
import { stepDrained, stepOn } from '../sim/run/loop.js';
import { installAmbient } from '../sim/node/ambient/install.js';
import type { Program } from '../sim/node/program.js';
import type { AnyProtocol, Durable } from '../sim/node/protocol-types.js';
import { LoneNode, type Steps } from './lone-node.js';
import { NodeActions } from './node-actions.js';
import type { Reaction } from './reaction.js';

/** The world of the node under test: its members, its clients, and what is on its disk. */
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
 * A node that a test drives. Each call makes one thing happen, and returns what the node did. Time passes only in
 * `advance`, `fire` and `sync`. Errors that the program does not handle are thrown, as one sentence.
 */
export class TestNode<P> extends NodeActions<P, Reaction<P>> {
  /** What it did when it started. */
  readonly started: Reaction<P>;

  /** @internal use {@link testNode} */
  constructor(lone: LoneNode) {
    super(lone);
    this.started = this.react(lone.start());
  }

  protected react(steps: Steps): Reaction<P> {
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
 * Makes one node that runs a program, and starts it, to test a handler by one call without a scenario. The engine itself runs it, in a world in which nobody else acts. So a handler does here what it does in a run.
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
  return new TestNode(loneNodeOf('testNode', 'state-machine', program, options));
}

/**
 * A node of an async program that a test drives; else as {@link TestNode}. The disk takes 0.001 ms for each
 * operation: `sync` lets it do all it was asked to, `advance` whatever is due. Timers of `setTimeout` and `sleep`
 * have no names, so `advance` fires them.
 */
export class TestAsyncNode<P> extends NodeActions<P, Promise<Reaction<P>>> {
  private last: Promise<unknown> = Promise.resolve();

  /** What it did when it started, until its disk was done. */
  readonly started: Promise<Reaction<P>>;

  /** @internal use {@link testAsyncNode} */
  constructor(lone: LoneNode) {
    super(lone);
    this.started = this.react(lone.start());
  }

  /** Calls run one after another, even if the test does not await them. */
  protected react(steps: Steps): Promise<Reaction<P>> {
    const reaction = this.last.then(() => this.drive(steps));
    this.last = reaction.catch(() => undefined);
    return reaction;
  }

  private async drive(steps: Steps): Promise<Reaction<P>> {
    const { lone } = this;
    try {
      for (const _ of steps) {
        await stepDrained(lone.world);
        lone.assertWell();
      }
    } catch (error) {
      lone.reaction();
      throw error;
    }
    return lone.reaction();
  }
}

/**
 * {@link testNode} for async programs: every call gives a promise, and between two events every promise of the program
 * has run, as in a run.
 *
 * @example
 * const node = await testAsyncNode<Tickets>(office);
 * (await node.request({ f: 'take' })).replies; // []: it waits for the disk
 * (await node.sync()).replies; // [{ to: 'c1', value: 1 }]
 * @throws InputError in one sentence for a state machine, or options that make no sense; Error where the program fails
 */
export async function testAsyncNode<P extends object = AnyProtocol>(
  program: Program,
  options: TestNodeOptions<P> = {},
): Promise<TestAsyncNode<P>> {
  const node = new TestAsyncNode<P>(loneNodeOf('testAsyncNode', 'async', program, options));
  await node.started;
  return node;
}

const otherStyle = {
  'state-machine': 'expected a program made by stateMachine',
  async: 'expected a program made by asyncProgram',
};

function loneNodeOf<P>(
  called: string,
  style: Program['style'],
  program: Program,
  options: TestNodeOptions<P>,
): LoneNode {
  if (styleOf(program) !== style)
    throw new InputError('', `${called}: ${otherStyle[style]}, got ${whatIs(program)}`);
  assertOptions(options, ['id', 'members', 'clients', 'seed', 'disk'], called);
  const { members = ['n1', 'n2', 'n3'], clients = ['c1', 'c2'], seed = 1, disk = {} } = options;
  const { id = members[0] as string } = options;
  if (!members.includes(id)) throw new InputError('id', unknownName('member', id, members));
  const names = [...members, ...clients];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new InputError('', `${called}: two members or clients are called '${twice}'`);
  if (clients.length === 0) throw new InputError('clients', 'expected at least one client, got none');
  return new LoneNode({ program, id, members, clients, seed }, disk);
}

function styleOf(program: unknown): unknown {
  return (Object(program) as { style?: unknown }).style;
}

function whatIs(program: unknown): string {
  const style = styleOf(program);
  if (style === 'async') return 'an async program: use testAsyncNode';
  return style === 'state-machine' ? 'a state machine: use testNode' : shown(program);
}
