/**
 * What can happen to a test node, as steps of the engine. Each action is a generator: every `yield` asks whoever drives it
 * to make the next event of the world happen, so that both styles of programs share one text.
 */
import { InputError } from '../sim/input/error.js';
import { shown } from '../sim/input/shown.js';
import { unknownName } from '../sim/input/suggest.js';
import { copyPlain } from '../sim/kernel/copy.js';
import { EventKind } from '../sim/kernel/event-kind.js';
import { MAX_MS, toMicros, type Micros } from '../sim/kernel/time.js';
import type { SimNode } from '../sim/node/node.js';
import type { Refusal } from '../sim/node/port.js';
import type { World } from '../sim/world/world.js';
import { loneWorld, type LoneSetup } from './lone-world.js';
import { ReactionRecorder } from './reaction-recorder.js';
import type { Reaction } from './reaction.js';

/** Asks for the next event, as often as it goes on. */
export type Steps = Generator<void, void>;

/** What becomes of writes that were not synced: all lost, all kept, or the last one half done. */
export type Unsynced = 'lost' | 'kept' | 'torn';

/** Not a fault of any plan. */
const FAILING_SYNC = -1;

export class LoneNode {
  readonly world: World;
  readonly node: SimNode;
  private readonly recorder: ReactionRecorder;
  /** What a test lets happen comes before all that is due: no order below 0 is ever given out. */
  private order = 0;
  private incidents = 0;

  constructor(
    readonly setup: LoneSetup,
    disk: Readonly<Record<string, unknown>>,
  ) {
    this.world = loneWorld(setup);
    this.node = this.world.node(setup.id);
    const { storage } = this.node;
    for (const [file, value] of Object.entries(disk)) storage.disk.write(file, value, {});
    storage.disk.persist(storage.disk.position);
    this.recorder = new ReactionRecorder(this.world, this.node);
  }

  /** What it did since this was asked last. */
  reaction<P>(): Reaction<P> {
    return this.recorder.take() as Reaction<P>;
  }

  /** A copy of what there is to see of its memory. */
  stateNow(): unknown {
    return copyPlain(this.node.seen, 'state');
  }

  /** To be called after every step: an error that nobody handled is the test's. @throws Error in one sentence */
  assertWell(): void {
    const { world } = this;
    world.assertSound();
    const incident = world.incidents.all[this.incidents];
    if (incident === undefined) return;
    this.incidents = world.incidents.all.length;
    throw new Error(incident.message);
  }

  /** All members start. */
  *start(): Steps {
    for (let left = this.world.nodes.length; left > 0; left--) yield;
    yield* this.awake();
  }

  /** A message or call of another node, a request of a client. */
  *arrive(kind: 'message' | 'call' | 'request', from: unknown, payload: unknown): Steps {
    this.assertRuns(kind === 'message' ? 'receive' : kind);
    const { world, setup } = this;
    const known = kind === 'request' ? setup.clients : setup.members;
    if (typeof from !== 'string' || !known.includes(from))
      throw new InputError(
        '',
        `${kind === 'message' ? 'receive' : kind}: ${
          typeof from === 'string'
            ? unknownName(kind === 'request' ? 'client' : 'node', from, known)
            : `expected the name of ${kind === 'request' ? 'a client' : 'the node it comes from'}, got ${shown(from)}`
        }`,
      );
    const id = kind === 'message' ? 0 : world.nextId();
    this.next(kindOf[kind], world.endpoint(from), id, copyPlain(payload, kind));
    yield;
  }

  /** A call that the node made ends. */
  *answer(call: number, how: { readonly value: unknown } | Refusal): Steps {
    this.assertRuns('answer');
    const pending = this.node.agenda.calls.get(call);
    if (pending === undefined) throw new InputError('', this.unknownCall(call));
    if ('value' in how) this.next(EventKind.Answer, pending.to, call, copyPlain(how.value, 'answer'));
    else this.next(EventKind.Refusal, pending.to, call, { error: how.error, definite: how.definite });
    yield;
  }

  /** Time goes by, and what is due happens. */
  *advance(ms: number): Steps {
    const { world } = this;
    const until = world.now + toMicros(ms);
    if (typeof ms !== 'number' || !(ms >= 0 && until < toMicros(MAX_MS)))
      throw new InputError('', `advance: expected milliseconds, at least 0, got ${shown(ms)}`);
    while (this.nextAt <= until) yield;
    world.now = until;
  }

  /** Time goes by up to a timer, which fires. */
  *fire(timer: string): Steps {
    this.assertRuns('fire');
    const { world, node } = this;
    const { queue } = world;
    const timers = queue
      .pending()
      .filter((slot) => queue.kind[slot] === EventKind.Timer && queue.node[slot] === node.index);
    const nameOf = (slot: number) => world.nameOfInterned(queue.a[slot] as number);
    const slot = timers.find((each) => nameOf(each) === timer);
    if (slot === undefined)
      throw new InputError(
        '',
        `fire: ${unknownName('timer that is set', String(timer), timers.map(nameOf))}`,
      );
    const [order, due] = [queue.order[slot] as number, queue.time[slot] as number];
    for (let fired = false; !fired;) {
      const next = queue.peek();
      if (this.nextAt > due)
        throw new InputError('', `fire: timer '${timer}' was cleared or set anew before it was due`);
      fired = queue.order[next] === order;
      yield;
    }
  }

  /** The disk does what it was asked to: all syncs end, and those that follow from them. */
  *sync(ok: boolean): Steps {
    this.assertRuns('sync');
    const { storage } = this.node;
    if (!ok) storage.faults.syncFailures.set(FAILING_SYNC, 1);
    try {
      for (let rounds = 0; this.busy; rounds++) {
        if (rounds > 10_000) throw new InputError('', 'sync: each sync of the node asks for another');
        yield;
      }
    } finally {
      storage.faults.syncFailures.delete(FAILING_SYNC);
    }
  }

  /** The process ends, at once, and starts again with what is on the disk. */
  *restart(unsynced: Unsynced): Steps {
    const fates: readonly string[] = ['lost', 'kept', 'torn'];
    if (!fates.includes(unsynced))
      throw new InputError(
        '',
        `restart: unsynced: ${unknownName('outcome of unsynced writes', String(unsynced), fates)}`,
      );
    const { world, node } = this;
    node.end('dark');
    node.storage.powerCut(unsynced);
    node.startAt(world.now);
    const next = node.incarnation + 1;
    while (node.incarnation < next) yield;
    yield* this.awake();
  }

  /** When the next event is due. */
  private get nextAt(): Micros {
    const slot = this.world.queue.peek();
    return slot < 0 ? Infinity : (this.world.queue.time[slot] as number);
  }

  /** An async program begins with its disk: only when that is done does it serve anybody. */
  private *awake(): Steps {
    if (this.setup.program.style === 'async' && this.node.status === 'up') yield* this.sync(true);
  }

  /** Whether the disk does something that it was asked to. */
  private get busy(): boolean {
    const { queue } = this.world;
    if (this.node.storage.busy) return true;
    return queue
      .pending()
      .some((slot) => queue.kind[slot] === EventKind.Sync && queue.node[slot] === this.node.index);
  }

  /** Puts an event of the node on the calendar that happens before all others. */
  private next(kind: number, a: number, b: number, payload: unknown): void {
    const { world, node } = this;
    world.queue.push(world.now, --this.order, kind, node.index, a, b, world.events, payload);
  }

  private assertRuns(verb: string): void {
    if (this.node.status === 'up') return;
    const { id } = this.setup;
    throw new InputError('', `${verb}: the process of ${id} has ended; restart() starts it again`);
  }

  private unknownCall(call: unknown): string {
    const open = [...this.node.agenda.calls].map(
      ([id, { to }]) => `${id} (to ${this.world.endpointName(to)})`,
    );
    const waits = open.length === 0 ? 'waits for none' : `waits for ${open.join(', ')}`;
    return `answer: ${this.setup.id} waits for no call ${shown(call)}; it ${waits}. The number of a call stands beside its message in \`sent\``;
  }
}

const kindOf = { message: EventKind.Message, call: EventKind.Call, request: EventKind.Request } as const;
